-- The posting call: everything that happens to a book's money happens here, in one statement for any number of entries.
--
-- It takes the book's lock (its row is the head of the chain, so callers of one authority take turns and no order of account locks can
-- deadlock), judges the entries in the order given, writes what was accepted as sets (entries, postings, balances, day totals, holds, audit,
-- watch crossings, outbox) and seals the block. Each entry gets its own outcome; one that is refused leaves no trace and does not disturb its
-- neighbours unless they are linked. A call of plain entries with nothing wrong in it is judged and written at once.
--
-- Kinds: 1 entry, 2 reversal, 3 sweep, 4 hold, 5 hold posted, 6 hold voided, 7 hold expired; NULL when all are entries.
-- Legs arrive flat, entry by entry: p_leg_entries says whose a leg is, p_leg_accounts points into p_accounts, the distinct accounts of the
-- call, and p_leg_numbers is its number in its entry (in a reversal, the number of the leg it takes back). p_fingerprints holds 32 bytes for
-- each entry. p_principals and p_currencies have one element when it is the same for all; other optional arrays are NULL when not used.
DROP FUNCTION IF EXISTS ledger.post;
CREATE FUNCTION ledger.post(
  p_authority integer,
  p_recorded_at timestamptz,
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
  -- NULL when nothing was posted
  OUT block_seq bigint,
  OUT recorded_at timestamptz,
  -- 'posted', 'replayed' or the code of the refusal; NULL when all were posted, and then legs are as they were sent
  OUT outcomes text[],
  OUT earlier_blocks bigint[],
  OUT facts jsonb,
  -- where the postings of an entry stand in those of the call
  OUT first_legs integer[],
  OUT legs integer[],
  OUT leg_amounts bigint[],
  OUT leg_versions bigint[],
  OUT leg_balances bigint[]
)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET datestyle = 'ISO, YMD'
SET bytea_output = 'hex'
SET plan_cache_mode = 'force_generic_plan'
-- Plans are made once, while the book is small, and used when it is large: look-ups are probes by key for each element (lateral, with a
-- limit), and these settings keep the planner from reading a table through instead.
SET enable_seqscan = off
SET enable_mergejoin = off
AS $$
#variable_conflict use_column
DECLARE
  head record;
  at_time timestamptz;
  seq bigint;
  fine boolean;
  watched boolean;
  digests bytea[];
  leg_accounts integer[];
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);

  SELECT b.block_seq, b.block_hash, b.recorded_at INTO head FROM ledger.books b WHERE b.authority_id = p_authority FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'authority % has no book', p_authority USING ERRCODE = 'no_data_found';
  END IF;
  -- Recorded time never runs backwards in a book, whatever the caller's clock does.
  at_time := greatest(p_recorded_at, head.recorded_at);
  seq := head.block_seq + 1;

  IF p_kinds IS NULL AND p_overrides IS NULL AND p_links IS NULL AND p_condition_entries IS NULL AND cardinality(p_currencies) = 1 THEN
    BEGIN
      SELECT * INTO fine, watched, digests, leg_accounts, leg_versions, leg_balances
        FROM ledger.post_at_once(p_authority, seq, p_entry_ids, p_effective_dates, p_fingerprints, p_principals, p_currencies[1], p_accounts,
               p_leg_entries, p_leg_accounts, p_leg_amounts, p_leg_dimensions, p_leg_numbers, p_references, p_descriptions);
    EXCEPTION WHEN unique_violation THEN
      -- An entry was there before. To look for each would cost every call what only a repeated one has to pay.
      fine := false;
    END;
    IF fine THEN
      IF watched OR p_metadata IS NOT NULL OR p_topics IS NOT NULL THEN
        PERFORM ledger.post_beside(p_authority, seq, at_time, watched, p_accounts, p_entry_ids, p_principals, p_topics, p_metadata, NULL, NULL);
      END IF;
      PERFORM ledger.seal(p_authority, seq, at_time, head.block_hash, p_entry_ids, digests, leg_accounts, leg_versions);
      block_seq := seq;
      recorded_at := at_time;
      RETURN;
    END IF;
  END IF;

  SELECT * INTO block_seq, recorded_at, outcomes, earlier_blocks, facts, first_legs, legs, leg_amounts, leg_versions, leg_balances
    FROM ledger.post_in_order(p_authority, seq, at_time, head.block_hash, p_entry_ids, p_kinds, p_effective_dates, p_fingerprints, p_principals, p_currencies, p_accounts, p_leg_entries, p_leg_accounts, p_leg_amounts, p_leg_dimensions, p_leg_numbers, p_references, p_descriptions, p_overrides, p_links, p_reverses, p_hold_ids, p_hold_amounts, p_hold_final, p_hold_expires, p_condition_entries, p_condition_accounts, p_condition_versions, p_condition_balances, p_topics, p_metadata);
END
$$;
