-- The team of a tenant: who works there in which role. Every change asks in its own statement whether the person who makes it
-- may, as they stand now; changes of one tenant happen one after the other, so that an owner always stays.
ALTER TABLE staff ADD COLUMN last_seen_at timestamptz;
GRANT UPDATE, DELETE ON staff_role TO portal_sys;

-- One invitation system: owners of new portals and operators are invited by it since V0062, the team from now on.
ALTER TABLE staff_invitation
  ADD COLUMN id         uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD COLUMN invited_by uuid REFERENCES staff,
  ADD COLUMN sent_at    timestamptz NOT NULL DEFAULT portal_now(),
  ADD COLUMN revoked_at timestamptz;
CREATE UNIQUE INDEX staff_invitation_id ON staff_invitation (id);
CREATE UNIQUE INDEX staff_invitation_open ON staff_invitation (of_tenant, email)
  WHERE used_at IS NULL AND revoked_at IS NULL AND of_tenant IS NOT NULL;
CREATE INDEX staff_invitation_age ON staff_invitation (expires_at);

-- Owners do everything; an admin neither touches nor makes an owner or an admin; nobody else does anything.
CREATE FUNCTION team_may(actor text, target text, wanted text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(actor = 'owner'
      OR actor = 'admin' AND target IN ('', 'billing', 'content', 'support') AND wanted IN ('', 'billing', 'content', 'support'), false)
$$;

-- The role of a person in the tenant of this transaction, and every other change of its team waits until this one is over.
CREATE FUNCTION team_turn(person uuid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE here uuid := current_setting('app.tenant')::uuid; found text;
BEGIN
  PERFORM FROM portal.staff_role r WHERE r.tenant_id = here AND r.role IN ('owner', 'admin') ORDER BY r.staff_id FOR NO KEY UPDATE;
  -- a statement of its own: it sees what the one before us has changed
  SELECT r.role INTO found FROM portal.staff_role r JOIN portal.staff s ON s.id = r.staff_id AND s.status = 'active'
   WHERE r.tenant_id = here AND r.staff_id = person;
  RETURN found;
END $$;

-- Good until now, and whoever sent it may still give that role.
CREATE FUNCTION invitation_lives(i staff_invitation) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > portal.portal_now()
     AND (i.invited_by IS NULL OR EXISTS (
       SELECT FROM portal.staff_role r JOIN portal.staff s ON s.id = r.staff_id AND s.status = 'active'
        WHERE r.tenant_id = i.of_tenant AND r.staff_id = i.invited_by AND portal.team_may(r.role, '', i.role)))
$$;

-- Whether a person of staff proves themselves by more than a password: they have done so in a session of theirs.
CREATE FUNCTION staff_second_factor(person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM portal.staff_session s WHERE s.staff_id = person AND s.mfa)
$$;

CREATE FUNCTION sys_team()
RETURNS TABLE (id uuid, email text, full_name text, role text, since timestamptz, last_seen_at timestamptz, second_factor boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT s.id, s.email, s.full_name, r.role, r.created_at, s.last_seen_at, staff_second_factor(s.id)
    FROM staff_role r JOIN staff s ON s.id = r.staff_id AND s.status = 'active'
   WHERE r.tenant_id = current_setting('app.tenant')::uuid
   ORDER BY array_position(ARRAY['owner', 'admin', 'billing', 'content', 'support'], r.role), s.full_name, s.id LIMIT 200
$$;

-- 'changed', 'same', 'gone', 'forbidden' or 'last-owner'; and what the role was.
CREATE FUNCTION sys_team_change(by_staff uuid, target uuid, wanted text) RETURNS TABLE (outcome text, was text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
DECLARE here uuid := current_setting('app.tenant')::uuid; actor text := team_turn(by_staff);
BEGIN
  SELECT r.role INTO was FROM staff_role r WHERE r.tenant_id = here AND r.staff_id = target FOR NO KEY UPDATE;
  IF NOT FOUND THEN outcome := 'gone';
  ELSIF NOT team_may(actor, was, wanted) THEN outcome := 'forbidden';
  ELSIF was = wanted THEN outcome := 'same';
  ELSE
    UPDATE staff_role r SET role = wanted WHERE r.tenant_id = here AND r.staff_id = target
       AND (r.role <> 'owner' OR EXISTS (SELECT FROM staff_role o JOIN staff p ON p.id = o.staff_id AND p.status = 'active'
                                          WHERE o.tenant_id = here AND o.role = 'owner' AND o.staff_id <> target));
    outcome := CASE WHEN FOUND THEN 'changed' ELSE 'last-owner' END;
  END IF;
  RETURN NEXT;
END $$;

-- 'removed', 'gone', 'forbidden' or 'last-owner'. Everybody may leave, but the last owner. What the person sent is void.
CREATE FUNCTION sys_team_remove(by_staff uuid, target uuid) RETURNS TABLE (outcome text, was text, email text, full_name text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
#variable_conflict use_column
DECLARE here uuid := current_setting('app.tenant')::uuid; actor text := team_turn(by_staff); had text; mail text; called text; result text;
BEGIN
  SELECT r.role, s.email, s.full_name INTO had, mail, called FROM staff_role r JOIN staff s ON s.id = r.staff_id
   WHERE r.tenant_id = here AND r.staff_id = target FOR NO KEY UPDATE OF r;
  IF NOT FOUND THEN result := 'gone';
  ELSIF by_staff <> target AND NOT team_may(actor, had, '') THEN result := 'forbidden';
  ELSE
    DELETE FROM staff_role r WHERE r.tenant_id = here AND r.staff_id = target
       AND (r.role <> 'owner' OR EXISTS (SELECT FROM staff_role o JOIN staff p ON p.id = o.staff_id AND p.status = 'active'
                                          WHERE o.tenant_id = here AND o.role = 'owner' AND o.staff_id <> target));
    result := CASE WHEN FOUND THEN 'removed' ELSE 'last-owner' END;
  END IF;
  IF result = 'removed' THEN
    UPDATE staff_invitation i SET revoked_at = portal_now()
     WHERE i.of_tenant = here AND i.invited_by = target AND i.used_at IS NULL AND i.revoked_at IS NULL;
  END IF;
  RETURN QUERY SELECT result, had, mail, called;
END $$;

-- 'invited', 'forbidden', 'member' (works here already), 'waiting' (is invited already) or 'full' (100 wait); and how to write
-- to them.
CREATE FUNCTION sys_team_invite(by_staff uuid, new_id uuid, hash bytea, address text, wanted text, until timestamptz)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
DECLARE here uuid := current_setting('app.tenant')::uuid; actor text := team_turn(by_staff);
BEGIN
  IF NOT team_may(actor, '', wanted) THEN RETURN 'forbidden'; END IF;
  IF EXISTS (SELECT FROM staff_role r JOIN staff s ON s.id = r.staff_id WHERE r.tenant_id = here AND s.email = address) THEN
    RETURN 'member';
  END IF;
  UPDATE staff_invitation i SET revoked_at = portal_now()
   WHERE i.of_tenant = here AND i.email = address AND i.used_at IS NULL AND i.revoked_at IS NULL AND NOT invitation_lives(i);
  IF (SELECT count(*) FROM staff_invitation i
       WHERE i.of_tenant = here AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > portal_now()) >= 100 THEN
    RETURN 'full';
  END IF;
  INSERT INTO staff_invitation (token_hash, id, email, of_tenant, role, invited_by, expires_at)
  VALUES (hash, new_id, address, here, wanted, by_staff, until)
  ON CONFLICT (of_tenant, email) WHERE used_at IS NULL AND revoked_at IS NULL AND of_tenant IS NOT NULL DO NOTHING;
  RETURN CASE WHEN FOUND THEN 'invited' ELSE 'waiting' END;
END $$;

-- The invitations of the last 30 days and those that still wait, the newest first.
CREATE FUNCTION sys_team_invitations()
RETURNS TABLE (id uuid, email text, role text, state text, sent_at timestamptz, expires_at timestamptz, by_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT i.id, i.email, i.role,
         CASE WHEN i.used_at IS NOT NULL THEN 'accepted' WHEN i.revoked_at < i.expires_at THEN 'revoked'
              WHEN i.expires_at <= portal_now() THEN 'expired' WHEN invitation_lives(i) THEN 'waiting' ELSE 'revoked' END,
         i.sent_at, i.expires_at, coalesce(s.full_name, '')
    FROM staff_invitation i LEFT JOIN staff s ON s.id = i.invited_by
   WHERE i.of_tenant = current_setting('app.tenant')::uuid AND i.sent_at > portal_now() - interval '30 days'
   ORDER BY i.sent_at DESC, i.id LIMIT 100
$$;

-- A new link and seven new days in the place of the old: 'renewed', 'gone' or 'forbidden'; whom to write to, and as what.
-- Whoever renews it answers for it from now on.
CREATE FUNCTION sys_team_invitation_renew(by_staff uuid, which uuid, hash bytea, until timestamptz)
RETURNS TABLE (outcome text, email text, role text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
#variable_conflict use_column
DECLARE here uuid := current_setting('app.tenant')::uuid; actor text := team_turn(by_staff); i staff_invitation;
BEGIN
  SELECT x.* INTO i FROM staff_invitation x
   WHERE x.of_tenant = here AND x.id = which AND x.used_at IS NULL AND x.revoked_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN QUERY SELECT 'gone', '', ''; RETURN; END IF;
  IF NOT team_may(actor, '', i.role) THEN RETURN QUERY SELECT 'forbidden', '', ''; RETURN; END IF;
  UPDATE staff_invitation x SET token_hash = hash, expires_at = until, sent_at = portal_now(), invited_by = by_staff
   WHERE x.of_tenant = here AND x.id = which;
  RETURN QUERY SELECT 'renewed', i.email, i.role;
END $$;

-- 'revoked', 'gone' or 'forbidden'.
CREATE FUNCTION sys_team_invitation_revoke(by_staff uuid, which uuid) RETURNS TABLE (outcome text, email text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
#variable_conflict use_column
DECLARE here uuid := current_setting('app.tenant')::uuid; actor text := team_turn(by_staff); i staff_invitation;
BEGIN
  SELECT x.* INTO i FROM staff_invitation x
   WHERE x.of_tenant = here AND x.id = which AND x.used_at IS NULL AND x.revoked_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN QUERY SELECT 'gone', ''; RETURN; END IF;
  IF NOT team_may(actor, '', i.role) THEN RETURN QUERY SELECT 'forbidden', ''; RETURN; END IF;
  UPDATE staff_invitation x SET revoked_at = portal_now() WHERE x.of_tenant = here AND x.id = which;
  RETURN QUERY SELECT 'revoked', i.email;
END $$;

DROP FUNCTION sys_staff_invitation(bytea);
CREATE FUNCTION sys_staff_invitation(hash bytea)
RETURNS TABLE (email text, tenant_name text, slug text, role text, by_name text, operator boolean, known boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT i.email, coalesce(t.name, ''), coalesce(t.slug, ''), coalesce(i.role, ''), coalesce(b.full_name, ''), i.operator,
         EXISTS (SELECT 1 FROM staff s WHERE s.email = i.email AND s.password_hash IS NOT NULL)
    FROM staff_invitation i LEFT JOIN tenant t ON t.tenant_id = i.of_tenant LEFT JOIN staff b ON b.id = i.invited_by
   WHERE i.token_hash = hash AND invitation_lives(i)
$$;

-- Uses an invitation: one statement takes it, so of many at once one wins. Somebody who has a password takes it signed in, as
-- themselves: a link that was passed on makes nobody else's account larger. The role is the stored one, and never changes one
-- that the person has already.
DROP FUNCTION sys_staff_invitation_use(bytea, uuid, text, text, uuid);
CREATE FUNCTION sys_staff_invitation_use(hash bytea, signed_in uuid, new_id uuid, new_name text, new_hash text, line uuid, from_ip text)
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
  INSERT INTO staff (id, email, full_name, password_hash) VALUES (new_id, i.email, coalesce(nullif(new_name, ''), i.email), new_hash)
  ON CONFLICT (email) DO UPDATE SET password_hash = coalesce(staff.password_hash, nullif(excluded.password_hash, ''))
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

-- Invitations that nobody can use any more, a month after their time.
CREATE FUNCTION sys_sweep_staff(batch int) RETURNS TABLE (what text, gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  what := 'staff_invitation';
  DELETE FROM staff_invitation i WHERE i.token_hash IN
    (SELECT x.token_hash FROM staff_invitation x WHERE x.expires_at < portal_now() - interval '30 days' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
END $$;

CALL doors();
