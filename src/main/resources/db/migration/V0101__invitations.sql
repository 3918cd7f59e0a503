-- The business asks somebody to join its portal. One open invitation per contact; whether it has expired is read off
-- expires_at, so that no clock has to write it down.
CREATE TABLE invitation (
  tenant_id     uuid NOT NULL,
  id            uuid NOT NULL,
  contact_id    uuid NOT NULL,
  -- the address that it was last sent to: it opens an account for this one and for no other
  email         text NOT NULL CHECK (char_length(email) BETWEEN 3 AND 254),
  state         text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'sent', 'opened', 'accepted', 'revoked')),
  -- since when it waits to be mailed by the next batch; null where it does not
  queued_at     timestamptz,
  mails         int NOT NULL DEFAULT 0,
  created_at    timestamptz NOT NULL DEFAULT portal_now(),
  sent_at       timestamptz,
  expires_at    timestamptz,
  opened_at     timestamptz,
  accepted_at   timestamptz,
  -- by the mailed link, by one that staff copied, or by signing up with the address anyway
  accepted_way  text CHECK (accepted_way IN ('mail', 'copy', 'signup')),
  revoked_at    timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  CHECK ((state = 'accepted') = (accepted_at IS NOT NULL AND accepted_way IS NOT NULL)),
  CHECK (state NOT IN ('sent', 'opened') OR expires_at IS NOT NULL),
  CHECK (queued_at IS NULL OR state IN ('draft', 'sent', 'opened'))
);
CREATE UNIQUE INDEX invitation_open ON invitation (tenant_id, contact_id) WHERE state IN ('draft', 'sent', 'opened');
CREATE INDEX invitation_newest ON invitation (tenant_id, created_at DESC, id DESC);
CREATE INDEX invitation_email ON invitation (tenant_id, email);
CREATE INDEX invitation_queued ON invitation (tenant_id, queued_at, id) WHERE queued_at IS NOT NULL;
CREATE INDEX invitation_age ON invitation (created_at);
CALL wall('invitation');
CALL gate('invitation', 'SELECT, DELETE');
CALL catalogue('invitation', 'contact_id', 'contact', true, 'delete');

-- Each link that was ever made of an invitation; the living one of each way has no end. What is kept is the hash alone.
CREATE TABLE invitation_link (
  tenant_id     uuid NOT NULL,
  token_hash    bytea NOT NULL,
  invitation_id uuid NOT NULL,
  way           text NOT NULL CHECK (way IN ('mail', 'copy')),
  created_at    timestamptz NOT NULL DEFAULT portal_now(),
  ended_at      timestamptz,
  PRIMARY KEY (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, invitation_id) REFERENCES invitation (tenant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX invitation_link_living ON invitation_link (tenant_id, invitation_id, way) WHERE ended_at IS NULL;
CREATE INDEX invitation_link_of ON invitation_link (tenant_id, invitation_id);
CALL wall('invitation_link');
CALL nobody('invitation_link', 'goes with its invitation');
