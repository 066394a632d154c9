-- The list of authorities belongs to none of them, so the service reaches it only through these functions of the owner.

-- Numbers are given out one after the other; the lock makes two makers take turns. The same slug with the same name is answered as before.
DROP FUNCTION IF EXISTS people.create_authority;
CREATE FUNCTION people.create_authority(p_slug text, p_name text, p_business_date date, p_now timestamptz)
RETURNS TABLE (outcome text, authority_id integer)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  existing people.authorities;
  next_id integer;
BEGIN
  LOCK TABLE people.authorities IN SHARE ROW EXCLUSIVE MODE;
  SELECT * INTO existing FROM people.authorities a WHERE a.slug = p_slug;
  IF FOUND THEN
    RETURN QUERY SELECT CASE WHEN existing.name = p_name THEN 'exists' ELSE 'authority-slug-taken' END, existing.authority_id;
    RETURN;
  END IF;
  SELECT coalesce(max(a.authority_id), 0) + 1 INTO next_id FROM people.authorities a;
  INSERT INTO people.authorities (authority_id, slug, name, business_date, created_at) VALUES (next_id, p_slug, p_name, p_business_date, p_now);
  RETURN QUERY SELECT 'created', next_id;
END
$$;

DROP FUNCTION IF EXISTS people.read_authorities;
CREATE FUNCTION people.read_authorities(p_authority integer, p_slug text)
RETURNS TABLE (authority_id integer, slug text, name text, business_date date)
LANGUAGE sql STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT a.authority_id, a.slug, a.name, a.business_date
    FROM people.authorities a
   WHERE (p_authority IS NULL OR a.authority_id = p_authority)
     AND (p_slug IS NULL OR a.slug = p_slug)
   ORDER BY a.authority_id
$$;

-- Only an authority whose days are played has a date to move, and a day that is over does not come back.
DROP FUNCTION IF EXISTS people.move_business_date;
CREATE FUNCTION people.move_business_date(p_authority integer, p_date date) RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  stored date;
BEGIN
  SELECT a.business_date INTO stored FROM people.authorities a WHERE a.authority_id = p_authority FOR UPDATE;
  IF NOT FOUND THEN RETURN 'authority-not-found'; END IF;
  IF stored IS NULL THEN RETURN 'business-date-not-stored'; END IF;
  IF p_date < stored THEN RETURN 'business-date-backwards'; END IF;
  UPDATE people.authorities SET business_date = p_date WHERE authority_id = p_authority;
  RETURN 'moved';
END
$$;
