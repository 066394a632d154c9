-- The postings of one entry in leg order. Its block keeps their keys, so no index over millions of postings is needed for this.
DROP FUNCTION IF EXISTS ledger.entry_postings;
CREATE FUNCTION ledger.entry_postings(p_authority integer, p_entry uuid)
RETURNS SETOF ledger.postings
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT p.*
    FROM ledger.entries e
    JOIN ledger.blocks b ON b.authority_id = e.authority_id AND b.block_seq = e.block_seq
    CROSS JOIN LATERAL unnest(b.leg_accounts[e.first_leg : e.first_leg + e.legs - 1], b.leg_versions[e.first_leg : e.first_leg + e.legs - 1]) k(account_id, version)
    -- LIMIT keeps each look-up a probe of the key, whatever the planner thinks of a table it has no figures for.
    CROSS JOIN LATERAL (SELECT * FROM ledger.postings x
                         WHERE x.authority_id = e.authority_id AND x.account_id = k.account_id AND x.block_seq = e.block_seq AND x.version = k.version LIMIT 1) p
   WHERE e.authority_id = p_authority AND e.entry_id = p_entry
   ORDER BY p.leg
$$;
