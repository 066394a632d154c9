-- Imports: which files came in, as which entries. The entries themselves say whether an import was posted and taken back; nothing here
-- could disagree with them.

DROP FUNCTION IF EXISTS ledger.keep_import;
CREATE FUNCTION ledger.keep_import(
  p_authority integer, p_import uuid, p_file_sha256 bytea, p_file_name text, p_format text, p_started_at timestamptz, p_principal text,
  p_override text, p_postings integer, p_entry_ids uuid[], p_lines integer[], p_digests bytea[]
) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  INSERT INTO ledger.imports (authority_id, import_id, file_sha256, file_name, format, started_at, principal, override, postings, entry_ids, lines, entry_digests)
  VALUES (p_authority, p_import, p_file_sha256, p_file_name, p_format, p_started_at, p_principal, p_override, p_postings, p_entry_ids, p_lines, p_digests)
  ON CONFLICT (authority_id, import_id) DO NOTHING;
END
$$;

-- Newest first, with what the book says about them: posted when its first entry is there, and taken back from the last entry to the first.
DROP FUNCTION IF EXISTS ledger.read_imports;
CREATE FUNCTION ledger.read_imports(p_authority integer, p_import uuid, p_file_sha256 bytea, p_before_time timestamptz, p_before uuid, p_limit integer)
RETURNS TABLE (
  import_id uuid, file_sha256 bytea, file_name text, format text, started_at timestamptz, principal text, override text, postings integer,
  entries integer, first_entry uuid, last_entry uuid, posted boolean, first_reversals jsonb, last_reversals jsonb
)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY
  SELECT i.import_id, i.file_sha256, i.file_name, i.format, i.started_at, i.principal, i.override, i.postings,
         cardinality(i.entry_ids), i.entry_ids[1], i.entry_ids[cardinality(i.entry_ids)],
         EXISTS (SELECT FROM ledger.entries e WHERE e.authority_id = p_authority AND e.entry_id = i.entry_ids[1]),
         to_jsonb(ARRAY(SELECT e.entry_id FROM ledger.entries e WHERE e.authority_id = p_authority AND e.reverses = i.entry_ids[1])),
         to_jsonb(ARRAY(SELECT e.entry_id FROM ledger.entries e WHERE e.authority_id = p_authority AND e.reverses = i.entry_ids[cardinality(i.entry_ids)]))
    FROM ledger.imports i
   WHERE i.authority_id = p_authority
     AND (p_import IS NULL OR i.import_id = p_import)
     AND (p_file_sha256 IS NULL OR i.file_sha256 = p_file_sha256)
     AND (p_before IS NULL OR (i.started_at, i.import_id) < (p_before_time, p_before))
   ORDER BY i.started_at DESC, i.import_id DESC
   LIMIT p_limit;
END
$$;

-- The entries of an import with their lines, and every reversal of each.
DROP FUNCTION IF EXISTS ledger.read_imported_entries;
CREATE FUNCTION ledger.read_imported_entries(p_authority integer, p_import uuid)
RETURNS TABLE (entry_id uuid, line integer, reversals jsonb)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY
  SELECT u.entry_id, u.line,
         to_jsonb(ARRAY(SELECT e.entry_id FROM ledger.entries e WHERE e.authority_id = p_authority AND e.reverses = u.entry_id))
    FROM ledger.imports i CROSS JOIN LATERAL unnest(i.entry_ids, i.lines) WITH ORDINALITY u(entry_id, line, n)
   WHERE i.authority_id = p_authority AND i.import_id = p_import
   ORDER BY u.n;
END
$$;

-- Which of these digests are entries that were imported, are in the book, and were not taken back since.
DROP FUNCTION IF EXISTS ledger.find_imported;
CREATE FUNCTION ledger.find_imported(p_authority integer, p_digests bytea[])
RETURNS TABLE (digest bytea, file_name text, line integer)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY
  SELECT u.digest, i.file_name, u.line
    FROM ledger.imports i CROSS JOIN LATERAL unnest(i.entry_digests, i.entry_ids, i.lines) u(digest, entry_id, line)
   WHERE i.authority_id = p_authority
     AND u.digest IN (SELECT unnest(p_digests))
     AND EXISTS (SELECT FROM ledger.entries e WHERE e.authority_id = p_authority AND e.entry_id = u.entry_id)
     AND NOT EXISTS (SELECT FROM ledger.entries e WHERE e.authority_id = p_authority AND e.reverses = u.entry_id);
END
$$;
