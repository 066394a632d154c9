-- An account's signed balance (debit positive) at the end of an effective date: the last balance carried forward, and the days since.
DROP FUNCTION IF EXISTS ledger.balance_on;
CREATE FUNCTION ledger.balance_on(p_authority integer, p_account integer, p_date date) RETURNS bigint
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
  WITH carried AS (
    SELECT c.last_day, c.closing FROM ledger.period_balances c
     WHERE c.authority_id = p_authority AND c.account_id = p_account AND c.last_day <= p_date
     ORDER BY c.last_day DESC LIMIT 1
  )
  SELECT (coalesce((SELECT closing FROM carried), 0) + coalesce((
    SELECT sum(t.debit - t.credit) FROM ledger.day_totals t
     WHERE t.authority_id = p_authority AND t.account_id = p_account
       AND t.effective_date <= p_date AND t.effective_date > coalesce((SELECT last_day FROM carried), '-infinity')), 0))::bigint
$$;

-- An account's signed balance as the book knew it at an instant: one probe for the block, one for the last posting up to it.
DROP FUNCTION IF EXISTS ledger.balance_recorded;
CREATE FUNCTION ledger.balance_recorded(p_authority integer, p_account integer, p_at timestamptz) RETURNS bigint
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce((
    SELECT p.balance_after FROM ledger.postings p
     WHERE p.authority_id = p_authority AND p.account_id = p_account
       AND p.block_seq <= (SELECT b.block_seq FROM ledger.blocks b
                            WHERE b.authority_id = p_authority AND b.recorded_at <= p_at ORDER BY b.recorded_at DESC, b.block_seq DESC LIMIT 1)
     ORDER BY p.block_seq DESC, p.version DESC LIMIT 1), 0)
$$;

-- A bank statement's closing balance, or any other figure from outside: held against the book now and by every check from now on.
DROP FUNCTION IF EXISTS ledger.assert_balance;
CREATE FUNCTION ledger.assert_balance(
  p_authority integer, p_recorded_at timestamptz, p_principal text, p_assertion uuid, p_account_code text, p_as_of date, p_balance bigint
) RETURNS TABLE (outcome text, balance bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  block record;
  account ledger.accounts;
  existing ledger.balance_assertions;
  actual bigint;
BEGIN
  block := ledger.begin_block(p_authority, p_recorded_at);
  SELECT * INTO account FROM ledger.accounts a WHERE a.authority_id = p_authority AND a.code = p_account_code;
  IF NOT FOUND THEN
    RETURN QUERY SELECT 'account-unknown', NULL::bigint;
    RETURN;
  END IF;
  actual := ledger.balance_on(p_authority, account.account_id, p_as_of) * account.normal_side;
  SELECT * INTO existing FROM ledger.balance_assertions x WHERE x.authority_id = p_authority AND x.assertion_id = p_assertion;
  IF FOUND THEN
    RETURN QUERY SELECT CASE WHEN (existing.account_id, existing.as_of, existing.balance) = (account.account_id, p_as_of, p_balance) THEN 'exists' ELSE 'idempotency-conflict' END, actual;
    RETURN;
  END IF;
  IF actual <> p_balance THEN
    RETURN QUERY SELECT 'assertion-fails', actual;
    RETURN;
  END IF;
  INSERT INTO ledger.balance_assertions VALUES (p_authority, p_assertion, account.account_id, p_as_of, p_balance, block.seq, p_principal);
  INSERT INTO ledger.audit_events VALUES (p_authority, block.seq, 1, p_principal, 'ledger.assert-balance', p_assertion::text,
    jsonb_build_object('account', p_account_code, 'asOf', p_as_of, 'balance', p_balance::text));
  PERFORM ledger.seal(p_authority, block.seq, block.at_time, block.previous, '{}', '{}', '{}', '{}');
  RETURN QUERY SELECT 'asserted', actual;
END
$$;
