-- Opening and changing accounts: sealed in the chain with the whole account as it then stood, so that a touched account is found.

-- What of an account is sealed; `watched` follows the watches and is proved with them.
DROP FUNCTION IF EXISTS ledger.account_as_sealed;
CREATE FUNCTION ledger.account_as_sealed(a ledger.accounts) RETURNS jsonb
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT to_jsonb(a) - 'watched' $$;

-- The accounts a call asks for, each with its place in the array.
DROP FUNCTION IF EXISTS ledger.wanted_accounts;
CREATE FUNCTION ledger.wanted_accounts(p_accounts jsonb)
RETURNS TABLE (
  place bigint, code text, class text, side smallint, normal_side smallint, currency text, opens_on date, closes_on date, floor bigint, ceiling bigint,
  dimension_id integer
)
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT w.place, w.code, w.class, w.side, w."normalSide", w.currency, w."opensOn", w."closesOn", w.floor, w.ceiling, w."dimensionId"
    FROM ROWS FROM (jsonb_to_recordset(p_accounts) AS (
      code text, class text, side smallint, "normalSide" smallint, currency text, "opensOn" date, "closesOn" date, floor bigint, ceiling bigint, "dimensionId" integer))
      WITH ORDINALITY AS w(code, class, side, "normalSide", currency, "opensOn", "closesOn", floor, ceiling, "dimensionId", place)
$$;

-- Opens the accounts of the array, numbered in its order. An account that exists as described is answered as before; one that differs refuses
-- the whole call. All of them in a few statements: a year's budgets bring hundreds of thousands, and a statement for each takes minutes.
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
  first_number integer;
  opened integer;
  fault text;
BEGIN
  block := ledger.begin_block(p_authority, p_recorded_at);
  SELECT b.next_account_id INTO first_number FROM ledger.books b WHERE b.authority_id = p_authority;
  SELECT w.code INTO fault FROM ledger.wanted_accounts(p_accounts) w WHERE w.closes_on < w.opens_on ORDER BY w.place LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'account-used-later' USING ERRCODE = 'TF001', DETAIL = fault;
  END IF;
  INSERT INTO ledger.accounts (authority_id, account_id, code, class, side, normal_side, currency, opens_on, closes_on, floor, ceiling, dimension_id, watched)
  SELECT p_authority, first_number - 1 + row_number() OVER (ORDER BY w.place), w.code, w.class, w.side, w.normal_side, w.currency, w.opens_on,
         w.closes_on, w.floor, w.ceiling, w.dimension_id, false
    FROM (SELECT DISTINCT ON (x.code) x.* FROM ledger.wanted_accounts(p_accounts) x ORDER BY x.code, x.place) w
    -- OFFSET keeps each look-up a probe by key, however large the planner takes the array to be.
    LEFT JOIN LATERAL (SELECT a.account_id FROM ledger.accounts a WHERE a.authority_id = p_authority AND a.code = w.code OFFSET 0) known ON true
   WHERE known.account_id IS NULL;
  GET DIAGNOSTICS opened = ROW_COUNT;
  -- What came twice in one call is held against what the first of them opened.
  SELECT w.code INTO fault
    FROM ledger.wanted_accounts(p_accounts) w
    CROSS JOIN LATERAL (SELECT x.* FROM ledger.accounts x WHERE x.authority_id = p_authority AND x.code = w.code OFFSET 0) a
   WHERE (a.class, a.side, a.normal_side, a.currency, a.opens_on, a.dimension_id) <> (w.class, w.side, w.normal_side, w.currency, w.opens_on, w.dimension_id)
   ORDER BY w.place LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'account-code-taken' USING ERRCODE = 'TF001', DETAIL = fault;
  END IF;
  IF opened > 0 THEN
    INSERT INTO ledger.account_balances SELECT p_authority, n, 0, 0, 0, 0 FROM generate_series(first_number, first_number + opened - 1) n;
    INSERT INTO ledger.audit_events
    SELECT p_authority, block.seq, a.account_id - first_number + 1, p_principal, 'ledger.open-account', a.code,
           jsonb_build_object('account', ledger.account_as_sealed(a))
      FROM ledger.accounts a WHERE a.authority_id = p_authority AND a.account_id >= first_number;
    UPDATE ledger.books b SET next_account_id = first_number + opened WHERE b.authority_id = p_authority;
    PERFORM ledger.seal(p_authority, block.seq, block.at_time, block.previous, '{}', '{}', '{}', '{}');
  END IF;
  RETURN QUERY
  SELECT w.code, a.account_id,
         CASE WHEN a.account_id >= first_number AND row_number() OVER (PARTITION BY w.code ORDER BY w.place) = 1 THEN 'opened' ELSE 'exists' END
    FROM ledger.wanted_accounts(p_accounts) w
    CROSS JOIN LATERAL (SELECT x.account_id FROM ledger.accounts x WHERE x.authority_id = p_authority AND x.code = w.code OFFSET 0) a
   ORDER BY w.place;
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
