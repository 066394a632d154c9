-- A file to the bank is what it was when it was made: what it pays, its bytes' hash and its number never change. Only that it was submitted,
-- or declared void before it was, is written to it later, once.
CREATE OR REPLACE FUNCTION payments.keep_payment_files() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  moving CONSTANT text[] := ARRAY['state', 'submitted_by', 'submitted_at', 'submission', 'voided_by', 'voided_at', 'void_reason'];
BEGIN
  IF OLD.state <> 'made' OR to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving THEN
    RAISE EXCEPTION 'a file to the bank does not change' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER keep_payment_files BEFORE UPDATE ON payments.payment_files
  FOR EACH ROW EXECUTE FUNCTION payments.keep_payment_files();
