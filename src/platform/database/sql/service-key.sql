-- The first service that starts leaves its mark; every later one must bring the same key. Whether it does, and nothing else, is told.
DROP FUNCTION IF EXISTS platform.check_service_key;
CREATE FUNCTION platform.check_service_key(p_mark bytea) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO platform.service_key_marks (single, mark) VALUES (true, p_mark) ON CONFLICT (single) DO NOTHING;
  RETURN EXISTS (SELECT FROM platform.service_key_marks m WHERE m.mark = p_mark);
END
$$;
