-- People who run the installation: staff like others, with one mark more.
ALTER TABLE staff ADD COLUMN operator boolean NOT NULL DEFAULT false;

-- The way in for somebody who is no staff yet: an owner of a new portal, or an operator. One use.
CREATE TABLE staff_invitation (
  token_hash bytea PRIMARY KEY,
  email      text NOT NULL CHECK (char_length(email) BETWEEN 3 AND 254),
  of_tenant  uuid,
  role       text CHECK (role IN ('owner', 'admin', 'billing', 'content', 'support')),
  operator   boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  CHECK ((of_tenant IS NULL) = (role IS NULL)),
  CHECK (operator OR of_tenant IS NOT NULL)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON staff_invitation TO portal_sys;
CALL nobody('staff_invitation', 'people of the installation, not of a tenant; gone a month after it expired');

-- What operators did to the installation. Append-only; what they did to a tenant stands in that tenant's audit as well.
CREATE TABLE installation_audit (
  id        uuid PRIMARY KEY,
  at        timestamptz NOT NULL DEFAULT portal_now(),
  -- null: a command at the server's terminal
  staff_id  uuid REFERENCES staff,
  action    text NOT NULL,
  object    text NOT NULL DEFAULT '',
  object_id uuid,
  name      text NOT NULL DEFAULT '' CHECK (char_length(name) <= 300),
  ip        text NOT NULL DEFAULT ''
);
GRANT SELECT, INSERT ON installation_audit TO portal_sys;
CALL nobody('installation_audit', 'what operators did; it names businesses and staff, no clients');

CALL gate('audit', 'INSERT');

CREATE FUNCTION sys_installation_note(new_id uuid, of_staff uuid, act text, kind text, thing uuid, called text, from_ip text)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  INSERT INTO installation_audit (id, staff_id, action, object, object_id, name, ip)
  VALUES (new_id, of_staff, act, kind, thing, left(called, 300), from_ip);
$$;
CREATE FUNCTION sys_installation_lines(before uuid, wanted int)
RETURNS TABLE (id uuid, at timestamptz, person text, action text, name text, ip text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT a.id, a.at, coalesce(s.full_name, ''), a.action, a.name, a.ip
    FROM installation_audit a LEFT JOIN staff s ON s.id = a.staff_id
   WHERE a.id < before
   ORDER BY a.id DESC LIMIT wanted
$$;

-- By slug, which nobody changes: the next page begins after the last slug of this one.
CREATE FUNCTION sys_operator_tenants(after_slug text, needle text, wanted int)
RETURNS TABLE (tenant_id uuid, slug text, name text, status text, created_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT t.tenant_id, t.slug, t.name, t.status, t.created_at FROM tenant t
   WHERE t.slug > after_slug AND (needle = '' OR strpos(t.slug, lower(needle)) > 0 OR strpos(lower(t.name), lower(needle)) > 0)
   ORDER BY t.slug LIMIT wanted
$$;
CREATE FUNCTION sys_operator_tenant(wanted uuid)
RETURNS TABLE (tenant_id uuid, slug text, name text, status text, created_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT t.tenant_id, t.slug, t.name, t.status, t.created_at FROM tenant t WHERE t.tenant_id = wanted
$$;

-- A new business and its owner, all or nothing: 'taken' where the slug is, 'granted' where the owner is staff already,
-- else 'invited'. Two at once with one slug: one wins, the other reads 'taken'.
CREATE FUNCTION sys_operator_open(new_tenant uuid, new_slug text, new_name text, owner_email text,
                                  invitation bytea, invited_until timestamptz,
                                  by_staff uuid, from_ip text, line uuid, tenant_line uuid)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
DECLARE person uuid;
BEGIN
  INSERT INTO tenant (tenant_id, slug, name) VALUES (new_tenant, new_slug, new_name) ON CONFLICT (slug) DO NOTHING;
  IF NOT FOUND THEN RETURN 'taken'; END IF;
  INSERT INTO tenant_settings (tenant_id) VALUES (new_tenant);
  INSERT INTO branding (tenant_id, portal_name) VALUES (new_tenant, left(new_name, 60));
  INSERT INTO installation_audit (id, staff_id, action, object, object_id, name, ip)
  VALUES (line, by_staff, 'tenant.created', 'tenant', new_tenant, new_slug, from_ip);
  INSERT INTO audit (tenant_id, id, actor_kind, actor_id, action, object, object_id, ip)
  VALUES (new_tenant, tenant_line, 'operator', by_staff, 'tenant.created', 'tenant', new_tenant, from_ip);
  SELECT s.id INTO person FROM staff s WHERE s.email = owner_email AND s.status = 'active' AND s.password_hash IS NOT NULL;
  IF FOUND THEN
    INSERT INTO staff_role (tenant_id, staff_id, role) VALUES (new_tenant, person, 'owner');
    RETURN 'granted';
  END IF;
  INSERT INTO staff_invitation (token_hash, email, of_tenant, role, expires_at)
  VALUES (invitation, owner_email, new_tenant, 'owner', invited_until);
  RETURN 'invited';
END $$;

-- Whether there is such a person: makes them an operator, or no longer one.
CREATE FUNCTION sys_operator_mark(of_email text, marked boolean, line uuid)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
DECLARE person uuid;
BEGIN
  UPDATE staff s SET operator = marked WHERE s.email = of_email AND s.status = 'active' RETURNING s.id INTO person;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO installation_audit (id, action, object, object_id, name)
  VALUES (line, CASE WHEN marked THEN 'operator.made' ELSE 'operator.unmade' END, 'staff', person, of_email);
  RETURN true;
END $$;
CREATE FUNCTION sys_operator_invite(hash bytea, of_email text, until timestamptz, line uuid)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  INSERT INTO staff_invitation (token_hash, email, operator, expires_at) VALUES (hash, of_email, true, until);
  INSERT INTO installation_audit (id, action, object, name) VALUES (line, 'operator.invited', 'staff', of_email);
$$;

CREATE FUNCTION sys_staff_invitation(hash bytea)
RETURNS TABLE (email text, tenant_name text, operator boolean, known boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT i.email, coalesce(t.name, ''), i.operator,
         EXISTS (SELECT 1 FROM staff s WHERE s.email = i.email AND s.password_hash IS NOT NULL)
    FROM staff_invitation i LEFT JOIN tenant t ON t.tenant_id = i.of_tenant
   WHERE i.token_hash = hash AND i.used_at IS NULL AND i.expires_at > portal_now()
$$;
-- Uses an invitation: one statement takes it, so of many at once one wins. Somebody who has a password keeps it.
CREATE FUNCTION sys_staff_invitation_use(hash bytea, new_id uuid, new_name text, new_hash text, line uuid)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
DECLARE i staff_invitation; person uuid;
BEGIN
  UPDATE staff_invitation x SET used_at = portal_now()
   WHERE x.token_hash = hash AND x.used_at IS NULL AND x.expires_at > portal_now() RETURNING x.* INTO i;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO staff (id, email, full_name, password_hash) VALUES (new_id, i.email, new_name, new_hash)
  ON CONFLICT (email) DO UPDATE SET password_hash = coalesce(staff.password_hash, nullif(excluded.password_hash, ''))
  RETURNING staff.id INTO person;
  IF i.operator THEN UPDATE staff s SET operator = true WHERE s.id = person; END IF;
  IF i.of_tenant IS NOT NULL THEN
    INSERT INTO staff_role (tenant_id, staff_id, role) VALUES (i.of_tenant, person, i.role) ON CONFLICT DO NOTHING;
  END IF;
  INSERT INTO installation_audit (id, staff_id, action, object, object_id, name)
  VALUES (line, person, 'invitation.used', 'staff', person, i.email);
  RETURN true;
END $$;

CREATE FUNCTION sys_installation_facts()
RETURNS TABLE (active bigint, suspended bigint, people bigint, database text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT (SELECT count(*) FROM tenant t WHERE t.status = 'active'), (SELECT count(*) FROM tenant t WHERE t.status = 'suspended'),
         (SELECT count(*) FROM staff s WHERE s.status = 'active'), current_setting('server_version')
$$;

DROP FUNCTION sys_staff_session_find(bytea);
CREATE FUNCTION sys_staff_session_find(hash bytea)
RETURNS TABLE (id uuid, staff_id uuid, email text, full_name text, operator boolean, tenants jsonb)
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  UPDATE staff_session s SET last_seen_at = portal_now()
   WHERE s.token_hash = hash AND s.ends_at > portal_now() AND s.last_seen_at > portal_now() - interval '12 hours'
     AND s.last_seen_at < portal_now() - interval '1 minute';
  SELECT s.id, p.id, p.email, p.full_name, p.operator,
         coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.tenant_id, 'slug', t.slug, 'name', t.name, 'role', r.role,
                                                       'active', t.status = 'active') ORDER BY t.name)
                     FROM staff_role r JOIN tenant t ON t.tenant_id = r.tenant_id WHERE r.staff_id = p.id), '[]')
    FROM staff_session s JOIN staff p ON p.id = s.staff_id AND p.status = 'active'
   WHERE s.token_hash = hash AND s.ends_at > portal_now() AND s.last_seen_at > portal_now() - interval '12 hours';
$$;

CALL doors();
