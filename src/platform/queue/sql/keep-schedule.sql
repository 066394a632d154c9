-- Makes sure that an authority has this schedule, as it is now defined. Repeating it changes nothing: above all it does not move
-- next_due_at, which would skip a window that was missed. Whether the schedule is enabled stays as the operator left it.
CREATE OR REPLACE FUNCTION platform.keep_schedule(
  p_authority_id integer, p_schedule_id text, p_topic text, p_cadence text, p_at_local_time time, p_every_minutes integer,
  p_payload jsonb, p_now timestamptz
)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO platform.schedules AS s
    (authority_id, schedule_id, topic, cadence, at_local_time, every_minutes, payload, enabled, next_due_at)
  VALUES
    (p_authority_id, p_schedule_id, p_topic, p_cadence, p_at_local_time, p_every_minutes, p_payload, true,
     platform.next_due(p_cadence, p_at_local_time, p_every_minutes, p_now))
  ON CONFLICT (authority_id, schedule_id) DO UPDATE
    SET topic = excluded.topic,
        cadence = excluded.cadence,
        at_local_time = excluded.at_local_time,
        every_minutes = excluded.every_minutes,
        payload = excluded.payload,
        next_due_at = CASE
          WHEN (s.cadence, s.at_local_time, s.every_minutes)
               IS DISTINCT FROM (excluded.cadence, excluded.at_local_time, excluded.every_minutes)
          THEN excluded.next_due_at
          ELSE s.next_due_at
        END;
END;
$$;
