-- Links by which staff let a client in: mailed to the stored address, or handed over. The token is kept as its hash alone.
-- It opens one account, once, and only while that account still has the address that the link was made for.
CREATE TABLE sign_in_link (
  tenant_id  uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id         uuid NOT NULL,
  token_hash bytea NOT NULL,
  contact_id uuid NOT NULL,
  account_id uuid NOT NULL,
  email      text NOT NULL,
  next       text NOT NULL DEFAULT '' CHECK (char_length(next) <= 500),
  -- shown to staff instead of mailed: whoever opens it has not proven the address
  handed     boolean NOT NULL DEFAULT false,
  maker      text NOT NULL DEFAULT '' CHECK (char_length(maker) <= 200),
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, token_hash),
  CHECK (expires_at <= created_at + interval '7 days 1 minute'),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX sign_in_link_contact ON sign_in_link (tenant_id, contact_id, created_at DESC);
CREATE INDEX sign_in_link_account ON sign_in_link (tenant_id, account_id);
CREATE INDEX sign_in_link_newest ON sign_in_link (tenant_id, created_at DESC, id DESC);
CREATE INDEX sign_in_link_age ON sign_in_link (expires_at);
CALL wall('sign_in_link');
CALL gate('sign_in_link', 'SELECT, DELETE');
CALL catalogue('sign_in_link', 'contact_id', 'contact', true, 'delete', withheld => '{token_hash}');

-- A session by a link that staff handed over proves nothing about the mailbox: it is never fresh.
ALTER TABLE session DROP CONSTRAINT session_proof_check;
ALTER TABLE session ADD CONSTRAINT session_proof_check
  CHECK (proof IN ('password', 'code', 'link', 'passkey', 'invitation', 'handed'));
ALTER TABLE selection_ticket DROP CONSTRAINT selection_ticket_proof_check;
ALTER TABLE selection_ticket ADD CONSTRAINT selection_ticket_proof_check
  CHECK (proof IN ('password', 'code', 'link', 'passkey', 'invitation', 'handed'));

-- What the code page may say of the address: a link in somebody else's hands must not tell whose it was, and a link that
-- nobody has gets a flow of nobody's, so that it is answered alike.
ALTER TABLE sign_in_flow ADD COLUMN shown text NOT NULL DEFAULT 'address'
  CHECK (shown IN ('address', 'hidden', 'nobody'));

-- Magic links: off in a portal that is opened from now on, on in those that there are.
UPDATE tenant_settings SET magic_links = true;
-- The version that a change of the sign-in settings was made from.
ALTER TABLE tenant_settings ADD COLUMN version int NOT NULL DEFAULT 0;

-- Is mail slow? The newest mails of a tenant, looked at by the page that waits for one.
CREATE INDEX mail_outbox_accepted ON mail_outbox (tenant_id, accepted_at) WHERE accepted_at IS NOT NULL;
CREATE INDEX mail_outbox_waiting ON mail_outbox (tenant_id, created_at) WHERE state = 'queued';

-- Housekeeping: a year after its end nobody asks about a link.
CREATE FUNCTION sys_sweep_links(batch int) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
DECLARE gone bigint;
BEGIN
  DELETE FROM sign_in_link l WHERE (l.tenant_id, l.id) IN
    (SELECT x.tenant_id, x.id FROM sign_in_link x WHERE x.expires_at < portal_now() - interval '1 year' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
CALL doors();
