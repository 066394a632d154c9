-- What operators watch: how much is still to be done, and since when the oldest of it waits.
CREATE OR REPLACE FUNCTION platform.outbox_backlog(p_now timestamptz)
RETURNS TABLE (undelivered integer, oldest_age_seconds double precision)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT count(*)::integer, coalesce(extract(epoch FROM p_now - min(o.recorded_at)), 0)::double precision
    FROM platform.outbox o
   WHERE o.delivered_at IS NULL;
$$;
