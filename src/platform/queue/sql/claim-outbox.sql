-- Leases undelivered rows of all authorities to one relay. SKIP LOCKED lets several relays share the work without waiting for each other.
-- The lease covers the hand-over and the run. It doubles with every hand-over (to 16 times), so that a long backlog is not handed over
-- again and again, while the first sweep after a wiped queue still comes after one lease. Handing over a job the queue still keeps is harmless.
CREATE OR REPLACE FUNCTION platform.claim_outbox(p_now timestamptz, p_lease interval, p_limit integer)
RETURNS TABLE (authority_id integer, outbox_id uuid, topic text, attempt integer)
LANGUAGE sql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  WITH claimable AS MATERIALIZED (
    SELECT o.authority_id, o.outbox_id
      FROM platform.outbox o
     WHERE o.delivered_at IS NULL
       AND (o.claimed_until IS NULL OR o.claimed_until <= p_now)
     ORDER BY o.recorded_at
     LIMIT p_limit
       FOR UPDATE SKIP LOCKED
  )
  UPDATE platform.outbox o
     SET claimed_until = p_now + p_lease * power(2, least(o.attempt, 4)),
         attempt = o.attempt + 1
    FROM claimable c
   WHERE o.authority_id = c.authority_id
     AND o.outbox_id = c.outbox_id
  RETURNING o.authority_id, o.outbox_id, o.topic, o.attempt;
$$;
