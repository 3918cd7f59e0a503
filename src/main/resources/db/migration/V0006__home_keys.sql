-- What the business says to everybody on the home page.
CREATE TABLE announcement (
  tenant_id    uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id           uuid NOT NULL,
  title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
  body         text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 5000),
  author       text NOT NULL CHECK (char_length(author) BETWEEN 1 AND 200),
  published_at timestamptz NOT NULL DEFAULT portal_now(),
  version      int NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id)
);
-- The home page asks which versions are the newest far more often than what they say.
CREATE INDEX announcement_newest ON announcement (tenant_id, published_at DESC, id DESC) INCLUDE (version);
CALL wall('announcement');

-- ES256 keys of the installation; the private half is sealed with a key derived from security.secret.
CREATE TABLE signing_key (
  kid            text PRIMARY KEY,
  public_pem     text NOT NULL,
  private_sealed bytea NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT portal_now()
);
GRANT SELECT, INSERT ON signing_key TO portal_sys;
