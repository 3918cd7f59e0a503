-- How much a portal may use, and how much it does. What is counted is counted by the statement that makes it, so that of any
-- number at once none goes past the limit. Storage has its own row in storage_quota.
CREATE TABLE tenant_limit (
  tenant_id        uuid PRIMARY KEY REFERENCES tenant ON DELETE CASCADE,
  contacts         bigint NOT NULL DEFAULT 0 CHECK (contacts >= 0),
  -- null: as many as there are
  contacts_allowed int CHECK (contacts_allowed >= 0),
  mails_allowed    int CHECK (mails_allowed >= 0),
  sockets_allowed  int CHECK (sockets_allowed >= 0),
  -- mails of the day that is named, in UTC; counted only where there is a limit
  mail_day         date,
  mails            int NOT NULL DEFAULT 0
);
CALL wall('tenant_limit');
CALL gate('tenant_limit', 'SELECT, INSERT, UPDATE');
CALL nobody('tenant_limit', 'how much the business may use');
ALTER TABLE contact NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant_limit NO FORCE ROW LEVEL SECURITY;
INSERT INTO tenant_limit (tenant_id, contacts) SELECT c.tenant_id, count(*) FROM contact c GROUP BY c.tenant_id;
ALTER TABLE contact FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant_limit FORCE ROW LEVEL SECURITY;

-- SQLSTATE AT001: the server says to whoever did it what the message names.
CREATE FUNCTION contact_counted() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE f record;
BEGIN
  FOR f IN SELECT x.tenant_id, count(*) AS n FROM fresh x GROUP BY x.tenant_id LOOP
    INSERT INTO tenant_limit AS l (tenant_id, contacts) VALUES (f.tenant_id, f.n)
    ON CONFLICT (tenant_id) DO UPDATE SET contacts = l.contacts + f.n
     WHERE l.contacts_allowed IS NULL OR l.contacts + f.n <= l.contacts_allowed;
    IF NOT FOUND THEN RAISE EXCEPTION 'limit-contacts' USING ERRCODE = 'AT001'; END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE FUNCTION contact_uncounted() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  UPDATE tenant_limit l SET contacts = greatest(0, l.contacts - o.n)
    FROM (SELECT x.tenant_id, count(*) AS n FROM gone x GROUP BY x.tenant_id) o WHERE l.tenant_id = o.tenant_id;
  RETURN NULL;
END $$;
CREATE TRIGGER counted AFTER INSERT ON contact REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION contact_counted();
CREATE TRIGGER uncounted AFTER DELETE ON contact REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION contact_uncounted();

-- Beyond the day's mails the next ones wait for tomorrow; nothing is lost, and what somebody waits for at a door never waits.
CREATE FUNCTION mail_counted() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE today date := (portal_now() AT TIME ZONE 'UTC')::date; sent int; allowed int;
BEGIN
  IF NEW.kind ~ '(code|link|password|email-|factor|staff|invitation)' THEN RETURN NEW; END IF;
  UPDATE tenant_limit l SET mails = CASE l.mail_day WHEN today THEN l.mails + 1 ELSE 1 END, mail_day = today
   WHERE l.tenant_id = NEW.tenant_id AND l.mails_allowed IS NOT NULL RETURNING l.mails, l.mails_allowed INTO sent, allowed;
  IF FOUND AND sent > allowed THEN
    NEW.due_at := greatest(NEW.due_at, (today + 1)::timestamp AT TIME ZONE 'UTC');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER counted BEFORE INSERT ON mail_outbox FOR EACH ROW EXECUTE FUNCTION mail_counted();

-- A portal that is to be deleted is suspended at once and goes after its days of grace, piece by piece.
ALTER TABLE tenant ADD COLUMN delete_at timestamptz, ADD CHECK (delete_at IS NULL OR status = 'suspended');
GRANT UPDATE ON tenant TO portal_sys;
GRANT DELETE ON tenant, contact, audit, mail_outbox, fact, audience_rule, media_object TO portal_sys;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['tenant', 'contact', 'audit', 'mail_outbox', 'fact', 'audience_rule', 'media_object'] LOOP
    IF NOT EXISTS (SELECT FROM pg_policies p WHERE p.schemaname = 'portal' AND p.tablename = t AND p.policyname = 'sys') THEN
      EXECUTE format('CREATE POLICY sys ON portal.%I TO portal_sys USING (true) WITH CHECK (true)', t);
    END IF;
  END LOOP;
END $$;
GRANT SELECT ON contact, fact, audience_rule TO portal_sys;

