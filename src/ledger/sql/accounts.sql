-- Opening and changing accounts: sealed in the chain with the whole account as it then stood, so that a touched account is found.

-- What of an account is sealed; `watched` follows the watches and is proved with them.
DROP FUNCTION IF EXISTS ledger.account_as_sealed;
CREATE FUNCTION ledger.account_as_sealed(a ledger.accounts) RETURNS jsonb
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT to_jsonb(a) - 'watched' $$;

-- Opens each account of the array, in order. An account that exists as described is answered as before; one that differs refuses the whole call.
DROP FUNCTION IF EXISTS ledger.open_accounts;
CREATE FUNCTION ledger.open_accounts(p_authority integer, p_recorded_at timestamptz, p_principal text, p_accounts jsonb)
RETURNS TABLE (code text, account_id integer, outcome text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  block record;
  wanted record;
  existing ledger.accounts;
  added ledger.accounts;
  opened integer := 0;
BEGIN
  block := ledger.begin_block(p_authority, p_recorded_at);
  FOR wanted IN SELECT * FROM jsonb_to_recordset(p_accounts) AS a(
      code text, class text, side smallint, "normalSide" smallint, currency text, "opensOn" date, "closesOn" date, floor bigint, ceiling bigint, "dimensionId" integer)
  LOOP
    SELECT * INTO existing FROM ledger.accounts a WHERE a.authority_id = p_authority AND a.code = wanted.code;
    IF FOUND THEN
      IF (existing.class, existing.side, existing.normal_side, existing.currency, existing.opens_on, existing.dimension_id)
         <> (wanted.class, wanted.side, wanted."normalSide", wanted.currency, wanted."opensOn", wanted."dimensionId") THEN
        RAISE EXCEPTION 'account-code-taken' USING ERRCODE = 'TF001', DETAIL = wanted.code;
      END IF;
      code := existing.code; account_id := existing.account_id; outcome := 'exists';
      RETURN NEXT;
      CONTINUE;
    END IF;
    IF wanted."closesOn" < wanted."opensOn" THEN
      RAISE EXCEPTION 'account-used-later' USING ERRCODE = 'TF001', DETAIL = wanted.code;
    END IF;
    UPDATE ledger.books SET next_account_id = next_account_id + 1 WHERE authority_id = p_authority;
    INSERT INTO ledger.accounts (authority_id, account_id, code, class, side, normal_side, currency, opens_on, closes_on, floor, ceiling, dimension_id, watched)
    SELECT p_authority, b.next_account_id - 1, wanted.code, wanted.class, wanted.side, wanted."normalSide", wanted.currency, wanted."opensOn",
           wanted."closesOn", wanted.floor, wanted.ceiling, wanted."dimensionId", false
      FROM ledger.books b WHERE b.authority_id = p_authority
    RETURNING * INTO added;
    INSERT INTO ledger.account_balances VALUES (p_authority, added.account_id, 0, 0, 0, 0);
    opened := opened + 1;
    INSERT INTO ledger.audit_events VALUES (p_authority, block.seq, opened, p_principal, 'ledger.open-account', added.code,
      jsonb_build_object('account', ledger.account_as_sealed(added)));
    code := added.code; account_id := added.account_id; outcome := 'opened';
    RETURN NEXT;
  END LOOP;
  IF opened > 0 THEN
    PERFORM ledger.seal(p_authority, block.seq, block.at_time, block.previous, '{}', '{}', '{}', '{}');
  END IF;
END
$$;

-- Changes what may change: closing day, floor, ceiling and the dated lower floor, each with a reason. `p_change` holds the members to set;
-- a `p_revision` that is not the account's own refuses, null asks for none.
DROP FUNCTION IF EXISTS ledger.change_account;
CREATE FUNCTION ledger.change_account(p_authority integer, p_recorded_at timestamptz, p_principal text, p_code text, p_change jsonb, p_reason text, p_revision integer)
RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  block record;
  account ledger.accounts;
  balance ledger.account_balances;
BEGIN
  block := ledger.begin_block(p_authority, p_recorded_at);
  SELECT * INTO account FROM ledger.accounts a WHERE a.authority_id = p_authority AND a.code = p_code FOR UPDATE;
  IF NOT FOUND THEN RETURN 'account-unknown'; END IF;
  IF p_revision <> account.revision THEN RETURN 'revision-stale'; END IF;
  SELECT * INTO balance FROM ledger.account_balances b WHERE b.authority_id = p_authority AND b.account_id = account.account_id;
  IF p_change ? 'closesOn' THEN
    account.closes_on := (p_change ->> 'closesOn')::date;
    IF account.closes_on IS NOT NULL THEN
      IF balance.posted <> 0 OR balance.pending_debit <> 0 OR balance.pending_credit <> 0 THEN RETURN 'account-not-empty'; END IF;
      IF account.closes_on < account.opens_on OR EXISTS (SELECT FROM ledger.day_totals t WHERE t.authority_id = p_authority AND t.account_id = account.account_id AND t.effective_date > account.closes_on) THEN
        RETURN 'account-used-later';
      END IF;
    END IF;
  END IF;
  IF p_change ? 'floor' THEN account.floor := (p_change ->> 'floor')::bigint; END IF;
  IF p_change ? 'ceiling' THEN account.ceiling := (p_change ->> 'ceiling')::bigint; END IF;
  IF p_change ? 'loweredFloor' THEN
    account.lowered_floor := (p_change ->> 'loweredFloor')::bigint;
    account.lowered_floor_until := (p_change ->> 'loweredFloorUntil')::date;
  END IF;
  IF account.floor > account.ceiling THEN RETURN 'limits-contradict'; END IF;
  account.revision := account.revision + 1;
  UPDATE ledger.accounts a
     SET closes_on = account.closes_on, floor = account.floor, ceiling = account.ceiling,
         lowered_floor = account.lowered_floor, lowered_floor_until = account.lowered_floor_until, revision = account.revision
   WHERE a.authority_id = p_authority AND a.account_id = account.account_id;
  INSERT INTO ledger.audit_events VALUES (p_authority, block.seq, 1, p_principal, 'ledger.change-account', p_code,
    jsonb_build_object('account', ledger.account_as_sealed(account), 'reason', p_reason));
  PERFORM ledger.seal(p_authority, block.seq, block.at_time, block.previous, '{}', '{}', '{}', '{}');
  RETURN 'changed';
END
$$;
