-- What an instalment is for, how much it is and from which shares never changes: a change of an agreement cancels what is open and plans
-- anew. Paid is left only by a return of the bank, cancelled never. Money is at stake, so code and database both hold it. Judged once for
-- a statement and column by column, because a run moves ten thousand at a time and a row as JSON costs more than its update.
CREATE OR REPLACE FUNCTION payments.keep_instalments() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  moves CONSTANT jsonb := '{
    "planned": ["planned", "held", "in-run", "cancelled"],
    "held": ["held", "planned", "returned", "cancelled"],
    "in-run": ["in-run", "paid", "planned", "returned"],
    "paid": ["paid", "returned"],
    "returned": ["returned", "in-run", "held", "cancelled"],
    "cancelled": ["cancelled"]
  }';
  kept bigint;
  wrong record;
BEGIN
  SELECT count(*), min(o.state || ' to ' || n.state) FILTER (WHERE NOT (moves -> o.state) ? n.state) AS move
    INTO wrong
    FROM old_rows o JOIN new_rows n USING (authority_id, instalment_id);
  IF wrong.move IS NOT NULL THEN
    RAISE EXCEPTION 'an instalment does not move from %', wrong.move USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  SELECT count(*) INTO kept
    FROM old_rows o JOIN new_rows n USING (authority_id, instalment_id)
   WHERE (n.agreement_id, n.family_id, n.line_code, n.number, n.kind, n.due_on, n.pay_on, n.cover_from, n.cover_until,
         n.amount, n.parts, n.due_ref, n.created_at, n.created_by)
         IS NOT DISTINCT FROM
         (o.agreement_id, o.family_id, o.line_code, o.number, o.kind, o.due_on, o.pay_on, o.cover_from, o.cover_until,
         o.amount, o.parts, o.due_ref, o.created_at, o.created_by);
  IF kept <> (SELECT count(*) FROM new_rows) THEN
    RAISE EXCEPTION 'an instalment that was planned does not change' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER keep_instalments AFTER UPDATE ON payments.instalments
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION payments.keep_instalments();
