-- What a line's parts come to is what the bank booked: checked once for each line, when the line's own row is written after its parts.
CREATE OR REPLACE FUNCTION reconciliation.whole_lines() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_line uuid;
BEGIN
  SELECT n.line_id INTO v_line
    FROM new_lines n
    JOIN reconciliation.bank_lines l ON l.authority_id = n.authority_id AND l.line_id = n.line_id
    LEFT JOIN LATERAL (
      SELECT sum(a.amount_minor) AS total FROM reconciliation.match_allocations a
       WHERE a.authority_id = n.authority_id AND a.match_id = n.match_id AND a.line_id = n.line_id
    ) parts ON true
   WHERE parts.total IS DISTINCT FROM l.amount_minor
   LIMIT 1;
  IF v_line IS NOT NULL THEN
    RAISE EXCEPTION 'the parts of bank line % do not add up to it', v_line USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER whole_lines AFTER INSERT ON reconciliation.match_lines
  REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION reconciliation.whole_lines();

-- A line's parts are complete once its own row stands: nothing is added to them afterwards.
CREATE OR REPLACE FUNCTION reconciliation.no_late_parts() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM new_parts n JOIN reconciliation.match_lines l
               ON l.authority_id = n.authority_id AND l.match_id = n.match_id AND l.line_id = n.line_id) THEN
    RAISE EXCEPTION 'a match is written whole' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER no_late_parts AFTER INSERT ON reconciliation.match_allocations
  REFERENCING NEW TABLE AS new_parts FOR EACH STATEMENT EXECUTE FUNCTION reconciliation.no_late_parts();

-- A match moves forward only, and what it says does not change.
CREATE OR REPLACE FUNCTION reconciliation.match_forward() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  allowed CONSTANT jsonb := '{"posting": ["matched", "refused"], "matched": ["undoing"], "undoing": ["undone", "matched"]}';
  moving CONSTANT text[] := ARRAY['state', 'refusal', 'undone_by', 'undone_at', 'undo_reason'];
BEGIN
  IF NEW.state <> OLD.state AND NOT coalesce(allowed -> OLD.state ? NEW.state, false) THEN
    RAISE EXCEPTION 'a match does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving THEN
    RAISE EXCEPTION 'what was matched does not change; undo it and match anew' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER match_forward BEFORE UPDATE ON reconciliation.matches
  FOR EACH ROW EXECUTE FUNCTION reconciliation.match_forward();

-- Figures that somebody stands by do not change.
CREATE OR REPLACE FUNCTION reconciliation.proof_forward() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  moving CONSTANT text[] := ARRAY['state', 'reviewed_by', 'reviewed_at'];
BEGIN
  IF to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving OR OLD.state = 'superseded' THEN
    RAISE EXCEPTION 'a bank proof does not change; prepare another' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER proof_forward BEFORE UPDATE ON reconciliation.bank_proofs
  FOR EACH ROW EXECUTE FUNCTION reconciliation.proof_forward();
