-- Accounting periods: opened ahead, closed for good or softly, reopened with a reason. Closing carries every account's balance forward.
DROP FUNCTION IF EXISTS ledger.open_periods;
CREATE FUNCTION ledger.open_periods(p_authority integer, p_recorded_at timestamptz, p_principal text, p_periods jsonb) RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  block record;
  wanted record;
  existing ledger.periods;
  opened integer := 0;
BEGIN
  block := ledger.begin_block(p_authority, p_recorded_at);
  FOR wanted IN SELECT * FROM jsonb_to_recordset(p_periods) AS p("periodId" text, "firstDay" date, "lastDay" date) ORDER BY "firstDay" LOOP
    SELECT * INTO existing FROM ledger.periods p WHERE p.authority_id = p_authority AND p.period_id = wanted."periodId";
    IF FOUND THEN
      IF (existing.first_day, existing.last_day) <> (wanted."firstDay", wanted."lastDay") THEN
        RAISE EXCEPTION 'period-differs' USING ERRCODE = 'TF001', DETAIL = wanted."periodId";
      END IF;
      CONTINUE;
    END IF;
    IF EXISTS (SELECT FROM ledger.periods p WHERE p.authority_id = p_authority AND p.first_day <= wanted."lastDay" AND p.last_day >= wanted."firstDay") THEN
      RAISE EXCEPTION 'period-overlaps' USING ERRCODE = 'TF001', DETAIL = wanted."periodId";
    END IF;
    -- Nothing may slip in before what is closed: the balances carried forward already count from the beginning.
    IF EXISTS (SELECT FROM ledger.period_balances c WHERE c.authority_id = p_authority AND c.last_day >= wanted."firstDay") THEN
      RAISE EXCEPTION 'period-before-closed' USING ERRCODE = 'TF001', DETAIL = wanted."periodId";
    END IF;
    opened := opened + 1;
    INSERT INTO ledger.periods VALUES (p_authority, wanted."periodId", wanted."firstDay", wanted."lastDay", 'open');
    INSERT INTO ledger.audit_events VALUES (p_authority, block.seq, opened, p_principal, 'ledger.open-period', wanted."periodId",
      jsonb_build_object('firstDay', wanted."firstDay", 'lastDay', wanted."lastDay", 'state', 'open'));
  END LOOP;
  IF opened > 0 THEN
    PERFORM ledger.seal(p_authority, block.seq, block.at_time, block.previous, '{}', '{}', '{}', '{}');
  END IF;
  RETURN 'opened';
END
$$;

-- Periods close in order and reopen from the last: what is carried forward is never older than what it is carried over.
DROP FUNCTION IF EXISTS ledger.set_period_state;
CREATE FUNCTION ledger.set_period_state(
  p_authority integer, p_recorded_at timestamptz, p_principal text, p_period text, p_state text, p_reason text
) RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  block record;
  period ledger.periods;
  carried_day date;
BEGIN
  block := ledger.begin_block(p_authority, p_recorded_at);
  SELECT * INTO period FROM ledger.periods p WHERE p.authority_id = p_authority AND p.period_id = p_period;
  IF NOT FOUND THEN RETURN 'period-unknown'; END IF;
  IF period.state = p_state THEN RETURN 'unchanged'; END IF;
  IF p_state = 'closed' THEN
    IF EXISTS (SELECT FROM ledger.periods p WHERE p.authority_id = p_authority AND p.first_day < period.first_day AND p.state <> 'closed') THEN
      RETURN 'earlier-period-open';
    END IF;
    SELECT max(c.last_day) INTO carried_day FROM ledger.period_balances c WHERE c.authority_id = p_authority AND c.last_day < period.first_day;
    INSERT INTO ledger.period_balances (authority_id, last_day, account_id, closing)
    SELECT p_authority, period.last_day, a.account_id, coalesce(before.closing, 0) + coalesce(moved.net, 0)
      FROM ledger.accounts a
      LEFT JOIN ledger.period_balances before ON before.authority_id = p_authority AND before.account_id = a.account_id AND before.last_day = carried_day
      LEFT JOIN (SELECT t.account_id, sum(t.debit - t.credit)::bigint AS net FROM ledger.day_totals t
                  WHERE t.authority_id = p_authority AND t.effective_date <= period.last_day AND (carried_day IS NULL OR t.effective_date > carried_day)
                  GROUP BY t.account_id) moved ON moved.account_id = a.account_id
     WHERE a.authority_id = p_authority;
  ELSIF period.state = 'closed' THEN
    IF EXISTS (SELECT FROM ledger.periods p WHERE p.authority_id = p_authority AND p.first_day > period.first_day AND p.state = 'closed') THEN
      RETURN 'later-period-closed';
    END IF;
    IF coalesce(p_reason, '') = '' THEN RETURN 'reason-missing'; END IF;
    DELETE FROM ledger.period_balances c WHERE c.authority_id = p_authority AND c.last_day = period.last_day;
  END IF;
  UPDATE ledger.periods p SET state = p_state WHERE p.authority_id = p_authority AND p.period_id = p_period;
  INSERT INTO ledger.audit_events VALUES (p_authority, block.seq, 1, p_principal,
    CASE WHEN p_state = 'open' THEN 'ledger.reopen-period' WHEN p_state = 'closed' THEN 'ledger.close-period' ELSE 'ledger.soft-close-period' END,
    p_period, jsonb_build_object('firstDay', period.first_day, 'lastDay', period.last_day, 'state', p_state, 'before', period.state, 'reason', p_reason));
  PERFORM ledger.seal(p_authority, block.seq, block.at_time, block.previous, '{}', '{}', '{}', '{}');
  RETURN 'changed';
END
$$;
