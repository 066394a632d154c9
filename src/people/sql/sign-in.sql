-- Signing in belongs to no authority, so the service reaches these tables only through functions of the owner. Each decides and writes in one
-- statement: two guesses at once are never judged by the same count.

-- One person for each address, whoever asks first. Says whether the address of somebody else whom the authority knows could be taken for this
-- one; of people it does not know it learns nothing.
DROP FUNCTION IF EXISTS people.find_or_create_identity;
CREATE FUNCTION people.find_or_create_identity(p_identity uuid, p_email text, p_email_key text, p_look_alike text, p_now timestamptz, p_authority integer)
RETURNS TABLE (identity_id uuid, created boolean, looks_like_another boolean)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_id uuid;
BEGIN
  INSERT INTO people.identities (identity_id, email, email_key, look_alike_key, created_at)
  VALUES (p_identity, p_email, p_email_key, p_look_alike, p_now)
  ON CONFLICT (email_key) DO NOTHING;
  SELECT i.identity_id INTO v_id FROM people.identities i WHERE i.email_key = p_email_key;
  RETURN QUERY SELECT v_id, v_id = p_identity,
    EXISTS (SELECT FROM people.identities i
              JOIN people.identity_places p ON p.identity_id = i.identity_id AND p.authority_id = p_authority
             WHERE i.look_alike_key = p_look_alike AND i.email_key <> p_email_key);
END
$$;

DROP FUNCTION IF EXISTS people.find_identity;
CREATE FUNCTION people.find_identity(p_identity uuid, p_email_key text)
RETURNS TABLE (identity_id uuid, email text, has_authenticator boolean, passkeys integer, recovery_codes integer)
LANGUAGE sql STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT i.identity_id, i.email,
         EXISTS (SELECT FROM people.authenticators a WHERE a.identity_id = i.identity_id AND a.confirmed_at IS NOT NULL),
         (SELECT count(*)::integer FROM people.passkeys p WHERE p.identity_id = i.identity_id),
         (SELECT count(*)::integer FROM people.recovery_codes c WHERE c.identity_id = i.identity_id AND c.used_at IS NULL)
    FROM people.identities i
   WHERE (p_identity IS NULL OR i.identity_id = p_identity)
     AND (p_email_key IS NULL OR i.email_key = p_email_key)
     AND (p_identity IS NOT NULL OR p_email_key IS NOT NULL)
$$;

-- Counts a try before it is judged; a right one is taken back by clear_tries. Null: go on. Otherwise: not before this instant.
-- The wait doubles with every try beyond the free ones, to a quarter of an hour and never more, and one try is forgotten each half
-- hour: nobody can be shut out for good by others. Each wait is kept for the audit, whether anybody is known by the address or not: who it is,
-- only the job looks up, so that the answer takes as long either way.
DROP FUNCTION IF EXISTS people.take_try;
CREATE FUNCTION people.take_try(p_key bytea, p_free integer, p_now timestamptz, p_lockout jsonb) RETURNS timestamptz
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v people.throttles;
BEGIN
  INSERT INTO people.throttles (throttle_key, failures, last_try_at, blocked_until) VALUES (p_key, 0, p_now, p_now)
  ON CONFLICT (throttle_key) DO NOTHING;
  SELECT * INTO v FROM people.throttles t WHERE t.throttle_key = p_key FOR UPDATE;
  -- A wait that is longer than any wait comes from a clock that was set back.
  IF v.blocked_until > p_now AND v.blocked_until <= p_now + interval '15 minutes' THEN RETURN v.blocked_until; END IF;
  v.failures := greatest(v.failures - floor(greatest(extract(epoch FROM p_now - v.last_try_at), 0) / 1800)::integer, 0);
  UPDATE people.throttles t
     SET failures = v.failures + 1,
         last_try_at = p_now,
         blocked_until = p_now + CASE WHEN v.failures + 1 >= p_free
                                      THEN least(interval '15 minutes', interval '1 second' * power(2, least(v.failures + 1 - p_free, 10) + 3))
                                      ELSE interval '-1 day' END
   WHERE t.throttle_key = p_key;
  IF p_lockout IS NOT NULL AND v.failures + 1 >= p_free THEN
    INSERT INTO people.lockouts (lockout_id, kind, email_key, identity_id, failures, address, request_id, at)
    VALUES ((p_lockout->>'lockoutId')::uuid, p_lockout->>'kind', p_lockout->>'emailKey', (p_lockout->>'identityId')::uuid, v.failures + 1,
            p_lockout->>'address', p_lockout->>'requestId', p_now);
    INSERT INTO platform.outbox (authority_id, outbox_id, topic, payload, recorded_at)
    VALUES (0, (p_lockout->>'lockoutId')::uuid, 'people.keep-lockout', jsonb_build_object('lockoutId', p_lockout->>'lockoutId'), p_now);
  END IF;
  DELETE FROM people.throttles t
   WHERE t.throttle_key IN (SELECT o.throttle_key FROM people.throttles o
                             WHERE o.last_try_at < p_now - interval '2 days' LIMIT 20 FOR UPDATE SKIP LOCKED);
  RETURN NULL;
