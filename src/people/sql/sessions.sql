-- Sessions of signed-in browsers. A session that ended stays in the list of its person and lets nobody in.

-- The oldest make room: a person has ten at most, and the browser's own earlier one ends.
DROP FUNCTION IF EXISTS people.begin_session;
CREATE FUNCTION people.begin_session(
  p_session uuid, p_identity uuid, p_token_digest bytea, p_signed_in_by text, p_second_factor_at timestamptz, p_idle_seconds integer,
  p_ends_at timestamptz, p_address text, p_device text, p_replaces bytea, p_now timestamptz, p_event jsonb
) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM people.identities i WHERE i.identity_id = p_identity FOR UPDATE;
  UPDATE people.sessions s SET ended_at = p_now WHERE s.token_digest = p_replaces AND s.ended_at IS NULL;
  INSERT INTO people.sessions
    (session_id, identity_id, token_digest, signed_in_by, second_factor_at, idle_seconds, created_at, last_seen_at, ends_at, address, device)
  VALUES (p_session, p_identity, p_token_digest, p_signed_in_by, p_second_factor_at, p_idle_seconds, p_now, p_now, p_ends_at, p_address, p_device);
  UPDATE people.sessions s SET ended_at = p_now
   WHERE s.identity_id = p_identity AND s.ended_at IS NULL
     AND s.session_id NOT IN (SELECT o.session_id FROM people.sessions o
                               WHERE o.identity_id = p_identity AND o.ended_at IS NULL ORDER BY o.created_at DESC, o.session_id DESC LIMIT 10);
  DELETE FROM people.sessions s WHERE s.identity_id = p_identity AND s.ends_at < p_now - interval '90 days';
  PERFORM people.append_audit_of_identity(p_identity, p_event);
END
$$;

-- The session behind a cookie while it lives; a row of nulls otherwise. That it was seen is written once a minute, which is as exact as a limit
-- of minutes needs.
DROP FUNCTION IF EXISTS people.live_session;
CREATE FUNCTION people.live_session(p_token_digest bytea, p_now timestamptz) RETURNS people.sessions
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s people.sessions;
BEGIN
  SELECT * INTO s FROM people.sessions o WHERE o.token_digest = p_token_digest;
  IF NOT FOUND OR s.ended_at IS NOT NULL OR s.ends_at <= p_now OR s.last_seen_at + make_interval(secs => s.idle_seconds) <= p_now THEN RETURN NULL; END IF;
  IF s.last_seen_at <= p_now - interval '1 minute' THEN
    UPDATE people.sessions o SET last_seen_at = p_now WHERE o.session_id = s.session_id AND o.last_seen_at < p_now;
  END IF;
  RETURN s;
END
$$;

DROP FUNCTION IF EXISTS people.find_session;
CREATE FUNCTION people.find_session(p_token_digest bytea, p_now timestamptz)
RETURNS TABLE (session_id uuid, identity_id uuid, email text, signed_in_by text, second_factor_at timestamptz, authority_id integer, created_at timestamptz)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  s people.sessions := people.live_session(p_token_digest, p_now);
BEGIN
  RETURN QUERY SELECT s.session_id, s.identity_id, i.email, s.signed_in_by, s.second_factor_at, s.authority_id, s.created_at
                 FROM people.identities i WHERE i.identity_id = s.identity_id;
END
$$;

-- Who asks and what they stand for, before every answer: in one call, and for whoever only works for the authority without a look into families.
DROP FUNCTION IF EXISTS people.find_caller;
CREATE FUNCTION people.find_caller(p_token_digest bytea, p_now timestamptz)
RETURNS TABLE (session_id uuid, identity_id uuid, second_factor_at timestamptz, authority_id integer, facts jsonb)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  s people.sessions := people.live_session(p_token_digest, p_now);
  v_facts jsonb;
