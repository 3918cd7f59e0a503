-- Staff are people of the whole installation, with one role per tenant. The server reaches these tables only through
-- the functions of portal_sys.
CREATE TABLE staff (
  id            uuid PRIMARY KEY,
  email         text NOT NULL UNIQUE,
  full_name     text NOT NULL CHECK (char_length(full_name) BETWEEN 1 AND 200),
  password_hash text,
  status        text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
  created_at    timestamptz NOT NULL DEFAULT portal_now()
);
GRANT SELECT, INSERT, UPDATE ON staff TO portal_sys;

CREATE TABLE staff_role (
  tenant_id  uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  staff_id   uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
  role       text NOT NULL CHECK (role IN ('owner', 'admin', 'billing', 'content', 'support')),
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, staff_id)
);
CREATE INDEX staff_role_staff ON staff_role (staff_id);
CALL wall('staff_role');
CALL gate('staff_role', 'SELECT, INSERT');

CREATE TABLE staff_session (
  id           uuid PRIMARY KEY,
  token_hash   bytea NOT NULL UNIQUE,
  staff_id     uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
  ip           text NOT NULL DEFAULT '',
  user_agent   text NOT NULL DEFAULT '' CHECK (char_length(user_agent) <= 300),
  created_at   timestamptz NOT NULL DEFAULT portal_now(),
  last_seen_at timestamptz NOT NULL DEFAULT portal_now(),
  ends_at      timestamptz NOT NULL
);
CREATE INDEX staff_session_staff ON staff_session (staff_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON staff_session TO portal_sys;
