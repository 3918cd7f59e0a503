-- The only doors through which the server looks across tenants. Each is owned by portal_sys, takes bound values,
-- and gives no more than its name says. SchemaTest holds the list.

-- Host to tenant: a slug under the base domain, or a verified custom domain. Exact names only.
CREATE FUNCTION sys_tenant_by_slug(wanted text) RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT t.tenant_id FROM tenant t WHERE t.slug = wanted
$$;
CREATE FUNCTION sys_tenant_by_domain(wanted text) RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT d.tenant_id FROM domain d WHERE d.host = wanted AND d.verified_at IS NOT NULL
$$;

CREATE FUNCTION sys_tenant_create(id uuid, wanted_slug text, wanted_name text, magic boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  INSERT INTO tenant (tenant_id, slug, name) VALUES (id, wanted_slug, wanted_name);
  INSERT INTO tenant_settings (tenant_id, magic_links) VALUES (id, magic);
  INSERT INTO branding (tenant_id, portal_name) VALUES (id, left(wanted_name, 60));
$$;

-- Mail: due rows of every tenant, leased; a lease that ran out is due again. Fair: at most `per_tenant` of each tenant.
CREATE FUNCTION sys_mail_claim(wanted int, per_tenant int, lease interval)
RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  UPDATE mail_outbox m SET leased_until = portal_now() + lease, attempts = m.attempts + 1
    FROM (SELECT q.tenant_id, q.id FROM mail_outbox q
           WHERE q.state = 'queued' AND q.due_at <= portal_now()
             AND (q.leased_until IS NULL OR q.leased_until < portal_now())
             AND (SELECT count(*) FROM mail_outbox o
                   WHERE o.state = 'queued' AND o.tenant_id = q.tenant_id AND o.leased_until >= portal_now()) < per_tenant
           ORDER BY q.due_at LIMIT wanted FOR UPDATE SKIP LOCKED) due
   WHERE m.tenant_id = due.tenant_id AND m.id = due.id
  RETURNING m.tenant_id, m.id
$$;
CREATE FUNCTION sys_mail_waiting() RETURNS TABLE (queued bigint, dead bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT count(*) FILTER (WHERE state = 'queued'), count(*) FILTER (WHERE state = 'dead')
    FROM mail_outbox WHERE state <> 'sent'
$$;

-- Housekeeping: what nobody can use any more. At most `batch` rows of a table at a time.
CREATE FUNCTION sys_sweep(batch int) RETURNS TABLE (what text, gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  what := 'sign_in_flow';
  DELETE FROM sign_in_flow f WHERE (f.tenant_id, f.id) IN
    (SELECT x.tenant_id, x.id FROM sign_in_flow x WHERE x.created_at < portal_now() - interval '7 days' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
  what := 'selection_ticket';
  DELETE FROM selection_ticket t WHERE (t.tenant_id, t.token_hash) IN
    (SELECT x.tenant_id, x.token_hash FROM selection_ticket x WHERE x.expires_at < portal_now() - interval '1 day' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
  what := 'session';
  DELETE FROM session s WHERE (s.tenant_id, s.id) IN
    (SELECT x.tenant_id, x.id FROM session x
      WHERE x.last_seen_at < portal_now() - interval '14 days' OR x.ends_at < portal_now() LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
  what := 'staff_session';
  DELETE FROM staff_session s WHERE s.ends_at < portal_now() OR s.last_seen_at < portal_now() - interval '12 hours';
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
  what := 'rate_limit';
  DELETE FROM rate_limit r WHERE (r.tenant_id, r.key) IN
    (SELECT x.tenant_id, x.key FROM rate_limit x WHERE x.resets_at < portal_now() LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
  what := 'mail_outbox';
  DELETE FROM mail_outbox m WHERE (m.tenant_id, m.id) IN
    (SELECT x.tenant_id, x.id FROM mail_outbox x
      WHERE x.state <> 'queued' AND x.created_at < portal_now() - interval '90 days' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
END $$;

-- Staff: by address for the sign-in, by session for every request, and where they have which role.
CREATE FUNCTION sys_staff_by_email(wanted text)
RETURNS TABLE (id uuid, email text, full_name text, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT s.id, s.email, s.full_name, s.password_hash FROM staff s WHERE s.email = wanted AND s.status = 'active'
$$;
CREATE FUNCTION sys_staff_create(new_id uuid, new_email text, new_name text, hash text, in_tenant uuid, new_role text)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  INSERT INTO staff (id, email, full_name, password_hash) VALUES (new_id, new_email, new_name, hash)
  ON CONFLICT (email) DO NOTHING;
  INSERT INTO staff_role (tenant_id, staff_id, role)
  SELECT in_tenant, s.id, new_role FROM staff s WHERE s.email = new_email
  ON CONFLICT DO NOTHING;
$$;
CREATE FUNCTION sys_staff_session_open(session_id uuid, hash bytea, staff uuid, from_ip text, agent text, ends timestamptz)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  INSERT INTO staff_session (id, token_hash, staff_id, ip, user_agent, ends_at)
  VALUES (session_id, hash, staff, from_ip, agent, ends);
$$;
CREATE FUNCTION sys_staff_session_find(hash bytea)
RETURNS TABLE (id uuid, staff_id uuid, email text, full_name text, tenants jsonb)
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  UPDATE staff_session s SET last_seen_at = portal_now()
   WHERE s.token_hash = hash AND s.ends_at > portal_now() AND s.last_seen_at > portal_now() - interval '12 hours'
     AND s.last_seen_at < portal_now() - interval '1 minute';
  SELECT s.id, p.id, p.email, p.full_name,
         coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.tenant_id, 'slug', t.slug, 'name', t.name, 'role', r.role)
                                    ORDER BY t.name)
                     FROM staff_role r JOIN tenant t ON t.tenant_id = r.tenant_id WHERE r.staff_id = p.id), '[]')
    FROM staff_session s JOIN staff p ON p.id = s.staff_id AND p.status = 'active'
   WHERE s.token_hash = hash AND s.ends_at > portal_now() AND s.last_seen_at > portal_now() - interval '12 hours';
$$;
CREATE FUNCTION sys_staff_session_end(hash bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  DELETE FROM staff_session s WHERE s.token_hash = hash;
$$;

CREATE FUNCTION sys_signing_keys() RETURNS TABLE (kid text, public_pem text, private_sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT k.kid, k.public_pem, k.private_sealed FROM signing_key k ORDER BY k.created_at DESC LIMIT 8
$$;
CREATE FUNCTION sys_signing_key_add(new_kid text, pem text, sealed bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  INSERT INTO signing_key (kid, public_pem, private_sealed) VALUES (new_kid, pem, sealed);
$$;

DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname = 'portal' AND p.prosecdef LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_sys', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO portal_app', f);
  END LOOP;
END $$;
