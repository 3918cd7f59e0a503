-- Whom a line of the audit is about, so that everything of one contact is found by one index.
ALTER TABLE audit ADD COLUMN contact_id uuid;
UPDATE audit a SET contact_id = a.object_id WHERE a.object = 'contact';
UPDATE audit a SET contact_id = x.contact_id FROM account x
 WHERE x.tenant_id = a.tenant_id AND a.contact_id IS NULL AND (a.object = 'account' AND x.id = a.object_id OR x.id = a.actor_id);
CREATE INDEX audit_contact ON audit (tenant_id, contact_id, at DESC, id DESC) WHERE contact_id IS NOT NULL;
CREATE INDEX audit_actor ON audit (tenant_id, actor_id, at DESC, id DESC) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_action ON audit (tenant_id, action, at DESC, id DESC);
CREATE INDEX audit_object ON audit (tenant_id, object_id, at DESC, id DESC) WHERE object_id IS NOT NULL;
GRANT SELECT ON audit TO portal_sys;

-- Names of people of staff who stand in the audit of the transaction's tenant, also after they have left.
CREATE FUNCTION sys_staff_names(wanted uuid[]) RETURNS TABLE (id uuid, full_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT s.id, s.full_name FROM staff s
   WHERE s.id = ANY (wanted)
     AND (EXISTS (SELECT FROM audit a WHERE a.tenant_id = current_setting('app.tenant')::uuid AND a.actor_id = s.id)
       OR EXISTS (SELECT FROM audit a WHERE a.tenant_id = current_setting('app.tenant')::uuid AND a.object_id = s.id))
   LIMIT 200
$$;
CALL doors();
