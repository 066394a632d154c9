-- What all accounts with dimensions stand at, added up over the first and the last part of their codes and over stream, source and year. One
-- statement however many accounts there are. In the accounts' normal direction; p_on and p_at as in read_balances.
DROP FUNCTION IF EXISTS ledger.read_totals;
CREATE FUNCTION ledger.read_totals(p_authority integer, p_on date, p_at timestamptz)
RETURNS TABLE (head text, tail text, stream text, source text, financial_year text, balance bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
-- The planner takes every account for a group of its own and would sort them all, on disk; there are a few dozen groups.
SET enable_sort = off
AS $$
#variable_conflict use_column
DECLARE
  carried date;
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  IF p_on IS NOT NULL THEN
    -- What closed periods carry forward is never added up again.
    SELECT max(p.last_day) INTO carried FROM ledger.periods p WHERE p.authority_id = p_authority AND p.state = 'closed' AND p.last_day <= p_on;
    RETURN QUERY
    SELECT split_part(a.code, ':', 1), split_part(a.code, ':', -1), d.stream, d.source, d.financial_year, sum(a.normal_side * m.net)::bigint
      FROM (SELECT c.account_id, c.closing AS net FROM ledger.period_balances c
             WHERE c.authority_id = p_authority AND c.last_day = carried AND c.closing <> 0
            UNION ALL
            SELECT t.account_id, t.debit - t.credit FROM ledger.day_totals t
             WHERE t.authority_id = p_authority AND t.effective_date <= p_on AND t.effective_date > coalesce(carried, '-infinity')) m
      JOIN ledger.accounts a ON a.authority_id = p_authority AND a.account_id = m.account_id
      JOIN ledger.dimensions d ON d.authority_id = p_authority AND d.dimension_id = a.dimension_id
     WHERE a.dimension_id <> 0
     GROUP BY 1, 2, 3, 4, 5;
  ELSIF p_at IS NOT NULL THEN
    RETURN QUERY
    SELECT split_part(a.code, ':', 1), split_part(a.code, ':', -1), d.stream, d.source, d.financial_year,
           sum(a.normal_side * ledger.balance_recorded(p_authority, a.account_id, p_at))::bigint
      FROM ledger.accounts a
      JOIN ledger.dimensions d ON d.authority_id = p_authority AND d.dimension_id = a.dimension_id
     WHERE a.authority_id = p_authority AND a.dimension_id <> 0
     GROUP BY 1, 2, 3, 4, 5;
  ELSE
    RETURN QUERY
    SELECT split_part(a.code, ':', 1), split_part(a.code, ':', -1), d.stream, d.source, d.financial_year, sum(a.normal_side * b.posted)::bigint
      FROM ledger.account_balances b
      JOIN ledger.accounts a ON a.authority_id = p_authority AND a.account_id = b.account_id
      JOIN ledger.dimensions d ON d.authority_id = p_authority AND d.dimension_id = a.dimension_id
     WHERE b.authority_id = p_authority AND b.posted <> 0 AND a.dimension_id <> 0
     GROUP BY 1, 2, 3, 4, 5;
  END IF;
END
$$;
