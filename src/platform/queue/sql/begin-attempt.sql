-- Opens the next attempt at a job and closes any earlier one that is still open: from here on the earlier one is fenced off.
-- No row comes back when there is nothing to do: the job has come to its end, or the outbox does not know it (a queue that outlived a
-- restored backup). What to do is read from the outbox, never from the queue.
CREATE OR REPLACE FUNCTION platform.begin_attempt(p_authority_id integer, p_outbox_id uuid, p_now timestamptz)
RETURNS TABLE (attempt integer, topic text, payload jsonb)
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_outbox platform.outbox;
  v_attempt integer;
BEGIN
  SELECT * INTO v_outbox
    FROM platform.outbox o
   WHERE o.authority_id = p_authority_id
     AND o.outbox_id = p_outbox_id
     AND o.delivered_at IS NULL
     FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;

  UPDATE platform.job_attempts a
     SET finished_at = p_now, outcome = 'superseded'
   WHERE a.authority_id = p_authority_id
     AND a.job_id = p_outbox_id::text
     AND a.finished_at IS NULL;

  INSERT INTO platform.job_attempts AS a (authority_id, job_id, attempt, topic, started_at)
  SELECT p_authority_id, p_outbox_id::text, coalesce(max(earlier.attempt), 0) + 1, v_outbox.topic, p_now
    FROM platform.job_attempts earlier
   WHERE earlier.authority_id = p_authority_id
     AND earlier.job_id = p_outbox_id::text
  RETURNING a.attempt INTO v_attempt;

  RETURN QUERY SELECT v_attempt, v_outbox.topic, v_outbox.payload;
END;
$$;
