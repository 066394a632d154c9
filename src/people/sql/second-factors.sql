-- Passkeys, authenticator apps and recovery codes: what a person has, beside the mailbox.

-- Whoever changes somebody's way in unasked is found out by the mail that says so; the audit keeps it in any case.
DROP FUNCTION IF EXISTS people.note_means_changed;
CREATE FUNCTION people.note_means_changed(p_identity uuid, p_event jsonb, p_also integer DEFAULT NULL) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO platform.outbox (authority_id, outbox_id, topic, payload, recorded_at)
  VALUES (0, gen_random_uuid(), 'people.mail-sign-in-notice',
          jsonb_build_object('identityId', p_identity, 'what', p_event->>'operation', 'at', p_event->>'at'), (p_event->>'at')::timestamptz);
  PERFORM people.append_audit_of_identity(p_identity, p_event, p_also);
END
$$;

DROP FUNCTION IF EXISTS people.keep_passkey;
CREATE FUNCTION people.keep_passkey(
  p_credential text, p_identity uuid, p_public_key bytea, p_counter bigint, p_transports jsonb, p_name text, p_now timestamptz, p_event jsonb
) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO people.passkeys (credential_id, identity_id, public_key, counter, transports, name, created_at)
  VALUES (p_credential, p_identity, p_public_key, p_counter, ARRAY(SELECT jsonb_array_elements_text(p_transports)), p_name, p_now)
  ON CONFLICT (credential_id) DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM people.note_means_changed(p_identity, p_event);
  RETURN true;
END
$$;

DROP FUNCTION IF EXISTS people.read_passkeys;
CREATE FUNCTION people.read_passkeys(p_identity uuid, p_credential text)
RETURNS TABLE (credential_id text, identity_id uuid, public_key text, counter bigint, transports jsonb, name text, created_at timestamptz, last_used_at timestamptz)
LANGUAGE sql STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT p.credential_id, p.identity_id, encode(p.public_key, 'hex'), p.counter, to_jsonb(p.transports), p.name, p.created_at, p.last_used_at
    FROM people.passkeys p
   WHERE (p_identity IS NULL OR p.identity_id = p_identity) AND (p_credential IS NULL OR p.credential_id = p_credential)
     AND (p_identity IS NOT NULL OR p_credential IS NOT NULL)
   ORDER BY p.created_at, p.credential_id
$$;

