-- Machines that fetch short-lived tokens. Reading runs as the caller, behind row-level security; only these functions write.

DROP FUNCTION IF EXISTS people.register_machine_client;
CREATE FUNCTION people.register_machine_client(
  p_authority integer, p_client uuid, p_name text, p_secret_digest bytea, p_public_keys jsonb, p_scopes jsonb, p_now timestamptz,
  p_expires_at timestamptz, p_event jsonb
) RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  IF NOT EXISTS (SELECT FROM people.authorities a WHERE a.authority_id = p_authority) THEN RETURN 'authority-not-found'; END IF;
  INSERT INTO people.machine_clients (authority_id, client_id, name, scopes, secret_digest, public_keys, created_at, expires_at)
  VALUES (p_authority, p_client, p_name, ARRAY(SELECT jsonb_array_elements_text(p_scopes)), p_secret_digest, p_public_keys, p_now, p_expires_at);
  PERFORM people.append_audit(p_authority, jsonb_build_array(p_event));
  RETURN 'registered';
END
$$;

DROP FUNCTION IF EXISTS people.find_machine_client;
CREATE FUNCTION people.find_machine_client(p_authority integer, p_client uuid)
RETURNS TABLE (secret_digest text, previous_digest text, previous_ends_at timestamptz, public_keys jsonb, scopes jsonb)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY
  SELECT encode(c.secret_digest, 'hex'), encode(c.previous_digest, 'hex'), c.previous_ends_at, c.public_keys, to_jsonb(c.scopes)
    FROM people.machine_clients c
   WHERE c.authority_id = p_authority AND c.client_id = p_client;
END
$$;

-- Newest first, the withdrawn and the expired ones too. The digest stays in the table.
DROP FUNCTION IF EXISTS people.read_machine_clients;
CREATE FUNCTION people.read_machine_clients(p_authority integer, p_before uuid, p_limit integer)
RETURNS TABLE (
  client_id uuid, name text, scopes jsonb, signs boolean, created_at timestamptz, expires_at timestamptz, revoked_at timestamptz,
  last_used_at timestamptz, previous_ends_at timestamptz
)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY
  SELECT c.client_id, c.name, to_jsonb(c.scopes), c.public_keys IS NOT NULL, c.created_at, c.expires_at, c.revoked_at, c.last_used_at,
         c.previous_ends_at
    FROM people.machine_clients c
   WHERE c.authority_id = p_authority AND (p_before IS NULL OR c.client_id < p_before)
   ORDER BY c.client_id DESC
   LIMIT p_limit;
END
$$;

-- The secret of now becomes the one before, which works until its time is up; a machine that signs gets the keys it signs with from now on.
-- Without an overlap the old secret is in the wrong hands: what was fetched with it goes too. Whoever hands out a secret hands out all that the
-- client may do, so nobody does who holds less.
DROP FUNCTION IF EXISTS people.rotate_machine_client;
CREATE FUNCTION people.rotate_machine_client(
  p_authority integer, p_client uuid, p_secret_digest bytea, p_public_keys jsonb, p_held jsonb, p_previous_ends_at timestamptz, p_now timestamptz,
  p_event jsonb
) RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  c people.machine_clients;
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  SELECT * INTO c FROM people.machine_clients o WHERE o.authority_id = p_authority AND o.client_id = p_client FOR UPDATE;
  IF NOT FOUND THEN RETURN 'not-found'; END IF;
  IF NOT to_jsonb(c.scopes) <@ p_held THEN RETURN 'scope-not-held'; END IF;
  IF c.revoked_at IS NOT NULL OR c.expires_at <= p_now THEN RETURN 'ended'; END IF;
  IF (c.public_keys IS NULL) <> (p_public_keys IS NULL) THEN RETURN 'other-proof'; END IF;
  UPDATE people.machine_clients o
     SET secret_digest = CASE WHEN c.public_keys IS NULL THEN p_secret_digest END,
         previous_digest = c.secret_digest,
         previous_ends_at = CASE WHEN c.public_keys IS NULL THEN p_previous_ends_at END,
         public_keys = p_public_keys
   WHERE o.authority_id = p_authority AND o.client_id = p_client;
  IF p_previous_ends_at <= p_now THEN
    DELETE FROM people.machine_tokens t WHERE t.authority_id = p_authority AND t.client_id = p_client;
  END IF;
  PERFORM people.append_audit(p_authority, jsonb_build_array(p_event));
  RETURN 'rotated';
