-- Numbers for sets of dimensions: the same set has the same number for ever, sealed in the chain. Takes and gives them in order.
DROP FUNCTION IF EXISTS ledger.intern_dimensions;
CREATE FUNCTION ledger.intern_dimensions(p_authority integer, p_recorded_at timestamptz, p_dimensions jsonb) RETURNS integer[]
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  block record;
  added integer := 0;
  wanted record;
  number integer;
  numbers integer[] := '{}';
BEGIN
  block := ledger.begin_block(p_authority, p_recorded_at);
  FOR wanted IN SELECT * FROM jsonb_to_recordset(p_dimensions)
      AS d("share" text, "stream" text, "source" text, "financialYear" text, "costCentre" text, "subjective" text)
  LOOP
    SELECT d.dimension_id INTO number FROM ledger.dimensions d
     WHERE d.authority_id = p_authority AND d.share IS NOT DISTINCT FROM wanted."share" AND d.stream IS NOT DISTINCT FROM wanted."stream"
       AND d.source IS NOT DISTINCT FROM wanted."source" AND d.financial_year IS NOT DISTINCT FROM wanted."financialYear"
       AND d.cost_centre IS NOT DISTINCT FROM wanted."costCentre" AND d.subjective IS NOT DISTINCT FROM wanted."subjective";
    IF NOT FOUND THEN
      UPDATE ledger.books SET next_dimension_id = next_dimension_id + 1 WHERE authority_id = p_authority RETURNING next_dimension_id - 1 INTO number;
      INSERT INTO ledger.dimensions VALUES (p_authority, number, wanted."share", wanted."stream", wanted."source", wanted."financialYear", wanted."costCentre", wanted."subjective");
      added := added + 1;
      INSERT INTO ledger.audit_events
      SELECT p_authority, block.seq, added, 'ledger', 'ledger.add-dimension', number::text, to_jsonb(d)
        FROM ledger.dimensions d WHERE d.authority_id = p_authority AND d.dimension_id = number;
    END IF;
    numbers := numbers || number;
  END LOOP;
  IF added > 0 THEN
    PERFORM ledger.seal(p_authority, block.seq, block.at_time, block.previous, '{}', '{}', '{}', '{}');
  END IF;
  RETURN numbers;
END
$$;