END
$$;

-- Whose it was now stands in the audit of each authority that lets them in; the row has done its work. Nobody's is forgotten.
DROP FUNCTION IF EXISTS people.keep_lockout;
CREATE FUNCTION people.keep_lockout(p_lockout uuid) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v people.lockouts;
  v_identity uuid;
BEGIN
  DELETE FROM people.lockouts l WHERE l.lockout_id = p_lockout RETURNING * INTO v;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT i.identity_id INTO v_identity FROM people.identities i WHERE i.identity_id = v.identity_id OR i.email_key = v.email_key;
  IF v_identity IS NULL THEN RETURN; END IF;
  PERFORM people.append_audit_of_identity(v_identity, jsonb_build_object(
    'at', v.at, 'principal', 'anonymous', 'operation', 'people.sign-in-locked', 'kind', 'change', 'channel', 'online', 'address', v.address,
    'requestId', v.request_id, 'facts', jsonb_build_object('identityId', v_identity, 'kind', v.kind, 'failures', v.failures)));
END
$$;

DROP FUNCTION IF EXISTS people.clear_tries;
CREATE FUNCTION people.clear_tries(p_key bytea) RETURNS void
LANGUAGE sql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ DELETE FROM people.throttles t WHERE t.throttle_key = p_key $$;

-- For what many people share, a network address: a right try takes back only itself.
DROP FUNCTION IF EXISTS people.give_back_try;
CREATE FUNCTION people.give_back_try(p_key bytea) RETURNS void
LANGUAGE sql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ UPDATE people.throttles t SET failures = greatest(t.failures - 1, 0) WHERE t.throttle_key = p_key $$;

-- The same writes whether anybody is known by the address or not: who it is, is looked up by the job that mails. Mails to one address come
-- further and further apart, to 8 minutes: shorter than a link lives, so however often strangers ask, a live link lies in the inbox.
DROP FUNCTION IF EXISTS people.request_sign_in;
CREATE FUNCTION people.request_sign_in(
  p_request uuid, p_email_key text, p_browser_digest bytea, p_link_digest bytea, p_code_digest bytea, p_return_to text,
  p_now timestamptz, p_expires_at timestamptz
) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_mailed integer;
  v_last timestamptz;
  v_mail boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(7303020, hashtext(p_email_key));
  SELECT count(*), max(r.created_at) INTO v_mailed, v_last
    FROM people.sign_in_requests r
   WHERE r.email_key = p_email_key AND r.mailed AND r.created_at > p_now - interval '1 hour';
  v_mail := v_last IS NULL OR v_last + interval '15 seconds' * power(2, least(v_mailed - 1, 5)) <= p_now;
  INSERT INTO people.sign_in_requests
    (request_id, email_key, browser_digest, link_digest, code_digest, return_to, mailed, created_at, expires_at)
  VALUES (p_request, p_email_key, p_browser_digest, p_link_digest, p_code_digest, p_return_to, v_mail, p_now, p_expires_at);
  IF v_mail THEN
    INSERT INTO platform.outbox (authority_id, outbox_id, topic, payload, recorded_at)
    VALUES (0, p_request, 'people.mail-sign-in', jsonb_build_object('requestId', p_request), p_now);
  END IF;
  DELETE FROM people.sign_in_requests r
   WHERE r.request_id IN (SELECT o.request_id FROM people.sign_in_requests o
                           WHERE o.expires_at < p_now - interval '1 day' LIMIT 20 FOR UPDATE SKIP LOCKED);
  RETURN v_mail;
END
$$;

