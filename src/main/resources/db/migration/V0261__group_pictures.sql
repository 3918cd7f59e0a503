-- The picture over a group is one more purpose of a file. The rules are read and widened, since others may widen them too.
DO $$
DECLARE rule record;
BEGIN
  FOR rule IN SELECT conname, pg_get_constraintdef(oid) AS text FROM pg_constraint
               WHERE conrelid = 'media_object'::regclass AND conname = 'media_object_purpose_check' LOOP
    EXECUTE format('ALTER TABLE media_object DROP CONSTRAINT %I', rule.conname);
    EXECUTE format('ALTER TABLE media_object ADD CONSTRAINT %I %s', rule.conname,
                   replace(rule.text, '''avatar''::text', '''avatar''::text, ''cover''::text'));
  END LOOP;
END $$;

-- Whether two contacts are in a group together.
CREATE FUNCTION share_group(t uuid, a uuid, b uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM membership x JOIN membership y ON y.tenant_id = x.tenant_id AND y.group_id = x.group_id
                  WHERE x.tenant_id = t AND x.contact_id = a AND x.status = 'active' AND y.contact_id = b AND y.status = 'active')
$$;

-- Whether one contact may see what another says of themselves: as that one chose, and always their own.
CREATE FUNCTION profile_seen(t uuid, viewer uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT viewer = person OR CASE coalesce((SELECT s.profile_for FROM social_settings s WHERE s.tenant_id = t AND s.contact_id = person), 'groups')
    WHEN 'groups' THEN share_group(t, viewer, person)
    WHEN 'members' THEN EXISTS (SELECT FROM membership m WHERE m.tenant_id = t AND m.contact_id = viewer AND m.status = 'active')
                    AND EXISTS (SELECT FROM membership m WHERE m.tenant_id = t AND m.contact_id = person AND m.status = 'active')
    ELSE false END
$$;

-- Whether an account sees the pictures that were made of another's file: the face of somebody who shows theirs, and whatever is
-- shown to it as a file.
CREATE FUNCTION media_pictured(of_tenant uuid, object uuid, viewer uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM media_object o
                   JOIN account a ON a.tenant_id = o.tenant_id AND a.id = o.account_id
                   JOIN account v ON v.tenant_id = o.tenant_id AND v.id = viewer
                  WHERE o.tenant_id = of_tenant AND o.id = object AND o.purpose = 'avatar' AND profile_seen(of_tenant, v.contact_id, a.contact_id))
      OR media_shown(of_tenant, object, viewer);
END $$;
