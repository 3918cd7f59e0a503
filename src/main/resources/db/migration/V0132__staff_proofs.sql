-- An invitation that was mailed is good by its mail alone; one that somebody passes on by hand proves nothing of the address.
ALTER TABLE staff_invitation ADD COLUMN way text NOT NULL DEFAULT 'mail' CHECK (way IN ('mail', 'copy'));

-- When the person showed that they read mail at their address. Accounts of before count as proven: nobody can tell any more.
ALTER TABLE staff ADD COLUMN verified_at timestamptz DEFAULT portal_now();

DROP FUNCTION sys_team_invitation_renew(uuid, uuid, bytea, timestamptz);
CREATE FUNCTION sys_team_invitation_renew(by_staff uuid, which uuid, hash bytea, by_way text, until timestamptz)
RETURNS TABLE (outcome text, email text, role text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
#variable_conflict use_column
DECLARE here uuid := current_setting('app.tenant')::uuid; actor text := team_turn(by_staff); i staff_invitation;
BEGIN
  SELECT x.* INTO i FROM staff_invitation x
   WHERE x.of_tenant = here AND x.id = which AND x.used_at IS NULL AND x.revoked_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN QUERY SELECT 'gone', '', ''; RETURN; END IF;
  IF NOT team_may(actor, '', i.role) THEN RETURN QUERY SELECT 'forbidden', '', ''; RETURN; END IF;
  UPDATE staff_invitation x SET token_hash = hash, way = by_way, expires_at = until, sent_at = portal_now(), invited_by = by_staff
   WHERE x.of_tenant = here AND x.id = which;
  RETURN QUERY SELECT 'renewed', i.email, i.role;
END $$;

-- As before; whoever is new and came by a link that was passed on has yet to prove the address.
CREATE OR REPLACE FUNCTION sys_staff_invitation_use(hash bytea, signed_in uuid, new_id uuid, new_name text, new_hash text, line uuid, from_ip text)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
DECLARE i staff_invitation; person uuid;
BEGIN
  UPDATE staff_invitation x SET used_at = portal_now()
   WHERE x.token_hash = hash AND invitation_lives(x) AND x.used_at IS NULL
     AND CASE WHEN EXISTS (SELECT FROM staff s WHERE s.email = x.email AND s.password_hash IS NOT NULL)
              THEN EXISTS (SELECT FROM staff s WHERE s.email = x.email AND s.id = signed_in AND s.status = 'active')
              ELSE new_hash <> '' END
  RETURNING x.* INTO i;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO staff (id, email, full_name, password_hash, verified_at)
  VALUES (new_id, i.email, coalesce(nullif(new_name, ''), i.email), new_hash, CASE WHEN i.way = 'mail' THEN portal_now() END)
  ON CONFLICT (email) DO UPDATE
     SET password_hash = coalesce(staff.password_hash, nullif(excluded.password_hash, '')),
         verified_at = CASE WHEN staff.password_hash IS NULL THEN excluded.verified_at ELSE staff.verified_at END
  RETURNING staff.id INTO person;
  IF i.operator THEN UPDATE staff s SET operator = true WHERE s.id = person; END IF;
  IF i.of_tenant IS NOT NULL THEN
    INSERT INTO staff_role (tenant_id, staff_id, role) VALUES (i.of_tenant, person, i.role) ON CONFLICT DO NOTHING;
    INSERT INTO audit (tenant_id, id, actor_kind, actor_id, action, object, object_id, detail, ip)
    VALUES (i.of_tenant, line, 'staff', person, 'team.joined', 'staff', person, jsonb_build_object('role', i.role), from_ip);
  END IF;
  INSERT INTO installation_audit (id, staff_id, action, object, object_id, name, ip)
  VALUES (line, person, 'invitation.used', 'staff', person, i.email, from_ip);
  RETURN true;
END $$;

-- Whoever got as far as the second factor, or was asked by a passkey's challenge, begins anew.
CREATE FUNCTION staff_waits_end(person uuid) RETURNS void LANGUAGE sql AS $$
  DELETE FROM portal.factor_ticket t WHERE t.tenant_id = '00000000-0000-0000-0000-000000000000' AND t.owner_id = person;
  DELETE FROM portal.passkey_challenge c WHERE c.tenant_id = '00000000-0000-0000-0000-000000000000' AND c.owner_id = person;
$$;
CREATE FUNCTION staff_factors_end(person uuid) RETURNS void LANGUAGE sql AS $$
  DELETE FROM portal.totp t WHERE t.tenant_id = '00000000-0000-0000-0000-000000000000' AND t.owner_id = person;
  DELETE FROM portal.passkey p WHERE p.tenant_id = '00000000-0000-0000-0000-000000000000' AND p.owner_id = person;
  DELETE FROM portal.recovery_code r WHERE r.tenant_id = '00000000-0000-0000-0000-000000000000' AND r.owner_id = person;
$$;

CREATE OR REPLACE FUNCTION sys_staff_password_set(person uuid, hash text, kept uuid, from_ip text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  UPDATE staff s SET password_hash = hash WHERE s.id = person;
  DELETE FROM staff_session x WHERE x.staff_id = person AND x.id <> kept;
  SELECT staff_waits_end(person);
  SELECT staff_note(person, 'staff.password-changed', '{}', from_ip);
$$;

-- The first proof of an address whose account was made by a link passed on ends what was set up before it, second factors too:
-- whoever bore the link need not be the person.
CREATE OR REPLACE FUNCTION sys_staff_reset_use(hash bytea, code bytea, new_hash text, from_ip text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
DECLARE r staff_reset; person uuid; proven timestamptz;
BEGIN
  UPDATE staff_reset x SET tries = x.tries + 1, used_at = CASE WHEN x.code_hash = code THEN portal_now() END
   WHERE x.token_hash = hash AND NOT x.replaced AND x.used_at IS NULL AND x.tries < 5 AND x.expires_at > portal_now()
  RETURNING x.* INTO r;
  IF NOT FOUND THEN RETURN -2; END IF;
  IF r.used_at IS NULL THEN RETURN CASE WHEN r.tries >= 5 THEN -2 ELSE 5 - r.tries END; END IF;
  SELECT s.id, s.verified_at INTO person, proven FROM staff s WHERE s.email = r.email AND s.status = 'active' FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN -2; END IF;
  UPDATE staff s SET password_hash = new_hash, verified_at = coalesce(s.verified_at, portal_now()) WHERE s.id = person;
  DELETE FROM staff_session x WHERE x.staff_id = person;
  PERFORM staff_waits_end(person);
  IF proven IS NULL THEN PERFORM staff_factors_end(person); END IF;
  PERFORM staff_note(person, 'staff.password-reset', '{}', from_ip);
  RETURN -1;
END $$;

CREATE OR REPLACE FUNCTION sys_team_factors_drop(by_staff uuid, target uuid) RETURNS TABLE (outcome text, email text, full_name text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
#variable_conflict use_column
DECLARE here uuid := current_setting('app.tenant')::uuid; mail text; called text; runs boolean; result text;
BEGIN
  SELECT s.email, s.full_name, s.operator INTO mail, called, runs FROM staff_role r JOIN staff s ON s.id = r.staff_id
   WHERE r.tenant_id = here AND r.staff_id = target FOR NO KEY UPDATE OF s;
  IF NOT FOUND THEN result := 'gone';
  ELSIF by_staff = target
     OR NOT EXISTS (SELECT FROM staff_role o WHERE o.tenant_id = here AND o.staff_id = by_staff AND o.role = 'owner')
    THEN result := 'forbidden';
  ELSIF (runs OR EXISTS (SELECT FROM staff_role e WHERE e.tenant_id <> here AND e.staff_id = target))
     AND NOT EXISTS (SELECT FROM staff b WHERE b.id = by_staff AND b.operator)
    THEN result := 'elsewhere';
  ELSE
    PERFORM staff_factors_end(target);
    PERFORM staff_waits_end(target);
    DELETE FROM staff_session s WHERE s.staff_id = target;
    result := 'dropped';
  END IF;
  RETURN QUERY SELECT result, mail, called;
END $$;

CALL doors();
