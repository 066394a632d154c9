-- Reads of the book, each one statement that names its authority first: a pooled connection can neither carry it over nor forget it.
-- They run as the caller, so row-level security is the second wall behind the authority in every key.

DROP FUNCTION IF EXISTS ledger.read_accounts;
CREATE FUNCTION ledger.read_accounts(p_authority integer, p_codes jsonb, p_prefix text, p_after text, p_limit integer)
RETURNS TABLE (
  account_id integer, code text, class text, side smallint, normal_side smallint, currency text, opens_on date, closes_on date, floor bigint, ceiling bigint,
  lowered_floor bigint, lowered_floor_until date, share text, stream text, source text, financial_year text, cost_centre text, subjective text,
  version bigint, posted bigint, pending_debit bigint, pending_credit bigint, revision integer
)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  IF p_codes IS NOT NULL THEN
    RETURN QUERY
    SELECT a.account_id, a.code, a.class, a.side, a.normal_side, a.currency, a.opens_on, a.closes_on, a.floor, a.ceiling, a.lowered_floor, a.lowered_floor_until,
           d.share, d.stream, d.source, d.financial_year, d.cost_centre, d.subjective, b.version, b.posted, b.pending_debit, b.pending_credit, a.revision
      FROM (SELECT DISTINCT named.code FROM jsonb_array_elements_text(p_codes) named(code)) u
      -- OFFSET keeps each look-up a probe by key: joined freely, to name ten accounts reads those of the whole book through.
     CROSS JOIN LATERAL (SELECT x.* FROM ledger.accounts x WHERE x.authority_id = p_authority AND x.code = u.code OFFSET 0) a
     CROSS JOIN LATERAL (SELECT x.* FROM ledger.account_balances x WHERE x.authority_id = p_authority AND x.account_id = a.account_id OFFSET 0) b
     CROSS JOIN LATERAL (SELECT x.* FROM ledger.dimensions x WHERE x.authority_id = p_authority AND x.dimension_id = a.dimension_id OFFSET 0) d
     WHERE (p_prefix IS NULL OR starts_with(a.code, p_prefix)) AND (p_after IS NULL OR a.code COLLATE "C" > p_after)
     ORDER BY a.code COLLATE "C"
     LIMIT p_limit;
    RETURN;
  END IF;
  RETURN QUERY
  SELECT a.account_id, a.code, a.class, a.side, a.normal_side, a.currency, a.opens_on, a.closes_on, a.floor, a.ceiling, a.lowered_floor, a.lowered_floor_until,
         d.share, d.stream, d.source, d.financial_year, d.cost_centre, d.subjective, b.version, b.posted, b.pending_debit, b.pending_credit, a.revision
    FROM ledger.accounts a
    JOIN ledger.account_balances b ON b.authority_id = a.authority_id AND b.account_id = a.account_id
    JOIN ledger.dimensions d ON d.authority_id = a.authority_id AND d.dimension_id = a.dimension_id
   WHERE a.authority_id = p_authority
     AND (p_prefix IS NULL OR a.code COLLATE "C" >= p_prefix AND starts_with(a.code, p_prefix))
     AND (p_after IS NULL OR a.code COLLATE "C" > p_after)
   ORDER BY a.code COLLATE "C"
   LIMIT p_limit;
END
$$;

