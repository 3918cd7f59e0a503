-- The two rules that every list and every post ask of a channel, in a language whose plans a connection keeps: as plain SQL they
-- were parsed and planned by each statement that asked.
CREATE OR REPLACE FUNCTION channel_seen(ch channel, c uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM membership m
                  WHERE m.tenant_id = ch.tenant_id AND m.group_id = ch.group_id AND m.contact_id = c AND m.status = 'active'
                    AND (NOT ch.private OR m.role = 'owner'
                      OR EXISTS (SELECT FROM channel_member x
                                  WHERE x.tenant_id = ch.tenant_id AND x.channel_id = ch.id AND x.contact_id = c)));
END $$;

CREATE OR REPLACE FUNCTION channel_open(ch channel, c uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN ch.archived_at IS NULL AND EXISTS (
    SELECT FROM membership m JOIN community_group g ON g.tenant_id = m.tenant_id AND g.id = m.group_id AND g.status = 'active'
      LEFT JOIN channel_member x ON x.tenant_id = ch.tenant_id AND x.channel_id = ch.id AND x.contact_id = c
     WHERE m.tenant_id = ch.tenant_id AND m.group_id = ch.group_id AND m.contact_id = c AND m.status = 'active'
       AND coalesce(m.muted_until <= portal_now(), true)
       AND (NOT ch.private OR m.role = 'owner' OR x.contact_id IS NOT NULL)
       AND CASE ch.post_policy
             WHEN 'all' THEN true
             WHEN 'admins' THEN m.role IN ('owner', 'admin')
             ELSE m.role IN ('owner', 'admin') AND NOT ch.private OR coalesce(x.manager, false) END);
END $$;
