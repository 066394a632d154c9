-- One event as it is chained: every column but the hash itself, in a form that no session setting changes.
DROP FUNCTION IF EXISTS people.audit_text;
CREATE FUNCTION people.audit_text(e people.audit_events) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT jsonb_build_array(e.authority_id, e.seq, (extract(epoch FROM e.at) * 1000)::bigint, e.principal, e.role, e.operation, e.kind, e.family_id,
                           e.person_id, e.purpose, e.on_behalf_of, e.channel, e.address, e.request_id, e.facts, e.restricted)::text
$$;

-- Appends events in order, each chained to the one before. The head's lock makes writers take turns, so it is asked for last in a
-- transaction and held for no longer than its end.
DROP FUNCTION IF EXISTS people.append_audit;
CREATE FUNCTION people.append_audit(p_authority integer, p_events jsonb) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  last_seq bigint;
  last_hash bytea;
  event jsonb;
  fresh people.audit_events;
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  INSERT INTO people.audit_heads (authority_id, seq, hash) VALUES (p_authority, 0, sha256(('audit ' || p_authority)::bytea)) ON CONFLICT DO NOTHING;
  SELECT h.seq, h.hash INTO STRICT last_seq, last_hash FROM people.audit_heads h WHERE h.authority_id = p_authority FOR UPDATE;
  FOR event IN SELECT value FROM jsonb_array_elements(p_events) LOOP
    last_seq := last_seq + 1;
    fresh := (p_authority, last_seq, (event->>'at')::timestamptz, event->>'principal', event->>'role', event->>'operation', event->>'kind',
              (event->>'familyId')::uuid, (event->>'personId')::uuid, event->>'purpose', (event->>'onBehalfOf')::uuid, event->>'channel',
              event->>'address', event->>'requestId', coalesce(event->'facts', '{}'), coalesce((event->>'restricted')::boolean, false), NULL);
    last_hash := sha256(last_hash || convert_to(people.audit_text(fresh), 'UTF8'));
    fresh.hash := last_hash;
    INSERT INTO people.audit_events SELECT fresh.*;
  END LOOP;
  UPDATE people.audit_heads SET seq = last_seq, hash = last_hash WHERE authority_id = p_authority;
END
$$;

-- What was done about somebody's way in belongs to every authority that lets them in today, and to the one whose administrator did it: each
-- keeps it in its own chain. They are taken in the order of their numbers, so that two people who do so at once never wait for each other's locks crosswise.
DROP FUNCTION IF EXISTS people.append_audit_of_identity;
CREATE FUNCTION people.append_audit_of_identity(p_identity uuid, p_event jsonb, p_also integer DEFAULT NULL) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_before text := current_setting('threefold.authority', true);
  v_authority integer;
BEGIN
  FOR v_authority IN SELECT p.authority_id FROM people.identity_places p WHERE p.identity_id = p_identity ORDER BY p.authority_id LOOP
    PERFORM set_config('threefold.authority', v_authority::text, true);
    IF v_authority = p_also
       OR EXISTS (SELECT FROM people.memberships m WHERE m.authority_id = v_authority AND m.identity_id = p_identity AND m.ended_at IS NULL)
       OR EXISTS (SELECT FROM people.persons p WHERE p.authority_id = v_authority AND p.identity_id = p_identity)
       OR EXISTS (SELECT FROM people.grants g WHERE g.authority_id = v_authority AND g.identity_id = p_identity AND g.revoked_at IS NULL)
    THEN PERFORM people.append_audit(v_authority, jsonb_build_array(p_event));
    END IF;
  END LOOP;
  PERFORM set_config('threefold.authority', coalesce(v_before, ''), true);
END
$$;

-- Reads that arrived together. Whoever has opened more families than is usual within the hour is noticed, once
-- an hour, and the administrators get a mail.
DROP FUNCTION IF EXISTS people.note_reads;
CREATE FUNCTION people.note_reads(p_authority integer, p_events jsonb, p_now timestamptz, p_usual integer) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM people.append_audit(p_authority, p_events);
  WITH noticed AS (
    INSERT INTO people.unusual_pulls (authority_id, principal, hour, families, noticed_at)
    SELECT p_authority, seen.principal, date_trunc('hour', p_now, 'UTC'), seen.families, p_now
      FROM (SELECT e.principal, count(DISTINCT e.family_id)::integer AS families
              FROM people.audit_events e
             WHERE e.authority_id = p_authority AND e.kind = 'read' AND e.family_id IS NOT NULL AND e.at > p_now - interval '1 hour'
               AND e.principal IN (SELECT DISTINCT value->>'principal' FROM jsonb_array_elements(p_events))
             GROUP BY e.principal) seen
     WHERE seen.families > p_usual
    ON CONFLICT DO NOTHING
    RETURNING principal, hour
  )
  INSERT INTO platform.outbox (authority_id, outbox_id, topic, payload, recorded_at)
  SELECT p_authority, gen_random_uuid(), 'people.mail-pull-alert', jsonb_build_object('principal', n.principal, 'hour', n.hour), p_now
    FROM noticed n;
END
$$;

-- The first event that does not follow from the one before it, or that the head does not know; nothing when the log is whole.
DROP FUNCTION IF EXISTS people.check_audit;
CREATE FUNCTION people.check_audit(p_authority integer) RETURNS TABLE (events bigint, head text, wrong_seq bigint, problem text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  counted bigint := 0;
  running bytea := sha256(('audit ' || p_authority)::bytea);
  expected bigint := 0;
  e people.audit_events;
  h people.audit_heads;
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  FOR e IN SELECT * FROM people.audit_events a WHERE a.authority_id = p_authority ORDER BY a.seq LOOP
    counted := counted + 1;
    expected := expected + 1;
    IF e.seq <> expected THEN
      RETURN QUERY SELECT counted, encode(running, 'hex'), expected, 'an event is missing';
      RETURN;
    END IF;
    running := sha256(running || convert_to(people.audit_text(e), 'UTF8'));
    IF running <> e.hash THEN
      RETURN QUERY SELECT counted, encode(running, 'hex'), e.seq, 'an event was changed after it was written';
      RETURN;
    END IF;
  END LOOP;
  SELECT * INTO h FROM people.audit_heads a WHERE a.authority_id = p_authority;
  IF coalesce(h.seq, 0) <> expected OR (h.hash IS NOT NULL AND h.hash <> running) THEN
    RETURN QUERY SELECT counted, encode(running, 'hex'), expected + 1, 'the last events are missing';
    RETURN;
  END IF;
  RETURN QUERY SELECT counted, encode(running, 'hex'), NULL::bigint, NULL::text;
END
$$;
