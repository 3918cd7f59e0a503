-- Claiming mail tenant by tenant: whoever queues a hundred thousand mails waits behind nobody's single one, and a claim
-- costs an index probe per tenant, however long the queue is.
CREATE INDEX mail_outbox_turn ON mail_outbox (tenant_id, due_at) WHERE state = 'queued';
CREATE INDEX mail_outbox_leased ON mail_outbox (tenant_id) WHERE state = 'queued' AND leased_until IS NOT NULL;
DROP INDEX mail_outbox_due;

-- Due rows of every tenant, leased; a lease that ran out is due again. At most `per_tenant` of a tenant are under way at
-- a time, and each tenant's first comes before anybody's second. The row lock sees a claim that another worker has just
-- committed, and skips it.
CREATE OR REPLACE FUNCTION sys_mail_claim(wanted int, per_tenant int, lease interval)
RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  UPDATE mail_outbox m SET leased_until = portal_now() + lease, attempts = m.attempts + 1
    FROM (SELECT q.tenant_id, q.id
            FROM (SELECT x.tenant_id, x.id
                    FROM tenant t
                   CROSS JOIN LATERAL (
                     SELECT o.tenant_id, o.id, o.due_at, row_number() OVER (ORDER BY o.due_at) AS place
                       FROM mail_outbox o
                      WHERE o.tenant_id = t.tenant_id AND o.state = 'queued' AND o.due_at <= portal_now()
                        AND (o.leased_until IS NULL OR o.leased_until < portal_now())
                      ORDER BY o.due_at
                      LIMIT greatest(0, per_tenant - (SELECT count(*) FROM mail_outbox l
                                                       WHERE l.tenant_id = t.tenant_id AND l.state = 'queued'
                                                         AND l.leased_until IS NOT NULL AND l.leased_until >= portal_now()))) x
                   ORDER BY x.place, x.due_at LIMIT wanted) turn
            JOIN mail_outbox q ON q.tenant_id = turn.tenant_id AND q.id = turn.id
           WHERE q.state = 'queued' AND (q.leased_until IS NULL OR q.leased_until < portal_now())
             FOR UPDATE OF q SKIP LOCKED) due
   WHERE m.tenant_id = due.tenant_id AND m.id = due.id
  RETURNING m.tenant_id, m.id
$$;
