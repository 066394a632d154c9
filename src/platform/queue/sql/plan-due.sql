-- Turns every window that has fallen due into a planned run and an outbox row, of all authorities, in one statement, and returns how many.
-- Daily windows that were missed are caught up one by one, each day once: a run may prove or pay for its own day. Of minute and hourly
-- cadences only the latest missed window runs, for such a run looks at the present. A planner that comes second finds the schedule
-- locked or already moved on; should both get through, the primary key of planned_runs keeps the first.
CREATE OR REPLACE FUNCTION platform.plan_due(p_now timestamptz)
RETURNS integer
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_planned integer;
BEGIN
  WITH due AS MATERIALIZED (
    SELECT s.authority_id, s.schedule_id, s.topic, s.cadence, s.at_local_time, s.every_minutes, s.payload, s.next_due_at
      FROM platform.schedules s
     WHERE s.enabled
       AND s.next_due_at <= p_now
     ORDER BY s.next_due_at
       FOR UPDATE SKIP LOCKED
  ),
  windows AS (
    SELECT d.authority_id, d.schedule_id, d.topic, d.payload, w.due_at
      FROM due d,
           generate_series(
             (d.next_due_at AT TIME ZONE 'Europe/London')::date::timestamp,
             (p_now AT TIME ZONE 'Europe/London')::date::timestamp,
             interval '1 day'
           ) AS days (day),
           LATERAL (SELECT (days.day::date + d.at_local_time) AT TIME ZONE 'Europe/London' AS due_at) AS w
     WHERE d.cadence = 'daily'
       AND w.due_at BETWEEN d.next_due_at AND p_now
    UNION ALL
    SELECT d.authority_id, d.schedule_id, d.topic, d.payload,
           greatest(
             d.next_due_at,
             date_bin(make_interval(mins => coalesce(d.every_minutes, 60)), p_now, timestamptz '2000-01-01 00:00:00+00')
           )
      FROM due d
     WHERE d.cadence <> 'daily'
  ),
  planned AS (
    INSERT INTO platform.planned_runs (authority_id, schedule_id, due_at, planned_at)
    SELECT w.authority_id, w.schedule_id, w.due_at, p_now
      FROM windows w
    ON CONFLICT (authority_id, schedule_id, due_at) DO NOTHING
    RETURNING authority_id, schedule_id, due_at
  ),
  handed AS (
    INSERT INTO platform.outbox (authority_id, outbox_id, topic, payload, recorded_at, attempt)
    SELECT p.authority_id,
           platform.planned_outbox_id(p.authority_id, p.schedule_id, p.due_at),
           w.topic,
           w.payload || jsonb_build_object(
             'dueAt', to_char(p.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
             'dueOn', to_char(p.due_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD')
           ),
           p_now,
           0
      FROM planned p
      JOIN windows w USING (authority_id, schedule_id, due_at)
    ON CONFLICT (authority_id, outbox_id) DO NOTHING
  ),
  moved_on AS (
    UPDATE platform.schedules s
       SET next_due_at = platform.next_due(s.cadence, s.at_local_time, s.every_minutes, p_now)
      FROM due d
     WHERE s.authority_id = d.authority_id
       AND s.schedule_id = d.schedule_id
  )
  SELECT count(*) INTO v_planned FROM planned;
  RETURN v_planned;
END;
$$;
