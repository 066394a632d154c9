-- Gives claims back that the queue did not take, so that they need not wait for their lease. A claim that somebody else has renewed in
-- the meantime (another attempt number) is left alone. p_claims: [{"authorityId": 1, "outboxId": "...", "attempt": 1}, ...]
CREATE OR REPLACE FUNCTION platform.release_outbox(p_claims jsonb)
RETURNS void
LANGUAGE sql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  UPDATE platform.outbox o
     SET claimed_until = NULL,
         attempt = o.attempt - 1
    FROM jsonb_to_recordset(p_claims) AS c ("authorityId" integer, "outboxId" uuid, attempt integer)
   WHERE o.authority_id = c."authorityId"
     AND o.outbox_id = c."outboxId"
     AND o.attempt = c.attempt
     AND o.delivered_at IS NULL;
$$;
