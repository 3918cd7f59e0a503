-- Somebody is asked into a group: whoever holds it joins without asking, be the group private or secret. One of a person and
-- group; asked again, it lives on. A stranger is asked into the portal as well, and finds themselves in the group (joins).
CREATE TABLE group_invitation (
  tenant_id  uuid NOT NULL,
  group_id   uuid NOT NULL,
  contact_id uuid NOT NULL,
  -- who asked; both null: a program of the business
  inviter_id uuid,
  staff_id   uuid,
  -- a stranger: whoever gets an account by it is in the group at once
  joins      boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, group_id, contact_id),
  FOREIGN KEY (tenant_id, group_id) REFERENCES community_group (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, inviter_id) REFERENCES contact (tenant_id, id) ON DELETE SET NULL (inviter_id)
);
CREATE INDEX group_invitation_contact ON group_invitation (tenant_id, contact_id);
CREATE INDEX group_invitation_inviter ON group_invitation (tenant_id, inviter_id) WHERE inviter_id IS NOT NULL;
CALL wall('group_invitation');
CALL catalogue('group_invitation', 'contact_id', 'contact', true, 'delete');

-- Whether a group's existence is known to somebody: its members, whoever is invited, and everybody where it is not secret.
CREATE OR REPLACE FUNCTION group_known(g community_group, c uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN EXISTS (SELECT FROM membership m
                            WHERE m.tenant_id = g.tenant_id AND m.group_id = g.id AND m.contact_id = c AND m.status = 'banned')
              THEN false
              ELSE g.visibility <> 'secret'
                OR EXISTS (SELECT FROM membership m WHERE m.tenant_id = g.tenant_id AND m.group_id = g.id AND m.contact_id = c)
                OR EXISTS (SELECT FROM group_invitation i
                            WHERE i.tenant_id = g.tenant_id AND i.group_id = g.id AND i.contact_id = c
                              AND i.expires_at > portal_now()) END
$$;

-- Whoever gets an account, by whichever way, is at once in the groups that they were asked into as a stranger.
CREATE FUNCTION group_arrival() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  INSERT INTO membership AS m (tenant_id, group_id, contact_id, joined_at)
  SELECT i.tenant_id, i.group_id, i.contact_id, portal_now()
    FROM group_invitation i JOIN community_group g ON g.tenant_id = i.tenant_id AND g.id = i.group_id AND g.status = 'active'
   WHERE i.tenant_id = NEW.tenant_id AND i.contact_id = NEW.contact_id AND i.joins AND i.expires_at > portal_now()
  ON CONFLICT (tenant_id, group_id, contact_id) DO UPDATE
     SET status = 'active', joined_at = portal_now(), note = '', version = m.version + 1 WHERE m.status = 'requested';
  RETURN NULL;
END $$;
CREATE TRIGGER group_arrival AFTER INSERT ON account FOR EACH ROW EXECUTE FUNCTION group_arrival();

CALL doors();
