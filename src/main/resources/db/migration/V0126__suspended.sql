-- A suspended tenant sends nothing and does nothing: mails and jobs wait, and how long they did does not count against them.
ALTER TABLE tenant ADD COLUMN suspended_at timestamptz;
UPDATE tenant SET suspended_at = portal_now() WHERE status = 'suspended';
ALTER TABLE mail_outbox ADD COLUMN held interval NOT NULL DEFAULT '0';

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
                   WHERE t.status = 'active'
                   ORDER BY x.place, x.due_at LIMIT wanted) turn
            JOIN mail_outbox q ON q.tenant_id = turn.tenant_id AND q.id = turn.id
           WHERE q.state = 'queued' AND (q.leased_until IS NULL OR q.leased_until < portal_now())
             FOR UPDATE OF q SKIP LOCKED) due
   WHERE m.tenant_id = due.tenant_id AND m.id = due.id
  RETURNING m.tenant_id, m.id
$$;

CREATE OR REPLACE FUNCTION sys_job_claim(wanted int, per_tenant int, kinds text[], leases int[])
RETURNS TABLE (tenant_id uuid, id uuid, kind text, key text, payload jsonb, attempts int, fence bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  UPDATE job j SET leased_until = portal_now() + make_interval(secs => leases[array_position(kinds, j.kind)]),
                   attempts = j.attempts + 1, fence = j.fence + 1, again = false
    FROM (SELECT q.tenant_id, q.id
            FROM (SELECT x.tenant_id, x.id
                    FROM tenant t
                   CROSS JOIN LATERAL (
                     SELECT o.tenant_id, o.id, o.due_at, row_number() OVER (ORDER BY o.due_at) AS place
                       FROM job o
                      WHERE o.tenant_id = t.tenant_id AND o.state = 'queued' AND o.due_at <= portal_now()
                        AND o.kind = ANY (kinds)
                        AND (o.leased_until IS NULL OR o.leased_until < portal_now())
                      ORDER BY o.due_at
                      LIMIT greatest(0, per_tenant - (SELECT count(*) FROM job l
                                                       WHERE l.tenant_id = t.tenant_id AND l.state = 'queued'
                                                         AND l.leased_until IS NOT NULL AND l.leased_until >= portal_now()))) x
                   WHERE t.status = 'active'
                   ORDER BY x.place, x.due_at LIMIT wanted) turn
            JOIN job q ON q.tenant_id = turn.tenant_id AND q.id = turn.id
           WHERE q.state = 'queued' AND q.due_at <= portal_now() AND (q.leased_until IS NULL OR q.leased_until < portal_now())
             FOR UPDATE OF q SKIP LOCKED) due
   WHERE j.tenant_id = due.tenant_id AND j.id = due.id
  RETURNING j.tenant_id, j.id, j.kind, j.key, j.payload, j.attempts, j.fence
$$;

-- With since when a tenant is suspended, and what waits until it is resumed.
GRANT SELECT ON mail_outbox, job TO portal_sys;
DROP FUNCTION sys_operator_tenants(text, text, int);
CREATE FUNCTION sys_operator_tenants(after_slug text, needle text, wanted int)
RETURNS TABLE (tenant_id uuid, slug text, name text, status text, created_at timestamptz, suspended_at timestamptz, mails bigint, jobs bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT t.tenant_id, t.slug, t.name, t.status, t.created_at, t.suspended_at,
         CASE WHEN t.status = 'suspended' THEN (SELECT count(*) FROM (SELECT FROM mail_outbox m
               WHERE m.tenant_id = t.tenant_id AND m.state = 'queued' LIMIT 1000) x) ELSE 0 END,
         CASE WHEN t.status = 'suspended' THEN (SELECT count(*) FROM (SELECT FROM job j
               WHERE j.tenant_id = t.tenant_id AND j.state = 'queued' LIMIT 1000) x) ELSE 0 END
    FROM tenant t
   WHERE t.slug > after_slug AND (needle = '' OR strpos(t.slug, lower(needle)) > 0 OR strpos(lower(t.name), lower(needle)) > 0)
   ORDER BY t.slug LIMIT wanted
$$;
DROP FUNCTION sys_operator_tenant(uuid);
CREATE FUNCTION sys_operator_tenant(wanted uuid)
RETURNS TABLE (tenant_id uuid, slug text, name text, status text, created_at timestamptz, suspended_at timestamptz, mails bigint, jobs bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT t.tenant_id, t.slug, t.name, t.status, t.created_at, t.suspended_at, 0::bigint, 0::bigint FROM tenant t WHERE t.tenant_id = wanted
$$;
CALL doors();
