-- People found by rules: a saved question, asked anew each time.
CREATE TABLE segment (
  tenant_id  uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id         uuid NOT NULL,
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 60),
  name_key   text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
  matching   text NOT NULL DEFAULT 'any' CHECK (matching IN ('any', 'all')),
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name_key)
);
CALL wall('segment');

-- A segment may not name a segment, so that no question can lead back to itself.
CREATE TABLE segment_rule (
  tenant_id  uuid NOT NULL,
  segment_id uuid NOT NULL,
  position   int NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('tag', 'company', 'stage', 'account')),
  tag_id     uuid,
  company_id uuid,
  -- for stage: lead or client; for account: yes or no
  word       text NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, segment_id, position),
  FOREIGN KEY (tenant_id, segment_id) REFERENCES segment (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, tag_id) REFERENCES tag (tenant_id, id),
  FOREIGN KEY (tenant_id, company_id) REFERENCES company (tenant_id, id),
  CHECK ((kind = 'tag') = (tag_id IS NOT NULL) AND (kind = 'company') = (company_id IS NOT NULL)),
  CHECK (CASE kind WHEN 'stage' THEN word IN ('lead', 'client') WHEN 'account' THEN word IN ('yes', 'no') ELSE word = '' END)
);
CREATE INDEX segment_rule_tag ON segment_rule (tenant_id, tag_id) WHERE tag_id IS NOT NULL;
CREATE INDEX segment_rule_company ON segment_rule (tenant_id, company_id) WHERE company_id IS NOT NULL;
CALL wall('segment_rule');

-- Who may see a thing: at least one include rule matches and no exclude rule does. A thing without an audience is for all.
CREATE TABLE audience (
  tenant_id  uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id         uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id)
);
CALL wall('audience');

-- What a rule names cannot be deleted under it: a lost exclude rule would open what it closed.
CREATE TABLE audience_rule (
  tenant_id   uuid NOT NULL,
  audience_id uuid NOT NULL,
  position    int NOT NULL,
  effect      text NOT NULL CHECK (effect IN ('include', 'exclude')),
  kind        text NOT NULL CHECK (kind IN ('everyone', 'tag', 'company', 'segment', 'contact')),
  tag_id      uuid,
  company_id  uuid,
  segment_id  uuid,
  contact_id  uuid,
  PRIMARY KEY (tenant_id, audience_id, position),
  FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, tag_id) REFERENCES tag (tenant_id, id),
  FOREIGN KEY (tenant_id, company_id) REFERENCES company (tenant_id, id),
  FOREIGN KEY (tenant_id, segment_id) REFERENCES segment (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  CHECK ((kind = 'tag') = (tag_id IS NOT NULL) AND (kind = 'company') = (company_id IS NOT NULL)
     AND (kind = 'segment') = (segment_id IS NOT NULL) AND (kind = 'contact') = (contact_id IS NOT NULL)),
  CHECK (effect = 'include' OR kind <> 'everyone')
);
CREATE INDEX audience_rule_tag ON audience_rule (tenant_id, tag_id) WHERE tag_id IS NOT NULL;
CREATE INDEX audience_rule_company ON audience_rule (tenant_id, company_id) WHERE company_id IS NOT NULL;
CREATE INDEX audience_rule_segment ON audience_rule (tenant_id, segment_id) WHERE segment_id IS NOT NULL;
CREATE INDEX audience_rule_contact ON audience_rule (tenant_id, contact_id) WHERE contact_id IS NOT NULL;
CALL wall('audience_rule');

-- The day that it is where the tenant lives.
CREATE FUNCTION tenant_today(of_tenant uuid) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT (portal_now() AT TIME ZONE coalesce((SELECT s.time_zone FROM tenant_settings s WHERE s.tenant_id = of_tenant), 'UTC'))::date
$$;

CREATE FUNCTION company_has(of_tenant uuid, of_company uuid, who uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM company_member m
                  WHERE m.tenant_id = of_tenant AND m.company_id = of_company AND m.contact_id = who
                    AND (m.until IS NULL OR m.until >= tenant_today(of_tenant)));
END $$;

