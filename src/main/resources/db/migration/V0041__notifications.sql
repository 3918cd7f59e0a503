-- What a person is told inside the portal. Words are made when it is read, in the reader's language and zone.
CREATE TABLE notification (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  contact_id uuid NOT NULL,
  type       text NOT NULL CHECK (char_length(type) BETWEEN 3 AND 80),
  variables  jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(variables) = 'object'),
  link_path  text NOT NULL DEFAULT '' CHECK (link_path = '' OR link_path ~ '^/([^/\\]|$)'),
  about      text NOT NULL DEFAULT '',
  about_id   uuid,
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  read_at    timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX notification_newest ON notification (tenant_id, contact_id, id DESC);
CREATE INDEX notification_unread ON notification (tenant_id, contact_id) WHERE read_at IS NULL;
CREATE INDEX notification_age ON notification (created_at);
CALL wall('notification');
CALL gate('notification', 'SELECT, DELETE');
CALL catalogue('notification', 'contact_id', 'contact', exported => true, erasure => 'delete');

-- What waits for a person's daily or weekly mail; the mail takes it away.
CREATE TABLE digest_entry (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  contact_id uuid NOT NULL,
  pace       text NOT NULL CHECK (pace IN ('daily', 'weekly')),
  type       text NOT NULL CHECK (char_length(type) BETWEEN 3 AND 80),
  variables  jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(variables) = 'object'),
  link_path  text NOT NULL DEFAULT '' CHECK (link_path = '' OR link_path ~ '^/([^/\\]|$)'),
  due_at     timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX digest_entry_contact ON digest_entry (tenant_id, contact_id, pace, id);
CALL wall('digest_entry');
CALL catalogue('digest_entry', 'contact_id', 'contact', exported => true, erasure => 'delete');

CREATE FUNCTION sys_sweep_notifications(batch int) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  WITH gone AS (
    DELETE FROM notification n WHERE (n.tenant_id, n.id) IN
      (SELECT x.tenant_id, x.id FROM notification x WHERE x.created_at < portal_now() - interval '180 days' LIMIT batch)
    RETURNING 1)
  SELECT count(*) FROM gone
$$;
CALL doors();
