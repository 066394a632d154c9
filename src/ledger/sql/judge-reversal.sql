-- May these legs reverse that entry? NULL when they may, otherwise the refusal's code.
-- Leg numbers name the legs of the original: a leg is taken back at most once in all, in one piece or in parts.
DROP FUNCTION IF EXISTS ledger.judge_reversal;
CREATE FUNCTION ledger.judge_reversal(
  p_authority integer, p_original uuid, p_accounts integer[], p_leg_accounts integer[], p_leg_amounts bigint[], p_leg_numbers smallint[], p_effective date
) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
-- Legs meet legs by hash: a plan made for a few would compare ten thousand with ten thousand one by one.
SET enable_hashjoin = on
SET enable_nestloop = off
SET jit = off
AS $$
DECLARE
  original record;
  wrong integer;
  exhausted boolean;
  too_much integer;
BEGIN
  SELECT e.kind, e.effective_date INTO original FROM ledger.entries e WHERE e.authority_id = p_authority AND e.entry_id = p_original;
  IF NOT FOUND THEN RETURN 'entry-unknown'; END IF;
  IF original.kind = 2 THEN RETURN 'reversal-of-reversal'; END IF;
  IF original.kind NOT IN (1, 3, 5) THEN RETURN 'entry-not-reversible'; END IF;
  IF p_effective < original.effective_date THEN RETURN 'reversal-before-entry'; END IF;

  WITH taken_back AS (
    -- Added up once, not once for each leg: an entry may have thousands of legs.
    SELECT r.leg, sum(r.amount) AS amount
      FROM ledger.entries e CROSS JOIN LATERAL ledger.entry_postings(p_authority, e.entry_id) r
     WHERE e.authority_id = p_authority AND e.reverses = p_original
     GROUP BY r.leg
  ), remaining AS (
    SELECT p.leg, p.account_id, p.amount, p.amount + coalesce(t.amount, 0) AS left_over
      FROM ledger.entry_postings(p_authority, p_original) p LEFT JOIN taken_back t ON t.leg = p.leg
  ), asked AS (
    SELECT u.number AS leg, p_accounts[u.account] AS account_id, u.amount, count(*) OVER (PARTITION BY u.number) AS times
      FROM unnest(p_leg_accounts, p_leg_amounts, p_leg_numbers) u(account, amount, number)
  )
  SELECT count(*) FILTER (WHERE r.leg IS NULL OR r.account_id <> asked.account_id OR sign(r.amount) = sign(asked.amount) OR asked.times > 1),
         (SELECT bool_and(left_over = 0) FROM remaining),
         count(*) FILTER (WHERE abs(asked.amount) > abs(r.left_over))
    INTO wrong, exhausted, too_much
    FROM asked LEFT JOIN remaining r USING (leg);

  RETURN CASE WHEN exhausted THEN 'already-reversed' WHEN wrong > 0 THEN 'reversal-differs' WHEN too_much > 0 THEN 'reversal-exceeds-entry' END;
END
$$;
