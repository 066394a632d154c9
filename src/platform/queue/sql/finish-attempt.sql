-- Records how an attempt ended. Done and refused are ends: they deliver the outbox row. An outage leaves it undelivered, and so it will
-- be tried again. False means fenced: a later attempt has begun, or this one is already closed, and nothing was written.
CREATE OR REPLACE FUNCTION platform.finish_attempt(
  p_authority_id integer, p_outbox_id uuid, p_attempt integer, p_outcome text, p_error_code text, p_now timestamptz
)
RETURNS boolean
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  -- The outbox row is the lock that begin_attempt, finish_attempt and fence_attempt share.
  PERFORM FROM platform.outbox o WHERE o.authority_id = p_authority_id AND o.outbox_id = p_outbox_id FOR UPDATE;

  UPDATE platform.job_attempts a
     SET finished_at = p_now, outcome = p_outcome, error_code = p_error_code
   WHERE a.authority_id = p_authority_id
     AND a.job_id = p_outbox_id::text
     AND a.attempt = p_attempt
     AND a.finished_at IS NULL;
  IF NOT FOUND THEN
    RETURN false;
  END IF;

  IF p_outcome IN ('done', 'refused') THEN
    UPDATE platform.outbox o
       SET delivered_at = p_now, claimed_until = NULL
     WHERE o.authority_id = p_authority_id
       AND o.outbox_id = p_outbox_id;
  END IF;
  RETURN true;
END;
$$;
