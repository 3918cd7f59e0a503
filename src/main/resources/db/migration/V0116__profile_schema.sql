-- What a business asks its people about themselves, in order: the fields of the house by their names, its own custom fields
-- as field_<key>. Required and visible name some of them; the version guards against two people who change it at once.
ALTER TABLE tenant_settings
  ADD COLUMN profile_fields  text[] NOT NULL DEFAULT '{full_name,phone,time_zone,avatar}'
    CHECK (cardinality(profile_fields) <= 54 AND 'full_name' = ANY (profile_fields)),
  ADD COLUMN profile_visible text[] NOT NULL DEFAULT '{full_name,avatar}' CHECK (cardinality(profile_visible) <= 54),
  ADD COLUMN profile_version int NOT NULL DEFAULT 0;

ALTER TABLE custom_field DROP CONSTRAINT custom_field_type_check;
ALTER TABLE custom_field ADD CONSTRAINT custom_field_type_check
  CHECK (type IN ('text', 'long_text', 'number', 'date', 'choice', 'yes_no', 'url'));

-- The required fields that a person has not filled in, in the order of the form.
CREATE FUNCTION profile_lacks(tenant uuid, said_name text, said_phone text, said_zone text, picture text, answers jsonb)
RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(k.key ORDER BY k.place), '{}')
    FROM portal.tenant_settings s CROSS JOIN unnest(s.profile_fields) WITH ORDINALITY k (key, place)
   WHERE s.tenant_id = tenant AND k.key = ANY (s.profile_required)
     AND CASE k.key WHEN 'full_name' THEN said_name = ''
                    WHEN 'phone' THEN said_phone = ''
                    WHEN 'time_zone' THEN said_zone = ''
                    WHEN 'avatar' THEN picture = ''
                    ELSE NOT jsonb_exists(answers, substr(k.key, 7)) END
$$;
