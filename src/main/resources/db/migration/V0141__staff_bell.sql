-- What people of staff are told about their work for one tenant: as the client's bell, choices and digest, each row hanging
-- on the person's role, so that whoever leaves the team leaves nothing. Rows hold ids and figures, no names.
CREATE TABLE staff_notification (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  staff_id   uuid NOT NULL,
  type       text NOT NULL CHECK (char_length(type) BETWEEN 3 AND 80),
  variables  jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(variables) = 'object'),
  link_path  text NOT NULL DEFAULT '' CHECK (link_path = '' OR link_path ~ '^/([^/\\]|$)'),
  about      text NOT NULL DEFAULT '',
  about_id   uuid,
  -- how often it happened since the person last looked
  times      int NOT NULL DEFAULT 1 CHECK (times > 0),
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  read_at    timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, staff_id) REFERENCES staff_role (tenant_id, staff_id) ON DELETE CASCADE
);
CREATE INDEX staff_notification_newest ON staff_notification (tenant_id, staff_id, id DESC);
-- What repeats before it is read is one line that counts: a thousand failures are one row.
CREATE UNIQUE INDEX staff_notification_unread ON staff_notification (tenant_id, staff_id, type, link_path) WHERE read_at IS NULL;
CREATE INDEX staff_notification_age ON staff_notification (created_at);
CALL wall('staff_notification');
CALL gate('staff_notification', 'SELECT, DELETE');
CALL nobody('staff_notification', 'what people of staff are told about their work');

CREATE TABLE staff_notification_choice (
  tenant_id  uuid NOT NULL,
  staff_id   uuid NOT NULL,
  type       text NOT NULL CHECK (char_length(type) BETWEEN 3 AND 80),
  channel    text NOT NULL CHECK (channel IN ('app', 'mail')),
  pace       text NOT NULL CHECK (pace IN ('instant', 'daily', 'weekly', 'off')),
  changed_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, staff_id, type, channel),
  FOREIGN KEY (tenant_id, staff_id) REFERENCES staff_role (tenant_id, staff_id) ON DELETE CASCADE,
  CHECK (channel = 'mail' OR pace IN ('instant', 'off'))
);
CALL wall('staff_notification_choice');
CALL nobody('staff_notification_choice', 'how people of staff want to be told about their work');

CREATE TABLE staff_digest_entry (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  staff_id   uuid NOT NULL,
  pace       text NOT NULL CHECK (pace IN ('daily', 'weekly')),
  type       text NOT NULL CHECK (char_length(type) BETWEEN 3 AND 80),
  variables  jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(variables) = 'object'),
  link_path  text NOT NULL DEFAULT '' CHECK (link_path = '' OR link_path ~ '^/([^/\\]|$)'),
  due_at     timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, staff_id) REFERENCES staff_role (tenant_id, staff_id) ON DELETE CASCADE
);
-- One line of a kind in each summary, however often it happened.
CREATE UNIQUE INDEX staff_digest_entry_kind ON staff_digest_entry (tenant_id, staff_id, pace, type, link_path);
CALL wall('staff_digest_entry');
CALL nobody('staff_digest_entry', 'what waits for a summary to people of staff');

-- How people of staff who work for the transaction's tenant in one of the roles are reached.
CREATE FUNCTION sys_staff_told(roles text[]) RETURNS TABLE (id uuid, email text, full_name text, language text, time_zone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT s.id, s.email, s.full_name, s.language, s.time_zone
    FROM staff_role r JOIN staff s ON s.id = r.staff_id AND s.status = 'active'
   WHERE r.tenant_id = current_setting('app.tenant')::uuid AND r.role = ANY (roles) ORDER BY s.id LIMIT 200
$$;

-- How much a person of staff has not read: counts by tenant, up to 100 each; read along with their session.
CREATE FUNCTION sys_staff_unread(person uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT coalesce(jsonb_object_agg(r.tenant_id, n.unread) FILTER (WHERE n.unread > 0), '{}')
    FROM staff_role r CROSS JOIN LATERAL (
      SELECT count(*) AS unread FROM (
        SELECT FROM staff_notification x WHERE x.tenant_id = r.tenant_id AND x.staff_id = person AND x.read_at IS NULL LIMIT 100) y) n
   WHERE r.staff_id = person
$$;

CREATE OR REPLACE FUNCTION sys_sweep_notifications(batch int) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  WITH gone AS (
    DELETE FROM notification n WHERE (n.tenant_id, n.id) IN
      (SELECT x.tenant_id, x.id FROM notification x WHERE x.created_at < portal_now() - interval '180 days' LIMIT batch)
    RETURNING 1),
  staffs AS (
    DELETE FROM staff_notification n WHERE (n.tenant_id, n.id) IN
      (SELECT x.tenant_id, x.id FROM staff_notification x WHERE x.created_at < portal_now() - interval '180 days' LIMIT batch)
    RETURNING 1)
  SELECT greatest((SELECT count(*) FROM gone), (SELECT count(*) FROM staffs))
$$;
CALL doors();
