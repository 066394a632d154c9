-- The names of accounts by number: what a refusal says about an account, said in the caller's terms.
DROP FUNCTION IF EXISTS ledger.read_account_codes;
CREATE FUNCTION ledger.read_account_codes(p_authority integer, p_accounts jsonb) RETURNS TABLE (account_id integer, code text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  RETURN QUERY
  SELECT a.account_id, a.code FROM ledger.accounts a
   WHERE a.authority_id = p_authority AND a.account_id IN (SELECT x::integer FROM jsonb_array_elements_text(p_accounts) x);
END
$$;
