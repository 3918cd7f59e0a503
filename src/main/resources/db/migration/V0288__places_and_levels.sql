-- A host has cancelled somebody's place: they stay answered no, and cannot say otherwise until the host lets them.
ALTER TABLE event_answer ADD put_out boolean NOT NULL DEFAULT false;
ALTER TABLE event_answer ADD CHECK (NOT put_out OR answer = 'no');

-- Up to which level of a group a member was congratulated. Who has been given points is looked at by a job, once for all that come
-- within ten seconds: what a reaction costs is one look into an index.
ALTER TABLE membership ADD level_told int NOT NULL DEFAULT 1;

CREATE FUNCTION points_look(t uuid, g uuid, c uuid) RETURNS void LANGUAGE sql SET search_path = portal, pg_temp AS $$
  INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at, payload)
  SELECT t, gen_random_uuid(), 'points.level', g || ':' || c, portal_now() + interval '10 seconds', portal_now() + interval '10 seconds', '{}'
   WHERE EXISTS (SELECT FROM membership m JOIN community_group o ON o.tenant_id = m.tenant_id AND o.id = m.group_id AND o.points_on
                  WHERE m.tenant_id = t AND m.group_id = g AND m.contact_id = c AND m.status = 'active')
  ON CONFLICT (tenant_id, kind, key) WHERE state = 'queued' DO NOTHING
$$;

CREATE FUNCTION reaction_given() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE g uuid; author uuid;
BEGIN
  SELECT p.group_id, CASE WHEN NEW.object_id = p.id THEN p.author_id
                          ELSE (SELECT c.author_id FROM comment c WHERE c.tenant_id = p.tenant_id AND c.id = NEW.object_id) END
    INTO g, author FROM post p WHERE p.tenant_id = NEW.tenant_id AND p.id = NEW.post_id;
  IF author <> NEW.contact_id THEN PERFORM points_look(NEW.tenant_id, g, author); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER given AFTER INSERT ON reaction FOR EACH ROW EXECUTE FUNCTION reaction_given();

CREATE FUNCTION points_awarded() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  PERFORM points_look(NEW.tenant_id, NEW.group_id, NEW.contact_id);
  RETURN NULL;
END $$;
CREATE TRIGGER awarded AFTER INSERT ON point_award FOR EACH ROW WHEN (NEW.points > 0) EXECUTE FUNCTION points_awarded();
