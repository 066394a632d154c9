-- Webhook receipts belong to the service and are reached through these functions only.

-- Keeps what is new and counts what is told again; answers how many were new, and whether nothing was waiting before them.
DROP FUNCTION IF EXISTS payments.keep_webhook_receipts;
CREATE FUNCTION payments.keep_webhook_receipts(p_sender text, p_authority integer, p_events jsonb, p_now timestamptz)
RETURNS TABLE (kept integer, wakes boolean)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  idle boolean;
  fresh integer;
BEGIN
  SELECT NOT EXISTS (SELECT FROM payments.webhook_receipts r WHERE r.authority_id = p_authority AND r.state = 'waiting') INTO idle;
  INSERT INTO payments.webhook_receipts AS r
    (sender, event_id, authority_id, type, object_id, context, live_mode, happened_at, received_at, times_sent, state)
  SELECT DISTINCT ON (e.id) p_sender, e.id, p_authority, e.type, e.object, e.context, e.live, e.happened, p_now, 1, 'waiting'
    FROM jsonb_to_recordset(p_events) AS e(id text, type text, object text, context text, live boolean, happened timestamptz)
   ORDER BY e.id
  ON CONFLICT (sender, event_id) DO NOTHING;
  GET DIAGNOSTICS fresh = ROW_COUNT;
  IF fresh = 0 THEN
    UPDATE payments.webhook_receipts r SET times_sent = r.times_sent + 1
      FROM jsonb_to_recordset(p_events) AS e(id text) WHERE r.sender = p_sender AND r.event_id = e.id;
  END IF;
  RETURN QUERY SELECT fresh, idle AND fresh > 0;
END
$$;

DROP FUNCTION IF EXISTS payments.waiting_webhook_receipts;
CREATE FUNCTION payments.waiting_webhook_receipts(p_sender text, p_authority integer, p_after text, p_limit integer)
RETURNS TABLE (event_id text, type text, object_id text, context text, live_mode boolean, happened_at timestamptz, received_at timestamptz)
LANGUAGE sql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.event_id, r.type, r.object_id, r.context, r.live_mode, r.happened_at, r.received_at
    FROM payments.webhook_receipts r
   WHERE r.sender = p_sender AND r.authority_id = p_authority AND r.state = 'waiting' AND r.object_id > p_after
   ORDER BY r.object_id, r.event_id LIMIT p_limit
$$;

-- What was done with them: only a receipt that waits can end, so that ending twice is ending once.
DROP FUNCTION IF EXISTS payments.end_webhook_receipts;
CREATE FUNCTION payments.end_webhook_receipts(p_sender text, p_authority integer, p_events jsonb, p_now timestamptz) RETURNS void
LANGUAGE sql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  UPDATE payments.webhook_receipts r SET state = e.state, note = e.note, ended_at = p_now
    FROM jsonb_to_recordset(p_events) AS e(id text, state text, note text)
   WHERE r.sender = p_sender AND r.authority_id = p_authority AND r.event_id = e.id AND r.state = 'waiting'
$$;
