-- Whole blocks as entries with their postings, in the order in which they were recorded: what an export of millions reads by. A block's legs
-- are unnested once for a page of them; asking for each entry by itself would unpack the block's arrays once for each of its entries.
DROP FUNCTION IF EXISTS ledger.read_block_legs;
CREATE FUNCTION ledger.read_block_legs(p_authority integer, p_blocks bigint[], p_first_leg integer, p_last_leg integer)
RETURNS TABLE (
  entry_id uuid, kind smallint, effective_date date, recorded_at timestamptz, block_seq bigint, ordinal integer, principal text, reference text,
  description text, override text, reverses uuid, hold_id uuid, hold_amount bigint, metadata jsonb, metadata_revision integer,
  leg smallint, account_id integer, account text, currency text, amount bigint, version bigint, balance_after bigint, dimension_id integer,
  share text, stream text, source text, financial_year text, cost_centre text, subjective text
)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY
  SELECT e.entry_id, e.kind, e.effective_date, b.recorded_at, e.block_seq, e.ordinal, e.principal, e.reference, e.description, e.override,
         e.reverses, e.hold_id, e.hold_amount, m.data, m.revision,
         p.leg, p.account_id, a.code, a.currency, p.amount, p.version, p.balance_after, p.dimension_id,
         d.share, d.stream, d.source, d.financial_year, d.cost_centre, d.subjective
    FROM unnest(p_blocks) wanted(block_seq)
   CROSS JOIN LATERAL (SELECT * FROM ledger.blocks x WHERE x.authority_id = p_authority AND x.block_seq = wanted.block_seq LIMIT 1) b
   CROSS JOIN LATERAL (SELECT * FROM unnest(b.leg_accounts, b.leg_versions) WITH ORDINALITY k(account_id, version, n)
                        WHERE k.n BETWEEN p_first_leg AND p_last_leg) k
   CROSS JOIN LATERAL (SELECT * FROM ledger.postings x
                        WHERE x.authority_id = p_authority AND x.account_id = k.account_id AND x.block_seq = b.block_seq AND x.version = k.version LIMIT 1) p
   CROSS JOIN LATERAL (SELECT * FROM ledger.entries x WHERE x.authority_id = p_authority AND x.entry_id = p.entry_id LIMIT 1) e
   CROSS JOIN LATERAL (SELECT * FROM ledger.accounts x WHERE x.authority_id = p_authority AND x.account_id = p.account_id LIMIT 1) a
   CROSS JOIN LATERAL (SELECT * FROM ledger.dimensions x WHERE x.authority_id = p_authority AND x.dimension_id = p.dimension_id LIMIT 1) d
    LEFT JOIN LATERAL (SELECT x.data, x.revision FROM ledger.entry_metadata x
                        WHERE x.authority_id = p_authority AND x.entry_id = e.entry_id ORDER BY x.revision DESC LIMIT 1) m ON true
   ORDER BY b.block_seq, k.n;
END
$$;
