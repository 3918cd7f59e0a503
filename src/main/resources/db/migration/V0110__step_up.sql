-- Whether a second factor was part of the proof, and for staff when they last proved themselves.
ALTER TABLE session ADD COLUMN mfa boolean NOT NULL DEFAULT false;
ALTER TABLE staff_session ADD COLUMN mfa boolean NOT NULL DEFAULT false;
ALTER TABLE staff_session ADD COLUMN proven_at timestamptz NOT NULL DEFAULT portal_now();

-- The words are those of Flow.Purpose; a list here would have to be written anew with each of them.
ALTER TABLE sign_in_flow DROP CONSTRAINT sign_in_flow_purpose_check;
ALTER TABLE sign_in_flow ADD CONSTRAINT sign_in_flow_purpose_check CHECK (purpose ~ '^[a-z][a-z_]{1,23}$');
ALTER TABLE one_time_code DROP CONSTRAINT one_time_code_purpose_check;
ALTER TABLE one_time_code ADD CONSTRAINT one_time_code_purpose_check CHECK (purpose ~ '^[a-z][a-z_]{1,23}$');

DROP FUNCTION sys_staff_session_find(bytea);
CREATE FUNCTION sys_staff_session_find(hash bytea)
RETURNS TABLE (id uuid, staff_id uuid, email text, full_name text, operator boolean, proven_at timestamptz, mfa boolean, tenants jsonb)
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  UPDATE staff_session s SET last_seen_at = portal_now()
   WHERE s.token_hash = hash AND s.ends_at > portal_now() AND s.last_seen_at > portal_now() - interval '12 hours'
     AND s.last_seen_at < portal_now() - interval '1 minute';
  SELECT s.id, p.id, p.email, p.full_name, p.operator, s.proven_at, s.mfa,
         coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.tenant_id, 'slug', t.slug, 'name', t.name, 'role', r.role,
                                                       'active', t.status = 'active') ORDER BY t.name)
                     FROM staff_role r JOIN tenant t ON t.tenant_id = r.tenant_id WHERE r.staff_id = p.id), '[]')
    FROM staff_session s JOIN staff p ON p.id = s.staff_id AND p.status = 'active'
   WHERE s.token_hash = hash AND s.ends_at > portal_now() AND s.last_seen_at > portal_now() - interval '12 hours';
$$;

DROP FUNCTION sys_staff_session_open(uuid, bytea, uuid, text, text, timestamptz);
CREATE FUNCTION sys_staff_session_open(session_id uuid, hash bytea, staff uuid, from_ip text, agent text, ends timestamptz, with_factor boolean)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  INSERT INTO staff_session (id, token_hash, staff_id, ip, user_agent, ends_at, mfa)
  VALUES (session_id, hash, staff, from_ip, agent, ends, with_factor);
$$;

-- A new proof within the session: another token, the same life. False where the session has just ended.
CREATE FUNCTION sys_staff_session_renew(hash bytea, new_hash bytea, with_factor boolean)
RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  WITH renewed AS (
    UPDATE staff_session s SET token_hash = new_hash, proven_at = portal_now(), last_seen_at = portal_now(), mfa = s.mfa OR with_factor
     WHERE s.token_hash = hash AND s.ends_at > portal_now() RETURNING 1)
  SELECT EXISTS (SELECT 1 FROM renewed)
$$;

CALL doors();
