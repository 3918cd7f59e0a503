-- Moving an account to another address: asked for in one session, proven by a code to each of the two addresses. For seven
-- days the old address can take it back. Nothing but a finished change is anything to anybody else.
CREATE TABLE email_change (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  account_id   uuid NOT NULL,
  contact_id   uuid NOT NULL,
  session_id   uuid NOT NULL,
  old_email    text NOT NULL CHECK (char_length(old_email) BETWEEN 3 AND 254),
  new_email    text NOT NULL CHECK (char_length(new_email) BETWEEN 3 AND 254),
  -- taken: the new address turned out to have an account of its own, once it was proven
  state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'ended', 'taken', 'done', 'reverted')),
  created_at   timestamptz NOT NULL DEFAULT portal_now(),
  done_at      timestamptz,
  revert_hash  bytea,
  revert_until timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id) ON DELETE CASCADE,
  CHECK ((revert_hash IS NULL) = (revert_until IS NULL)),
  CHECK (old_email <> new_email)
);
CREATE UNIQUE INDEX email_change_open ON email_change (tenant_id, account_id) WHERE state = 'open';
CREATE UNIQUE INDEX email_change_revert ON email_change (tenant_id, revert_hash) WHERE revert_hash IS NOT NULL;
CREATE INDEX email_change_account ON email_change (tenant_id, account_id, created_at);
CREATE INDEX email_change_contact ON email_change (tenant_id, contact_id);
CALL wall('email_change');
CALL catalogue('email_change', 'account_id', 'account', exported => true, erasure => 'delete', withheld => '{revert_hash}');

-- The two codes. The hash binds each to tenant, purpose (email_old, email_new), change and address; a new one replaces the old.
CREATE TABLE email_change_code (
  tenant_id  uuid NOT NULL,
  change_id  uuid NOT NULL,
  side       text NOT NULL CHECK (side IN ('old', 'new')),
  code_hash  bytea NOT NULL,
  tries      int NOT NULL DEFAULT 0 CHECK (tries <= 5),
  sent_at    timestamptz NOT NULL DEFAULT portal_now(),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  PRIMARY KEY (tenant_id, change_id, side),
  FOREIGN KEY (tenant_id, change_id) REFERENCES email_change (tenant_id, id) ON DELETE CASCADE
);
CALL wall('email_change_code');
CALL nobody('email_change_code', 'goes with its change');

-- An address that an account has left was proven to be the person's: what was mailed there is theirs as well.
CREATE OR REPLACE FUNCTION person_addresses(person uuid) RETURNS TABLE (address text, shared boolean) LANGUAGE sql STABLE AS $$
  WITH here AS (SELECT current_setting('app.tenant')::uuid AS id),
  own AS (
    SELECT o.email, bool_or(o.proven) AS proven
      FROM (SELECT c.email, false AS proven FROM portal.contact c, here WHERE c.tenant_id = here.id AND c.id = person
            UNION ALL
            SELECT a.email, true FROM portal.account a, here WHERE a.tenant_id = here.id AND a.contact_id = person
            UNION ALL
            SELECT e.old_email, false FROM portal.email_change e, here
             WHERE e.tenant_id = here.id AND e.contact_id = person AND e.state IN ('done', 'reverted')
            UNION ALL
            SELECT DISTINCT m.recipient, false FROM portal.mail_outbox m, here WHERE m.tenant_id = here.id AND m.contact_id = person) o
     GROUP BY o.email)
  SELECT o.email,
         EXISTS (SELECT FROM portal.account a, here WHERE a.tenant_id = here.id AND a.email = o.email AND a.contact_id <> person)
         OR NOT o.proven AND (
           EXISTS (SELECT FROM portal.contact c, here WHERE c.tenant_id = here.id AND c.email = o.email AND c.id <> person)
           OR EXISTS (SELECT FROM portal.mail_outbox m, here
                       WHERE m.tenant_id = here.id AND m.recipient = o.email AND m.contact_id <> person))
    FROM own o
$$;
