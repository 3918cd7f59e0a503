-- What a person of staff chose for the console. Empty: as the browser asks.
ALTER TABLE staff
  ADD COLUMN language  text NOT NULL DEFAULT '' CHECK (char_length(language) <= 35),
  ADD COLUMN time_zone text NOT NULL DEFAULT '' CHECK (char_length(time_zone) <= 60),
  ADD COLUMN theme     text NOT NULL DEFAULT '' CHECK (theme IN ('', 'auto', 'light', 'dark'));

-- What a person of staff did with their own account. It is the person's own: over all tenants, and there where there is none.
CREATE TABLE staff_activity (
  staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
  id       uuid NOT NULL DEFAULT gen_random_uuid(),
  at       timestamptz NOT NULL DEFAULT portal_now(),
  action   text NOT NULL,
  detail   jsonb NOT NULL DEFAULT '{}',
  ip       text NOT NULL DEFAULT '',
  PRIMARY KEY (staff_id, id)
);
CREATE INDEX staff_activity_time ON staff_activity (staff_id, at DESC, id DESC);
CREATE INDEX staff_activity_age ON staff_activity (at);
GRANT SELECT, INSERT, DELETE ON staff_activity TO portal_sys;
CALL nobody('staff_activity', 'what people of staff did with their own accounts; gone after a year');

