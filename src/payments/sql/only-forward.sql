-- A run and its payments only move forward, and what is paid to whom is fixed once a run has been planned: a change is a new run.
-- The order of the states stands here and in the room's code; money is at stake, so both hold it. One step goes back: a bank line that
-- was taken for a payment by mistake is taken away again, and the payment is awaited as before.
CREATE OR REPLACE FUNCTION payments.only_forward() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  allowed CONSTANT jsonb := '{
    "draft": ["submitted", "withdrawn"], "submitted": ["approved", "withdrawn"], "approved": ["released"],
    "released": ["sent", "closed"], "sent": ["settled", "part-returned"], "settled": ["part-returned", "closed", "sent"],
    "part-returned": ["closed", "sent"]}';
  moving CONSTANT text[] := ARRAY['state', 'submitted_by', 'submitted_at', 'approved_by', 'approved_at', 'approved_hash', 'released_at',
    'closed_at'];
BEGIN
  IF NEW.state <> OLD.state AND NOT coalesce(allowed -> OLD.state ? NEW.state, false) THEN
    RAISE EXCEPTION 'a payment run moves from % to % only', OLD.state, 'what comes after it' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving
     OR (OLD.approved_hash IS NOT NULL AND NEW.approved_hash IS DISTINCT FROM OLD.approved_hash) THEN
    RAISE EXCEPTION 'what was planned and approved does not change' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER only_forward BEFORE UPDATE ON payments.payment_runs
  FOR EACH ROW EXECUTE FUNCTION payments.only_forward();

-- The same for payments, judged once for a statement and column by column: a run moves ten thousand at a time.
CREATE OR REPLACE FUNCTION payments.payments_only_forward() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  allowed CONSTANT jsonb := '{
    "due": ["due", "excluded", "withdrawn", "approved"], "excluded": ["excluded"], "withdrawn": ["withdrawn"],
    "approved": ["approved", "held", "released"], "held": ["held"], "released": ["released", "refused", "sent"], "refused": ["refused"],
    "sent": ["sent", "settled", "returned", "refused"], "settled": ["settled", "returned", "sent"], "returned": ["returned"]}';
  kept bigint;
  wrong text;
BEGIN
  SELECT min(o.state) INTO wrong
    FROM old_rows o JOIN new_rows n USING (authority_id, instruction_id)
   WHERE NOT (allowed -> o.state) ? n.state;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'a payment moves from % to what comes after it only', wrong USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  SELECT count(*) INTO kept
    FROM old_rows o JOIN new_rows n USING (authority_id, instruction_id)
   WHERE (n.run_id, n.number, n.reference, n.due_ref, n.kind, n.payee, n.payee_id, n.account_id, n.paid_to,
         n.account_changed_on, n.family_id, n.parts, n.offsets, n.amount, n.due_on, n.cover_from, n.cover_until,
         n.pay_date, n.rail)
         IS NOT DISTINCT FROM
         (o.run_id, o.number, o.reference, o.due_ref, o.kind, o.payee, o.payee_id, o.account_id, o.paid_to,
         o.account_changed_on, o.family_id, o.parts, o.offsets, o.amount, o.due_on, o.cover_from, o.cover_until,
         o.pay_date, o.rail);
  IF kept <> (SELECT count(*) FROM new_rows) THEN
    RAISE EXCEPTION 'what was planned and approved does not change' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER only_forward AFTER UPDATE ON payments.payment_instructions
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION payments.payments_only_forward();
