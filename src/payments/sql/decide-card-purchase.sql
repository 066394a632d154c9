-- A card is used and the shop waits: the rules are judged and the money is held in one call. The card's row is the lock that two purchases
-- with one card share, so that together they cannot pass a limit of the period. Answers NULL when it may go through, or why it may not.
DROP FUNCTION IF EXISTS payments.decide_card_purchase;
CREATE FUNCTION payments.decide_card_purchase(
  p_authority integer, p_issuer text, p_card_ref text, p_purchase uuid, p_issuer_ref text, p_amount bigint, p_merchant text, p_category text,
  p_day date, p_week date, p_month date, p_year date, p_expires timestamptz, p_now timestamptz
) RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  card payments.cards;
  before payments.card_purchases;
  rules jsonb;
  since date;
  used bigint;
  reason text;
  available integer;
  paid integer;
  said text[];
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  SELECT * INTO card FROM payments.cards c
   WHERE c.authority_id = p_authority AND c.issuer = p_issuer AND c.issuer_ref = p_card_ref FOR UPDATE;
  IF NOT FOUND THEN RETURN 'card-unknown'; END IF;
  -- Asked twice, answered once.
  SELECT * INTO before FROM payments.card_purchases p WHERE p.authority_id = p_authority AND p.purchase_id = p_purchase;
  IF FOUND THEN RETURN before.reason; END IF;
  SELECT r.rules INTO rules FROM payments.card_rules r
   WHERE r.authority_id = p_authority AND r.stream = card.stream AND r.valid_from <= p_day ORDER BY r.valid_from DESC LIMIT 1;
  rules := coalesce(rules, '{}');
  since := CASE rules -> 'perPeriod' ->> 'period' WHEN 'week' THEN p_week WHEN 'month' THEN p_month ELSE p_year END;
  IF rules ? 'perPeriod' THEN
    SELECT coalesce(sum(CASE p.state WHEN 'captured' THEN p.captured ELSE p.amount END), 0) INTO used FROM payments.card_purchases p
     WHERE p.authority_id = p_authority AND p.card_id = card.card_id AND p.made_on >= since AND p.state IN ('held', 'captured');
  END IF;
  reason := CASE
    WHEN card.state <> 'active' THEN 'card-stopped'
    WHEN rules #> '{categories,only}' IS NOT NULL AND NOT (rules #> '{categories,only}') ? p_category THEN 'category-not-covered'
    WHEN (rules #> '{categories,not}') ? p_category THEN 'category-not-covered'
    WHEN rules #> '{merchants,only}' IS NOT NULL AND NOT (rules #> '{merchants,only}') ? p_merchant THEN 'shop-not-covered'
    WHEN (rules #> '{merchants,not}') ? p_merchant THEN 'shop-not-covered'
    WHEN p_amount > (rules ->> 'perPurchase')::bigint THEN 'above-purchase-limit'
    WHEN used + p_amount > (rules #>> '{perPeriod,amount}')::bigint THEN 'above-period-limit'
  END;
  IF reason IS NULL AND p_amount > 0 THEN
    SELECT max(a.account_id) FILTER (WHERE a.code = card.available_account), max(a.account_id) FILTER (WHERE a.code = card.paid_account)
      INTO available, paid
      FROM ledger.accounts a WHERE a.authority_id = p_authority AND a.code IN (card.available_account, card.paid_account);
    SELECT posted.outcomes INTO said FROM ledger.post(
      p_authority, p_now, ARRAY[p_purchase], ARRAY[4]::smallint[], ARRAY[p_day],
      sha256(convert_to('card ' || p_purchase || ' ' || p_amount, 'UTF8')), ARRAY['system'], ARRAY['GBP'],
      ARRAY[coalesce(available, 0), coalesce(paid, 0)], ARRAY[1, 1], ARRAY[1, 2], ARRAY[p_amount, -p_amount], ARRAY[0, 0], ARRAY[1, 2]::smallint[],
      NULL, ARRAY['Card purchase held'], NULL, NULL, NULL, ARRAY[p_purchase], NULL, NULL, ARRAY[p_expires], NULL, NULL, NULL, NULL, NULL, NULL) posted;
    -- Without outcomes everything was posted.
    IF said IS NOT NULL AND said[1] NOT IN ('posted', 'replayed') THEN reason := 'not-enough-left'; END IF;
  END IF;
  INSERT INTO payments.card_purchases
    (authority_id, purchase_id, card_id, issuer_ref, amount, merchant, category, made_on, state, reason, captured, decided_at)
  VALUES (p_authority, p_purchase, card.card_id, p_issuer_ref, p_amount, p_merchant, p_category, p_day,
          CASE WHEN reason IS NULL THEN 'held' ELSE 'declined' END, reason, 0, p_now);
  RETURN reason;
END
$$;
