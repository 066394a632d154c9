-- Hot rows are updated in place: half-empty pages keep the new version beside the old, and vacuum comes early.
ALTER TABLE ledger.books SET (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
ALTER TABLE ledger.account_balances SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
ALTER TABLE ledger.day_totals SET (fillfactor = 50);
-- Ids and hashes do not compress; trying costs more than the bytes.
ALTER TABLE ledger.blocks ALTER COLUMN entry_ids SET STORAGE EXTERNAL;
ALTER TABLE ledger.blocks ALTER COLUMN entry_digests SET STORAGE EXTERNAL;
