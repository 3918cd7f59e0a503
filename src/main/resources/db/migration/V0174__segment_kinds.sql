-- Segments know everything that a list is narrowed by: tags that somebody lacks, custom fields, when they were last seen or
-- became known, and how their invitation stands.
ALTER TABLE segment_rule
  ADD COLUMN field_key text NOT NULL DEFAULT '',
  ADD COLUMN op        text NOT NULL DEFAULT '' CHECK (op IN ('', 'is', 'not', 'has', 'more', 'less', 'empty', 'filled')),
  ADD CHECK (char_length(word) <= 200);
DO $$
DECLARE c record;
BEGIN
  -- The checks of before know four kinds; they were given no names of their own.
  FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = 'portal.segment_rule'::regclass AND contype = 'c'
              AND pg_get_constraintdef(oid) LIKE '%account%' OR conrelid = 'portal.segment_rule'::regclass AND contype = 'c'
              AND pg_get_constraintdef(oid) LIKE '%company_id%' LOOP
    EXECUTE format('ALTER TABLE portal.segment_rule DROP CONSTRAINT %I', c.conname);
  END LOOP;
END $$;
ALTER TABLE segment_rule
  ADD CONSTRAINT segment_rule_kind CHECK (kind IN ('tag', 'untag', 'company', 'stage', 'account', 'seen', 'created', 'invited', 'field')),
  ADD CONSTRAINT segment_rule_thing CHECK ((kind IN ('tag', 'untag')) = (tag_id IS NOT NULL) AND (kind = 'company') = (company_id IS NOT NULL)
    AND (kind = 'field') = (field_key <> '' AND op <> '')),
  ADD CONSTRAINT segment_rule_word CHECK (CASE kind
    WHEN 'stage' THEN word IN ('lead', 'client')
    WHEN 'account' THEN word IN ('yes', 'no')
    WHEN 'invited' THEN word IN ('never', 'open', 'expired', 'accepted')
    WHEN 'seen' THEN word ~ '^-?[0-9]{1,3}$'
    WHEN 'created' THEN word ~ '^-?[0-9]{1,3}$'
    WHEN 'field' THEN true
    ELSE word = '' END);
CREATE INDEX segment_rule_field ON segment_rule (tenant_id, field_key) WHERE field_key <> '';

-- A value of a custom field against what a rule says: numbers as numbers, days and words as text, without regard to case.
CREATE FUNCTION field_fits(value jsonb, op text, word text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE said text := coalesce(value #>> '{}', '');
BEGIN
  RETURN CASE op
    WHEN 'empty' THEN said = ''
    WHEN 'filled' THEN said <> ''
    WHEN 'not' THEN lower(said) <> lower(word)
    WHEN 'has' THEN word <> '' AND strpos(lower(said), lower(word)) > 0
    WHEN 'is' THEN CASE WHEN jsonb_typeof(value) = 'number' AND word ~ '^-?[0-9]{1,15}(\.[0-9]{1,6})?$'
                        THEN said::numeric = word::numeric ELSE said <> '' AND lower(said) = lower(word) END
    ELSE CASE
      WHEN said = '' THEN false
      WHEN jsonb_typeof(value) = 'number' THEN
        word ~ '^-?[0-9]{1,15}(\.[0-9]{1,6})?$' AND CASE op WHEN 'more' THEN said::numeric > word::numeric ELSE said::numeric < word::numeric END
      WHEN op = 'more' THEN lower(said) COLLATE "C" > lower(word) COLLATE "C"
      ELSE lower(said) COLLATE "C" < lower(word) COLLATE "C" END
  END;
END $$;

CREATE OR REPLACE FUNCTION segment_has(of_tenant uuid, of_segment uuid, who uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN coalesce((
    SELECT CASE s.matching WHEN 'all' THEN bool_and(coalesce(hit.yes, false)) ELSE bool_or(coalesce(hit.yes, false)) END
      FROM segment s
      JOIN segment_rule r ON r.tenant_id = s.tenant_id AND r.segment_id = s.id
      JOIN contact c ON c.tenant_id = s.tenant_id AND c.id = who
     CROSS JOIN LATERAL (
       SELECT CASE r.kind
         WHEN 'tag' THEN EXISTS (SELECT FROM contact_tag t
                                  WHERE t.tenant_id = of_tenant AND t.contact_id = who AND t.tag_id = r.tag_id)
         WHEN 'untag' THEN NOT EXISTS (SELECT FROM contact_tag t
                                        WHERE t.tenant_id = of_tenant AND t.contact_id = who AND t.tag_id = r.tag_id)
         WHEN 'company' THEN company_has(of_tenant, r.company_id, who)
         WHEN 'stage' THEN c.stage = r.word
         WHEN 'account' THEN (r.word = 'yes') = EXISTS (SELECT FROM account a
                                                         WHERE a.tenant_id = of_tenant AND a.contact_id = who)
         WHEN 'seen' THEN (r.word::int > 0) = EXISTS (SELECT FROM account a
                            WHERE a.tenant_id = of_tenant AND a.contact_id = who
                              AND a.last_seen_at > portal_now() - make_interval(days => abs(r.word::int)))
         WHEN 'created' THEN (r.word::int > 0) = (c.created_at > portal_now() - make_interval(days => abs(r.word::int)))
         WHEN 'field' THEN field_fits(c.fields -> r.field_key, r.op, r.word)
         WHEN 'invited' THEN CASE r.word
           WHEN 'never' THEN NOT EXISTS (SELECT FROM invitation i WHERE i.tenant_id = of_tenant AND i.contact_id = who)
           WHEN 'accepted' THEN EXISTS (SELECT FROM invitation i
                                         WHERE i.tenant_id = of_tenant AND i.contact_id = who AND i.state = 'accepted')
           ELSE EXISTS (SELECT FROM invitation i
                         WHERE i.tenant_id = of_tenant AND i.contact_id = who AND i.state IN ('draft', 'sent', 'opened')
                           AND (r.word = 'expired') = coalesce(i.expires_at <= portal_now(), false)) END
       END) hit (yes)
     WHERE s.tenant_id = of_tenant AND s.id = of_segment
     GROUP BY s.matching), false);
END $$;
