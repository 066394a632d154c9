-- Judges the entries of a call one by one, in the order given, against balances held in memory, and writes what was accepted as sets. All
-- rules of posting stand here; what a call of plain entries with nothing wrong in it may skip is in post-at-once.sql.
DROP FUNCTION IF EXISTS ledger.post_in_order;
CREATE FUNCTION ledger.post_in_order(
  p_authority integer,
  p_seq bigint,
  p_at timestamptz,
  p_previous bytea,
  p_entry_ids uuid[],
  p_kinds smallint[],
  p_effective_dates date[],
  p_fingerprints bytea,
  p_principals text[],
  p_currencies text[],
  p_accounts integer[],
  p_leg_entries integer[],
  p_leg_accounts integer[],
  p_leg_amounts bigint[],
  p_leg_dimensions integer[],
  p_leg_numbers smallint[],
  p_references text[],
  p_descriptions text[],
  p_overrides text[],
  p_links integer[],
  p_reverses uuid[],
  p_hold_ids uuid[],
  p_hold_amounts bigint[],
  p_hold_final boolean[],
  p_hold_expires timestamptz[],
  p_condition_entries integer[],
  p_condition_accounts integer[],
  p_condition_versions bigint[],
  p_condition_balances bigint[],
  p_topics text[],
  p_metadata jsonb[],
  OUT block_seq bigint,
  OUT recorded_at timestamptz,
  OUT outcomes text[],
  OUT earlier_blocks bigint[],
  OUT facts jsonb,
  OUT first_legs integer[],
  OUT legs integer[],
  OUT leg_amounts bigint[],
  OUT leg_versions bigint[],
  OUT leg_balances bigint[]
)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET enable_hashjoin = off
AS $post$
#variable_conflict use_column
DECLARE
  c_max_amount CONSTANT bigint := 1000000000000000;
  -- A balance and what is pending beside it are subtracted from each other: half of bigint each, so that nothing overflows.
  c_max_balance CONSTANT bigint := 4000000000000000000;
  c_max_legs CONSTANT integer := 10000;

  n integer := cardinality(p_entry_ids);
  kinds smallint[]; principals text[]; currencies text[]; fingerprints bytea[];

  -- the distinct accounts of the call, position by position
  a_balance bigint[]; a_version bigint[]; a_pending_debit bigint[]; a_pending_credit bigint[];
  a_normal integer[]; a_side integer[]; a_opens date[]; a_closes date[]; a_floor bigint[]; a_ceiling bigint[];
  a_lowered bigint[]; a_lowered_until date[]; a_dimension integer[]; a_currency text[]; a_limited boolean[];
  a_seen_in integer[]; a_before bigint[];
  was_version bigint[]; was_pending_debit bigint[]; was_pending_credit bigint[];
  any_watched boolean; any_limited boolean;

  -- the holds of the call
  h_ids uuid[]; h_state integer[]; h_amount bigint[]; h_captured bigint[]; h_debit integer[]; h_credit integer[];
  h_dimension integer[]; h_expires timestamptz[]; h_effective date[]; h_currency text[]; h_changed boolean := false;

  -- outcomes, entry by entry
  o_code text[]; o_facts jsonb[]; o_ordinal integer[]; o_first integer[]; o_legs integer[]; o_block bigint[];
  o_digest bytea[]; o_hold integer[]; o_hold_state integer[]; o_hold_captured bigint[]; o_hold_amount bigint[]; o_overrode boolean[];
  o_pending bigint[]; o_hold_leg integer[];

  -- postings to write, compact
  w integer := 0;
  l_account integer[]; l_position integer[]; l_version bigint[]; l_amount bigint[]; l_balance bigint[]; l_entry uuid[];
  l_effective date[]; l_dimension integer[]; l_number smallint[]; l_side smallint[];

  accepted_count integer := 0;
  first_in integer; next_in integer := 1; legs_in integer;
  i integer; j integer; l integer; a integer; h integer; c integer := 1; k integer;
  kind integer; eff date; amt bigint; cur text; bal bigint; number smallint; dim integer; room bigint; lowest bigint;
  sum_budget bigint; sum_actual bigint; sum_memo bigint; side integer;
  code text; detail jsonb; leg_text text := ''; legs_before text := ''; released bigint; capture bigint;
  link integer; group_link integer := 0; group_first integer := 0; group_failed boolean := false;
  group_refused integer; group_code text;
  d_dates date[] := '{}'; d_states text[] := '{}'; d integer; period_state text; overrode boolean;
  seen record;
