-- A run and its payments only move forward, and what is paid to whom is fixed once a run has been planned: a change is a new run.
-- The order of the states stands here and in the room's code; money is at stake, so both hold it.
CREATE OR REPLACE FUNCTION payments.only_forward() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  allowed CONSTANT jsonb := CASE TG_TABLE_NAME WHEN 'payment_runs' THEN '{
    "draft": ["submitted", "withdrawn"], "submitted": ["approved", "withdrawn"], "approved": ["released"],
    "released": ["sent", "closed"], "sent": ["settled", "part-returned"], "settled": ["part-returned", "closed"],
    "part-returned": ["closed"]}'::jsonb
  ELSE '{
    "due": ["excluded", "withdrawn", "approved"], "approved": ["held", "released"], "released": ["refused", "sent"],
    "sent": ["settled", "returned", "refused"], "settled": ["returned"]}'::jsonb END;
  moving CONSTANT text[] := ARRAY['state', 'submitted_by', 'submitted_at', 'approved_by', 'approved_at', 'approved_hash', 'released_at',
    'closed_at', 'settled_on', 'bank_reference'];
BEGIN
  IF NEW.state <> OLD.state AND NOT coalesce(allowed -> OLD.state ? NEW.state, false) THEN
    RAISE EXCEPTION 'a payment moves from % to % only', OLD.state, 'what comes after it' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving
     OR (to_jsonb(OLD) ->> 'approved_hash' IS NOT NULL AND to_jsonb(NEW) -> 'approved_hash' <> to_jsonb(OLD) -> 'approved_hash') THEN
    RAISE EXCEPTION 'what was planned and approved does not change' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER only_forward BEFORE UPDATE ON payments.payment_runs
  FOR EACH ROW EXECUTE FUNCTION payments.only_forward();
CREATE OR REPLACE TRIGGER only_forward BEFORE UPDATE ON payments.payment_instructions
  FOR EACH ROW EXECUTE FUNCTION payments.only_forward();