-- plpgsql keeps its plans for the life of a connection; a function in SQL would be planned anew by every query.
CREATE FUNCTION segment_has(of_tenant uuid, of_segment uuid, who uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN coalesce((
    SELECT CASE s.matching WHEN 'all' THEN bool_and(hit.yes) ELSE bool_or(hit.yes) END
      FROM segment s
      JOIN segment_rule r ON r.tenant_id = s.tenant_id AND r.segment_id = s.id
      JOIN contact c ON c.tenant_id = s.tenant_id AND c.id = who
     CROSS JOIN LATERAL (
       SELECT CASE r.kind
         WHEN 'tag' THEN EXISTS (SELECT FROM contact_tag t
                                  WHERE t.tenant_id = of_tenant AND t.contact_id = who AND t.tag_id = r.tag_id)
         WHEN 'company' THEN company_has(of_tenant, r.company_id, who)
         WHEN 'stage' THEN c.stage = r.word
         WHEN 'account' THEN (r.word = 'yes') = EXISTS (SELECT FROM account a
                                                         WHERE a.tenant_id = of_tenant AND a.contact_id = who)
       END) hit (yes)
     WHERE s.tenant_id = of_tenant AND s.id = of_segment
     GROUP BY s.matching), false);
END $$;

-- Which rules of an audience match a contact: the one truth that the verdict and its explanation both read.
CREATE FUNCTION audience_matches(of_tenant uuid, of_audience uuid, who uuid)
RETURNS TABLE (rule_position int, effect text, kind text, thing_id uuid) LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY
    SELECT r.position, r.effect, r.kind, coalesce(r.tag_id, r.company_id, r.segment_id, r.contact_id)
      FROM audience_rule r
      JOIN contact c ON c.tenant_id = r.tenant_id AND c.id = who
     WHERE r.tenant_id = of_tenant AND r.audience_id = of_audience
       AND CASE r.kind
         WHEN 'everyone' THEN true
         WHEN 'contact' THEN r.contact_id = who
         WHEN 'tag' THEN EXISTS (SELECT FROM contact_tag t
                                  WHERE t.tenant_id = of_tenant AND t.contact_id = who AND t.tag_id = r.tag_id)
         WHEN 'company' THEN company_has(of_tenant, r.company_id, who)
         WHEN 'segment' THEN segment_has(of_tenant, r.segment_id, who)
       END;
END $$;

-- Whether the contact may see what has this audience. No audience: everybody may.
CREATE FUNCTION audience_has(of_tenant uuid, of_audience uuid, who uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF of_audience IS NULL THEN RETURN true; END IF;
  RETURN (SELECT coalesce(bool_and(m.effect = 'include'), false) FROM audience_matches(of_tenant, of_audience, who) m);
END $$;

-- Why they may or may not: the matching rules with the names of what they name, those that decide marked. No row: no
-- rule lets them in.
CREATE FUNCTION audience_why(of_tenant uuid, of_audience uuid, who uuid)
RETURNS TABLE (effect text, kind text, thing_id uuid, label text, decides boolean) LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY
    SELECT m.effect, m.kind, m.thing_id,
           CASE m.kind
             WHEN 'tag' THEN (SELECT t.name FROM tag t WHERE t.tenant_id = of_tenant AND t.id = m.thing_id)
             WHEN 'company' THEN (SELECT c.name FROM company c WHERE c.tenant_id = of_tenant AND c.id = m.thing_id)
             WHEN 'segment' THEN (SELECT s.name FROM segment s WHERE s.tenant_id = of_tenant AND s.id = m.thing_id)
             WHEN 'contact' THEN (SELECT c.full_name FROM contact c WHERE c.tenant_id = of_tenant AND c.id = m.thing_id)
             ELSE '' END,
           m.effect = 'exclude' OR bool_and(m.effect = 'include') OVER ()
      FROM audience_matches(of_tenant, of_audience, who) m
     ORDER BY m.effect, m.rule_position;
END $$;

-- Audiences in use. A thing cannot lose its audience by the audience's being deleted: that would open it to all.
ALTER TABLE app_switch ADD COLUMN audience_id uuid, ADD FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id);
ALTER TABLE nav_item ADD COLUMN audience_id uuid, ADD FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id);
ALTER TABLE announcement ADD COLUMN audience_id uuid, ADD FOREIGN KEY (tenant_id, audience_id) REFERENCES audience (tenant_id, id);
CREATE INDEX announcement_audience ON announcement (tenant_id, audience_id) WHERE audience_id IS NOT NULL;
DROP INDEX announcement_newest;
CREATE INDEX announcement_newest ON announcement (tenant_id, published_at DESC, id DESC) INCLUDE (version, audience_id);

CALL nobody('segment', 'a question of the business');
CALL nobody('segment_rule', 'a question of the business');
CALL nobody('audience', 'who may see a thing, by rules');
CALL catalogue('audience_rule', 'contact_id', 'contact', true, 'delete');
