-- Where a business's own programs hear of what happens. Secrets lie sealed; the one before is good for a day after a change.
CREATE TABLE webhook_endpoint (
  tenant_id     uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id            uuid NOT NULL,
  url           text NOT NULL CHECK (char_length(url) BETWEEN 1 AND 1000),
  description   text NOT NULL DEFAULT '' CHECK (char_length(description) <= 120),
  events        text[] NOT NULL CHECK (cardinality(events) BETWEEN 1 AND 100),
  -- off: by a person; disabled: after three days without one success
  state         text NOT NULL DEFAULT 'on' CHECK (state IN ('on', 'off', 'disabled')),
  secret        bytea NOT NULL,
  old_secret    bytea,
  old_until     timestamptz,
  version       int NOT NULL DEFAULT 0,
  created_at    timestamptz NOT NULL DEFAULT portal_now(),
  updated_at    timestamptz NOT NULL DEFAULT portal_now(),
  -- the circuit: failures in a row, since when, and until when nothing is tried
  failures      int NOT NULL DEFAULT 0,
  failing_since timestamptz,
  open_until    timestamptz,
  succeeded_at  timestamptz,
  disabled_at   timestamptz,
  -- events that found ten thousand waiting before them
  missed        bigint NOT NULL DEFAULT 0,
  -- one server at a time sends to it, in order; the number tells a server that slept past its lease that it lost it
  leased_until  timestamptz,
  fence         bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id),
  CHECK ((old_secret IS NULL) = (old_until IS NULL)),
  CHECK ((failures = 0) = (failing_since IS NULL))
);
CALL wall('webhook_endpoint');
CALL gate('webhook_endpoint', 'SELECT, UPDATE');
CALL nobody('webhook_endpoint', 'programs of the business');

