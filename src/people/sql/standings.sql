-- The roles somebody holds for an authority as a whole. The caller has set the authority.
DROP FUNCTION IF EXISTS people.memberships_of;
CREATE FUNCTION people.memberships_of(p_authority integer, p_identity uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  RETURN (
    SELECT coalesce(jsonb_agg(jsonb_build_object('membershipId', m.membership_id, 'role', m.role, 'providerId', m.provider_id, 'sources', m.sources,
                                                 'approvalLimit', m.approval_limit::text, 'from', m.from_date, 'until', m.until_date)), '[]')
      FROM people.memberships m
     WHERE m.authority_id = p_authority AND m.identity_id = p_identity AND m.ended_at IS NULL);
END
$$;

-- What one identity stands for in one authority, as facts: which of them count today is decided by rules outside.
DROP FUNCTION IF EXISTS people.read_standings;
CREATE FUNCTION people.read_standings(p_authority integer, p_identity uuid) RETURNS jsonb
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  of_family jsonb;
  given jsonb;
  family_ids uuid[];
  record_facts jsonb;
BEGIN
  PERFORM set_config('threefold.authority', p_authority::text, true);
  SELECT jsonb_agg(jsonb_build_object('personId', p.person_id, 'familyId', p.family_id, 'kind', p.kind)), array_agg(p.family_id)
    INTO of_family, family_ids
    FROM people.persons p
   WHERE p.authority_id = p_authority AND p.identity_id = p_identity;
  SELECT jsonb_agg(jsonb_build_object('grantId', g.grant_id, 'familyId', g.family_id, 'grantedBy', g.granted_by, 'role', g.role,
                                      'children', g.children, 'may', g.may, 'from', g.from_date, 'until', g.until_date)),
         coalesce(family_ids, '{}') || coalesce(array_agg(g.family_id), '{}')
    INTO given, family_ids
    FROM people.grants g
   WHERE g.authority_id = p_authority AND g.identity_id = p_identity AND g.revoked_at IS NULL;
  IF cardinality(family_ids) > 0 THEN
    SELECT jsonb_agg(jsonb_build_object('familyId', f.family_id,
             'persons', (SELECT jsonb_agg(jsonb_build_object('personId', p.person_id, 'kind', p.kind, 'bornOn', p.born_on))
                           FROM people.persons p WHERE p.authority_id = p_authority AND p.family_id = f.family_id),
             'relationships', (SELECT jsonb_agg(jsonb_build_object('adultId', r.adult_id, 'childId', r.child_id, 'kind', r.kind,
                                                                   'from', r.from_date, 'until', r.until_date))
                                 FROM people.relationships r WHERE r.authority_id = p_authority AND r.family_id = f.family_id)))
      INTO record_facts
      FROM people.families f
     WHERE f.authority_id = p_authority AND f.family_id = ANY (family_ids) AND f.erased_at IS NULL;
  END IF;
  RETURN jsonb_build_object('memberships', people.memberships_of(p_authority, p_identity), 'persons', coalesce(of_family, '[]'),
                            'grants', coalesce(given, '[]'), 'families', coalesce(record_facts, '[]'));
END
$$;

-- Where a sign-in looks for standings. The list of places spans authorities, so only these functions of the owner reach it.
DROP FUNCTION IF EXISTS people.note_place;
CREATE FUNCTION people.note_place(p_identity uuid, p_authority integer) RETURNS void
LANGUAGE sql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO people.identity_places (identity_id, authority_id) VALUES (p_identity, p_authority) ON CONFLICT DO NOTHING
$$;

DROP FUNCTION IF EXISTS people.places_of;
CREATE FUNCTION people.places_of(p_identity uuid) RETURNS TABLE (authority_id integer, slug text, name text, business_date date)
LANGUAGE sql STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT a.authority_id, a.slug, a.name, a.business_date
    FROM people.identity_places p JOIN people.authorities a ON a.authority_id = p.authority_id
   WHERE p.identity_id = p_identity
   ORDER BY a.authority_id
$$;

-- Somebody this authority has ever let in or invited, by their id or by their address; nothing of anybody else.
DROP FUNCTION IF EXISTS people.find_own_person;
CREATE FUNCTION people.find_own_person(p_authority integer, p_identity uuid, p_email_key text) RETURNS uuid
LANGUAGE sql STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT i.identity_id
    FROM people.identities i
    JOIN people.identity_places p ON p.identity_id = i.identity_id AND p.authority_id = p_authority
   WHERE i.identity_id = p_identity OR i.email_key = p_email_key
$$;