END
$$;

-- Its tokens go with it; the row stays, for who could come in is part of the audit.
DROP FUNCTION IF EXISTS people.revoke_machine_client;
CREATE FUNCTION people.revoke_machine_client(p_authority integer, p_client uuid, p_now timestamptz, p_event jsonb) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  UPDATE people.machine_clients c SET revoked_at = p_now
   WHERE c.authority_id = p_authority AND c.client_id = p_client AND c.revoked_at IS NULL;
  IF FOUND THEN
    DELETE FROM people.machine_tokens t WHERE t.authority_id = p_authority AND t.client_id = p_client;
    PERFORM people.append_audit(p_authority, jsonb_build_array(p_event));
  END IF;
  RETURN EXISTS (SELECT FROM people.machine_clients c WHERE c.authority_id = p_authority AND c.client_id = p_client);
END
$$;

-- The row of the client is locked, so that of two requests with one assertion the second sees what the first has used. What has run out
-- makes room; a used assertion is kept an hour longer than it could be believed, for a clock that is set back.
DROP FUNCTION IF EXISTS people.issue_machine_token;
CREATE FUNCTION people.issue_machine_token(
  p_authority integer, p_client uuid, p_token_digest bytea, p_scopes jsonb, p_ends_at timestamptz, p_assertion text,
  p_assertion_ends_at timestamptz, p_now timestamptz
) RETURNS timestamptz
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  c people.machine_clients;
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  SELECT * INTO c FROM people.machine_clients o WHERE o.authority_id = p_authority AND o.client_id = p_client FOR UPDATE;
  IF NOT FOUND OR c.revoked_at IS NOT NULL OR c.expires_at <= p_now OR NOT p_scopes <@ to_jsonb(c.scopes) THEN RETURN NULL; END IF;
  IF p_assertion IS NOT NULL THEN
    INSERT INTO people.used_assertions (authority_id, client_id, assertion_id, expires_at)
    VALUES (p_authority, p_client, p_assertion, p_assertion_ends_at) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN NULL; END IF;
    DELETE FROM people.used_assertions u
     WHERE u.authority_id = p_authority AND u.client_id = p_client AND u.expires_at <= p_now - interval '1 hour';
  END IF;
  DELETE FROM people.machine_tokens t WHERE t.authority_id = p_authority AND t.client_id = p_client AND t.expires_at <= p_now;
  INSERT INTO people.machine_tokens (authority_id, token_digest, client_id, scopes, expires_at)
  VALUES (p_authority, p_token_digest, p_client, ARRAY(SELECT jsonb_array_elements_text(p_scopes)), least(p_ends_at, c.expires_at));
  UPDATE people.machine_clients o SET last_used_at = p_now WHERE o.authority_id = p_authority AND o.client_id = p_client;
  RETURN least(p_ends_at, c.expires_at);
END
$$;

-- A token is worth nothing without its client: one that is withdrawn takes effect with the next request.
DROP FUNCTION IF EXISTS people.find_machine_token;
CREATE FUNCTION people.find_machine_token(p_authority integer, p_token_digest bytea, p_now timestamptz)
RETURNS TABLE (client_id uuid, scopes jsonb)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY
  SELECT t.client_id, to_jsonb(t.scopes)
    FROM people.machine_tokens t
    JOIN people.machine_clients c ON c.authority_id = t.authority_id AND c.client_id = t.client_id
   WHERE t.authority_id = p_authority AND t.token_digest = p_token_digest AND t.expires_at > p_now
     AND c.revoked_at IS NULL AND c.expires_at > p_now;
END
$$;
