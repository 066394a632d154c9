-- A further revision of what is said about an entry. The entry itself never changes.
-- p_expected is the revision the caller saw (0 for none): two people describing at once do not overwrite each other unseen.
DROP FUNCTION IF EXISTS ledger.describe_entry;
CREATE FUNCTION ledger.describe_entry(p_authority integer, p_recorded_at timestamptz, p_principal text, p_entry uuid, p_data jsonb, p_expected integer)
RETURNS TABLE (outcome text, revision integer)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  block record;
  latest integer;
BEGIN
  block := ledger.begin_block(p_authority, p_recorded_at);
  IF NOT EXISTS (SELECT FROM ledger.entries e WHERE e.authority_id = p_authority AND e.entry_id = p_entry) THEN
    RETURN QUERY SELECT 'entry-unknown', NULL::integer;
    RETURN;
  END IF;
  SELECT coalesce(max(m.revision), 0) INTO latest FROM ledger.entry_metadata m WHERE m.authority_id = p_authority AND m.entry_id = p_entry;
  IF latest <> p_expected THEN
    RETURN QUERY SELECT 'revision-stale', latest;
    RETURN;
  END IF;
  INSERT INTO ledger.entry_metadata (authority_id, entry_id, revision, block_seq, data, principal)
  VALUES (p_authority, p_entry, latest + 1, block.seq, p_data, p_principal);
  INSERT INTO ledger.audit_events VALUES (p_authority, block.seq, 1, p_principal, 'ledger.describe-entry', p_entry::text,
    jsonb_build_object('revision', latest + 1, 'data', p_data));
  PERFORM ledger.seal(p_authority, block.seq, block.at_time, block.previous, '{}', '{}', '{}', '{}');
  RETURN QUERY SELECT 'described', latest + 1;
END
$$;
