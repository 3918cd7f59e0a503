-- What somebody has not read, by place, each counted up to 100: what badges say on every page, and in one's own feed.
CREATE FUNCTION posts_unread(t uuid, c uuid) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT count(*)::int FROM (
    SELECT 1 FROM membership m
      JOIN community_group g ON g.tenant_id = t AND g.id = m.group_id AND g.status = 'active'
      JOIN channel h ON h.tenant_id = t AND h.group_id = m.group_id AND h.archived_at IS NULL
      LEFT JOIN channel_read r ON r.tenant_id = t AND r.channel_id = h.id AND r.contact_id = c
      JOIN post p ON p.tenant_id = t AND p.channel_id = h.id AND p.state = 'published'
       AND p.published_at > coalesce(r.read_at, m.joined_at) AND p.author_id IS DISTINCT FROM c
     WHERE m.tenant_id = t AND m.contact_id = c AND m.status = 'active' AND channel_seen(h, c)
     LIMIT 100) x
$$;

CREATE FUNCTION team_unread(t uuid, c uuid) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT count(*)::int FROM (
    SELECT 1 FROM participant p
      JOIN conversation v ON v.tenant_id = t AND v.id = p.conversation_id AND v.kind = 'business' AND v.last_seq > p.read_seq
      JOIN message m ON m.tenant_id = t AND m.conversation_id = v.id AND m.seq > p.read_seq AND m.of_team AND m.removed_at IS NULL
     WHERE p.tenant_id = t AND p.contact_id = c AND p.left_at IS NULL AND NOT p.muted
     LIMIT 100) x
$$;

CREATE FUNCTION unread_counts(t uuid, c uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'notifications', (SELECT count(*)::int FROM (
       SELECT 1 FROM notification n WHERE n.tenant_id = t AND n.contact_id = c AND n.read_at IS NULL LIMIT 100) y) + bell_unread_of_groups(t, c),
    'messages', messages_unread(t, c), 'team', team_unread(t, c), 'communities', posts_unread(t, c))
$$;
