-- The first window strictly after p_after. Daily times are local times of Europe/London; the hour that does not exist in March is read as
-- standard time (01:30 becomes 02:30 BST), and of the hour that comes twice in October the second counts: each day has one window.
-- Minute cadences stand on a fixed grid in UTC, so that a window's time does not depend on when the planner looked.
CREATE OR REPLACE FUNCTION platform.next_due(p_cadence text, p_at_local_time time, p_every_minutes integer, p_after timestamptz)
RETURNS timestamptz
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE p_cadence
    WHEN 'daily' THEN (
      SELECT min(candidate.due_at)
        FROM generate_series(0, 1) AS days_ahead,
             LATERAL (
               SELECT ((p_after AT TIME ZONE 'Europe/London')::date + days_ahead + p_at_local_time) AT TIME ZONE 'Europe/London' AS due_at
             ) AS candidate
       WHERE candidate.due_at > p_after
    )
    ELSE date_bin(make_interval(mins => coalesce(p_every_minutes, 60)), p_after, timestamptz '2000-01-01 00:00:00+00')
         + make_interval(mins => coalesce(p_every_minutes, 60))
  END;
$$;
