-- Of a portal that is closed its owners hear all the same: that it is to be deleted, and that it is not. Such work and such
-- mails say of themselves that they do not wait until it is open again.
ALTER TABLE job ADD COLUMN though_closed boolean NOT NULL DEFAULT false;
ALTER TABLE mail_outbox ADD COLUMN though_closed boolean NOT NULL DEFAULT false;
CREATE INDEX job_though_closed ON job (tenant_id) WHERE though_closed AND state = 'queued';
CREATE INDEX mail_outbox_though_closed ON mail_outbox (tenant_id) WHERE though_closed AND state = 'queued';

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
                        AND (t.status = 'active' OR o.though_closed)
                      ORDER BY o.due_at
                      LIMIT greatest(0, per_tenant - (SELECT count(*) FROM job l
                                                       WHERE l.tenant_id = t.tenant_id AND l.state = 'queued'
                                                         AND l.leased_until IS NOT NULL AND l.leased_until >= portal_now()))) x
                   -- What waits in a closed portal is only read through while something there does not wait.
                   WHERE t.status = 'active'
                      OR EXISTS (SELECT FROM job c WHERE c.tenant_id = t.tenant_id AND c.though_closed AND c.state = 'queued')
                   ORDER BY x.place, x.due_at LIMIT wanted) turn
            JOIN job q ON q.tenant_id = turn.tenant_id AND q.id = turn.id
           WHERE q.state = 'queued' AND q.due_at <= portal_now() AND (q.leased_until IS NULL OR q.leased_until < portal_now())
             FOR UPDATE OF q SKIP LOCKED) due
   WHERE j.tenant_id = due.tenant_id AND j.id = due.id
  RETURNING j.tenant_id, j.id, j.kind, j.key, j.payload, j.attempts, j.fence
$$;

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
                        AND (s.tenant_id IS NULL OR (s.codes_by_platform AND s.failures > 0 AND o.security) OR o.though_closed)
                        AND (t.status = 'active' OR o.though_closed)
                      ORDER BY o.due_at
                      LIMIT greatest(0, per_tenant - (SELECT count(*) FROM mail_outbox l
                                                       WHERE l.tenant_id = t.tenant_id AND l.state = 'queued'
                                                         AND l.leased_until IS NOT NULL AND l.leased_until >= portal_now()))) x
                   WHERE t.status = 'active'
                      OR EXISTS (SELECT FROM mail_outbox c WHERE c.tenant_id = t.tenant_id AND c.though_closed AND c.state = 'queued')
                   ORDER BY x.place, x.due_at LIMIT wanted) turn
            JOIN mail_outbox q ON q.tenant_id = turn.tenant_id AND q.id = turn.id
           WHERE q.state = 'queued' AND (q.leased_until IS NULL OR q.leased_until < portal_now())
             FOR UPDATE OF q SKIP LOCKED) due
   WHERE m.tenant_id = due.tenant_id AND m.id = due.id
  RETURNING m.tenant_id, m.id
$$;

-- A business's own server sends nothing for a portal that the platform closed: such words are the platform's, and go its way.
CREATE OR REPLACE FUNCTION sys_mail_claim_own(wanted int, per_tenant int, lease interval)
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
                        AND NOT (s.codes_by_platform AND s.failures > 0 AND o.security) AND NOT o.though_closed
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

-- Whom the portal of this scope belongs to.
CREATE FUNCTION sys_portal_owners() RETURNS TABLE (email text, full_name text, language text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT s.email, s.full_name, s.language FROM staff_role r JOIN staff s ON s.id = r.staff_id AND s.status = 'active'
   WHERE r.tenant_id = current_setting('app.tenant')::uuid AND r.role = 'owner' ORDER BY s.id LIMIT 50
$$;
CALL doors();
