CREATE TABLE mail_outbox (
  tenant_id    uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id           uuid NOT NULL,
  kind         text NOT NULL,
  recipient    text NOT NULL,
  sender_name  text NOT NULL,
  reply_to     text NOT NULL DEFAULT '',
  subject      text NOT NULL,
  html         text NOT NULL,
  text         text NOT NULL,
  with_logo    boolean NOT NULL DEFAULT false,
  message_id   text NOT NULL,
  state        text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'dead')),
  attempts     int NOT NULL DEFAULT 0,
  due_at       timestamptz NOT NULL DEFAULT portal_now(),
  leased_until timestamptz,
  last_error   text NOT NULL DEFAULT '',
  created_at   timestamptz NOT NULL DEFAULT portal_now(),
  sent_at      timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX mail_outbox_due ON mail_outbox (due_at) WHERE state = 'queued';
CREATE INDEX mail_outbox_age ON mail_outbox (created_at) WHERE state <> 'queued';
CALL wall('mail_outbox');
CALL gate('mail_outbox', 'SELECT, UPDATE, DELETE');

-- Who did what: append-only, the server may neither change nor delete a line.
CREATE TABLE audit (
  tenant_id  uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id         uuid NOT NULL,
  at         timestamptz NOT NULL DEFAULT portal_now(),
  actor_kind text NOT NULL,
  actor_id   uuid,
  action     text NOT NULL,
  object     text NOT NULL DEFAULT '',
  object_id  uuid,
  detail     jsonb NOT NULL DEFAULT '{}',
  ip         text NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX audit_time ON audit (tenant_id, at DESC, id DESC);
CALL wall('audit');
REVOKE UPDATE, DELETE ON audit FROM portal_app;
