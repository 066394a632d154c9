-- Each function names its authority first, so one statement is enough and a pooled connection neither carries the authority over nor forgets it.
-- They run as the caller, behind row-level security; only making a key must look into the list of authorities.

DROP FUNCTION IF EXISTS people.create_api_key;
CREATE FUNCTION people.create_api_key(
  p_authority integer, p_key uuid, p_name text, p_secret_digest bytea, p_scopes jsonb, p_now timestamptz, p_expires_at timestamptz,
  p_event jsonb
) RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  IF NOT EXISTS (SELECT FROM people.authorities a WHERE a.authority_id = p_authority) THEN RETURN 'authority-not-found'; END IF;
  INSERT INTO people.api_keys (authority_id, key_id, name, secret_digest, scopes, created_at, expires_at)
  VALUES (p_authority, p_key, p_name, p_secret_digest, ARRAY(SELECT jsonb_array_elements_text(p_scopes)), p_now, p_expires_at);
  PERFORM people.append_audit(p_authority, jsonb_build_array(p_event));
  RETURN 'created';
END
$$;

-- What the gate needs of one key: a single probe of the primary key.
DROP FUNCTION IF EXISTS people.find_api_key;
CREATE FUNCTION people.find_api_key(p_authority integer, p_key uuid)
RETURNS TABLE (
  secret_digest text, previous_digest text, previous_ends_at timestamptz, scopes jsonb, expires_at timestamptz, revoked_at timestamptz,
  last_used_at timestamptz
)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY
  SELECT encode(k.secret_digest, 'hex'), encode(k.previous_digest, 'hex'), k.previous_ends_at, to_jsonb(k.scopes), k.expires_at, k.revoked_at, k.last_used_at
    FROM people.api_keys k
   WHERE k.authority_id = p_authority AND k.key_id = p_key;
END
$$;

-- Newest first: the ids of keys rise with time. The digest stays in the table.
DROP FUNCTION IF EXISTS people.read_api_keys;
CREATE FUNCTION people.read_api_keys(p_authority integer, p_before uuid, p_limit integer)
RETURNS TABLE (
  key_id uuid, name text, scopes jsonb, created_at timestamptz, expires_at timestamptz, revoked_at timestamptz, last_used_at timestamptz,
  previous_ends_at timestamptz
)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY
  SELECT k.key_id, k.name, to_jsonb(k.scopes), k.created_at, k.expires_at, k.revoked_at, k.last_used_at, k.previous_ends_at
    FROM people.api_keys k
   WHERE k.authority_id = p_authority AND (p_before IS NULL OR k.key_id < p_before)
   ORDER BY k.key_id DESC
   LIMIT p_limit;
END
$$;

-- The secret of now becomes the one before, which works until its time is up; one that was still running out ends here. Whoever holds the
-- new secret holds all that the key holds, so nobody draws it who holds less.
DROP FUNCTION IF EXISTS people.rotate_api_key;
CREATE FUNCTION people.rotate_api_key(
  p_authority integer, p_key uuid, p_secret_digest bytea, p_held jsonb, p_previous_ends_at timestamptz, p_now timestamptz, p_event jsonb
) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  k people.api_keys;
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  SELECT * INTO k FROM people.api_keys o WHERE o.authority_id = p_authority AND o.key_id = p_key FOR UPDATE;
  IF NOT FOUND THEN RETURN 'not-found'; END IF;
  IF NOT to_jsonb(k.scopes) <@ p_held THEN RETURN 'scope-not-held'; END IF;
  IF k.revoked_at IS NOT NULL OR k.expires_at <= p_now THEN RETURN 'ended'; END IF;
  UPDATE people.api_keys o
     SET previous_digest = k.secret_digest, previous_ends_at = p_previous_ends_at, secret_digest = p_secret_digest
   WHERE o.authority_id = p_authority AND o.key_id = p_key;
  PERFORM people.append_audit(p_authority, jsonb_build_array(p_event));
  RETURN 'rotated';
END
$$;

-- A key that is withdrawn stays withdrawn since the first time, and is told once.
DROP FUNCTION IF EXISTS people.revoke_api_key;
CREATE FUNCTION people.revoke_api_key(p_authority integer, p_key uuid, p_now timestamptz, p_event jsonb) RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  UPDATE people.api_keys k SET revoked_at = p_now WHERE k.authority_id = p_authority AND k.key_id = p_key AND k.revoked_at IS NULL;
  IF FOUND THEN PERFORM people.append_audit(p_authority, jsonb_build_array(p_event)); END IF;
  RETURN EXISTS (SELECT FROM people.api_keys k WHERE k.authority_id = p_authority AND k.key_id = p_key);
END
$$;

-- Once a minute is enough to tell a key in use from one that is forgotten; every request would make the row a queue.
DROP FUNCTION IF EXISTS people.note_key_use;
CREATE FUNCTION people.note_key_use(p_authority integer, p_key uuid, p_now timestamptz) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  UPDATE people.api_keys k SET last_used_at = p_now
   WHERE k.authority_id = p_authority AND k.key_id = p_key AND (k.last_used_at IS NULL OR k.last_used_at <= p_now - interval '1 minute');
END
$$;
