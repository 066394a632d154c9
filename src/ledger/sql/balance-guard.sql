-- The last wall: whatever inserts postings, each side of each entry adds up to zero and no entry has a single leg. The posting call judges
-- entries one by one and answers with a refusal; this trigger believes nobody, the owner and the posting call included. It looks at the
-- whole set once for each statement: a deferred trigger for each row would halve the throughput.
CREATE OR REPLACE FUNCTION ledger.refuse_unbalanced() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  wrong record;
BEGIN
  SELECT s.authority_id, s.entry_id INTO wrong
    FROM (
      SELECT p.authority_id, p.entry_id, p.side, sum(p.amount) AS total, count(*) AS legs
        FROM inserted p GROUP BY p.authority_id, p.entry_id, p.side
    ) s
   -- A side with a single leg cannot add up to zero, because no leg is zero: fewer than two legs of an entry shows in the sum too.
   WHERE s.total <> 0 OR s.legs < 2
   LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'entry % of authority % does not balance', wrong.entry_id, wrong.authority_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER balance_guard AFTER INSERT ON ledger.postings
  REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_unbalanced();
-- ENABLE ALWAYS: a session in replica role cannot slip past it either.
ALTER TABLE ledger.postings ENABLE ALWAYS TRIGGER balance_guard;
