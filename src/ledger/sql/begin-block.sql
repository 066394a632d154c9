-- Opens a call on a book: takes its lock and tells the number, the time and the hash that the next block builds on.
DROP FUNCTION IF EXISTS ledger.begin_block;
CREATE FUNCTION ledger.begin_block(p_authority integer, p_recorded_at timestamptz, OUT seq bigint, OUT at_time timestamptz, OUT previous bytea)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  SELECT b.block_seq + 1, greatest(p_recorded_at, b.recorded_at), b.block_hash INTO seq, at_time, previous
    FROM ledger.books b WHERE b.authority_id = p_authority FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'authority % has no book', p_authority USING ERRCODE = 'no_data_found';
  END IF;
END
$$;
