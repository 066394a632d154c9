-- The number of a set of dimensions, null when the book has none. A share is nearly always named, and named it is one probe of the key:
-- IS NOT DISTINCT FROM alone would read the book's dimensions through for every one of them.
DROP FUNCTION IF EXISTS ledger.dimension_number;
CREATE FUNCTION ledger.dimension_number(
  p_authority integer, p_share text, p_stream text, p_source text, p_financial_year text, p_cost_centre text, p_subjective text
) RETURNS integer
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT d.dimension_id FROM ledger.dimensions d
   WHERE p_share IS NOT NULL AND d.authority_id = p_authority AND d.share = p_share
     AND (d.stream, d.source, d.financial_year, d.cost_centre, d.subjective)
         IS NOT DISTINCT FROM (p_stream, p_source, p_financial_year, p_cost_centre, p_subjective)
  UNION ALL
  SELECT d.dimension_id FROM ledger.dimensions d
   WHERE p_share IS NULL AND d.authority_id = p_authority AND d.share IS NULL
     AND (d.stream, d.source, d.financial_year, d.cost_centre, d.subjective)
         IS NOT DISTINCT FROM (p_stream, p_source, p_financial_year, p_cost_centre, p_subjective)
$$;

-- Numbers for sets of dimensions: the same set has the same number for ever, sealed in the chain. Takes and gives them in order.
DROP FUNCTION IF EXISTS ledger.intern_dimensions;
CREATE FUNCTION ledger.intern_dimensions(p_authority integer, p_recorded_at timestamptz, p_dimensions jsonb) RETURNS integer[]
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  block record;
  first_number integer;
  added integer;
BEGIN
  block := ledger.begin_block(p_authority, p_recorded_at);
  SELECT b.next_dimension_id INTO first_number FROM ledger.books b WHERE b.authority_id = p_authority;
  INSERT INTO ledger.dimensions (authority_id, dimension_id, share, stream, source, financial_year, cost_centre, subjective)
  SELECT p_authority, first_number - 1 + row_number() OVER (ORDER BY min(w.place)), w.share, w.stream, w.source, w.year, w.centre, w.subjective
    FROM ROWS FROM (jsonb_to_recordset(p_dimensions)
           AS ("share" text, "stream" text, "source" text, "financialYear" text, "costCentre" text, "subjective" text))
           WITH ORDINALITY AS w(share, stream, source, year, centre, subjective, place)
   WHERE ledger.dimension_number(p_authority, w.share, w.stream, w.source, w.year, w.centre, w.subjective) IS NULL
   GROUP BY w.share, w.stream, w.source, w.year, w.centre, w.subjective;
  GET DIAGNOSTICS added = ROW_COUNT;
  IF added > 0 THEN
    INSERT INTO ledger.audit_events
    SELECT p_authority, block.seq, d.dimension_id - first_number + 1, 'ledger', 'ledger.add-dimension', d.dimension_id::text, to_jsonb(d)
      FROM ledger.dimensions d WHERE d.authority_id = p_authority AND d.dimension_id >= first_number;
    UPDATE ledger.books b SET next_dimension_id = first_number + added WHERE b.authority_id = p_authority;
    PERFORM ledger.seal(p_authority, block.seq, block.at_time, block.previous, '{}', '{}', '{}', '{}');
  END IF;
  RETURN ARRAY(
    SELECT ledger.dimension_number(p_authority, w.share, w.stream, w.source, w.year, w.centre, w.subjective)
      FROM ROWS FROM (jsonb_to_recordset(p_dimensions)
             AS ("share" text, "stream" text, "source" text, "financialYear" text, "costCentre" text, "subjective" text))
             WITH ORDINALITY AS w(share, stream, source, year, centre, subjective, place)
     ORDER BY w.place);
END
$$;