-- A counter that does not rise says that the passkey was copied; authenticators without one send 0 for ever.
DROP FUNCTION IF EXISTS people.note_passkey_use;
CREATE FUNCTION people.note_passkey_use(p_credential text, p_counter bigint, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE people.passkeys p SET counter = p_counter, last_used_at = p_now
   WHERE p.credential_id = p_credential AND (p_counter > p.counter OR (p_counter = 0 AND p.counter = 0));
  RETURN FOUND;
END
$$;

DROP FUNCTION IF EXISTS people.remove_passkey;
CREATE FUNCTION people.remove_passkey(p_identity uuid, p_credential text, p_event jsonb) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  DELETE FROM people.passkeys p WHERE p.identity_id = p_identity AND p.credential_id = p_credential;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM people.note_means_changed(p_identity, p_event);
  RETURN true;
END
$$;

-- A new secret waits beside nothing: it replaces only one that was never confirmed.
DROP FUNCTION IF EXISTS people.keep_authenticator;
CREATE FUNCTION people.keep_authenticator(p_identity uuid, p_sealed bytea, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO people.authenticators AS a (identity_id, sealed_secret, last_step, created_at) VALUES (p_identity, p_sealed, 0, p_now)
  ON CONFLICT (identity_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, created_at = excluded.created_at
     WHERE a.confirmed_at IS NULL;
  RETURN FOUND;
END
$$;

DROP FUNCTION IF EXISTS people.read_authenticator;
CREATE FUNCTION people.read_authenticator(p_identity uuid)
RETURNS TABLE (sealed_secret text, confirmed_at timestamptz, last_step bigint)
LANGUAGE sql STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT encode(a.sealed_secret, 'hex'), a.confirmed_at, a.last_step FROM people.authenticators a WHERE a.identity_id = p_identity $$;

-- A time step is taken once, and none before it ever again. The first one confirms the app, and the audit keeps that it was added.
DROP FUNCTION IF EXISTS people.take_authenticator_step;
CREATE FUNCTION people.take_authenticator_step(p_identity uuid, p_step bigint, p_now timestamptz, p_event_of_first jsonb) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_is_first boolean;
BEGIN
  SELECT a.confirmed_at IS NULL INTO v_is_first FROM people.authenticators a WHERE a.identity_id = p_identity FOR UPDATE;
  UPDATE people.authenticators a SET last_step = p_step, confirmed_at = coalesce(a.confirmed_at, p_now)
   WHERE a.identity_id = p_identity AND a.last_step < p_step;
  IF NOT FOUND THEN RETURN false; END IF;
  IF v_is_first THEN PERFORM people.note_means_changed(p_identity, p_event_of_first); END IF;
  RETURN true;
END
$$;

DROP FUNCTION IF EXISTS people.remove_authenticator;
CREATE FUNCTION people.remove_authenticator(p_identity uuid, p_event jsonb) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  DELETE FROM people.authenticators a WHERE a.identity_id = p_identity;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM people.note_means_changed(p_identity, p_event);
  RETURN true;
END
$$;

-- A new sheet of codes makes the old sheet worthless.
DROP FUNCTION IF EXISTS people.replace_recovery_codes;
CREATE FUNCTION people.replace_recovery_codes(p_identity uuid, p_digests jsonb, p_event jsonb) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  DELETE FROM people.recovery_codes c WHERE c.identity_id = p_identity;
  INSERT INTO people.recovery_codes (identity_id, code_digest)
  SELECT p_identity, decode(d, 'hex') FROM jsonb_array_elements_text(p_digests) AS d;
  PERFORM people.note_means_changed(p_identity, p_event);
END
$$;

DROP FUNCTION IF EXISTS people.take_recovery_code;
CREATE FUNCTION people.take_recovery_code(p_identity uuid, p_digest bytea, p_now timestamptz, p_event jsonb) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE people.recovery_codes c SET used_at = p_now
   WHERE c.identity_id = p_identity AND c.code_digest = p_digest AND c.used_at IS NULL;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM people.note_means_changed(p_identity, p_event);
  RETURN true;
END
$$;

-- A second person has confirmed who it is. Only where no other authority relies on the same proof: what protects a role there is not taken away
-- from here. Every session ends, so that the next sign-in begins from nothing.
DROP FUNCTION IF EXISTS people.remove_factors;
CREATE FUNCTION people.remove_factors(p_authority integer, p_identity uuid, p_now timestamptz, p_event jsonb) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF people.stands_elsewhere(p_authority, p_identity) THEN RETURN false; END IF;
  DELETE FROM people.passkeys p WHERE p.identity_id = p_identity;
  DELETE FROM people.authenticators a WHERE a.identity_id = p_identity;
  DELETE FROM people.recovery_codes c WHERE c.identity_id = p_identity;
  UPDATE people.sessions s SET ended_at = p_now WHERE s.identity_id = p_identity AND s.ended_at IS NULL;
  PERFORM people.note_means_changed(p_identity, p_event, p_authority);
  RETURN true;
END
$$;

DROP FUNCTION IF EXISTS people.stands_elsewhere;
CREATE FUNCTION people.stands_elsewhere(p_authority integer, p_identity uuid) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_before text := current_setting('threefold.authority', true);
  v_authority integer;
  v_stands boolean := false;
BEGIN
  FOR v_authority IN SELECT p.authority_id FROM people.identity_places p WHERE p.identity_id = p_identity AND p.authority_id <> p_authority LOOP
    PERFORM set_config('threefold.authority', v_authority::text, true);
    v_stands := v_stands
      OR EXISTS (SELECT FROM people.memberships m WHERE m.authority_id = v_authority AND m.identity_id = p_identity AND m.ended_at IS NULL)
      OR EXISTS (SELECT FROM people.persons p WHERE p.authority_id = v_authority AND p.identity_id = p_identity)
      OR EXISTS (SELECT FROM people.grants g WHERE g.authority_id = v_authority AND g.identity_id = p_identity AND g.revoked_at IS NULL);
  END LOOP;
  PERFORM set_config('threefold.authority', coalesce(v_before, ''), true);
  RETURN v_stands;
END
$$;

-- Another service key: what was sealed or marked with the one before opens no more, so it goes. Passkeys do not hang on the key and stay.
DROP FUNCTION IF EXISTS people.replace_service_key;
CREATE FUNCTION people.replace_service_key(p_mark bytea) RETURNS TABLE (authenticators integer, recovery_codes integer)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF platform.check_service_key(p_mark) THEN RETURN QUERY SELECT 0, 0; RETURN; END IF;
  UPDATE platform.service_key_marks m SET mark = p_mark;
  DELETE FROM people.sign_in_requests r WHERE r.used_at IS NULL;
  WITH apps AS (DELETE FROM people.authenticators a RETURNING 1) SELECT count(*)::integer INTO authenticators FROM apps;
  WITH codes AS (DELETE FROM people.recovery_codes c RETURNING 1) SELECT count(*)::integer INTO recovery_codes FROM codes;
  RETURN NEXT;
END
$$;
