-- Lines as they arrive from a file, for the length of the transaction that reads it. Temporary: a reading that is broken off leaves nothing.
DROP FUNCTION IF EXISTS reconciliation.expect_lines;
CREATE FUNCTION reconciliation.expect_lines() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  CREATE TEMPORARY TABLE arriving_lines (
    ordinal integer, n integer, line_id uuid, line_number integer, booking_date date, value_date date, value_date_as_written text, amount_minor bigint,
    currency text, bank_reference text, end_to_end_id text, counterparty_name text, counterparty_account text, remittance text, return_reason text,
    type_code text, raw_text text, reversal boolean, batch_items jsonb, identity bytea
  ) ON COMMIT DROP;
END
$$;

-- Keeps the lines of one bank statement that are not here yet, and notes which of the others it showed again.
--
-- A line that arrived is the same as a kept one when both have the same identity (day, amount, and the bank's own id or else the text) and
--   1. where the two bank statements begin the day at different balances, both stand at the same balance after them: then the place on the
--      account tells the equal payment of the morning from that of the afternoon; or
--   2. where they begin the day at the same balance, or one says no balance, both are the n-th of their kind on that day: the bank may order
--      a day's lines anew in every export.
-- Neither holds between bank statements that the bank itself says follow one another: those share no line.
DROP FUNCTION IF EXISTS reconciliation.keep_lines;
CREATE FUNCTION reconciliation.keep_lines(
  p_authority integer, p_account uuid, p_import uuid, p_statement uuid, p_ordinal integer, p_format text, p_opening bigint, p_closing bigint,
  p_sequence integer
)
RETURNS TABLE (lines_new integer, lines_known integer, look_alikes integer, look_alike_line integer)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_first date;
  v_last date;
  v_newest_first boolean;
BEGIN
  SELECT min(a.booking_date), max(a.booking_date) INTO v_first, v_last FROM pg_temp.arriving_lines a WHERE a.ordinal = p_ordinal;
  SELECT coalesce((SELECT a.booking_date FROM pg_temp.arriving_lines a WHERE a.ordinal = p_ordinal ORDER BY a.n LIMIT 1)
                > (SELECT a.booking_date FROM pg_temp.arriving_lines a WHERE a.ordinal = p_ordinal ORDER BY a.n DESC LIMIT 1), false)
    INTO v_newest_first;

  CREATE TEMPORARY TABLE placed_lines ON COMMIT DROP AS
  WITH days AS (
    SELECT a.booking_date, sum(sum(a.amount_minor)) OVER (ORDER BY a.booking_date) - sum(a.amount_minor) AS moved_before
      FROM pg_temp.arriving_lines a
     WHERE a.ordinal = p_ordinal
     GROUP BY a.booking_date
  ), ordered AS (
    SELECT a.n, a.line_id, a.booking_date, a.amount_minor, a.identity, CASE WHEN v_newest_first THEN -a.n ELSE a.n END AS place
      FROM pg_temp.arriving_lines a
     WHERE a.ordinal = p_ordinal
  )
  SELECT o.n, o.line_id, o.identity, o.place, o.booking_date, o.amount_minor,
         (p_opening + d.moved_before)::bigint AS day_opening,
         (p_opening + sum(o.amount_minor) OVER (ORDER BY o.booking_date, o.place))::bigint AS balance_after
    FROM ordered o
    JOIN days d ON d.booking_date = o.booking_date;

  CREATE TEMPORARY TABLE known_lines (n integer, line_id uuid) ON COMMIT DROP;
  CREATE TEMPORARY TABLE kept_lines ON COMMIT DROP AS
  SELECT l.line_id, l.identity, l.occurrence, l.day_opening_minor AS day_opening, l.balance_after_minor AS balance_after, l.booking_date, l.amount_minor,
         s.format,
         coalesce(s.closing_minor = p_opening AND (s.import_id = p_import OR s.sequence_number = p_sequence - 1), false)
           OR coalesce(s.opening_minor = p_closing AND (s.import_id = p_import OR s.sequence_number = p_sequence + 1), false) AS elsewhere
    FROM reconciliation.bank_lines l
    JOIN reconciliation.bank_statements s ON s.authority_id = l.authority_id AND s.statement_id = l.statement_id
   WHERE l.authority_id = p_authority
     AND l.account_id = p_account
     AND l.undone_at IS NULL
     AND l.booking_date BETWEEN v_first AND v_last;

  IF EXISTS (SELECT FROM pg_temp.kept_lines) THEN
    ANALYZE pg_temp.placed_lines;
    ANALYZE pg_temp.kept_lines;
    INSERT INTO pg_temp.known_lines
    SELECT a.n, k.line_id
      FROM (SELECT k.line_id, k.identity, k.balance_after, row_number() OVER (PARTITION BY k.identity, k.balance_after ORDER BY k.occurrence) AS nth
              FROM pg_temp.kept_lines k
              JOIN (SELECT DISTINCT p.identity, p.day_opening FROM pg_temp.placed_lines p) p ON p.identity = k.identity
             WHERE NOT k.elsewhere AND k.day_opening <> p.day_opening) k
      JOIN (SELECT p.n, p.identity, p.balance_after, row_number() OVER (PARTITION BY p.identity, p.balance_after ORDER BY p.place) AS nth
              FROM pg_temp.placed_lines p) a
        ON a.identity = k.identity AND a.balance_after = k.balance_after AND a.nth = k.nth;
    ANALYZE pg_temp.known_lines;
    INSERT INTO pg_temp.known_lines
    SELECT a.n, k.line_id
      FROM (SELECT k.line_id, k.identity, row_number() OVER (PARTITION BY k.identity ORDER BY k.occurrence) AS nth
              FROM pg_temp.kept_lines k
              JOIN (SELECT DISTINCT p.identity, p.day_opening FROM pg_temp.placed_lines p) p ON p.identity = k.identity
             WHERE NOT k.elsewhere AND (k.day_opening = p.day_opening) IS NOT FALSE
               AND NOT EXISTS (SELECT FROM pg_temp.known_lines x WHERE x.line_id = k.line_id)) k
      JOIN (SELECT p.n, p.identity, row_number() OVER (PARTITION BY p.identity ORDER BY p.place) AS nth
              FROM pg_temp.placed_lines p
             WHERE NOT EXISTS (SELECT FROM pg_temp.known_lines x WHERE x.n = p.n)) a
        ON a.identity = k.identity AND a.nth = k.nth;
    ANALYZE pg_temp.known_lines;
  END IF;

  INSERT INTO reconciliation.bank_lines
    (authority_id, line_id, account_id, statement_id, import_id, line_number, booking_date, value_date, value_date_as_written, amount_minor, currency,
     bank_reference, end_to_end_id, counterparty_name, counterparty_account, remittance, return_reason, type_code, raw_text, reversal, batch_items,
     identity, occurrence, day_opening_minor, balance_after_minor)
  SELECT p_authority, a.line_id, p_account, p_statement, p_import, a.line_number, a.booking_date, a.value_date, a.value_date_as_written, a.amount_minor,
         a.currency, a.bank_reference, a.end_to_end_id, a.counterparty_name, a.counterparty_account, a.remittance, a.return_reason, a.type_code,
         a.raw_text, a.reversal, a.batch_items, a.identity,
         coalesce(k.most, 0) + row_number() OVER (PARTITION BY a.identity ORDER BY p.place), p.day_opening, p.balance_after
    FROM pg_temp.placed_lines p
    JOIN pg_temp.arriving_lines a ON a.ordinal = p_ordinal AND a.n = p.n
    LEFT JOIN (SELECT k.identity, max(k.occurrence) AS most FROM pg_temp.kept_lines k GROUP BY k.identity) k ON k.identity = p.identity
   WHERE NOT EXISTS (SELECT FROM pg_temp.known_lines x WHERE x.n = p.n);
  GET DIAGNOSTICS lines_new = ROW_COUNT;

  INSERT INTO reconciliation.bank_line_sightings (authority_id, line_id, statement_id)
  SELECT p_authority, x.line_id, p_statement FROM pg_temp.known_lines x;
  GET DIAGNOSTICS lines_known = ROW_COUNT;

  -- The same day and amount from another format, not recognised here: another bank's words for it, or another payment. Nobody guesses.
  SELECT count(*), min(a.line_number) INTO look_alikes, look_alike_line
    FROM pg_temp.placed_lines p
    JOIN pg_temp.arriving_lines a ON a.ordinal = p_ordinal AND a.n = p.n
   WHERE NOT EXISTS (SELECT FROM pg_temp.known_lines x WHERE x.n = p.n)
     AND EXISTS (SELECT FROM pg_temp.kept_lines k
                  WHERE k.booking_date = p.booking_date AND k.amount_minor = p.amount_minor AND k.format <> p_format AND NOT k.elsewhere
                    AND NOT EXISTS (SELECT FROM pg_temp.known_lines x WHERE x.line_id = k.line_id));

  DELETE FROM pg_temp.arriving_lines a WHERE a.ordinal = p_ordinal;
  DROP TABLE pg_temp.placed_lines, pg_temp.known_lines, pg_temp.kept_lines;
  RETURN NEXT;
END
$$;
