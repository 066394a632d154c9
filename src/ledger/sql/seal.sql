-- Closes a call: one block over everything it wrote, chained to the block before, and the book's head moved to it. There is no unsealed tail.
-- hash = sha256(previous hash | authority, number, recorded microseconds, entries | entry digests | digest of the audit rows)
DROP FUNCTION IF EXISTS ledger.seal;
CREATE FUNCTION ledger.seal(
  p_authority integer, p_seq bigint, p_at timestamptz, p_previous bytea, p_entry_ids uuid[], p_digests bytea[], p_leg_accounts integer[], p_leg_versions bigint[]
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  WITH audited AS (
    SELECT sha256(string_agg(convert_to(ROW(a.ordinal, a.principal, a.operation, a.subject, a.detail)::text, 'UTF8'), ''::bytea ORDER BY a.ordinal)) AS digest
      FROM ledger.audit_events a WHERE a.authority_id = p_authority AND a.block_seq = p_seq
  ), sealed AS MATERIALIZED (
    SELECT audited.digest AS audited, sha256(p_previous
             || convert_to(ROW(p_authority, p_seq, (extract(epoch FROM p_at) * 1000000)::bigint, cardinality(p_entry_ids))::text, 'UTF8')
             || coalesce((SELECT string_agg(d, ''::bytea ORDER BY n) FROM unnest(p_digests) WITH ORDINALITY u(d, n)), '') || audited.digest) AS hash
      FROM audited
  ), block AS (
    INSERT INTO ledger.blocks (authority_id, block_seq, recorded_at, previous_hash, hash, entry_ids, entry_digests, leg_accounts, leg_versions, audit_digest)
    SELECT p_authority, p_seq, p_at, p_previous, s.hash, p_entry_ids, p_digests, p_leg_accounts, p_leg_versions, s.audited FROM sealed s
  )
  UPDATE ledger.books b SET block_seq = p_seq, block_hash = s.hash, recorded_at = p_at FROM sealed s WHERE b.authority_id = p_authority;
END
$$;
