-- Who looked into a private channel without belonging to it: the group's owner, who moderates everywhere, and staff. One row of a
-- person and hour; the owner and whoever manages the channel read them.
CREATE TABLE channel_visit (
  tenant_id  uuid NOT NULL,
  channel_id uuid NOT NULL,
  contact_id uuid,
  staff_id   uuid,
  visitor_id uuid NOT NULL GENERATED ALWAYS AS (coalesce(contact_id, staff_id)) STORED,
  -- as they were called then
  name       text NOT NULL CHECK (char_length(name) <= 200),
  hour       timestamptz NOT NULL,
  at         timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, channel_id, hour, visitor_id),
  FOREIGN KEY (tenant_id, channel_id) REFERENCES channel (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  CHECK (num_nonnulls(contact_id, staff_id) = 1)
);
CREATE INDEX channel_visit_contact ON channel_visit (tenant_id, contact_id) WHERE contact_id IS NOT NULL;
CALL wall('channel_visit');
CALL catalogue('channel_visit', 'contact_id', 'contact', true, 'delete');

-- A link that leads into a group: whoever has it comes in, or asks to. What stands in its address is signed, so that it can be
-- shown again and no secret lies here.
CREATE TABLE group_link (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  group_id   uuid NOT NULL,
  -- whoever comes is in at once; otherwise as whoever finds the group by themselves
  straight   boolean NOT NULL,
  most       int CHECK (most BETWEEN 1 AND 10000),
  used       int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, group_id) REFERENCES community_group (tenant_id, id) ON DELETE CASCADE,
  CHECK (used >= 0 AND (most IS NULL OR used <= most))
);
CREATE INDEX group_link_group ON group_link (tenant_id, group_id, created_at DESC);
CALL wall('group_link');
CALL nobody('group_link', 'ways into a group, for whoever is given one');

-- Whether a link leads anywhere at this moment.
CREATE FUNCTION group_link_good(l group_link) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT l.revoked_at IS NULL AND coalesce(l.expires_at > portal_now(), true) AND coalesce(l.used < l.most, true)
     AND EXISTS (SELECT FROM community_group g WHERE g.tenant_id = l.tenant_id AND g.id = l.group_id AND g.status = 'active'
                    AND g.price_kind = 'none')
$$;
