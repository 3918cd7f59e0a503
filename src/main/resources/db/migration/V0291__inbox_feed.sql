-- The inbox of a business has a feed of its own, under the tenant's id: it says which thread is another now.
ALTER TABLE feed DROP CONSTRAINT feed_kind_check;
ALTER TABLE feed ADD CONSTRAINT feed_kind_check CHECK (kind IN ('group', 'channel', 'thread', 'me', 'inbox'));

-- Whoever of staff has an inbox open on a node: what they are in that tenant now, and where the inbox and their thread stand.
-- Asked every second, so that nobody goes on listening whose session or role has ended, and a lost hint is noticed.
CREATE FUNCTION sys_inbox_lines(sessions uuid[], tenants uuid[], threads uuid[])
RETURNS TABLE (line int, role text, inbox bigint, thread bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT x.n::int,
         (SELECT r.role FROM staff_session s
            JOIN staff p ON p.id = s.staff_id AND p.status = 'active'
            JOIN staff_role r ON r.staff_id = p.id AND r.tenant_id = x.tenant
            JOIN tenant t ON t.tenant_id = x.tenant AND t.status = 'active'
           WHERE s.id = x.session AND s.ends_at > portal_now() AND s.last_seen_at > portal_now() - interval '12 hours'),
         coalesce((SELECT f.seq FROM feed f WHERE f.tenant_id = x.tenant AND f.id = x.tenant), 0),
         coalesce((SELECT f.seq FROM feed f WHERE f.tenant_id = x.tenant AND f.id = x.thread), 0)
    FROM unnest(sessions, tenants, threads) WITH ORDINALITY AS x (session, tenant, thread, n)
$$;

CALL doors();
