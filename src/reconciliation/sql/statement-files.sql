-- Single statements for what streams: each names its authority first and runs as the caller, so row-level security is the second wall.
DROP FUNCTION IF EXISTS reconciliation.keep_file_chunk;
CREATE FUNCTION reconciliation.keep_file_chunk(p_authority integer, p_file uuid, p_number integer, p_content bytea) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  INSERT INTO reconciliation.statement_file_chunks (authority_id, file_id, number, content) VALUES (p_authority, p_file, p_number, p_content);
END
$$;

DROP FUNCTION IF EXISTS reconciliation.read_file_chunk;
CREATE FUNCTION reconciliation.read_file_chunk(p_authority integer, p_file uuid, p_number integer) RETURNS bytea
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN (SELECT c.content FROM reconciliation.statement_file_chunks c WHERE c.authority_id = p_authority AND c.file_id = p_file AND c.number = p_number);
END
$$;

DROP FUNCTION IF EXISTS reconciliation.note_progress;
CREATE FUNCTION reconciliation.note_progress(
  p_authority integer, p_import uuid, p_stage text, p_bytes bigint, p_lines integer, p_at timestamptz
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  INSERT INTO reconciliation.import_progress AS i (authority_id, import_id, stage, bytes_read, lines_read, noted_at)
  VALUES (p_authority, p_import, p_stage, p_bytes, p_lines, p_at)
  ON CONFLICT (authority_id, import_id) DO UPDATE
    SET stage = excluded.stage, bytes_read = excluded.bytes_read, lines_read = excluded.lines_read, noted_at = excluded.noted_at;
END
$$;
