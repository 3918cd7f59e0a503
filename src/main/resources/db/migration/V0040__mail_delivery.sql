-- What became of a mail: waiting; taken by the mail server; refused by it for good; sent back later; given up after three days.
ALTER TABLE mail_outbox DROP CONSTRAINT mail_outbox_state_check;
UPDATE mail_outbox SET state = 'accepted' WHERE state = 'sent';
ALTER TABLE mail_outbox ADD CONSTRAINT mail_outbox_state_check
  CHECK (state IN ('queued', 'accepted', 'refused', 'bounced', 'dead'));
ALTER TABLE mail_outbox RENAME COLUMN sent_at TO accepted_at;
ALTER TABLE mail_outbox RENAME COLUMN last_error TO answer;
-- contact_id: whom it was written to, where that is somebody known. reference: what stands in its links; the link leads to
-- link_path and was used at opened_at. unsubscribe: where a POST ends mails of this kind.
ALTER TABLE mail_outbox
  ADD COLUMN contact_id  uuid,
  ADD COLUMN language    text NOT NULL DEFAULT 'en',
  ADD COLUMN reference   text NOT NULL DEFAULT '',
  ADD COLUMN link_path   text NOT NULL DEFAULT '' CHECK (link_path = '' OR link_path ~ '^/([^/\\]|$)'),
  ADD COLUMN unsubscribe text NOT NULL DEFAULT '',
  ADD COLUMN about       text NOT NULL DEFAULT '',
  ADD COLUMN about_id    uuid,
  ADD COLUMN bounced_at  timestamptz,
  ADD COLUMN opened_at   timestamptz;
CREATE UNIQUE INDEX mail_outbox_reference ON mail_outbox (tenant_id, reference) WHERE reference <> '';
CREATE INDEX mail_outbox_newest ON mail_outbox (tenant_id, id DESC);
CREATE INDEX mail_outbox_contact ON mail_outbox (tenant_id, contact_id, id DESC) WHERE contact_id IS NOT NULL;
CREATE INDEX mail_outbox_recipient ON mail_outbox (tenant_id, recipient, id DESC);
CREATE INDEX mail_outbox_message ON mail_outbox (message_id);
CALL catalogue('mail_outbox', 'recipient', 'email', true, 'delete', withheld => '{reference,unsubscribe}');

CREATE OR REPLACE FUNCTION sys_mail_waiting() RETURNS TABLE (queued bigint, dead bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT count(*) FILTER (WHERE state = 'queued'), count(*) FILTER (WHERE state IN ('refused', 'dead'))
    FROM mail_outbox WHERE state IN ('queued', 'refused', 'dead')
$$;

-- A mail came back. The mail server knows its Message-ID and no tenant. A second word of the same mail changes nothing.
CREATE FUNCTION sys_mail_bounce(id_of_message text, why text) RETURNS TABLE (tenant_id uuid, id uuid, changed boolean)
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  WITH known AS (SELECT m.tenant_id, m.id FROM mail_outbox m WHERE m.message_id = id_of_message AND id_of_message <> '' LIMIT 1),
       bounced AS (UPDATE mail_outbox m SET state = 'bounced', bounced_at = portal_now(), answer = left(why, 500), leased_until = NULL
                     FROM known k WHERE m.tenant_id = k.tenant_id AND m.id = k.id AND m.state IN ('queued', 'accepted')
                   RETURNING m.tenant_id, m.id)
  SELECT k.tenant_id, k.id, EXISTS (SELECT FROM bounced) FROM known k
$$;
CALL doors();