-- Balances in the account's normal direction. With p_on as at the end of that effective date, with p_at as the book knew it then, else now.
DROP FUNCTION IF EXISTS ledger.read_balances;
CREATE FUNCTION ledger.read_balances(p_authority integer, p_codes jsonb, p_on date, p_at timestamptz)
RETURNS TABLE (code text, currency text, version bigint, balance bigint, pending_in bigint, pending_out bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY
  SELECT a.code, a.currency, CASE WHEN p_on IS NULL AND p_at IS NULL THEN b.version END,
         a.normal_side * CASE WHEN p_on IS NOT NULL THEN ledger.balance_on(p_authority, a.account_id, p_on)
                              WHEN p_at IS NOT NULL THEN ledger.balance_recorded(p_authority, a.account_id, p_at)
                              ELSE b.posted END,
         CASE WHEN p_on IS NULL AND p_at IS NULL THEN CASE WHEN a.normal_side = 1 THEN b.pending_debit ELSE b.pending_credit END END,
         CASE WHEN p_on IS NULL AND p_at IS NULL THEN CASE WHEN a.normal_side = 1 THEN b.pending_credit ELSE b.pending_debit END END
    FROM jsonb_array_elements_text(p_codes) WITH ORDINALITY u(code, n)
    -- OFFSET keeps each look-up a probe by key: joined freely, a balance of one account reads the accounts of the whole book through.
    CROSS JOIN LATERAL (SELECT x.* FROM ledger.accounts x WHERE x.authority_id = p_authority AND x.code = u.code OFFSET 0) a
    CROSS JOIN LATERAL (SELECT x.* FROM ledger.account_balances x WHERE x.authority_id = p_authority AND x.account_id = a.account_id OFFSET 0) b
   ORDER BY u.n;
END
$$;

-- By how much accounts changed on each day up to one, in their normal direction: the whole course of many accounts in one reading.
DROP FUNCTION IF EXISTS ledger.read_day_changes;
CREATE FUNCTION ledger.read_day_changes(p_authority integer, p_codes jsonb, p_to date)
RETURNS TABLE (code text, effective_date date, change bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY
  SELECT a.code, t.effective_date, a.normal_side * (t.debit - t.credit)
    FROM jsonb_array_elements_text(p_codes) WITH ORDINALITY u(code, n)
    CROSS JOIN LATERAL (SELECT x.* FROM ledger.accounts x WHERE x.authority_id = p_authority AND x.code = u.code OFFSET 0) a
    CROSS JOIN LATERAL (SELECT x.* FROM ledger.day_totals x
                         WHERE x.authority_id = p_authority AND x.account_id = a.account_id AND x.effective_date <= p_to OFFSET 0) t
   WHERE t.debit <> t.credit
   ORDER BY u.n, t.effective_date;
END
$$;

-- Every account with its debits and credits up to the end of an effective date (or of all): sides add to zero or the book is wrong.
DROP FUNCTION IF EXISTS ledger.read_trial_balance;
CREATE FUNCTION ledger.read_trial_balance(p_authority integer, p_on date)
RETURNS TABLE (code text, class text, side smallint, normal_side smallint, currency text, debit bigint, credit bigint, balance bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY
  SELECT a.code, a.class, a.side, a.normal_side, a.currency, coalesce(t.debit, 0), coalesce(t.credit, 0), coalesce(t.debit - t.credit, 0)
    FROM ledger.accounts a
    LEFT JOIN (SELECT d.account_id, sum(d.debit)::bigint AS debit, sum(d.credit)::bigint AS credit
                 FROM ledger.day_totals d WHERE d.authority_id = p_authority AND (p_on IS NULL OR d.effective_date <= p_on)
                GROUP BY d.account_id) t ON t.account_id = a.account_id
   WHERE a.authority_id = p_authority
   ORDER BY a.side, a.code COLLATE "C";
END
$$;

-- A page of one account's postings in the order they were recorded, newest first when p_newest_first.
DROP FUNCTION IF EXISTS ledger.read_account_statement;
CREATE FUNCTION ledger.read_account_statement(
  p_authority integer, p_code text, p_from date, p_to date, p_after_block bigint, p_after_version bigint, p_newest_first boolean, p_limit integer
) RETURNS TABLE (
  block_seq bigint, version bigint, entry_id uuid, kind smallint, effective_date date, recorded_at timestamptz, reference text, description text,
  override text, reverses uuid, leg smallint, amount bigint, balance_after bigint, share text, stream text, source text, financial_year text, cost_centre text, subjective text
)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
-- To plan a page anew costs as much as to read it, and the planner does so where a book is long.
SET plan_cache_mode = 'force_generic_plan'
AS $$
#variable_conflict use_column
DECLARE
  account integer;
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  SELECT a.account_id INTO account FROM ledger.accounts a WHERE a.authority_id = p_authority AND a.code = p_code;
  RETURN QUERY
  SELECT p.block_seq, p.version, p.entry_id, e.kind, p.effective_date, b.recorded_at, e.reference, e.description, e.override, e.reverses, p.leg,
         p.amount, p.balance_after, d.share, d.stream, d.source, d.financial_year, d.cost_centre, d.subjective
    FROM (
      (SELECT * FROM ledger.postings x
        WHERE NOT p_newest_first AND x.authority_id = p_authority AND x.account_id = account
          AND (x.block_seq, x.version) > (coalesce(p_after_block, 0), coalesce(p_after_version, 0))
          AND (p_from IS NULL OR x.effective_date >= p_from) AND (p_to IS NULL OR x.effective_date <= p_to)
        ORDER BY x.block_seq, x.version LIMIT p_limit)
      UNION ALL
      (SELECT * FROM ledger.postings x
        WHERE p_newest_first AND x.authority_id = p_authority AND x.account_id = account
          AND (x.block_seq, x.version) < (coalesce(p_after_block, 9223372036854775807), coalesce(p_after_version, 9223372036854775807))
          AND (p_from IS NULL OR x.effective_date >= p_from) AND (p_to IS NULL OR x.effective_date <= p_to)
        ORDER BY x.block_seq DESC, x.version DESC LIMIT p_limit)
    ) p
    -- One probe by key for each line, whatever the planner thinks of the length of a page.
    CROSS JOIN LATERAL (SELECT x.* FROM ledger.entries x WHERE x.authority_id = p_authority AND x.entry_id = p.entry_id OFFSET 0) e
    CROSS JOIN LATERAL (SELECT x.* FROM ledger.blocks x WHERE x.authority_id = p_authority AND x.block_seq = p.block_seq OFFSET 0) b
    CROSS JOIN LATERAL (SELECT x.* FROM ledger.dimensions x WHERE x.authority_id = p_authority AND x.dimension_id = p.dimension_id OFFSET 0) d
   ORDER BY CASE WHEN p_newest_first THEN -p.version ELSE p.version END;
END
$$;

-- Entries whole, in the order asked for: one row for each posting, and one without a posting for the steps of holds.
DROP FUNCTION IF EXISTS ledger.read_entries;
CREATE FUNCTION ledger.read_entries(p_authority integer, p_entries jsonb)
RETURNS TABLE (
  entry_id uuid, kind smallint, effective_date date, recorded_at timestamptz, block_seq bigint, ordinal integer, fingerprint bytea, principal text, reference text,
  description text, override text, reverses uuid, hold_id uuid, hold_amount bigint, metadata jsonb, metadata_revision integer,
  leg smallint, account_id integer, account text, currency text, amount bigint, version bigint, balance_after bigint, dimension_id integer,
  share text, stream text, source text, financial_year text, cost_centre text, subjective text
)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY
  SELECT e.entry_id, e.kind, e.effective_date, b.recorded_at, e.block_seq, e.ordinal, e.fingerprint, e.principal, e.reference, e.description, e.override,
         e.reverses, e.hold_id, e.hold_amount, m.data, m.revision,
         p.leg, p.account_id, a.code, a.currency, p.amount, p.version, p.balance_after, p.dimension_id,
         d.share, d.stream, d.source, d.financial_year, d.cost_centre, d.subjective
    FROM (SELECT x.id::uuid AS entry_id, x.n FROM jsonb_array_elements_text(p_entries) WITH ORDINALITY x(id, n)) u
    JOIN ledger.entries e ON e.authority_id = p_authority AND e.entry_id = u.entry_id
    JOIN ledger.blocks b ON b.authority_id = p_authority AND b.block_seq = e.block_seq
    LEFT JOIN LATERAL (SELECT x.data, x.revision FROM ledger.entry_metadata x
                        WHERE x.authority_id = p_authority AND x.entry_id = e.entry_id ORDER BY x.revision DESC LIMIT 1) m ON true
    LEFT JOIN LATERAL ledger.entry_postings(p_authority, e.entry_id) p ON true
    LEFT JOIN ledger.accounts a ON a.authority_id = p_authority AND a.account_id = p.account_id
    LEFT JOIN ledger.dimensions d ON d.authority_id = p_authority AND d.dimension_id = p.dimension_id
   ORDER BY u.n, p.leg;
END
$$;

-- Ids of entries in the order they were recorded, newest first, before a place in the chain.
DROP FUNCTION IF EXISTS ledger.list_entries;
CREATE FUNCTION ledger.list_entries(p_authority integer, p_reference text, p_before_block bigint, p_before_ordinal integer, p_limit integer)
RETURNS TABLE (entry_id uuid, block_seq bigint, ordinal integer)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  IF p_reference IS NOT NULL THEN
    RETURN QUERY
    SELECT e.entry_id, e.block_seq, e.ordinal FROM ledger.entries e
     WHERE e.authority_id = p_authority AND e.reference = p_reference
       AND (p_before_block IS NULL OR (e.block_seq, e.ordinal) < (p_before_block, p_before_ordinal))
     ORDER BY e.block_seq DESC, e.ordinal DESC LIMIT p_limit;
    RETURN;
  END IF;
  RETURN QUERY
  SELECT u.id, b.block_seq, u.n::integer
    FROM (SELECT x.block_seq, x.entry_ids FROM ledger.blocks x
           WHERE x.authority_id = p_authority AND x.block_seq <= coalesce(p_before_block, 9223372036854775807) AND cardinality(x.entry_ids) > 0
           ORDER BY x.block_seq DESC LIMIT p_limit + 1) b
    CROSS JOIN LATERAL unnest(b.entry_ids) WITH ORDINALITY u(id, n)
   WHERE p_before_block IS NULL OR (b.block_seq, u.n) < (p_before_block, p_before_ordinal)
   ORDER BY b.block_seq DESC, u.n DESC LIMIT p_limit;
END
$$;

DROP FUNCTION IF EXISTS ledger.read_holds;
CREATE FUNCTION ledger.read_holds(p_authority integer, p_holds jsonb)
RETURNS TABLE (
  hold_id uuid, debit_account text, credit_account text, debit_account_id integer, credit_account_id integer, currency text, dimension_id integer,
  amount bigint, captured bigint, state smallint, effective_date date, expires_at timestamptz
)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY
  SELECT h.hold_id, dr.code, cr.code, h.debit_account_id, h.credit_account_id, h.currency, h.dimension_id, h.amount, h.captured, h.state, h.effective_date, h.expires_at
    FROM ledger.holds h
    JOIN ledger.accounts dr ON dr.authority_id = p_authority AND dr.account_id = h.debit_account_id
    JOIN ledger.accounts cr ON cr.authority_id = p_authority AND cr.account_id = h.credit_account_id
   WHERE h.authority_id = p_authority AND h.hold_id IN (SELECT x::uuid FROM jsonb_array_elements_text(p_holds) x);
END
$$;

DROP FUNCTION IF EXISTS ledger.list_expired_holds;
CREATE FUNCTION ledger.list_expired_holds(p_authority integer, p_at timestamptz, p_limit integer) RETURNS SETOF uuid
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY SELECT h.hold_id FROM ledger.holds h WHERE h.authority_id = p_authority AND h.state = 1 AND h.expires_at <= p_at ORDER BY h.expires_at LIMIT p_limit;
END
$$;

DROP FUNCTION IF EXISTS ledger.read_periods;
CREATE FUNCTION ledger.read_periods(p_authority integer) RETURNS TABLE (period_id text, first_day date, last_day date, state text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY SELECT p.period_id, p.first_day, p.last_day, p.state FROM ledger.periods p WHERE p.authority_id = p_authority ORDER BY p.first_day;
END
$$;

DROP FUNCTION IF EXISTS ledger.read_crossings;
CREATE FUNCTION ledger.read_crossings(p_authority integer, p_after_block bigint, p_limit integer)
RETURNS TABLE (watch_id uuid, label text, account text, metric text, direction text, block_seq bigint, recorded_at timestamptz, kind text, value bigint, bound bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY
  SELECT c.watch_id, w.label, a.code, w.metric, w.direction, c.block_seq, b.recorded_at, c.kind, c.value, c.bound
    FROM ledger.crossings c
    JOIN ledger.blocks b ON b.authority_id = p_authority AND b.block_seq = c.block_seq
    LEFT JOIN ledger.watches w ON w.authority_id = p_authority AND w.watch_id = c.watch_id
    LEFT JOIN ledger.accounts a ON a.authority_id = p_authority AND a.account_id = w.account_id
   WHERE c.authority_id = p_authority AND c.block_seq > p_after_block
   ORDER BY c.block_seq, c.watch_id LIMIT p_limit;
END
$$;

-- One crossing by its name: a block of thousands is told of one by one, and none of them may read all the others.
DROP FUNCTION IF EXISTS ledger.read_crossing;
CREATE FUNCTION ledger.read_crossing(p_authority integer, p_watch uuid, p_block bigint)
RETURNS TABLE (watch_id uuid, label text, account text, metric text, direction text, block_seq bigint, recorded_at timestamptz, kind text, value bigint, bound bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY
  SELECT c.watch_id, w.label, a.code, w.metric, w.direction, c.block_seq, b.recorded_at, c.kind, c.value, c.bound
    FROM ledger.crossings c
    JOIN ledger.blocks b ON b.authority_id = p_authority AND b.block_seq = c.block_seq
    LEFT JOIN ledger.watches w ON w.authority_id = p_authority AND w.watch_id = c.watch_id
    LEFT JOIN ledger.accounts a ON a.authority_id = p_authority AND a.account_id = w.account_id
   WHERE c.authority_id = p_authority AND c.watch_id = p_watch AND c.block_seq = p_block;
END
$$;