-- A forgotten password: one row per question, of a known and an unknown address alike.
CREATE TABLE staff_reset (
  token_hash bytea PRIMARY KEY,
  id         uuid NOT NULL,
  email      text NOT NULL CHECK (char_length(email) BETWEEN 3 AND 254),
  code_hash  bytea NOT NULL,
  tries      int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  replaced   boolean NOT NULL DEFAULT false
);
CREATE INDEX staff_reset_email ON staff_reset (email) WHERE NOT replaced;
CREATE INDEX staff_reset_age ON staff_reset (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON staff_reset TO portal_sys;
CALL nobody('staff_reset', 'people of the installation, not of a tenant; gone a day after it expired');

-- A line of the person's own activity, and one in the audit of every tenant that they work for.
CREATE FUNCTION staff_note(person uuid, act text, what jsonb, from_ip text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO portal.staff_activity (staff_id, action, detail, ip) VALUES (person, act, what, from_ip);
  INSERT INTO portal.audit (tenant_id, id, actor_kind, actor_id, action, object, object_id, detail, ip)
  SELECT r.tenant_id, gen_random_uuid(), 'staff', person, act, 'staff', person, what, from_ip
    FROM portal.staff_role r WHERE r.staff_id = person ORDER BY r.tenant_id LIMIT 100;
$$;

CREATE FUNCTION sys_staff_signed_in(person uuid, agent text, from_ip text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT staff_note(person, 'staff.signed-in', jsonb_build_object('agent', left(agent, 300)), from_ip);
$$;

-- However a session comes, goes on and ends: when the person was last seen is known, and whoever looks as a client stops.
CREATE FUNCTION staff_seen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE portal.staff s SET last_seen_at = NEW.last_seen_at WHERE s.id = NEW.staff_id;
  RETURN NULL;
END $$;
CREATE TRIGGER staff_seen AFTER INSERT OR UPDATE OF last_seen_at ON staff_session FOR EACH ROW EXECUTE FUNCTION staff_seen();
GRANT UPDATE ON view_session TO portal_sys;
CREATE INDEX view_session_staff ON view_session (staff_session) WHERE ended_at IS NULL;
CREATE FUNCTION staff_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE portal.view_session v SET ended_at = portal.portal_now()
   WHERE v.staff_session = OLD.id AND v.ended_at IS NULL AND v.ends_at > portal.portal_now();
  RETURN NULL;
END $$;
CREATE TRIGGER staff_gone AFTER DELETE ON staff_session FOR EACH ROW EXECUTE FUNCTION staff_gone();

CREATE OR REPLACE FUNCTION sys_staff_session_end(hash bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  WITH gone AS (DELETE FROM staff_session s WHERE s.token_hash = hash RETURNING s.staff_id, s.ip)
  SELECT staff_note(g.staff_id, 'staff.signed-out', '{}', g.ip) FROM gone g;
$$;

CREATE FUNCTION sys_staff_preferences(person uuid) RETURNS TABLE (language text, time_zone text, theme text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT s.language, s.time_zone, s.theme FROM staff s WHERE s.id = person
$$;
CREATE FUNCTION sys_staff_language(address text) RETURNS TABLE (language text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT s.language FROM staff s WHERE s.email = address AND s.status = 'active'
$$;
CREATE FUNCTION sys_staff_prefer(person uuid, new_name text, new_language text, new_zone text, new_theme text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  UPDATE staff s SET full_name = new_name, language = new_language, time_zone = new_zone, theme = new_theme WHERE s.id = person
$$;

CREATE FUNCTION sys_staff_password(person uuid) RETURNS TABLE (password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT coalesce(s.password_hash, '') FROM staff s WHERE s.id = person AND s.status = 'active'
$$;
-- Every session but `kept` ends.
CREATE FUNCTION sys_staff_password_set(person uuid, hash text, kept uuid, from_ip text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  UPDATE staff s SET password_hash = hash WHERE s.id = person;
  DELETE FROM staff_session x WHERE x.staff_id = person AND x.id <> kept;
  SELECT staff_note(person, 'staff.password-changed', '{}', from_ip);
$$;

CREATE FUNCTION sys_staff_sessions(person uuid)
RETURNS TABLE (id uuid, ip text, user_agent text, created_at timestamptz, last_seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT s.id, s.ip, s.user_agent, s.created_at, s.last_seen_at FROM staff_session s
   WHERE s.staff_id = person AND s.ends_at > portal_now() AND s.last_seen_at > portal_now() - interval '12 hours'
   ORDER BY s.last_seen_at DESC, s.id LIMIT 50
$$;
-- Ends one session of the person, or with the nil id every one but `kept`; how many there were.
CREATE FUNCTION sys_staff_sessions_end(person uuid, which uuid, kept uuid, from_ip text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
DECLARE gone int;
BEGIN
  DELETE FROM staff_session s WHERE s.staff_id = person AND s.id <> kept AND (which = '00000000-0000-0000-0000-000000000000' OR s.id = which);
  GET DIAGNOSTICS gone = ROW_COUNT;
  IF gone > 0 THEN PERFORM staff_note(person, 'staff.sessions-ended', jsonb_build_object('count', gone), from_ip); END IF;
  RETURN gone;
END $$;
CREATE FUNCTION sys_staff_activity(person uuid, before_at timestamptz, before_id uuid, wanted int)
RETURNS TABLE (id uuid, at timestamptz, action text, detail jsonb, ip text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT a.id, a.at, a.action, a.detail, a.ip FROM staff_activity a
   WHERE a.staff_id = person AND (a.at, a.id) < (before_at, before_id) ORDER BY a.at DESC, a.id DESC LIMIT wanted
$$;

-- The first open tenant of a person, by name: in its name they are written to.
CREATE FUNCTION sys_staff_sender(address text) RETURNS TABLE (staff_id uuid, full_name text, tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT s.id, s.full_name, t.tenant_id
    FROM staff s JOIN staff_role r ON r.staff_id = s.id JOIN tenant t ON t.tenant_id = r.tenant_id AND t.status = 'active'
   WHERE s.email = address AND s.status = 'active' ORDER BY t.name, t.tenant_id LIMIT 1
$$;

-- A new question voids the earlier ones of the address. The same statements for every address.
CREATE FUNCTION sys_staff_reset_open(hash bytea, new_id uuid, address text, code bytea, until timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  UPDATE staff_reset r SET replaced = true WHERE r.email = address AND NOT r.replaced;
  INSERT INTO staff_reset (token_hash, id, email, code_hash, expires_at) VALUES (hash, new_id, address, code, until);
$$;
CREATE FUNCTION sys_staff_reset_find(hash bytea) RETURNS TABLE (id uuid, email text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT r.id, r.email FROM staff_reset r WHERE r.token_hash = hash AND r.created_at > portal_now() - interval '2 hours'
$$;
-- Tries a code: counted before anything is compared, used by the same statement. With the right one the password is set and
-- every session ends. -1: done; -2: it can be used no more; else how many tries are left.
CREATE FUNCTION sys_staff_reset_use(hash bytea, code bytea, new_hash text, from_ip text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
DECLARE r staff_reset; person uuid;
BEGIN
  UPDATE staff_reset x SET tries = x.tries + 1, used_at = CASE WHEN x.code_hash = code THEN portal_now() END
   WHERE x.token_hash = hash AND NOT x.replaced AND x.used_at IS NULL AND x.tries < 5 AND x.expires_at > portal_now()
  RETURNING x.* INTO r;
  IF NOT FOUND THEN RETURN -2; END IF;
  IF r.used_at IS NULL THEN RETURN CASE WHEN r.tries >= 5 THEN -2 ELSE 5 - r.tries END; END IF;
  UPDATE staff s SET password_hash = new_hash WHERE s.email = r.email AND s.status = 'active' RETURNING s.id INTO person;
  IF NOT FOUND THEN RETURN -2; END IF;
  DELETE FROM staff_session x WHERE x.staff_id = person;
  PERFORM staff_note(person, 'staff.password-reset', '{}', from_ip);
  RETURN -1;
END $$;

CREATE OR REPLACE FUNCTION sys_sweep_staff(batch int) RETURNS TABLE (what text, gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  what := 'staff_invitation';
  DELETE FROM staff_invitation i WHERE i.token_hash IN
    (SELECT x.token_hash FROM staff_invitation x WHERE x.expires_at < portal_now() - interval '30 days' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
  what := 'staff_reset';
  DELETE FROM staff_reset r WHERE r.token_hash IN
    (SELECT x.token_hash FROM staff_reset x WHERE x.expires_at < portal_now() - interval '1 day' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
  what := 'staff_activity';
  DELETE FROM staff_activity a WHERE (a.staff_id, a.id) IN
    (SELECT x.staff_id, x.id FROM staff_activity x WHERE x.at < portal_now() - interval '1 year' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
END $$;

CALL doors();
