-- How a business sends: under which name and address, and by which mail server. Without one of its own, by the platform's.
CREATE TABLE mail_settings (
  tenant_id         uuid PRIMARY KEY REFERENCES tenant ON DELETE CASCADE,
  version           int NOT NULL DEFAULT 1 CHECK (version >= 0),
  from_name         text NOT NULL DEFAULT '' CHECK (char_length(from_name) <= 100),
  reply_to          text NOT NULL DEFAULT '' CHECK (char_length(reply_to) <= 254),
  -- below every mail: the address that the law asks for
  footer            text NOT NULL DEFAULT '' CHECK (char_length(footer) <= 500),
  server_on         boolean NOT NULL DEFAULT false,
  host              text NOT NULL DEFAULT '' CHECK (char_length(host) <= 253),
  port              int NOT NULL DEFAULT 587 CHECK (port BETWEEN 1 AND 65535),
  tls               text NOT NULL DEFAULT 'starttls' CHECK (tls IN ('starttls', 'implicit')),
  username          text NOT NULL DEFAULT '' CHECK (char_length(username) <= 254),
  -- sealed: never shown again
  password          bytea,
  from_address      text NOT NULL DEFAULT '' CHECK (char_length(from_address) <= 254),
  -- whether mails that guard an account may go by the platform's server while the business' own fails
  codes_by_platform boolean NOT NULL DEFAULT false,
  -- the circuit: how often in a row the server failed, until when it is left alone, and what it said
  failures          int NOT NULL DEFAULT 0,
  rests_until       timestamptz,
  fault             text NOT NULL DEFAULT '' CHECK (char_length(fault) <= 500),
  failing_since     timestamptz,
  succeeded_at      timestamptz,
  changed_at        timestamptz NOT NULL DEFAULT portal_now(),
  CHECK (NOT server_on OR (host <> '' AND from_address <> ''))
);
CALL wall('mail_settings');
CALL gate('mail_settings', 'SELECT');
CALL nobody('mail_settings', 'how the business sends mail');

-- Whether it guards an account: such a mail may take the platform's way while the business' own server fails.
ALTER TABLE mail_outbox ADD COLUMN security boolean NOT NULL DEFAULT false;

-- What the platform's server is to send: mails of tenants without a server of their own, and codes of those whose server
-- fails, where the owner allowed that. The rest as before.
CREATE OR REPLACE FUNCTION sys_mail_claim(wanted int, per_tenant int, lease interval)
RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  UPDATE mail_outbox m SET leased_until = portal_now() + lease, attempts = m.attempts + 1
    FROM (SELECT q.tenant_id, q.id
            FROM (SELECT x.tenant_id, x.id
                    FROM tenant t
                    LEFT JOIN mail_settings s ON s.tenant_id = t.tenant_id AND s.server_on
                   CROSS JOIN LATERAL (
                     SELECT o.tenant_id, o.id, o.due_at, row_number() OVER (ORDER BY o.due_at) AS place
                       FROM mail_outbox o
                      WHERE o.tenant_id = t.tenant_id AND o.state = 'queued' AND o.due_at <= portal_now()
                        AND (o.leased_until IS NULL OR o.leased_until < portal_now())
                        AND (s.tenant_id IS NULL OR (s.codes_by_platform AND s.failures > 0 AND o.security))
                      ORDER BY o.due_at
                      LIMIT greatest(0, per_tenant - (SELECT count(*) FROM mail_outbox l
                                                       WHERE l.tenant_id = t.tenant_id AND l.state = 'queued'
                                                         AND l.leased_until IS NOT NULL AND l.leased_until >= portal_now()))) x
                   WHERE t.status = 'active'
                   ORDER BY x.place, x.due_at LIMIT wanted) turn
            JOIN mail_outbox q ON q.tenant_id = turn.tenant_id AND q.id = turn.id
           WHERE q.state = 'queued' AND (q.leased_until IS NULL OR q.leased_until < portal_now())
             FOR UPDATE OF q SKIP LOCKED) due
   WHERE m.tenant_id = due.tenant_id AND m.id = due.id
  RETURNING m.tenant_id, m.id
$$;

-- What tenants' own servers are to send. A server that failed three times in a row is left alone until its rest is over,
-- and then gets one mail at a time until one is taken.
CREATE FUNCTION sys_mail_claim_own(wanted int, per_tenant int, lease interval)
RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  UPDATE mail_outbox m SET leased_until = portal_now() + lease, attempts = m.attempts + 1
    FROM (SELECT q.tenant_id, q.id
            FROM (SELECT x.tenant_id, x.id
                    FROM mail_settings s
                    JOIN tenant t ON t.tenant_id = s.tenant_id AND t.status = 'active'
                   CROSS JOIN LATERAL (
                     SELECT o.tenant_id, o.id, o.due_at, row_number() OVER (ORDER BY o.due_at) AS place
                       FROM mail_outbox o
                      WHERE o.tenant_id = s.tenant_id AND o.state = 'queued' AND o.due_at <= portal_now()
                        AND (o.leased_until IS NULL OR o.leased_until < portal_now())
                        AND NOT (s.codes_by_platform AND s.failures > 0 AND o.security)
                      ORDER BY o.due_at
                      LIMIT greatest(0, CASE WHEN s.failures >= 3 THEN 1 ELSE per_tenant END
                                        - (SELECT count(*) FROM mail_outbox l
                                            WHERE l.tenant_id = s.tenant_id AND l.state = 'queued'
                                              AND l.leased_until IS NOT NULL AND l.leased_until >= portal_now()))) x
                   WHERE s.server_on AND (s.rests_until IS NULL OR s.rests_until <= portal_now())
                   ORDER BY x.place, x.due_at LIMIT wanted) turn
            JOIN mail_outbox q ON q.tenant_id = turn.tenant_id AND q.id = turn.id
           WHERE q.state = 'queued' AND (q.leased_until IS NULL OR q.leased_until < portal_now())
             FOR UPDATE OF q SKIP LOCKED) due
   WHERE m.tenant_id = due.tenant_id AND m.id = due.id
  RETURNING m.tenant_id, m.id
$$;
CALL doors();
