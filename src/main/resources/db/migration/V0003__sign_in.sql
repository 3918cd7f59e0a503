-- One attempt to get in, of one browser: its cookie's hash is the key. A sign-up's typed details wait here, so that
-- nothing about an unproven address exists anywhere else.
CREATE TABLE sign_in_flow (
  tenant_id     uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id            uuid NOT NULL,
  token_hash    bytea NOT NULL,
  purpose       text NOT NULL CHECK (purpose IN ('signup', 'login', 'switch')),
  email         text NOT NULL,
  full_name     text NOT NULL DEFAULT '',
  password_hash text,
  account_id    uuid,
  next          text NOT NULL DEFAULT '',
  ip            text NOT NULL DEFAULT '',
  created_at    timestamptz NOT NULL DEFAULT portal_now(),
  finished_at   timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX sign_in_flow_age ON sign_in_flow (created_at);
CALL wall('sign_in_flow');
CALL gate('sign_in_flow', 'SELECT, DELETE');

-- A code, and the link that the same mail may carry. One use ends both; only a flow's newest counts.
CREATE TABLE one_time_code (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  flow_id    uuid NOT NULL,
  purpose    text NOT NULL CHECK (purpose IN ('signup', 'login', 'switch')),
  code_hash  bytea NOT NULL,
  link_hash  bytea,
  tries      int NOT NULL DEFAULT 0,
  sent_at    timestamptz NOT NULL DEFAULT portal_now(),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  replaced   boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, flow_id) REFERENCES sign_in_flow (tenant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX one_time_code_newest ON one_time_code (tenant_id, flow_id) WHERE NOT replaced;
CREATE UNIQUE INDEX one_time_code_link ON one_time_code (tenant_id, link_hash) WHERE link_hash IS NOT NULL;
CALL wall('one_time_code');

-- What a proof covers when it covers several accounts: the picker's single-use ticket.
CREATE TABLE selection_ticket (
  tenant_id  uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  token_hash bytea NOT NULL,
  email      text NOT NULL,
  accounts   uuid[] NOT NULL CHECK (cardinality(accounts) BETWEEN 1 AND 50),
  proof      text NOT NULL CHECK (proof IN ('password', 'code', 'link')),
  next       text NOT NULL DEFAULT '',
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  PRIMARY KEY (tenant_id, token_hash)
);
CREATE INDEX selection_ticket_age ON selection_ticket (expires_at);
CALL wall('selection_ticket');
CALL gate('selection_ticket', 'SELECT, DELETE');

CREATE TABLE session (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  token_hash   bytea NOT NULL,
  account_id   uuid NOT NULL,
  -- how the person proved themselves and which accounts that proof covers: the switcher asks for a code for the others
  proof        text NOT NULL CHECK (proof IN ('password', 'code', 'link')),
  covers       uuid[] NOT NULL,
  proven_at    timestamptz NOT NULL DEFAULT portal_now(),
  ip           text NOT NULL DEFAULT '',
  user_agent   text NOT NULL DEFAULT '' CHECK (char_length(user_agent) <= 300),
  created_at   timestamptz NOT NULL DEFAULT portal_now(),
  last_seen_at timestamptz NOT NULL DEFAULT portal_now(),
  ends_at      timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX session_account ON session (tenant_id, account_id);
CREATE INDEX session_age ON session (last_seen_at);
CALL wall('session');
CALL gate('session', 'SELECT, DELETE');

-- Attempts per time. tenant_id is all zeros for what belongs to no tenant (the console's sign-in).
CREATE TABLE rate_limit (
  tenant_id uuid NOT NULL,
  key       text NOT NULL CHECK (char_length(key) <= 400),
  count     int NOT NULL,
  resets_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, key)
);
CREATE INDEX rate_limit_age ON rate_limit (resets_at);
CALL wall('rate_limit');
CALL gate('rate_limit', 'SELECT, DELETE');
