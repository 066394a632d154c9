-- What of a hold is sealed when it is placed; what becomes of it follows from its steps. Time as a number, so that no session's zone shows.
DROP FUNCTION IF EXISTS ledger.hold_as_sealed;
CREATE FUNCTION ledger.hold_as_sealed(h ledger.holds) RETURNS jsonb
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT to_jsonb(h) - '{captured,state,expires_at}'::text[] || jsonb_build_object('expires_at', (extract(epoch FROM h.expires_at) * 1000000)::bigint)
$$;
