-- Which mails a day's limit never holds back is said by their type: what guards an account or the law asks for, and word to
-- the team. Mails that were kept for later sending are taken for such by what they are.
ALTER TABLE mail_outbox ADD COLUMN urgent boolean NOT NULL DEFAULT false;
UPDATE mail_outbox SET urgent = true WHERE security OR kind LIKE 'team.%' OR kind LIKE 'staff.%' OR kind LIKE 'account.erasure%';

CREATE OR REPLACE FUNCTION mail_counted() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE today date := (portal_now() AT TIME ZONE 'UTC')::date; sent int; allowed int;
BEGIN
  IF NEW.urgent THEN RETURN NEW; END IF;
  UPDATE tenant_limit l SET mails = CASE l.mail_day WHEN today THEN l.mails + 1 ELSE 1 END, mail_day = today
   WHERE l.tenant_id = NEW.tenant_id AND l.mails_allowed IS NOT NULL RETURNING l.mails, l.mails_allowed INTO sent, allowed;
  IF FOUND AND sent > allowed THEN
    NEW.due_at := greatest(NEW.due_at, (today + 1)::timestamp AT TIME ZONE 'UTC');
  END IF;
  RETURN NEW;
END $$;

-- Of any number of operators who ask at once one invitation stays open: they take turns at the portal's row, and each
-- statement after it sees what those before have left.
CREATE OR REPLACE FUNCTION sys_operator_owner_ask(hash bytea, address text, until timestamptz)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
DECLARE here uuid := current_setting('app.tenant')::uuid; person uuid;
BEGIN
  PERFORM FROM tenant t WHERE t.tenant_id = here FOR NO KEY UPDATE;
  UPDATE staff_invitation i SET revoked_at = portal_now()
   WHERE i.of_tenant = here AND (i.role = 'owner' OR i.email = address) AND i.used_at IS NULL AND i.revoked_at IS NULL;
  -- a statement of its own: it sees whoever accepted while that one waited
  IF EXISTS (SELECT FROM staff_role r JOIN staff s ON s.id = r.staff_id AND s.status = 'active'
              WHERE r.tenant_id = here AND r.role = 'owner') THEN
    RETURN 'owned';
  END IF;
  SELECT s.id INTO person FROM staff s WHERE s.email = address AND s.status = 'active' AND s.password_hash IS NOT NULL;
  IF FOUND THEN
    INSERT INTO staff_role (tenant_id, staff_id, role) VALUES (here, person, 'owner')
    ON CONFLICT (tenant_id, staff_id) DO UPDATE SET role = 'owner';
    RETURN 'granted';
  END IF;
  INSERT INTO staff_invitation (token_hash, email, of_tenant, role, expires_at) VALUES (hash, address, here, 'owner', until);
  RETURN 'invited';
END $$;
CALL doors();
