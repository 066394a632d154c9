-- The outbox id of a planned run follows from what it is, so that planning it twice cannot ask for it twice. Laid out as a version 8 UUID
-- (RFC 9562: content of our own), from SHA-256 because md5() is refused by servers that run in FIPS mode.
CREATE OR REPLACE FUNCTION platform.planned_outbox_id(p_authority_id integer, p_schedule_id text, p_due_at timestamptz)
RETURNS uuid
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT overlay(overlay(left(encode(sha256(convert_to(
           format('planned-run/%s/%s/%s', p_authority_id, p_schedule_id, extract(epoch FROM p_due_at)::bigint), 'UTF8'
         )), 'hex'), 32) PLACING '8' FROM 13) PLACING 'a' FROM 17)::uuid;
$$;
