-- Passkeys, authenticator apps and recovery codes: what a person has, beside the mailbox.

DROP FUNCTION IF EXISTS people.keep_passkey;
CREATE FUNCTION people.keep_passkey(
  p_credential text, p_identity uuid, p_public_key bytea, p_counter bigint, p_transports jsonb, p_name text, p_now timestamptz
) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO people.passkeys (credential_id, identity_id, public_key, counter, transports, name, created_at)
  VALUES (p_credential, p_identity, p_public_key, p_counter, ARRAY(SELECT jsonb_array_elements_text(p_transports)), p_name, p_now)
  ON CONFLICT (credential_id) DO NOTHING;
  RETURN FOUND;
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
CREATE FUNCTION people.remove_passkey(p_identity uuid, p_credential text) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  DELETE FROM people.passkeys p WHERE p.identity_id = p_identity AND p.credential_id = p_credential;
  RETURN FOUND;
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

-- A time step is taken once, and none before it ever again. The first one confirms the app.
DROP FUNCTION IF EXISTS people.take_authenticator_step;
CREATE FUNCTION people.take_authenticator_step(p_identity uuid, p_step bigint, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE people.authenticators a SET last_step = p_step, confirmed_at = coalesce(a.confirmed_at, p_now)
   WHERE a.identity_id = p_identity AND a.last_step < p_step;
  RETURN FOUND;
END
$$;

DROP FUNCTION IF EXISTS people.remove_authenticator;
CREATE FUNCTION people.remove_authenticator(p_identity uuid) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  DELETE FROM people.authenticators a WHERE a.identity_id = p_identity;
  RETURN FOUND;
END
$$;

-- A new sheet of codes makes the old sheet worthless.
DROP FUNCTION IF EXISTS people.replace_recovery_codes;
CREATE FUNCTION people.replace_recovery_codes(p_identity uuid, p_digests jsonb) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  DELETE FROM people.recovery_codes c WHERE c.identity_id = p_identity;
  INSERT INTO people.recovery_codes (identity_id, code_digest)
  SELECT p_identity, decode(d, 'hex') FROM jsonb_array_elements_text(p_digests) AS d;
END
$$;

DROP FUNCTION IF EXISTS people.take_recovery_code;
CREATE FUNCTION people.take_recovery_code(p_identity uuid, p_digest bytea, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE people.recovery_codes c SET used_at = p_now
   WHERE c.identity_id = p_identity AND c.code_digest = p_digest AND c.used_at IS NULL;
  RETURN FOUND;
END
$$;
