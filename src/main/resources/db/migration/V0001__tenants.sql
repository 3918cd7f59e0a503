-- One clock: transactions may carry a moved time in app.now, so that expiry and reminders are tested by moving it.
CREATE FUNCTION portal_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now());

-- The wall around a tenant's table: forced row-level security with one policy for reading and writing.
CREATE PROCEDURE wall(t regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
  EXECUTE format('CREATE POLICY tenant ON %s TO portal_app USING (tenant_id = current_setting(''app.tenant'')::uuid)
                  WITH CHECK (tenant_id = current_setting(''app.tenant'')::uuid)', t);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO portal_app', t);
END $$;

-- What portal_sys functions may see of a walled table.
CREATE PROCEDURE gate(t regclass, privileges text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE POLICY sys ON %s TO portal_sys USING (true) WITH CHECK (true)', t);
  EXECUTE format('GRANT %s ON %s TO portal_sys', privileges, t);
END $$;

CREATE TABLE tenant (
  tenant_id  uuid PRIMARY KEY,
  slug       text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{1,61}[a-z0-9])?$'),
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  status     text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended')),
  created_at timestamptz NOT NULL DEFAULT portal_now()
);
CALL wall('tenant');
CALL gate('tenant', 'SELECT, INSERT');

-- Custom domains. Verified names are unique in the whole installation; anybody may claim an unverified one.
CREATE TABLE domain (
  tenant_id   uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  host        text NOT NULL CHECK (host = lower(host) AND char_length(host) <= 253),
  verified_at timestamptz,
  is_primary  boolean NOT NULL DEFAULT false,
  created_at  timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, host)
);
CREATE UNIQUE INDEX domain_verified ON domain (host) WHERE verified_at IS NOT NULL;
CREATE UNIQUE INDEX domain_primary ON domain (tenant_id) WHERE is_primary;
CALL wall('domain');
CALL gate('domain', 'SELECT');

CREATE TABLE tenant_settings (
  tenant_id                uuid PRIMARY KEY REFERENCES tenant ON DELETE CASCADE,
  signup_mode              text NOT NULL DEFAULT 'open' CHECK (signup_mode IN ('open', 'invite_only', 'approval')),
  allow_duplicate_contacts boolean NOT NULL DEFAULT false,
  magic_links              boolean NOT NULL DEFAULT false,
  -- which fields a complete profile has, and which apps wait for it (the others only remind)
  profile_required         text[] NOT NULL DEFAULT '{full_name,phone,time_zone}',
  profile_blocks           text[] NOT NULL DEFAULT '{communities,affiliates}',
  landing                  text NOT NULL DEFAULT '/' CHECK (landing ~ '^/([^/\\]|$)'),
  time_zone                text NOT NULL DEFAULT 'UTC',
  language                 text NOT NULL DEFAULT 'en'
);
CALL wall('tenant_settings');
CALL gate('tenant_settings', 'SELECT, INSERT');

CREATE TABLE branding (
  tenant_id        uuid PRIMARY KEY REFERENCES tenant ON DELETE CASCADE,
  portal_name      text NOT NULL CHECK (char_length(portal_name) BETWEEN 1 AND 60),
  description      text NOT NULL DEFAULT '' CHECK (char_length(description) <= 300),
  show_name        boolean NOT NULL DEFAULT true,
  show_description boolean NOT NULL DEFAULT true,
  color_primary    text NOT NULL DEFAULT '#2f5d50' CHECK (color_primary ~ '^#[0-9a-f]{6}$'),
  color_secondary  text NOT NULL DEFAULT '#c98a3a' CHECK (color_secondary ~ '^#[0-9a-f]{6}$'),
  logo             bytea CHECK (octet_length(logo) <= 2 * 1024 * 1024),
  logo_type        text CHECK (logo_type IN ('image/png', 'image/jpeg')),
  login_image      bytea CHECK (octet_length(login_image) <= 5 * 1024 * 1024),
  login_image_type text CHECK (login_image_type IN ('image/png', 'image/jpeg')),
  support_email    text NOT NULL DEFAULT '',
  copyright        text NOT NULL DEFAULT '',
  terms_url        text NOT NULL DEFAULT '',
  privacy_url      text NOT NULL DEFAULT '',
  version          int NOT NULL DEFAULT 0,
  CHECK ((logo IS NULL) = (logo_type IS NULL)),
  CHECK ((login_image IS NULL) = (login_image_type IS NULL))
);
CALL wall('branding');
CALL gate('branding', 'SELECT, INSERT');

-- A row only where a tenant differs from an app's default.
CREATE TABLE app_switch (
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  app       text NOT NULL,
  enabled   boolean NOT NULL DEFAULT true,
  label     text NOT NULL DEFAULT '' CHECK (char_length(label) <= 60),
  position  int NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, app)
);
CALL wall('app_switch');
CALL gate('app_switch', 'SELECT');

-- The tenant's own links beside the apps.
CREATE TABLE nav_item (
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id        uuid NOT NULL,
  label     text NOT NULL CHECK (char_length(label) BETWEEN 1 AND 60),
  icon      text NOT NULL DEFAULT 'link',
  url       text NOT NULL CHECK (url ~ '^(https://|/[^/\\])' AND char_length(url) <= 500),
  position  int NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id)
);
CALL wall('nav_item');
CALL gate('nav_item', 'SELECT');
