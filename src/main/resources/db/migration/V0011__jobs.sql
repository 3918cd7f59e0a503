-- Work that falls due: one row for each thing to do, claimed under a lease by whichever server is free.
CREATE TABLE job (
  tenant_id    uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id           uuid NOT NULL,
  kind         text NOT NULL CHECK (char_length(kind) BETWEEN 1 AND 60),
  key          text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 200),
  payload      jsonb NOT NULL DEFAULT '{}' CHECK (octet_length(payload::text) <= 65536),
  -- when to try next, and when it was wanted: the first moves with every failure, the age is counted from the second
  due_at       timestamptz NOT NULL,
  wanted_at    timestamptz NOT NULL,
  attempts     int NOT NULL DEFAULT 0,
  -- the number of the claim: whoever comes back with an older one has lost the job
  fence        bigint NOT NULL DEFAULT 0,
  leased_until timestamptz,
  -- scheduled anew while a worker has it in hand: it runs once more
  again        boolean NOT NULL DEFAULT false,
  state        text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'done', 'dead')),
  last_error   text NOT NULL DEFAULT '',
  created_at   timestamptz NOT NULL DEFAULT portal_now(),
  finished_at  timestamptz,
  PRIMARY KEY (tenant_id, id),
  CHECK ((state = 'queued') = (finished_at IS NULL))
);
CREATE UNIQUE INDEX job_open ON job (tenant_id, kind, key) WHERE state = 'queued';
CREATE INDEX job_turn ON job (tenant_id, due_at) WHERE state = 'queued';
CREATE INDEX job_leased ON job (tenant_id) WHERE state = 'queued' AND leased_until IS NOT NULL;
CREATE INDEX job_dead ON job (tenant_id, finished_at DESC, id DESC) WHERE state = 'dead';
CREATE INDEX job_age ON job (finished_at) WHERE state <> 'queued';
CALL wall('job');
CALL gate('job', 'SELECT, UPDATE, DELETE');
CALL nobody('job', 'work that waits; payloads hold ids and no names');
CREATE INDEX mail_outbox_dead ON mail_outbox (tenant_id, created_at DESC, id DESC) WHERE state = 'dead';

-- Due rows of every tenant, leased by kind; a lease that ran out is due again. At most `per_tenant` of a tenant are under
-- way at a time, and each tenant's first comes before anybody's second. The row lock sees a claim that another worker has
-- just committed, and skips it. Kinds that the asking server does not know stay for one that does.
CREATE FUNCTION sys_job_claim(wanted int, per_tenant int, kinds text[], leases int[])
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
                   ORDER BY x.place, x.due_at LIMIT wanted) turn
            JOIN job q ON q.tenant_id = turn.tenant_id AND q.id = turn.id
           WHERE q.state = 'queued' AND q.due_at <= portal_now() AND (q.leased_until IS NULL OR q.leased_until < portal_now())
             FOR UPDATE OF q SKIP LOCKED) due
   WHERE j.tenant_id = due.tenant_id AND j.id = due.id
  RETURNING j.tenant_id, j.id, j.kind, j.key, j.payload, j.attempts, j.fence
$$;

-- Figures for an operator: what waits, what has been due for ten minutes, what was given up.
CREATE FUNCTION sys_job_waiting() RETURNS TABLE (queued bigint, late bigint, dead bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT count(*) FILTER (WHERE state = 'queued'),
         count(*) FILTER (WHERE state = 'queued' AND due_at < portal_now() - interval '10 minutes'),
         count(*) FILTER (WHERE state = 'dead')
    FROM job WHERE state <> 'done'
$$;

-- What is done goes after a week; what was given up stays to be seen for three months.
CREATE FUNCTION sys_sweep_jobs(batch int) RETURNS TABLE (what text, gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  what := 'job';
  DELETE FROM job j WHERE (j.tenant_id, j.id) IN
    (SELECT x.tenant_id, x.id FROM job x
      WHERE x.state <> 'queued'
        AND x.finished_at < portal_now() - CASE x.state WHEN 'done' THEN interval '7 days' ELSE interval '90 days' END
      LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
END $$;

CALL doors();
