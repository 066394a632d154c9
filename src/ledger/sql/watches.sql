-- Watches: judged once for each touched account and call, in the posting's own statement. A crossing is a row and an outbox row.

-- Returns how many outbox rows were written.
DROP FUNCTION IF EXISTS ledger.judge_watches;
CREATE FUNCTION ledger.judge_watches(p_authority integer, p_seq bigint, p_at timestamptz, p_accounts integer[]) RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  written integer;
BEGIN
  WITH judged AS (
    SELECT w.watch_id, w.armed, w.bound, w.clear_bound, w.direction,
           b.posted * a.normal_side
             - CASE WHEN w.metric = 'balance' THEN 0 WHEN a.normal_side = 1 THEN b.pending_credit ELSE b.pending_debit END AS value
      FROM ledger.watches w
      JOIN ledger.accounts a ON a.authority_id = p_authority AND a.account_id = w.account_id
      JOIN ledger.account_balances b ON b.authority_id = p_authority AND b.account_id = w.account_id
     WHERE w.authority_id = p_authority AND w.account_id = ANY (p_accounts)
  ), changed AS (
    UPDATE ledger.watches w SET armed = NOT w.armed
      FROM judged j
     WHERE w.authority_id = p_authority AND w.watch_id = j.watch_id
       AND CASE WHEN j.armed THEN CASE j.direction WHEN 'below' THEN j.value < j.bound ELSE j.value > j.bound END
                ELSE CASE j.direction WHEN 'below' THEN j.value >= j.clear_bound ELSE j.value <= j.clear_bound END END
    RETURNING w.watch_id, CASE WHEN w.armed THEN 'cleared' ELSE 'crossed' END AS kind, j.value, j.bound
  ), crossed AS (
    INSERT INTO ledger.crossings (authority_id, watch_id, block_seq, kind, value, bound)
    SELECT p_authority, c.watch_id, p_seq, c.kind, c.value, c.bound FROM changed c
    RETURNING watch_id, kind
  )
  INSERT INTO platform.outbox (authority_id, outbox_id, topic, payload, recorded_at, attempt)
  SELECT p_authority, gen_random_uuid(), 'ledger.watch-crossed',
         jsonb_build_object('watchId', c.watch_id, 'blockSeq', p_seq::text, 'kind', c.kind), p_at, 0
    FROM crossed c;
  GET DIAGNOSTICS written = ROW_COUNT;
  IF written > 0 THEN
    -- Sealed with the call: who was told what, and when, is part of the proof.
    INSERT INTO ledger.audit_events (authority_id, block_seq, ordinal, principal, operation, subject, detail)
    SELECT p_authority, p_seq, (SELECT max(x.ordinal) FROM ledger.audit_events x WHERE x.authority_id = p_authority AND x.block_seq = p_seq)
             + row_number() OVER (ORDER BY c.watch_id), 'ledger', 'ledger.cross-watch', c.watch_id::text, to_jsonb(c)
      FROM ledger.crossings c WHERE c.authority_id = p_authority AND c.block_seq = p_seq;
  END IF;
  RETURN written;
END
$$;

DROP FUNCTION IF EXISTS ledger.add_watch;
CREATE FUNCTION ledger.add_watch(
  p_authority integer, p_recorded_at timestamptz, p_principal text, p_watch uuid, p_account_code text,
  p_metric text, p_direction text, p_bound bigint, p_clear_bound bigint, p_label text
) RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  block record;
  account integer;
  existing ledger.watches;
  added ledger.watches;
BEGIN
  block := ledger.begin_block(p_authority, p_recorded_at);
  SELECT a.account_id INTO account FROM ledger.accounts a WHERE a.authority_id = p_authority AND a.code = p_account_code;
  IF NOT FOUND THEN RETURN 'account-unknown'; END IF;
  SELECT * INTO existing FROM ledger.watches w WHERE w.authority_id = p_authority AND w.watch_id = p_watch;
  IF FOUND THEN
    RETURN CASE WHEN (existing.account_id, existing.metric, existing.direction, existing.bound, existing.clear_bound, existing.label)
                   = (account, p_metric, p_direction, p_bound, p_clear_bound, p_label) THEN 'exists' ELSE 'idempotency-conflict' END;
  END IF;
  INSERT INTO ledger.watches VALUES (p_authority, p_watch, account, p_metric, p_direction, p_bound, p_clear_bound, true, p_label) RETURNING * INTO added;
  UPDATE ledger.accounts SET watched = true WHERE authority_id = p_authority AND account_id = account AND NOT watched;
  INSERT INTO ledger.audit_events VALUES (p_authority, block.seq, 1, p_principal, 'ledger.add-watch', p_watch::text, to_jsonb(added) - 'armed');
  PERFORM ledger.judge_watches(p_authority, block.seq, block.at_time, ARRAY[account]);
  PERFORM ledger.seal(p_authority, block.seq, block.at_time, block.previous, '{}', '{}', '{}', '{}');
  RETURN 'added';
END
$$;

DROP FUNCTION IF EXISTS ledger.remove_watch;
CREATE FUNCTION ledger.remove_watch(p_authority integer, p_recorded_at timestamptz, p_principal text, p_watch uuid) RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  block record;
  removed ledger.watches;
BEGIN
  block := ledger.begin_block(p_authority, p_recorded_at);
  DELETE FROM ledger.watches w WHERE w.authority_id = p_authority AND w.watch_id = p_watch RETURNING * INTO removed;
  IF NOT FOUND THEN RETURN 'watch-unknown'; END IF;
  UPDATE ledger.accounts a SET watched = false
   WHERE a.authority_id = p_authority AND a.account_id = removed.account_id
     AND NOT EXISTS (SELECT FROM ledger.watches w WHERE w.authority_id = p_authority AND w.account_id = removed.account_id);
  INSERT INTO ledger.audit_events VALUES (p_authority, block.seq, 1, p_principal, 'ledger.remove-watch', p_watch::text, to_jsonb(removed) - 'armed');
  PERFORM ledger.seal(p_authority, block.seq, block.at_time, block.previous, '{}', '{}', '{}', '{}');
  RETURN 'removed';
END
$$;