BEGIN
  IF s.session_id IS NULL THEN RETURN; END IF;
  IF s.authority_id IS NOT NULL THEN
    PERFORM set_config('threefold.authority', s.authority_id::text, true);
    IF EXISTS (SELECT FROM people.persons p WHERE p.authority_id = s.authority_id AND p.identity_id = s.identity_id)
       OR EXISTS (SELECT FROM people.grants g
                   WHERE g.authority_id = s.authority_id AND g.identity_id = s.identity_id AND g.revoked_at IS NULL)
    THEN v_facts := people.read_standings(s.authority_id, s.identity_id);
    ELSE v_facts := jsonb_build_object('memberships', people.memberships_of(s.authority_id, s.identity_id),
                                       'persons', '[]'::jsonb, 'grants', '[]'::jsonb, 'families', '[]'::jsonb);
    END IF;
  END IF;
  RETURN QUERY SELECT s.session_id, s.identity_id, s.second_factor_at, s.authority_id, v_facts;
END
$$;

-- More rights, another cookie: whoever knew the old one is left outside. Limits only ever get narrower.
DROP FUNCTION IF EXISTS people.rotate_session;
CREATE FUNCTION people.rotate_session(
  p_old_digest bytea, p_new_digest bytea, p_second_factor_at timestamptz, p_authority integer, p_idle_seconds integer, p_ends_at timestamptz,
  p_now timestamptz
) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE people.sessions s
     SET token_digest = p_new_digest,
         second_factor_at = coalesce(p_second_factor_at, s.second_factor_at),
         authority_id = coalesce(p_authority, s.authority_id),
         idle_seconds = least(s.idle_seconds, p_idle_seconds),
         ends_at = least(s.ends_at, p_ends_at),
         last_seen_at = p_now
   WHERE s.token_digest = p_old_digest AND s.ended_at IS NULL AND s.ends_at > p_now
     AND s.last_seen_at + make_interval(secs => s.idle_seconds) > p_now;
  RETURN FOUND;
END
$$;

-- One of a person's own sessions, all of them, or all but one. Says how many ended, and the audit says so too.
DROP FUNCTION IF EXISTS people.end_sessions;
CREATE FUNCTION people.end_sessions(p_identity uuid, p_only uuid, p_all_but uuid, p_now timestamptz, p_event jsonb) RETURNS integer
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_ended integer;
BEGIN
  UPDATE people.sessions s SET ended_at = p_now
   WHERE s.identity_id = p_identity AND s.ended_at IS NULL
     AND (p_only IS NULL OR s.session_id = p_only)
     AND (p_all_but IS NULL OR s.session_id <> p_all_but);
  GET DIAGNOSTICS v_ended = ROW_COUNT;
  IF v_ended > 0 THEN
    PERFORM people.append_audit_of_identity(p_identity, jsonb_set(p_event, '{facts,ended}', to_jsonb(v_ended)));
  END IF;
  RETURN v_ended;
END
$$;

DROP FUNCTION IF EXISTS people.read_sessions;
CREATE FUNCTION people.read_sessions(p_identity uuid, p_now timestamptz)
RETURNS TABLE (session_id uuid, signed_in_by text, created_at timestamptz, last_seen_at timestamptz, address text, device text)
LANGUAGE sql STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT s.session_id, s.signed_in_by, s.created_at, s.last_seen_at, s.address, s.device
    FROM people.sessions s
   WHERE s.identity_id = p_identity AND s.ended_at IS NULL AND s.ends_at > p_now
     AND s.last_seen_at + make_interval(secs => s.idle_seconds) > p_now
   ORDER BY s.last_seen_at DESC, s.session_id
$$;

-- By an administrator, for somebody who was ever let into their authority: it costs no more than a new sign-in, wherever else the person works.
DROP FUNCTION IF EXISTS people.end_sessions_of;
CREATE FUNCTION people.end_sessions_of(p_authority integer, p_identity uuid, p_now timestamptz, p_event jsonb) RETURNS integer
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_ended integer;
BEGIN
  UPDATE people.sessions s SET ended_at = p_now WHERE s.identity_id = p_identity AND s.ended_at IS NULL;
  GET DIAGNOSTICS v_ended = ROW_COUNT;
  PERFORM people.append_audit_of_identity(p_identity, jsonb_set(p_event, '{facts,ended}', to_jsonb(v_ended)), p_authority);
  RETURN v_ended;
END
$$;
