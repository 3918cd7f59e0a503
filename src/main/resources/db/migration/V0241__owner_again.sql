-- Whether somebody owns the portal; where nobody does, who is asked to: the mail of the opening may have been lost, or its address
-- been wrong.
CREATE FUNCTION sys_operator_owner(wanted uuid) RETURNS TABLE (owned boolean, email text, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT EXISTS (SELECT FROM staff_role r JOIN staff s ON s.id = r.staff_id AND s.status = 'active'
                  WHERE r.tenant_id = t.tenant_id AND r.role = 'owner'),
         coalesce(i.email, ''), i.expires_at
    FROM tenant t LEFT JOIN LATERAL (
      SELECT x.email, x.expires_at FROM staff_invitation x
       WHERE x.of_tenant = t.tenant_id AND x.role = 'owner' AND x.used_at IS NULL AND x.revoked_at IS NULL
       ORDER BY x.sent_at DESC LIMIT 1) i ON true
   WHERE t.tenant_id = wanted
$$;

-- Asks somebody to own a portal that nobody owns: 'owned' where somebody does by now, 'granted' where the person is staff
-- already, else 'invited'. Whoever was asked before is asked no more.
CREATE FUNCTION sys_operator_owner_ask(hash bytea, address text, until timestamptz)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
DECLARE here uuid := current_setting('app.tenant')::uuid; person uuid;
BEGIN
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
