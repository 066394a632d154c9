-- Asked by a processor inside the transaction that writes its result: is this attempt still the one that counts? The shared lock makes a
-- later attempt wait until that transaction has ended, so that the twin begins with what the first one wrote in sight.
CREATE OR REPLACE FUNCTION platform.fence_attempt(p_authority_id integer, p_outbox_id uuid, p_attempt integer)
RETURNS boolean
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM platform.outbox o WHERE o.authority_id = p_authority_id AND o.outbox_id = p_outbox_id FOR SHARE;
  RETURN EXISTS (
    SELECT FROM platform.job_attempts a
     WHERE a.authority_id = p_authority_id
       AND a.job_id = p_outbox_id::text
       AND a.attempt = p_attempt
       AND a.finished_at IS NULL
  );
END;
$$;
