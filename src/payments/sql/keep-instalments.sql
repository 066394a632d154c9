-- What an instalment is for, how much it is and from which shares never changes: a change of an agreement cancels what is open and plans
-- anew. Paid is left only by a return of the bank, cancelled never. Money is at stake, so code and database both hold it.
CREATE OR REPLACE FUNCTION payments.keep_instalments() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  moving CONSTANT text[] := ARRAY['state', 'hold_reason', 'paid_on', 'returns'];
  moves CONSTANT jsonb := '{
    "planned": ["held", "in-run", "cancelled"],
    "held": ["planned", "returned", "cancelled"],
    "in-run": ["paid", "planned", "returned"],
    "paid": ["returned"],
    "returned": ["in-run", "held", "cancelled"],
    "cancelled": []
  }';
BEGIN
  IF to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving THEN
    RAISE EXCEPTION 'an instalment that was planned does not change' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.state <> OLD.state AND NOT (moves -> OLD.state) ? NEW.state THEN
    RAISE EXCEPTION 'an instalment does not move from % to %', OLD.state, NEW.state USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER keep_instalments BEFORE UPDATE ON payments.instalments
  FOR EACH ROW EXECUTE FUNCTION payments.keep_instalments();
