-- What Stripe makes of a payment only moves forward: its events come in any order, and an older picture never replaces a newer one.
CREATE OR REPLACE FUNCTION payments.stripe_only_forward() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  moving CONSTANT text[] := ARRAY['state', 'state_at', 'outbound_payment'];
  moves CONSTANT jsonb := '{
    "intended": ["processing", "posted", "failed", "canceled", "returned"],
    "processing": ["posted", "failed", "canceled", "returned"],
    "posted": ["returned"], "failed": [], "canceled": [], "returned": []
  }';
BEGIN
  IF to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving OR (OLD.outbound_payment IS NOT NULL AND NEW.outbound_payment <> OLD.outbound_payment) THEN
    RAISE EXCEPTION 'what Stripe was told to pay does not change' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.state <> OLD.state AND NOT (moves -> OLD.state) ? NEW.state THEN
    RAISE EXCEPTION 'a payment at Stripe does not move from % to %', OLD.state, NEW.state USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER stripe_only_forward BEFORE UPDATE ON payments.stripe_payments
  FOR EACH ROW EXECUTE FUNCTION payments.stripe_only_forward();
