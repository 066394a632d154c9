-- Lines do not change: only the mark that their import was undone may be set, and once.
CREATE OR REPLACE FUNCTION reconciliation.only_undone() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF OLD.undone_at IS NOT NULL OR to_jsonb(NEW) - 'undone_at' <> to_jsonb(OLD) - 'undone_at' THEN
    RAISE EXCEPTION 'what came from the bank does not change; it can be marked as undone, once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER only_undone BEFORE UPDATE ON reconciliation.bank_lines
  FOR EACH ROW EXECUTE FUNCTION reconciliation.only_undone();
CREATE OR REPLACE TRIGGER only_undone BEFORE UPDATE ON reconciliation.bank_statements
  FOR EACH ROW EXECUTE FUNCTION reconciliation.only_undone();

-- Marks what an import brought as undone. A line that another import shows too stays, whichever of them brought it first; one that is
-- matched forbids it all. The caller holds the transaction, and rolls it back when a line is in use.
DROP FUNCTION IF EXISTS reconciliation.undo_import;
CREATE FUNCTION reconciliation.undo_import(p_authority integer, p_import uuid, p_at timestamptz)
RETURNS TABLE (lines_undone integer, lines_in_use integer)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE reconciliation.bank_statements s SET undone_at = p_at
   WHERE s.authority_id = p_authority AND s.import_id = p_import AND s.undone_at IS NULL;

  CREATE TEMPORARY TABLE lines_to_undo ON COMMIT DROP AS
  SELECT l.line_id
    FROM reconciliation.bank_lines l
    JOIN (SELECT o.line_id FROM reconciliation.bank_lines o
           WHERE o.authority_id = p_authority
             AND o.statement_id IN (SELECT s.statement_id FROM reconciliation.bank_statements s WHERE s.authority_id = p_authority AND s.import_id = p_import)
          UNION
          SELECT g.line_id FROM reconciliation.bank_line_sightings g
           WHERE g.authority_id = p_authority
             AND g.statement_id IN (SELECT s.statement_id FROM reconciliation.bank_statements s WHERE s.authority_id = p_authority AND s.import_id = p_import)
         ) seen ON seen.line_id = l.line_id
    JOIN reconciliation.bank_statements own ON own.authority_id = l.authority_id AND own.statement_id = l.statement_id
   WHERE l.authority_id = p_authority
     AND l.undone_at IS NULL
     AND own.undone_at IS NOT NULL
     AND NOT EXISTS (SELECT FROM reconciliation.bank_line_sightings g
                       JOIN reconciliation.bank_statements s ON s.authority_id = g.authority_id AND s.statement_id = g.statement_id
                      WHERE g.authority_id = p_authority AND g.line_id = l.line_id AND s.undone_at IS NULL);

  UPDATE reconciliation.bank_lines l SET undone_at = p_at
   WHERE l.authority_id = p_authority AND l.line_id IN (SELECT t.line_id FROM pg_temp.lines_to_undo t);
  GET DIAGNOSTICS lines_undone = ROW_COUNT;

  -- After the lines are marked: whoever was about to use one has by now done so and is seen, or waits and finds it undone.
  SELECT count(*) INTO lines_in_use
    FROM reconciliation.match_lines u
   WHERE u.authority_id = p_authority AND u.released_at IS NULL AND u.line_id IN (SELECT t.line_id FROM pg_temp.lines_to_undo t);
  DROP TABLE pg_temp.lines_to_undo;
  RETURN NEXT;
END
$$;
