-- Posts a call of plain entries as one set, if nothing is wrong with any of them; otherwise it writes nothing and says so, and the call is
-- judged entry by entry in the order given (post-in-order.sql). It never decides that an entry is refused: it asks of all entries together
-- what is enough for each of them to be accepted in the order given, so there is one set of rules and this is its short cut.
--
-- Balances run by window functions, and everything is written by the one statement that has judged: no array is built to be taken apart again.
DROP FUNCTION IF EXISTS ledger.post_at_once;
CREATE FUNCTION ledger.post_at_once(
  p_authority integer,
  p_seq bigint,
  p_entry_ids uuid[],
  p_effective_dates date[],
  p_fingerprints bytea,
  p_principals text[],
  p_currency text,
  p_accounts integer[],
  p_leg_entries integer[],
  p_leg_accounts integer[],
  p_leg_amounts bigint[],
  p_leg_dimensions integer[],
  p_leg_numbers smallint[],
  p_references text[],
  p_descriptions text[],
  OUT fine boolean,
  OUT watched boolean,
  OUT digests bytea[],
  OUT leg_accounts integer[],
  OUT leg_versions bigint[],
  OUT leg_balances bigint[]
)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  WITH known AS MATERIALIZED (
    SELECT u.n, u.account_id, k.*
      FROM unnest(p_accounts) WITH ORDINALITY u(account_id, n)
     -- OFFSET keeps this, and every look-up below, an index probe: a plan made while the book was small would read it through in each call.
     CROSS JOIN LATERAL (
       SELECT b.posted, b.version, acc.side, acc.normal_side, acc.opens_on, acc.closes_on, acc.dimension_id, acc.watched,
              acc.currency = p_currency AS same_currency, acc.ceiling AS at_most, greatest(acc.floor, acc.lowered_floor) AS at_least,
              CASE acc.normal_side WHEN 1 THEN b.pending_credit ELSE b.pending_debit END AS held
         FROM ledger.account_balances b, ledger.accounts acc
        WHERE b.authority_id = p_authority AND b.account_id = u.account_id
          AND acc.authority_id = p_authority AND acc.account_id = u.account_id
       OFFSET 0
     ) k
  ), legs AS MATERIALIZED (
    SELECT x.l, x.e, x.position, x.account_id, x.amount, x.number, x.effective_date, x.dimension_id, x.side, x.version, x.balance_after,
           x.sound AND x.balance_after BETWEEN -4000000000000000000 AND 4000000000000000000
             -- Never below a floor and never above a ceiling at any leg: then no entry is, and what was there before does not matter.
             AND (x.at_least IS NULL OR x.balance_after * x.normal_side - x.held >= x.at_least)
             AND (x.at_most IS NULL OR x.balance_after * x.normal_side <= x.at_most) AS sound
      FROM (
        SELECT y.*, CASE WHEN y.moved BETWEEN -5000000000000000000 AND 5000000000000000000 THEN y.posted + y.moved::bigint END AS balance_after
          FROM (
            SELECT g.l, p_leg_entries[g.l] AS e, k.n AS position, k.account_id, p_leg_amounts[g.l] AS amount, p_leg_numbers[g.l] AS number,
                   p_effective_dates[p_leg_entries[g.l]] AS effective_date, k.posted, k.side, k.normal_side, k.at_least, k.at_most, k.held,
                   CASE p_leg_dimensions[g.l] WHEN 0 THEN k.dimension_id ELSE p_leg_dimensions[g.l] END AS dimension_id,
                   k.same_currency AND p_leg_amounts[g.l] <> 0 AND p_leg_amounts[g.l] BETWEEN -1000000000000000 AND 1000000000000000
                     AND p_effective_dates[p_leg_entries[g.l]] BETWEEN k.opens_on AND coalesce(k.closes_on, 'infinity') AS sound,
                   sum(p_leg_amounts[g.l]) OVER so_far AS moved, k.version + row_number() OVER so_far AS version
              FROM generate_series(1, cardinality(p_leg_amounts)) g(l)
              JOIN known k ON k.n = p_leg_accounts[g.l]
            WINDOW so_far AS (PARTITION BY k.n ORDER BY g.l ROWS UNBOUNDED PRECEDING)
          ) y
      ) x
  ), per_entry AS MATERIALIZED (
    SELECT l.e, min(l.l) AS first_leg, count(*)::integer AS legs,
           -- coalesce: what is not known to be sound is not
           bool_and(coalesce(l.sound, false)) AND count(*) BETWEEN 2 AND 10000
             AND coalesce(sum(l.amount) FILTER (WHERE l.side = 0), 0) = 0 AND coalesce(sum(l.amount) FILTER (WHERE l.side = 1), 0) = 0
             AND coalesce(sum(l.amount) FILTER (WHERE l.side = 2), 0) = 0 AS sound,
           string_agg(concat(';', l.number, ',', l.account_id, ',', l.version, ',', l.amount, ',', l.balance_after, ',', l.dimension_id), '' ORDER BY l.l) AS leg_text
      FROM legs l GROUP BY l.e
  ), verdict AS MATERIALIZED (
    -- Every entry has its legs and every leg its account, or the sums are short. An id that was there before shows when it is inserted.
    SELECT (SELECT count(*) = cardinality(p_entry_ids) AND sum(x.legs) = cardinality(p_leg_amounts) FROM per_entry x WHERE x.sound)
           AND NOT EXISTS (SELECT FROM (SELECT DISTINCT x AS day FROM unnest(p_effective_dates) x) d
                             LEFT JOIN LATERAL (SELECT p.state FROM ledger.periods p
                                                 WHERE p.authority_id = p_authority AND p.first_day <= d.day AND p.last_day >= d.day LIMIT 1) p ON true
                            WHERE p.state IS DISTINCT FROM 'open') AS fine
  ), entries AS MATERIALIZED (
    SELECT u.n::integer AS ordinal, u.entry_id, u.effective_date, substring(p_fingerprints, u.n::integer * 32 - 31, 32) AS fingerprint,
           coalesce(u.principal, p_principals[1]) AS principal, u.reference, u.description, x.first_leg, x.legs, x.leg_text
      FROM unnest(p_entry_ids, p_effective_dates, p_principals, p_references, p_descriptions) WITH ORDINALITY
             u(entry_id, effective_date, principal, reference, description, n)
      JOIN per_entry x ON x.e = u.n
     WHERE (SELECT v.fine FROM verdict v)
  ), written_entries AS (
    INSERT INTO ledger.entries (authority_id, entry_id, kind, effective_date, block_seq, ordinal, first_leg, legs, fingerprint, principal, reference, description)
    SELECT p_authority, e.entry_id, 1, e.effective_date, p_seq, e.ordinal, e.first_leg, e.legs, e.fingerprint, e.principal, e.reference, e.description
      FROM entries e
  ), written_postings AS (
    INSERT INTO ledger.postings (authority_id, account_id, block_seq, version, amount, balance_after, entry_id, effective_date, dimension_id, leg, side)
    SELECT p_authority, l.account_id, p_seq, l.version, l.amount, l.balance_after, p_entry_ids[l.e], l.effective_date, l.dimension_id, l.number, l.side
      FROM legs l
     WHERE (SELECT v.fine FROM verdict v)
  ), days AS MATERIALIZED (
    SELECT l.position, l.account_id, l.effective_date, coalesce(sum(l.amount) FILTER (WHERE l.amount > 0), 0)::bigint AS debit,
           coalesce(-sum(l.amount) FILTER (WHERE l.amount < 0), 0)::bigint AS credit, count(*)::integer AS postings
      FROM legs l
     WHERE (SELECT v.fine FROM verdict v)
     GROUP BY l.position, l.account_id, l.effective_date
  ), written_days AS (
    INSERT INTO ledger.day_totals AS t (authority_id, account_id, effective_date, debit, credit, postings)
    SELECT p_authority, d.account_id, d.effective_date, d.debit, d.credit, d.postings FROM days d
    ON CONFLICT (authority_id, account_id, effective_date)
    DO UPDATE SET debit = t.debit + excluded.debit, credit = t.credit + excluded.credit, postings = t.postings + excluded.postings
  ), written_balances AS (
    -- The rows are there; written this way each is found by its key, whatever the planner thinks of the table.
    INSERT INTO ledger.account_balances AS t (authority_id, account_id, version, posted, pending_debit, pending_credit)
    SELECT p_authority, d.account_id, sum(d.postings), sum(d.debit - d.credit), 0, 0 FROM days d GROUP BY d.account_id
    ON CONFLICT (authority_id, account_id) DO UPDATE SET version = t.version + excluded.version, posted = t.posted + excluded.posted
  ), written_audit AS (
    INSERT INTO ledger.audit_events (authority_id, block_seq, ordinal, principal, operation, subject, detail)
    SELECT p_authority, p_seq, row_number() OVER (ORDER BY e.principal COLLATE "C"), e.principal, 'ledger.post', p_seq::text,
           jsonb_build_object('entries', count(*), 'overrides', 0)
      FROM entries e GROUP BY e.principal
  )
  SELECT v.fine, (SELECT bool_or(k.watched) FROM known k),
         ARRAY(SELECT sha256(convert_to(
                        ROW(e.entry_id, 1, e.effective_date, e.fingerprint, e.principal, e.reference, e.description, NULL, NULL, NULL, NULL)::text || e.leg_text, 'UTF8'))
                 FROM entries e ORDER BY e.ordinal),
         o.accounts, o.versions, o.balances
    INTO fine, watched, digests, leg_accounts, leg_versions, leg_balances
    FROM verdict v
    LEFT JOIN (SELECT array_agg(l.account_id) AS accounts, array_agg(l.version) AS versions, array_agg(l.balance_after) AS balances
                 FROM (SELECT l.account_id, l.version, l.balance_after FROM legs l ORDER BY l.l) l) o ON v.fine;
END
$$;
