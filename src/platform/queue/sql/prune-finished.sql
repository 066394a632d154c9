-- Forgets work that ended before `p_before`, of all authorities: delivered outbox rows with their attempts, and the windows that planned
-- them. At most `p_limit` of each in one call, so that no call holds locks for long. What is undelivered stays, however old.
CREATE OR REPLACE FUNCTION platform.prune_finished(p_before timestamptz, p_limit integer)
RETURNS integer
LANGUAGE sql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  WITH finished AS MATERIALIZED (
    SELECT o.authority_id, o.outbox_id
      FROM platform.outbox o
     WHERE o.delivered_at < p_before
     LIMIT p_limit
       FOR UPDATE SKIP LOCKED
  ),
  forgotten_attempts AS (
    DELETE FROM platform.job_attempts a USING finished f WHERE a.authority_id = f.authority_id AND a.job_id = f.outbox_id::text
  ),
  forgotten_rows AS (
    DELETE FROM platform.outbox o USING finished f WHERE o.authority_id = f.authority_id AND o.outbox_id = f.outbox_id RETURNING 1
  ),
  passed AS MATERIALIZED (
    SELECT p.authority_id, p.schedule_id, p.due_at
      FROM platform.planned_runs p
     WHERE p.planned_at < p_before
     LIMIT p_limit
  ),
  forgotten_windows AS (
    DELETE FROM platform.planned_runs p USING passed d
     WHERE p.authority_id = d.authority_id AND p.schedule_id = d.schedule_id AND p.due_at = d.due_at
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM forgotten_rows)::integer + (SELECT count(*) FROM forgotten_windows)::integer;
$$;
