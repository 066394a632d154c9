-- A new authority's empty book. Safe to repeat.
DROP FUNCTION IF EXISTS ledger.create_book;
CREATE FUNCTION ledger.create_book(p_authority integer, p_currency text, p_recorded_at timestamptz) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  INSERT INTO ledger.books (authority_id, currency, next_account_id, next_dimension_id, block_seq, block_hash, recorded_at)
  VALUES (p_authority, p_currency, 1, 1, 0, sha256(convert_to('threefold book ' || p_authority, 'UTF8')), p_recorded_at)
  ON CONFLICT DO NOTHING;
  INSERT INTO ledger.dimensions (authority_id, dimension_id) VALUES (p_authority, 0) ON CONFLICT DO NOTHING;
END
$$;