-- What is to be sent, written with the reader's cursor. message_id is the fact's, so that a fact is one message at each
-- endpoint however often it is read or sent, and the body never changes.
CREATE TABLE webhook_delivery (
  tenant_id    uuid NOT NULL,
  endpoint_id  uuid NOT NULL,
  message_id   uuid NOT NULL,
  event        text NOT NULL CHECK (char_length(event) BETWEEN 1 AND 60),
  -- the fact's place; 0 for a test
  seq          bigint NOT NULL,
  body         text NOT NULL CHECK (octet_length(body) BETWEEN 2 AND 32768),
  contact_id   uuid,
  state        text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'delivered', 'dead')),
  attempts     int NOT NULL DEFAULT 0,
  due_at       timestamptz NOT NULL DEFAULT portal_now(),
  created_at   timestamptz NOT NULL DEFAULT portal_now(),
  finished_at  timestamptz,
  PRIMARY KEY (tenant_id, endpoint_id, message_id),
  FOREIGN KEY (tenant_id, endpoint_id) REFERENCES webhook_endpoint (tenant_id, id) ON DELETE CASCADE,
  CHECK ((state = 'queued') = (finished_at IS NULL))
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (tenant_id, endpoint_id, seq) WHERE state = 'queued';
CREATE INDEX webhook_delivery_newest ON webhook_delivery (tenant_id, endpoint_id, created_at DESC, message_id DESC);
CREATE INDEX webhook_delivery_contact ON webhook_delivery (tenant_id, contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX webhook_delivery_age ON webhook_delivery (created_at);
CALL wall('webhook_delivery');
CALL gate('webhook_delivery', 'SELECT, DELETE');
CALL catalogue('webhook_delivery', 'contact_id', 'contact', true, 'delete');

-- Each try: what came back, and how long it took. status is null where nothing came.
CREATE TABLE webhook_attempt (
  tenant_id   uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  message_id  uuid NOT NULL,
  id          uuid NOT NULL,
  at          timestamptz NOT NULL DEFAULT portal_now(),
  status      int,
  failure     text NOT NULL DEFAULT '' CHECK (char_length(failure) <= 40),
  ms          int NOT NULL CHECK (ms >= 0),
  answer      text NOT NULL DEFAULT '' CHECK (octet_length(answer) <= 4096),
  PRIMARY KEY (tenant_id, endpoint_id, message_id, id),
  FOREIGN KEY (tenant_id, endpoint_id, message_id) REFERENCES webhook_delivery (tenant_id, endpoint_id, message_id) ON DELETE CASCADE
);
CALL wall('webhook_attempt');
CALL gate('webhook_attempt', 'SELECT, DELETE');
CALL nobody('webhook_attempt', 'what programs of the business answered; goes with its delivery');

-- Endpoints with something due, leased whole: its deliveries go out one by one. At most `per_tenant` of a tenant are under way,
-- and each tenant's first comes before anybody's second. Suspended tenants send nothing; it waits.
CREATE FUNCTION sys_webhook_claim(wanted int, per_tenant int, lease interval)
RETURNS TABLE (tenant_id uuid, id uuid, fence bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  UPDATE webhook_endpoint e SET leased_until = portal_now() + lease, fence = e.fence + 1
    FROM (SELECT q.tenant_id, q.id
            FROM (SELECT x.tenant_id, x.id
                    FROM (SELECT o.tenant_id, o.id, row_number() OVER (PARTITION BY o.tenant_id ORDER BY o.succeeded_at NULLS FIRST, o.id) AS place,
                                 (SELECT count(*) FROM webhook_endpoint l WHERE l.tenant_id = o.tenant_id AND l.leased_until >= portal_now()) AS busy
                            FROM webhook_endpoint o JOIN tenant t ON t.tenant_id = o.tenant_id AND t.status = 'active'
                           WHERE o.state = 'on' AND (o.leased_until IS NULL OR o.leased_until < portal_now())
                             AND (o.open_until IS NULL OR o.open_until <= portal_now())
                             AND EXISTS (SELECT FROM webhook_delivery d
                                          WHERE d.tenant_id = o.tenant_id AND d.endpoint_id = o.id
                                            AND d.state = 'queued' AND d.due_at <= portal_now())) x
                   WHERE x.place + x.busy <= per_tenant
                   ORDER BY x.place + x.busy, x.tenant_id LIMIT wanted) turn
            JOIN webhook_endpoint q ON q.tenant_id = turn.tenant_id AND q.id = turn.id
           WHERE q.state = 'on' AND (q.leased_until IS NULL OR q.leased_until < portal_now())
             FOR UPDATE OF q SKIP LOCKED) free
   WHERE e.tenant_id = free.tenant_id AND e.id = free.id
  RETURNING e.tenant_id, e.id, e.fence
$$;

-- Figures for an operator: what waits, what was given up, endpoints whose circuit is open, endpoints that were disabled.
CREATE FUNCTION sys_webhook_waiting() RETURNS TABLE (queued bigint, dead bigint, broken bigint, disabled bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT (SELECT count(*) FROM webhook_delivery WHERE state = 'queued'),
         (SELECT count(*) FROM webhook_delivery WHERE state = 'dead'),
         (SELECT count(*) FROM webhook_endpoint WHERE state = 'on' AND open_until > portal_now()),
         (SELECT count(*) FROM webhook_endpoint WHERE state = 'disabled')
$$;

-- After thirty days a delivery goes with its attempts, whatever became of it.
CREATE FUNCTION sys_sweep_webhooks(batch int) RETURNS TABLE (what text, gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  what := 'webhook_delivery';
  DELETE FROM webhook_delivery d WHERE (d.tenant_id, d.endpoint_id, d.message_id) IN
    (SELECT x.tenant_id, x.endpoint_id, x.message_id FROM webhook_delivery x
      WHERE x.created_at < portal_now() - interval '30 days' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
END $$;

-- From which network a key was used last; whole addresses are of no use to who asks whether it was theirs.
ALTER TABLE api_key ADD COLUMN last_used_from text NOT NULL DEFAULT '' CHECK (char_length(last_used_from) <= 60);
CALL doors();
