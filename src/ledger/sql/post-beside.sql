-- What is written beside the postings of a call when something asks for it: metadata, watch crossings and outbox rows. Their audit rows are
-- written here too, before the block is sealed over them. p_codes and p_overrode are NULL when everything was posted under no override.
DROP FUNCTION IF EXISTS ledger.post_beside;
CREATE FUNCTION ledger.post_beside(
  p_authority integer, p_seq bigint, p_at timestamptz, p_watched boolean, p_accounts integer[], p_entry_ids uuid[], p_principals text[],
  p_topics text[], p_metadata jsonb[], p_codes text[], p_overrode boolean[]
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_hashjoin = off
AS $$
DECLARE
  outbox_rows integer := 0;
  got integer;
BEGIN
  IF p_metadata IS NOT NULL THEN
    INSERT INTO ledger.entry_metadata (authority_id, entry_id, revision, block_seq, data, principal)
    SELECT p_authority, u.entry_id, 1, p_seq, u.data, coalesce(u.principal, p_principals[1])
      FROM unnest(p_entry_ids, p_metadata, p_principals, p_codes) u(entry_id, data, principal, code)
     WHERE coalesce(u.code, 'posted') = 'posted' AND u.data IS NOT NULL;
    INSERT INTO ledger.audit_events (authority_id, block_seq, ordinal, principal, operation, subject, detail)
    SELECT p_authority, p_seq, (SELECT max(x.ordinal) FROM ledger.audit_events x WHERE x.authority_id = p_authority AND x.block_seq = p_seq)
             + row_number() OVER (ORDER BY m.entry_id), coalesce(m.principal, p_principals[1]), 'ledger.describe-entry', m.entry_id::text,
           jsonb_build_object('revision', 1, 'data', m.data)
      FROM unnest(p_entry_ids, p_metadata, p_principals, p_codes) m(entry_id, data, principal, code)
     WHERE coalesce(m.code, 'posted') = 'posted' AND m.data IS NOT NULL;
  END IF;

  IF p_watched THEN
    outbox_rows := ledger.judge_watches(p_authority, p_seq, p_at, p_accounts);
  END IF;

  IF p_topics IS NOT NULL OR true = ANY (p_overrode) THEN
    INSERT INTO platform.outbox (authority_id, outbox_id, topic, payload, recorded_at, attempt)
    SELECT p_authority, gen_random_uuid(), t.topic, jsonb_build_object('entryId', u.entry_id), p_at, 0
      FROM unnest(p_entry_ids, p_codes, p_overrode, p_topics) u(entry_id, code, overrode, topic)
      CROSS JOIN LATERAL (VALUES (u.topic), (CASE WHEN u.overrode THEN 'ledger.limit-overridden' END)) t(topic)
     WHERE coalesce(u.code, 'posted') = 'posted' AND t.topic IS NOT NULL;
    GET DIAGNOSTICS got = ROW_COUNT;
    outbox_rows := outbox_rows + got;
  END IF;

  -- Wakes a relay wherever it runs. Only when there is work: notifying puts the commits of a database in one row.
  IF outbox_rows > 0 THEN
    PERFORM pg_notify('threefold_outbox', '');
  END IF;
END
$$;