-- For the job: whom to write to, if anybody, and for what.
DROP FUNCTION IF EXISTS people.read_sign_in_request;
CREATE FUNCTION people.read_sign_in_request(p_request uuid)
RETURNS TABLE (email text, expires_at timestamptz, used_at timestamptz)
LANGUAGE sql STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT i.email, r.expires_at, r.used_at
    FROM people.sign_in_requests r
    LEFT JOIN people.identities i ON i.email_key = r.email_key
   WHERE r.request_id = p_request
$$;

-- A code is good only in the browser that asked for it, and only when it was mailed. Five wrong ones and the request takes no code any more; its link still works.
DROP FUNCTION IF EXISTS people.take_sign_in_code;
CREATE FUNCTION people.take_sign_in_code(p_browser_digest bytea, p_code_digests jsonb, p_now timestamptz)
RETURNS TABLE (outcome text, identity_id uuid, return_to text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_newest people.sign_in_requests;
  v_taken people.sign_in_requests;
  v_wrong integer;
BEGIN
  SELECT * INTO v_newest FROM people.sign_in_requests r
   WHERE r.browser_digest = p_browser_digest AND r.used_at IS NULL AND r.expires_at > p_now
   ORDER BY r.created_at DESC, r.request_id DESC LIMIT 1 FOR UPDATE;
  IF NOT FOUND THEN RETURN QUERY SELECT 'expired', NULL::uuid, NULL::text; RETURN; END IF;
  SELECT coalesce(sum(r.wrong_tries), 0) INTO v_wrong FROM people.sign_in_requests r
   WHERE r.browser_digest = p_browser_digest AND r.email_key = v_newest.email_key AND r.expires_at > p_now;
  IF v_wrong >= 5 THEN RETURN QUERY SELECT 'too-many', NULL::uuid, v_newest.return_to; RETURN; END IF;
  SELECT r.* INTO v_taken
    FROM people.sign_in_requests r
    JOIN jsonb_to_recordset(p_code_digests) AS c (request_id uuid, digest text)
      ON c.request_id = r.request_id AND decode(c.digest, 'hex') = r.code_digest
   WHERE r.browser_digest = p_browser_digest AND r.email_key = v_newest.email_key AND r.mailed AND r.used_at IS NULL AND r.expires_at > p_now
   LIMIT 1 FOR UPDATE OF r;
  IF NOT FOUND OR NOT EXISTS (SELECT FROM people.identities i WHERE i.email_key = v_newest.email_key) THEN
    UPDATE people.sign_in_requests r SET wrong_tries = r.wrong_tries + 1 WHERE r.request_id = v_newest.request_id;
    RETURN QUERY SELECT CASE WHEN v_wrong >= 4 THEN 'too-many' ELSE 'wrong' END, NULL::uuid, v_newest.return_to;
    RETURN;
  END IF;
  UPDATE people.sign_in_requests r SET used_at = p_now WHERE r.browser_digest = p_browser_digest AND r.used_at IS NULL;
  RETURN QUERY SELECT 'taken', i.identity_id, v_taken.return_to FROM people.identities i WHERE i.email_key = v_taken.email_key;
END
$$;

-- Which requests a browser has open, for the codes are marked with the id of theirs.
DROP FUNCTION IF EXISTS people.read_open_requests;
CREATE FUNCTION people.read_open_requests(p_browser_digest bytea, p_now timestamptz)
RETURNS TABLE (request_id uuid, email_key text)
LANGUAGE sql STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.request_id, r.email_key FROM people.sign_in_requests r
   WHERE r.browser_digest = p_browser_digest AND r.used_at IS NULL AND r.expires_at > p_now
   ORDER BY r.created_at DESC, r.request_id DESC LIMIT 10
$$;

-- Looking uses nothing up: programs that open every link in a mail would otherwise leave people with used ones.
DROP FUNCTION IF EXISTS people.look_at_link;
CREATE FUNCTION people.look_at_link(p_link_digest bytea, p_browser_digest bytea, p_now timestamptz)
RETURNS TABLE (state text, same_browser boolean)
LANGUAGE sql STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN r.used_at IS NOT NULL THEN 'used' WHEN r.expires_at <= p_now OR r.wrong_tries >= 20 THEN 'expired' ELSE 'open' END,
         coalesce(r.browser_digest = p_browser_digest, false)
    FROM people.sign_in_requests r
   WHERE r.link_digest = p_link_digest
$$;

-- In another browser than the one that asked, whoever holds the link must also know whose it is.
DROP FUNCTION IF EXISTS people.take_link;
CREATE FUNCTION people.take_link(p_link_digest bytea, p_browser_digest bytea, p_email_key text, p_now timestamptz)
RETURNS TABLE (outcome text, identity_id uuid, return_to text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  r people.sign_in_requests;
  v_identity uuid;
BEGIN
  SELECT * INTO r FROM people.sign_in_requests q WHERE q.link_digest = p_link_digest FOR UPDATE;
  SELECT i.identity_id INTO v_identity FROM people.identities i WHERE i.email_key = r.email_key;
  IF r.request_id IS NULL OR v_identity IS NULL THEN RETURN QUERY SELECT 'unknown', NULL::uuid, NULL::text; RETURN; END IF;
  IF r.used_at IS NOT NULL THEN RETURN QUERY SELECT 'used', NULL::uuid, NULL::text; RETURN; END IF;
  IF r.expires_at <= p_now OR r.wrong_tries >= 20 THEN RETURN QUERY SELECT 'expired', NULL::uuid, NULL::text; RETURN; END IF;
  IF r.browser_digest IS DISTINCT FROM p_browser_digest AND r.email_key IS DISTINCT FROM p_email_key THEN
    UPDATE people.sign_in_requests q SET wrong_tries = q.wrong_tries + 1 WHERE q.request_id = r.request_id;
    RETURN QUERY SELECT 'other-browser', NULL::uuid, NULL::text;
    RETURN;
  END IF;
  UPDATE people.sign_in_requests q SET used_at = p_now WHERE q.request_id = r.request_id;
  RETURN QUERY SELECT 'taken', v_identity, r.return_to;
END
$$;

DROP FUNCTION IF EXISTS people.keep_flow;
CREATE FUNCTION people.keep_flow(p_flow_digest bytea, p_kind text, p_facts jsonb, p_now timestamptz, p_expires_at timestamptz) RETURNS void
LANGUAGE sql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO people.sign_in_flows (flow_digest, kind, facts, expires_at) VALUES (p_flow_digest, p_kind, p_facts, p_expires_at)
  ON CONFLICT (flow_digest) DO UPDATE SET kind = excluded.kind, facts = excluded.facts, expires_at = excluded.expires_at;
  DELETE FROM people.sign_in_flows f
   WHERE f.flow_digest IN (SELECT o.flow_digest FROM people.sign_in_flows o WHERE o.expires_at < p_now LIMIT 20 FOR UPDATE SKIP LOCKED)
$$;

-- Taken away as it is read: what a browser brings back is believed once.
DROP FUNCTION IF EXISTS people.take_flow;
CREATE FUNCTION people.take_flow(p_flow_digest bytea, p_kind text, p_now timestamptz) RETURNS jsonb
LANGUAGE sql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  WITH taken AS (
    DELETE FROM people.sign_in_flows f WHERE f.flow_digest = p_flow_digest AND f.kind = p_kind RETURNING f.facts, f.expires_at
  )
  SELECT facts FROM taken WHERE expires_at > p_now
$$;

-- An issuer's subject, known already or linked now to the person with the address it vouches for. One person has one subject at an issuer:
-- an address that was given to somebody else there does not bring them in here.
DROP FUNCTION IF EXISTS people.link_issuer;
CREATE FUNCTION people.link_issuer(p_issuer text, p_subject text, p_email_key text, p_now timestamptz)
RETURNS TABLE (outcome text, identity_id uuid)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_identity uuid;
BEGIN
  SELECT l.identity_id INTO v_identity FROM people.issuer_links l WHERE l.issuer = p_issuer AND l.subject = p_subject;
  IF FOUND THEN RETURN QUERY SELECT 'linked', v_identity; RETURN; END IF;
  SELECT i.identity_id INTO v_identity FROM people.identities i WHERE i.email_key = p_email_key;
  IF NOT FOUND THEN RETURN QUERY SELECT 'unknown', NULL::uuid; RETURN; END IF;
  INSERT INTO people.issuer_links (issuer, subject, identity_id, created_at) VALUES (p_issuer, p_subject, v_identity, p_now)
  ON CONFLICT DO NOTHING;
  IF EXISTS (SELECT FROM people.issuer_links l WHERE l.issuer = p_issuer AND l.subject = p_subject AND l.identity_id = v_identity)
  THEN RETURN QUERY SELECT 'linked', v_identity;
  ELSE RETURN QUERY SELECT 'other-subject', NULL::uuid;
  END IF;
END
$$;