BEGIN
  -- What is the same for all, or follows from the rest, was not sent for each.
  kinds := coalesce(p_kinds, array_fill(1::smallint, ARRAY[n]));
  principals := CASE WHEN cardinality(p_principals) < n THEN array_fill(p_principals[1], ARRAY[n]) ELSE p_principals END;
  currencies := CASE WHEN cardinality(p_currencies) < n THEN array_fill(p_currencies[1], ARRAY[n]) ELSE p_currencies END;
  fingerprints := ARRAY(SELECT substring(p_fingerprints, x * 32 - 31, 32) FROM generate_series(1, n) x);

  SELECT array_agg(s.posted), array_agg(s.version), array_agg(s.pending_debit), array_agg(s.pending_credit),
         array_agg(s.normal_side::integer), array_agg(s.side::integer), array_agg(s.opens_on), array_agg(s.closes_on),
         array_agg(s.floor), array_agg(s.ceiling), array_agg(s.lowered_floor), array_agg(s.lowered_floor_until),
         array_agg(s.dimension_id), array_agg(s.currency),
         array_agg(s.floor IS NOT NULL OR s.ceiling IS NOT NULL), bool_or(s.watched), bool_or(s.floor IS NOT NULL OR s.ceiling IS NOT NULL)
    INTO a_balance, a_version, a_pending_debit, a_pending_credit, a_normal, a_side, a_opens, a_closes, a_floor, a_ceiling,
         a_lowered, a_lowered_until, a_dimension, a_currency, a_limited, any_watched, any_limited
    FROM (
      SELECT known.*
        FROM unnest(p_accounts) WITH ORDINALITY u(account_id, n)
        -- LIMIT keeps this, and every look-up below, an index probe: a plan made while the book was small would read it through in each call.
        LEFT JOIN LATERAL (
          SELECT b.posted, b.version, b.pending_debit, b.pending_credit, acc.normal_side, acc.side, acc.opens_on, acc.closes_on,
                 acc.floor, acc.ceiling, acc.lowered_floor, acc.lowered_floor_until, acc.dimension_id, acc.currency, acc.watched
            FROM ledger.account_balances b, ledger.accounts acc
           WHERE b.authority_id = p_authority AND b.account_id = u.account_id
             AND acc.authority_id = p_authority AND acc.account_id = u.account_id
           LIMIT 1
        ) known ON true
       ORDER BY u.n
    ) s;

  was_version := a_version; was_pending_debit := a_pending_debit; was_pending_credit := a_pending_credit;

  -- Filled before use: an array that begins at a later element would shift when it is unnested.
  o_code := array_fill(NULL::text, ARRAY[n]); o_facts := array_fill(NULL::jsonb, ARRAY[n]); o_ordinal := array_fill(NULL::integer, ARRAY[n]);
  o_first := array_fill(NULL::integer, ARRAY[n]); o_legs := array_fill(NULL::integer, ARRAY[n]); o_block := array_fill(NULL::bigint, ARRAY[n]);
  o_digest := array_fill(NULL::bytea, ARRAY[n]); o_hold_amount := array_fill(NULL::bigint, ARRAY[n]); o_overrode := array_fill(NULL::boolean, ARRAY[n]);

  -- What was asked before is answered as before, or refused when the same id now asks for something else.
  FOR seen IN
    SELECT u.n::integer AS n, known.fingerprint, known.block_seq
      FROM unnest(p_entry_ids) WITH ORDINALITY u(entry_id, n)
     CROSS JOIN LATERAL (
       SELECT e.fingerprint, e.block_seq FROM ledger.entries e WHERE e.authority_id = p_authority AND e.entry_id = u.entry_id LIMIT 1
     ) known
  LOOP
    IF seen.fingerprint = fingerprints[seen.n] THEN
      o_code[seen.n] := 'replayed';
      o_block[seen.n] := seen.block_seq;
    ELSE
      o_code[seen.n] := 'idempotency-conflict';
    END IF;
  END LOOP;

  IF p_hold_ids IS NOT NULL THEN
    SELECT array_agg(s.hold_id), array_agg(s.state::integer), array_agg(s.amount), array_agg(s.captured), array_agg(s.debit_account_id),
           array_agg(s.credit_account_id), array_agg(s.dimension_id), array_agg(s.expires_at), array_agg(s.effective_date), array_agg(s.currency)
      INTO h_ids, h_state, h_amount, h_captured, h_debit, h_credit, h_dimension, h_expires, h_effective, h_currency
      FROM (
        SELECT u.hold_id, known.state, known.amount, known.captured, known.debit_account_id, known.credit_account_id, known.dimension_id,
               known.expires_at, known.effective_date, known.currency
          FROM (SELECT DISTINCT x AS hold_id FROM unnest(p_hold_ids) x WHERE x IS NOT NULL) u
          LEFT JOIN LATERAL (SELECT * FROM ledger.holds hold WHERE hold.authority_id = p_authority AND hold.hold_id = u.hold_id LIMIT 1) known ON true
      ) s;
  END IF;

  FOR i IN 1 .. n LOOP
    first_in := next_in;
    WHILE p_leg_entries[next_in] = i LOOP next_in := next_in + 1; END LOOP;
    legs_in := next_in - first_in;
    link := p_links[i];

    -- Linked entries stand or fall together: the first refusal takes back the members before it.
    IF coalesce(link, 0) <> group_link THEN
      group_link := coalesce(link, 0);
      group_first := i;
      group_failed := false;
    END IF;

    IF o_code[i] = 'replayed' THEN
      CONTINUE;
    END IF;

    code := o_code[i];
    detail := NULL;
    kind := kinds[i];
    eff := p_effective_dates[i];
    cur := currencies[i];
    overrode := false;
    leg_text := '';
    legs_before := '';
    o_first[i] := w + 1;
    <<judge>>
    BEGIN
      IF code IS NOT NULL THEN EXIT judge; END IF;
      IF group_failed THEN
        code := 'linked-entry-refused';
        detail := jsonb_build_object('refusedEntryId', p_entry_ids[group_refused], 'refusal', group_code);
        EXIT judge;
      END IF;

      IF legs_in < 2 THEN
        code := 'entry-too-few-postings';
        EXIT judge;
      END IF;
      IF legs_in > c_max_legs THEN
        code := 'entry-too-many-postings';
        detail := jsonb_build_object('postings', legs_in, 'most', c_max_legs);
        EXIT judge;
      END IF;
      -- Only this many legs can add up past bigint, and what debits alone bring past it the few legs left cannot balance.
      IF legs_in > 9000 THEN
        -- Apart from the line above: an expression with a query in it is run as a statement, for each entry.
        IF greatest((SELECT sum(x) FROM unnest(p_leg_amounts[first_in : next_in - 1]) x WHERE x > 0),
                    (SELECT -sum(x) FROM unnest(p_leg_amounts[first_in : next_in - 1]) x WHERE x < 0)) > 9000000000000000000 THEN
          code := 'entry-unbalanced';
          EXIT judge;
        END IF;
      END IF;

      d := array_position(d_dates, eff);
      IF d IS NULL THEN
        d_dates := d_dates || eff;
        d := cardinality(d_dates);
        SELECT p.state INTO period_state FROM ledger.periods p
         WHERE p.authority_id = p_authority AND p.first_day <= eff AND p.last_day >= eff;
        d_states[d] := period_state;
      END IF;
      IF d_states[d] IS NULL AND kind < 6 THEN
        code := 'period-unknown';
        detail := jsonb_build_object('effectiveDate', eff);
        EXIT judge;
      ELSIF d_states[d] = 'closed' AND kind < 6 OR d_states[d] = 'soft-closed' AND kind < 6 AND p_overrides[i] IS DISTINCT FROM 'soft-closed-period' THEN
        code := 'period-closed';
        detail := jsonb_build_object('effectiveDate', eff, 'state', d_states[d]);
        EXIT judge;
      END IF;

      -- Holds: which one, and may this step still be taken?
      IF kind >= 4 THEN
        h := array_position(h_ids, p_hold_ids[i]);
        IF kind = 4 THEN
          IF h_state[h] IS NOT NULL THEN
            code := 'idempotency-conflict';
            EXIT judge;
          END IF;
        ELSIF h_state[h] IS NULL THEN
          code := 'hold-unknown';
          EXIT judge;
        ELSIF h_state[h] <> 1 THEN
          code := 'hold-not-pending';
          detail := jsonb_build_object('state', (ARRAY['pending', 'posted', 'voided', 'expired'])[h_state[h]]);
          EXIT judge;
        ELSIF kind = 5 AND h_expires[h] <= p_at THEN
          code := 'hold-expired';
          detail := jsonb_build_object('expiresAt', to_json(h_expires[h]));
          EXIT judge;
        ELSIF kind = 7 AND (h_expires[h] IS NULL OR h_expires[h] > p_at) THEN
          code := 'hold-not-expired';
          EXIT judge;
        END IF;
      END IF;

      -- The legs: accounts alive, one currency, nothing zero, every side balanced by itself.
      sum_budget := 0; sum_actual := 0; sum_memo := 0;
      FOR l IN first_in .. next_in - 1 LOOP
        a := p_leg_accounts[l];
        amt := p_leg_amounts[l];
        -- One expression for the leg in which nothing is wrong; what exactly is wrong is only asked of the others.
        IF a_balance[a] IS NULL OR amt = 0 OR amt > c_max_amount OR amt < -c_max_amount OR a_currency[a] <> cur
           OR kind < 6 AND (eff < a_opens[a] OR eff > a_closes[a]) THEN
          IF a_balance[a] IS NULL THEN
            code := 'account-unknown';
            detail := jsonb_build_object('posting', l - first_in + 1);
            EXIT judge;
          END IF;
          IF kind < 6 THEN
            IF eff < a_opens[a] THEN
              code := 'account-not-open';
              detail := jsonb_build_object('posting', l - first_in + 1, 'accountId', p_accounts[a], 'opensOn', a_opens[a]);
              EXIT judge;
            END IF;
            IF eff > a_closes[a] THEN
              code := 'account-closed';
              detail := jsonb_build_object('posting', l - first_in + 1, 'accountId', p_accounts[a], 'closesOn', a_closes[a]);
              EXIT judge;
            END IF;
          END IF;
          IF a_currency[a] <> cur THEN
            code := 'currency-mismatch';
            detail := jsonb_build_object('posting', l - first_in + 1, 'accountId', p_accounts[a], 'accountCurrency', a_currency[a], 'currency', cur);
            EXIT judge;
          END IF;
          IF amt = 0 THEN
            code := 'amount-zero';
            detail := jsonb_build_object('posting', l - first_in + 1);
            EXIT judge;
          END IF;
          IF amt > c_max_amount OR amt < -c_max_amount THEN
            code := 'amount-too-large';
            detail := jsonb_build_object('posting', l - first_in + 1);
            EXIT judge;
          END IF;
        END IF;
        side := a_side[a];
        IF side = 1 THEN sum_actual := sum_actual + amt;
        ELSIF side = 0 THEN sum_budget := sum_budget + amt;
        ELSE sum_memo := sum_memo + amt;
        END IF;
      END LOOP;
      IF sum_budget <> 0 OR sum_actual <> 0 OR sum_memo <> 0 THEN
        code := 'entry-unbalanced';
        detail := jsonb_build_object('budget', sum_budget::text, 'actual', sum_actual::text, 'memo', sum_memo::text);
        EXIT judge;
      END IF;

      IF p_reverses[i] IS NOT NULL THEN
        code := ledger.judge_reversal(p_authority, p_reverses[i],
                  p_accounts, p_leg_accounts[first_in : next_in - 1], p_leg_amounts[first_in : next_in - 1], p_leg_numbers[first_in : next_in - 1], eff);
        IF code IS NOT NULL THEN EXIT judge; END IF;
        FOR j IN 1 .. i - 1 LOOP
          IF p_reverses[j] = p_reverses[i] AND o_code[j] = 'posted' THEN
            code := 'reversal-in-progress';
            EXIT judge;
          END IF;
        END LOOP;
      END IF;

      -- Conditions: the caller's picture of an account must still be true at this point of the call.
      WHILE p_condition_entries[c] < i LOOP c := c + 1; END LOOP;
      k := c;
      WHILE p_condition_entries[k] = i LOOP
        a := p_condition_accounts[k];
        IF a_balance[a] IS NULL THEN
          code := 'account-unknown';
          EXIT judge;
        ELSIF a_version[a] <> p_condition_versions[k] OR a_balance[a] * a_normal[a] <> p_condition_balances[k] THEN
          code := 'condition-not-met';
          detail := jsonb_build_object('accountId', p_accounts[a], 'version', a_version[a]::text, 'balance', (a_balance[a] * a_normal[a])::text);
          EXIT judge;
        END IF;
        k := k + 1;
      END LOOP;

      IF any_limited THEN
        FOR l IN first_in .. next_in - 1 LOOP
          a := p_leg_accounts[l];
          IF a_limited[a] AND a_seen_in[a] IS DISTINCT FROM i THEN
            a_seen_in[a] := i;
            a_before[a] := a_balance[a] * a_normal[a] - CASE WHEN a_normal[a] = 1 THEN a_pending_credit[a] ELSE a_pending_debit[a] END;
          END IF;
        END LOOP;
      END IF;

      IF kind >= 4 THEN
        -- Legs of a hold are its debit and its credit account; what is pending lies beside the balance and is no posting.
        a := p_leg_accounts[first_in];
        k := p_leg_accounts[first_in + 1];
        o_hold[i] := h;
        o_hold_leg[i] := first_in;
        o_hold_state[i] := h_state[h];
        o_hold_captured[i] := h_captured[h];
        o_hold_amount[i] := p_hold_amounts[i];
        IF kind = 4 THEN
          IF legs_in <> 2 OR p_leg_amounts[first_in] <= 0 OR a = k THEN
            code := 'hold-needs-two-postings';
            EXIT judge;
          END IF;
          IF a_pending_debit[a] > c_max_balance - p_leg_amounts[first_in] OR a_pending_credit[k] > c_max_balance - p_leg_amounts[first_in] THEN
            code := 'balance-too-large';
            EXIT judge;
          END IF;
          o_hold_amount[i] := p_leg_amounts[first_in];
          o_pending[i] := p_leg_amounts[first_in];
        ELSE
          IF legs_in <> 2 OR p_accounts[a] <> h_debit[h] OR p_accounts[k] <> h_credit[h] THEN
            code := 'hold-accounts-differ';
            EXIT judge;
          END IF;
          released := h_amount[h] - h_captured[h];
          IF kind = 5 THEN
            capture := coalesce(p_hold_amounts[i], released);
            IF capture > released THEN
              code := 'hold-over-captured';
              detail := jsonb_build_object('held', released::text, 'requested', capture::text);
              EXIT judge;
            END IF;
            IF capture <= 0 THEN
              code := 'amount-zero';
              EXIT judge;
            END IF;
            o_hold_amount[i] := capture;
            IF NOT coalesce(p_hold_final[i], true) THEN
              released := capture;
            END IF;
          ELSE
            o_hold_amount[i] := released;
          END IF;
          o_pending[i] := -released;
        END IF;
        a_pending_debit[a] := a_pending_debit[a] + o_pending[i];
        a_pending_credit[k] := a_pending_credit[k] + o_pending[i];
        IF kind = 4 THEN
          h_state[h] := 1; h_amount[h] := o_pending[i]; h_captured[h] := 0; h_debit[h] := p_accounts[a]; h_credit[h] := p_accounts[k];
          h_dimension[h] := coalesce(nullif(p_leg_dimensions[first_in], 0), a_dimension[a]);
          h_expires[h] := p_hold_expires[i]; h_effective[h] := eff; h_currency[h] := cur;
        ELSIF kind = 5 THEN
          h_captured[h] := h_captured[h] + capture;
          IF coalesce(p_hold_final[i], true) OR h_captured[h] = h_amount[h] THEN h_state[h] := 2; END IF;
        ELSIF kind = 6 THEN
          h_state[h] := 3;
        ELSE
          h_state[h] := 4;
        END IF;
        h_changed := true;
      END IF;

      IF kind = 3 THEN
        -- A sweep moves what is available on its first account, up to the amount given.
        a := p_leg_accounts[first_in];
        room := a_balance[a] * a_normal[a] - CASE WHEN a_normal[a] = 1 THEN a_pending_credit[a] ELSE a_pending_debit[a] END;
        room := room - CASE WHEN a_lowered_until[a] >= eff THEN a_lowered[a] ELSE coalesce(a_floor[a], 0) END;
        IF legs_in <> 2 OR sign(p_leg_amounts[first_in]) = a_normal[a] THEN
          code := 'sweep-needs-two-postings';
          EXIT judge;
        END IF;
        IF room <= 0 THEN
          code := 'nothing-to-sweep';
          detail := jsonb_build_object('accountId', p_accounts[a], 'available', room::text);
          EXIT judge;
        END IF;
        room := least(room, abs(p_leg_amounts[first_in]));
      END IF;

      IF kind <= 5 THEN
        FOR l IN first_in .. next_in - 1 LOOP
          a := p_leg_accounts[l];
          IF kind <> 4 THEN
            amt := p_leg_amounts[l];
            IF kind = 3 THEN amt := sign(amt) * room; END IF;
            IF kind = 5 THEN amt := sign(amt) * capture; END IF;
            bal := a_balance[a] + amt;
            dim := p_leg_dimensions[l];
            IF dim = 0 THEN dim := a_dimension[a]; END IF;
            number := p_leg_numbers[l];
            w := w + 1;
            a_balance[a] := bal;
            a_version[a] := a_version[a] + 1;
            l_position[w] := a;
            l_account[w] := p_accounts[a];
            l_version[w] := a_version[a];
            l_amount[w] := amt;
            l_balance[w] := bal;
            l_entry[w] := p_entry_ids[i];
            l_effective[w] := eff;
            l_dimension[w] := dim;
            l_number[w] := number;
            l_side[w] := a_side[a];
            leg_text := concat(leg_text, ';', number, ',', p_accounts[a], ',', a_version[a], ',', amt, ',', bal, ',', dim);
            -- A text that grows is copied each time: thousands of legs are gathered in pieces.
            IF l % 50 = 0 THEN
              legs_before := legs_before || leg_text;
              leg_text := '';
            END IF;
            IF bal > c_max_balance OR bal < -c_max_balance THEN
              code := 'balance-too-large';
              detail := jsonb_build_object('accountId', p_accounts[a]);
              EXIT judge;
            END IF;
          END IF;
        END LOOP;

        -- Limits stop what makes an account worse, judged after the whole entry; a named override lets a cost that has happened through.
        IF NOT any_limited THEN EXIT judge; END IF;
        FOR l IN first_in .. next_in - 1 LOOP
          a := p_leg_accounts[l];
          IF a_limited[a] THEN
            room := a_balance[a] * a_normal[a] - CASE WHEN a_normal[a] = 1 THEN a_pending_credit[a] ELSE a_pending_debit[a] END;
            lowest := CASE WHEN a_lowered_until[a] >= eff THEN a_lowered[a] ELSE a_floor[a] END;
            IF room < lowest AND room < a_before[a] THEN
              IF coalesce(nullif(p_overrides[i], ''), 'soft-closed-period') = 'soft-closed-period' THEN
                code := 'floor-broken';
                detail := jsonb_build_object('accountId', p_accounts[a], 'available', a_before[a]::text, 'floor', lowest::text, 'wouldBe', room::text);
                EXIT judge;
              END IF;
              overrode := true;
            END IF;
            IF kind <> 4 AND a_balance[a] * a_normal[a] > a_ceiling[a] AND sign(p_leg_amounts[l]) = a_normal[a] THEN
              IF coalesce(nullif(p_overrides[i], ''), 'soft-closed-period') = 'soft-closed-period' THEN
                code := 'ceiling-broken';
                detail := jsonb_build_object('accountId', p_accounts[a], 'ceiling', a_ceiling[a]::text, 'wouldBe', (a_balance[a] * a_normal[a])::text);
                EXIT judge;
              END IF;
              overrode := true;
            END IF;
          END IF;
        END LOOP;
      END IF;
    END judge;

    IF code IS NULL THEN
      accepted_count := accepted_count + 1;
      o_code[i] := 'posted';
      o_ordinal[i] := accepted_count;
      o_legs[i] := w + 1 - o_first[i];
      o_overrode[i] := overrode;
      o_digest[i] := sha256(convert_to(
        ROW(p_entry_ids[i], kind, eff, fingerprints[i], principals[i], p_references[i], p_descriptions[i], p_overrides[i],
            p_reverses[i], p_hold_ids[i], o_hold_amount[i])::text || legs_before || leg_text, 'UTF8'));
      CONTINUE;
    END IF;

    o_code[i] := code;
    o_facts[i] := detail;
    -- Take back what this entry, and the members of its group before it, did to the picture in memory.
    FOR j IN REVERSE i .. CASE WHEN group_link > 0 THEN group_first ELSE i END LOOP
      IF j < i AND o_code[j] <> 'posted' THEN CONTINUE; END IF;
      WHILE w >= o_first[j] LOOP
        a := l_position[w];
        a_balance[a] := a_balance[a] - l_amount[w];
        a_version[a] := a_version[a] - 1;
        w := w - 1;
      END LOOP;
      IF o_pending[j] IS NOT NULL THEN
        a := p_leg_accounts[o_hold_leg[j]];
        k := p_leg_accounts[o_hold_leg[j] + 1];
        a_pending_debit[a] := a_pending_debit[a] - o_pending[j];
        a_pending_credit[k] := a_pending_credit[k] - o_pending[j];
        o_pending[j] := NULL;
        h_state[o_hold[j]] := o_hold_state[j];
        h_captured[o_hold[j]] := o_hold_captured[j];
      END IF;
      IF j < i THEN
        o_code[j] := 'linked-entry-refused';
        o_facts[j] := jsonb_build_object('refusedEntryId', p_entry_ids[i], 'refusal', code);
        accepted_count := accepted_count - 1;
      END IF;
    END LOOP;
    IF group_link > 0 AND NOT group_failed THEN
      group_failed := true;
      group_refused := i;
      group_code := code;
    END IF;
  END LOOP;

  IF accepted_count > 0 THEN
    INSERT INTO ledger.entries (authority_id, entry_id, kind, effective_date, block_seq, ordinal, first_leg, legs, fingerprint, principal,
                                reference, description, override, reverses, hold_id, hold_amount)
    SELECT p_authority, u.entry_id, u.kind, u.effective_date, p_seq, u.ordinal, u.first_leg, u.legs, u.fingerprint, u.principal,
           u.reference, u.description, u.override, u.reverses, u.hold_id, u.hold_amount
      FROM unnest(p_entry_ids, kinds, p_effective_dates, fingerprints, principals, p_references, p_descriptions, p_overrides,
                  p_reverses, p_hold_ids, o_hold_amount, o_ordinal, o_first, o_legs, o_code)
           u(entry_id, kind, effective_date, fingerprint, principal, reference, description, override, reverses, hold_id, hold_amount,
             ordinal, first_leg, legs, code)
     WHERE u.code = 'posted';

    IF w > 0 THEN
      IF cardinality(l_account) > w THEN
        l_account := l_account[1:w]; l_version := l_version[1:w]; l_amount := l_amount[1:w]; l_balance := l_balance[1:w];
        l_entry := l_entry[1:w]; l_effective := l_effective[1:w]; l_dimension := l_dimension[1:w]; l_number := l_number[1:w]; l_side := l_side[1:w];
      END IF;
      INSERT INTO ledger.postings (authority_id, account_id, block_seq, version, amount, balance_after, entry_id, effective_date, dimension_id, leg, side)
      SELECT p_authority, u.account_id, p_seq, u.version, u.amount, u.balance_after, u.entry_id, u.effective_date, u.dimension_id, u.leg, u.side
        FROM unnest(l_account, l_version, l_amount, l_balance, l_entry, l_effective, l_dimension, l_number, l_side)
             u(account_id, version, amount, balance_after, entry_id, effective_date, dimension_id, leg, side);

      INSERT INTO ledger.day_totals AS t (authority_id, account_id, effective_date, debit, credit, postings)
      SELECT p_authority, u.account_id, u.effective_date, coalesce(sum(u.amount) FILTER (WHERE u.amount > 0), 0)::bigint,
             coalesce(-sum(u.amount) FILTER (WHERE u.amount < 0), 0)::bigint, count(*)::integer
        FROM unnest(l_account, l_effective, l_amount) u(account_id, effective_date, amount)
       GROUP BY u.account_id, u.effective_date
      ON CONFLICT (authority_id, account_id, effective_date)
      DO UPDATE SET debit = t.debit + excluded.debit, credit = t.credit + excluded.credit, postings = t.postings + excluded.postings;
    END IF;

    -- The rows are there; written this way each is found by its key, whatever the planner thinks of the table.
    INSERT INTO ledger.account_balances AS t (authority_id, account_id, version, posted, pending_debit, pending_credit)
    SELECT p_authority, u.account_id, u.version, u.posted, u.pending_debit, u.pending_credit
      FROM unnest(p_accounts, a_version, a_balance, a_pending_debit, a_pending_credit, was_version, was_pending_debit, was_pending_credit)
           u(account_id, version, posted, pending_debit, pending_credit, was_version, was_pending_debit, was_pending_credit)
     WHERE u.version <> u.was_version OR u.pending_debit <> u.was_pending_debit OR u.pending_credit <> u.was_pending_credit
    ON CONFLICT (authority_id, account_id)
    DO UPDATE SET version = excluded.version, posted = excluded.posted, pending_debit = excluded.pending_debit, pending_credit = excluded.pending_credit;

    IF h_changed THEN
      INSERT INTO ledger.holds AS t (authority_id, hold_id, debit_account_id, credit_account_id, dimension_id, amount, captured, state, effective_date, expires_at, currency)
      SELECT p_authority, u.hold_id, u.debit, u.credit, u.dimension_id, u.amount, u.captured, u.state, u.effective_date, u.expires_at, u.currency
        FROM unnest(h_ids, h_debit, h_credit, h_dimension, h_amount, h_captured, h_state, h_effective, h_expires, h_currency)
             u(hold_id, debit, credit, dimension_id, amount, captured, state, effective_date, expires_at, currency)
       WHERE u.state IS NOT NULL
      ON CONFLICT (authority_id, hold_id) DO UPDATE SET captured = excluded.captured, state = excluded.state;
    END IF;

    INSERT INTO ledger.audit_events (authority_id, block_seq, ordinal, principal, operation, subject, detail)
    SELECT p_authority, p_seq, row_number() OVER (ORDER BY u.principal COLLATE "C"), u.principal, 'ledger.post', p_seq::text,
           jsonb_build_object('entries', count(*), 'overrides', count(*) FILTER (WHERE u.overrode))
      FROM unnest(principals, o_code, o_overrode) u(principal, code, overrode)
     WHERE u.code = 'posted'
     GROUP BY u.principal;

    IF p_hold_ids IS NOT NULL THEN
      -- A hold has no postings: what it is for is sealed here, because its entry's digest knows only its amount.
      INSERT INTO ledger.audit_events (authority_id, block_seq, ordinal, principal, operation, subject, detail)
      SELECT p_authority, p_seq, (SELECT max(x.ordinal) FROM ledger.audit_events x WHERE x.authority_id = p_authority AND x.block_seq = p_seq)
               + row_number() OVER (ORDER BY u.n), u.principal, 'ledger.place-hold', u.entry_id::text, ledger.hold_as_sealed(placed.held)
        FROM unnest(p_entry_ids, kinds, principals, o_code) WITH ORDINALITY u(entry_id, kind, principal, code, n)
       CROSS JOIN LATERAL (SELECT held FROM ledger.holds held WHERE held.authority_id = p_authority AND held.hold_id = u.entry_id LIMIT 1) placed
       WHERE u.code = 'posted' AND u.kind = 4;
    END IF;

    IF any_watched OR p_metadata IS NOT NULL OR p_topics IS NOT NULL OR true = ANY (o_overrode) THEN
      PERFORM ledger.post_beside(p_authority, p_seq, p_at, any_watched, p_accounts, p_entry_ids, principals, p_topics, p_metadata, o_code, o_overrode);
    END IF;

    PERFORM ledger.seal(p_authority, p_seq, p_at, p_previous,
      ARRAY(SELECT u.id FROM unnest(p_entry_ids, o_code) WITH ORDINALITY u(id, code, n) WHERE u.code = 'posted' ORDER BY u.n),
      ARRAY(SELECT u.digest FROM unnest(o_digest, o_code) WITH ORDINALITY u(digest, code, n) WHERE u.code = 'posted' ORDER BY u.n),
      coalesce(l_account, '{}'), coalesce(l_version, '{}'));
  END IF;

  block_seq := CASE WHEN accepted_count > 0 THEN p_seq END;
  recorded_at := CASE WHEN accepted_count > 0 THEN p_at END;
  outcomes := o_code;
  earlier_blocks := o_block;
  facts := to_jsonb(o_facts);
  first_legs := o_first;
  legs := o_legs;
  leg_amounts := l_amount;
  leg_versions := l_version;
  leg_balances := l_balance;
END
$post$;