CREATE FUNCTION sys_sweep_tenants(batch int) RETURNS TABLE (what text, gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
DECLARE dead uuid; n bigint; slug_of text;
BEGIN
  what := 'tenant'; gone := 0;
  SELECT t.tenant_id, t.slug INTO dead, slug_of FROM tenant t
   WHERE t.delete_at <= portal_now() AND t.status = 'suspended' ORDER BY t.delete_at LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN RETURN NEXT; RETURN; END IF;
  DELETE FROM audience_rule r WHERE r.tenant_id = dead;
  DELETE FROM media_object o WHERE (o.tenant_id, o.id) IN (SELECT x.tenant_id, x.id FROM media_object x WHERE x.tenant_id = dead LIMIT batch);
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM mail_outbox m WHERE (m.tenant_id, m.id) IN (SELECT x.tenant_id, x.id FROM mail_outbox x WHERE x.tenant_id = dead LIMIT batch);
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM fact f WHERE (f.tenant_id, f.id) IN (SELECT x.tenant_id, x.id FROM fact x WHERE x.tenant_id = dead LIMIT batch);
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM audit a WHERE (a.tenant_id, a.id) IN (SELECT x.tenant_id, x.id FROM audit x WHERE x.tenant_id = dead LIMIT batch);
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM contact c WHERE (c.tenant_id, c.id) IN (SELECT x.tenant_id, x.id FROM contact x WHERE x.tenant_id = dead LIMIT batch / 4);
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  IF gone = 0 THEN
    DELETE FROM tenant t WHERE t.tenant_id = dead;
    INSERT INTO installation_audit (id, action, object, object_id, name) VALUES (gen_random_uuid(), 'tenant.deleted', 'tenant', dead, slug_of);
    gone := batch; -- another may be waiting
  ELSE
    gone := batch; -- there is more of this one
  END IF;
  RETURN NEXT;
END $$;

-- Operators see what a portal uses, and nothing of its people.
GRANT SELECT ON storage_quota TO portal_sys;
CREATE FUNCTION sys_operator_usage(wanted uuid)
RETURNS TABLE (contacts bigint, contacts_allowed int, mails bigint, mails_allowed int, sockets_allowed int, stored bigint, stored_allowed bigint, delete_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT coalesce(l.contacts, 0), l.contacts_allowed,
         (SELECT count(*) FROM mail_outbox m WHERE m.tenant_id = wanted
             AND m.created_at >= (portal_now() AT TIME ZONE 'UTC')::date::timestamp AT TIME ZONE 'UTC'),
         l.mails_allowed, l.sockets_allowed, coalesce(q.used, 0), q.allowed, t.delete_at
    FROM tenant t LEFT JOIN tenant_limit l ON l.tenant_id = t.tenant_id LEFT JOIN storage_quota q ON q.tenant_id = t.tenant_id
   WHERE t.tenant_id = wanted
$$;
CREATE FUNCTION sys_operator_by_slug(wanted text) RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT t.tenant_id FROM tenant t WHERE t.slug = lower(wanted)
$$;

-- The first operator of an installation where nobody is staff yet: whoever bears a token that the server's log showed.
CREATE TABLE first_run (
  token_hash bytea PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT portal_now()
);
GRANT SELECT, INSERT, DELETE ON first_run TO portal_sys;
CALL nobody('first_run', 'who may become the first operator; empty once there is one');
CREATE FUNCTION sys_first_run_offer(hash bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  DELETE FROM first_run f WHERE f.created_at < portal_now() - interval '1 day';
  INSERT INTO first_run (token_hash) SELECT hash WHERE NOT EXISTS (SELECT FROM staff);
  RETURN FOUND;
END $$;
CREATE FUNCTION sys_first_run_lives(hash bytea) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT EXISTS (SELECT FROM first_run f WHERE f.token_hash = hash AND f.created_at > portal_now() - interval '1 day')
     AND NOT EXISTS (SELECT FROM staff)
$$;
CREATE FUNCTION sys_first_run_take(hash bytea, new_id uuid, new_email text, new_name text, new_hash text, line uuid, from_ip text)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  -- Several tokens may be about, one of each start: of whoever comes, one is the first.
  PERFORM pg_advisory_xact_lock(7246020);
  DELETE FROM first_run f WHERE f.token_hash = hash AND f.created_at > portal_now() - interval '1 day'
     AND NOT EXISTS (SELECT FROM staff);
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO staff (id, email, full_name, password_hash, operator) VALUES (new_id, new_email, new_name, new_hash, true);
  INSERT INTO installation_audit (id, staff_id, action, object, object_id, name, ip)
  VALUES (line, new_id, 'operator.first', 'staff', new_id, new_email, from_ip);
  DELETE FROM first_run f;
  RETURN true;
END $$;
CALL doors();
