CREATE TABLE contact (
  tenant_id  uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id         uuid NOT NULL,
  full_name  text NOT NULL CHECK (char_length(full_name) BETWEEN 1 AND 200),
  email      text NOT NULL CHECK (char_length(email) BETWEEN 3 AND 254),
  phone      text NOT NULL DEFAULT '' CHECK (char_length(phone) <= 40),
  stage      text NOT NULL DEFAULT 'lead' CHECK (stage IN ('lead', 'client')),
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  updated_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX contact_email ON contact (tenant_id, email);
CALL wall('contact');

-- A portal login: belongs to one contact. No row exists before the address is proven, or granted by the business.
CREATE TABLE account (
  tenant_id     uuid NOT NULL,
  id            uuid NOT NULL,
  contact_id    uuid NOT NULL,
  email         text NOT NULL CHECK (char_length(email) BETWEEN 3 AND 254),
  password_hash text,
  origin        text NOT NULL CHECK (origin IN ('signup', 'granted', 'imported')),
  status        text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
  time_zone     text NOT NULL DEFAULT '',
  language      text NOT NULL DEFAULT '',
  theme         text NOT NULL DEFAULT 'auto' CHECK (theme IN ('auto', 'light', 'dark')),
  avatar        text NOT NULL DEFAULT '',
  verified_at   timestamptz,
  last_seen_at  timestamptz,
  created_at    timestamptz NOT NULL DEFAULT portal_now(),
  version       int NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, contact_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX account_email ON account (tenant_id, email);
CREATE INDEX account_newest ON account (tenant_id, created_at DESC);
CALL wall('account');

CREATE TABLE avatar (
  tenant_id  uuid NOT NULL,
  account_id uuid NOT NULL,
  etag       text NOT NULL,
  type       text NOT NULL CHECK (type IN ('image/png', 'image/jpeg')),
  bytes      bytea NOT NULL CHECK (octet_length(bytes) <= 512 * 1024),
  PRIMARY KEY (tenant_id, account_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id) ON DELETE CASCADE
);
CALL wall('avatar');
