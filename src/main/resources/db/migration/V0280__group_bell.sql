-- What is told to a whole group is one row for all: a post, or a call of everyone. Each member's bell reads these rows against
-- what that member has seen, so that nothing is written for each of them.
ALTER TABLE membership ADD posts_told_at timestamptz NOT NULL DEFAULT portal_now();
ALTER TABLE membership ADD calls_told_at timestamptz NOT NULL DEFAULT portal_now();
CREATE INDEX everyone_call_at ON everyone_call (tenant_id, group_id, at DESC);

-- Where a line of the bell stands among those that have rows of their own: their ids begin with the time.
CREATE FUNCTION bell_place(at timestamptz, of uuid) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(x.h, 1, 3) || '8' || substr(x.h, 4, 15))::uuid
    FROM (SELECT md5(of::text) AS h) x
$$;

-- Whether the bell tells somebody of a type: not where the business switched it off, nor where they did.
CREATE FUNCTION bell_rings(t uuid, c uuid, kind text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE (SELECT r.rule FROM notification_rule r WHERE r.tenant_id = t AND r.type = kind)
           WHEN 'off' THEN false WHEN 'locked' THEN true
           ELSE NOT EXISTS (SELECT FROM notification_choice n WHERE n.tenant_id = t AND n.contact_id = c AND n.type = kind
                                                                AND n.channel = 'app' AND n.pace = 'off') END
$$;

-- Calls of everyone, of thirty days, each a line: for every member but who wants to hear nothing of the group or of the post.
CREATE FUNCTION bell_calls(t uuid, c uuid)
RETURNS TABLE (id uuid, group_id uuid, name text, author text, link_path text, at timestamptz, fresh boolean) LANGUAGE sql STABLE AS $$
  SELECT e.object_id, m.group_id, g.name, coalesce(a.full_name, x.author_name),
         '/groups/' || g.slug || '/posts/' || p.id
           || CASE WHEN e.object_id = p.id THEN '' ELSE '?at=' || e.object_id || '#comment-' || e.object_id END,
         e.at, e.at > m.calls_told_at
    FROM membership m
    JOIN community_group g ON g.tenant_id = t AND g.id = m.group_id
    JOIN everyone_call e ON e.tenant_id = t AND e.group_id = m.group_id AND e.at > m.joined_at AND e.at > portal_now() - interval '30 days'
    JOIN post p ON p.tenant_id = t AND p.id = e.post_id AND p.state = 'published'
    JOIN channel ch ON ch.tenant_id = t AND ch.id = p.channel_id
    LEFT JOIN comment k ON k.tenant_id = t AND k.post_id = p.id AND k.id = e.object_id
   CROSS JOIN LATERAL (SELECT CASE WHEN k.id IS NULL THEN p.author_id ELSE k.author_id END AS author_id,
                              CASE WHEN k.id IS NULL THEN p.author_name ELSE k.author_name END AS author_name) x
    LEFT JOIN contact a ON a.tenant_id = t AND a.id = x.author_id
   WHERE m.tenant_id = t AND m.contact_id = c AND m.status = 'active' AND m.notify <> 'none'
     AND (e.object_id = p.id OR k.removed_at IS NULL AND k.id IS NOT NULL) AND x.author_id IS DISTINCT FROM c AND channel_seen(ch, c)
     AND NOT EXISTS (SELECT FROM post_follow f WHERE f.tenant_id = t AND f.post_id = p.id AND f.contact_id = c AND f.state = 'muted')
     -- whoever is named besides has a line of their own
     AND NOT EXISTS (SELECT FROM mention n WHERE n.tenant_id = t AND n.object_id = e.object_id AND n.contact_id = c)
   ORDER BY e.at DESC LIMIT 100
$$;

-- New posts, a line for each group whose posts somebody asked to hear of: how many came since they looked, there or in the bell.
CREATE FUNCTION bell_posts(t uuid, c uuid)
RETURNS TABLE (group_id uuid, name text, author text, link_path text, at timestamptz, fresh int) LANGUAGE sql STABLE AS $$
  SELECT m.group_id, g.name, coalesce(a.full_name, n.author_name), '/groups/' || g.slug, n.published_at, coalesce(u.fresh, 0)
    FROM membership m
    JOIN community_group g ON g.tenant_id = t AND g.id = m.group_id
   CROSS JOIN LATERAL (
      SELECT p.* FROM channel ch
       CROSS JOIN LATERAL (SELECT q.author_id, q.author_name, q.published_at FROM post q
                            WHERE q.tenant_id = t AND q.channel_id = ch.id AND q.state = 'published' AND q.author_id IS DISTINCT FROM c
                              AND q.published_at > greatest(m.joined_at, portal_now() - interval '30 days')
                            ORDER BY q.published_at DESC, q.id DESC LIMIT 1) p
       WHERE ch.tenant_id = t AND ch.group_id = m.group_id AND channel_seen(ch, c)
       ORDER BY p.published_at DESC LIMIT 1) n
   CROSS JOIN LATERAL (
      SELECT count(*)::int AS fresh FROM (
        SELECT 1 FROM channel ch
          LEFT JOIN channel_read r ON r.tenant_id = t AND r.channel_id = ch.id AND r.contact_id = c
          JOIN post q ON q.tenant_id = t AND q.channel_id = ch.id AND q.state = 'published' AND q.author_id IS DISTINCT FROM c
                     AND q.published_at > greatest(m.joined_at, m.posts_told_at, r.read_at, portal_now() - interval '30 days')
         WHERE ch.tenant_id = t AND ch.group_id = m.group_id AND channel_seen(ch, c)
           AND NOT EXISTS (SELECT FROM post_follow f WHERE f.tenant_id = t AND f.post_id = q.id AND f.contact_id = c AND f.state = 'muted')
         LIMIT 100) y) u
    LEFT JOIN contact a ON a.tenant_id = t AND a.id = n.author_id
   WHERE m.tenant_id = t AND m.contact_id = c AND m.status = 'active' AND m.notify = 'all'
   ORDER BY n.published_at DESC LIMIT 100
$$;

-- Both as lines of the bell. A call bears the id of what calls, new posts that of their group.
CREATE FUNCTION bell_of_groups(t uuid, c uuid)
RETURNS TABLE (id uuid, place uuid, type text, variables jsonb, link_path text, created_at timestamptz, read boolean, times int)
LANGUAGE sql STABLE AS $$
  SELECT e.id, bell_place(e.at, e.id), 'community.everyone', jsonb_build_object('group', e.name, 'author', e.author), e.link_path, e.at,
         NOT e.fresh, 1
    FROM bell_calls(t, c) e WHERE bell_rings(t, c, 'community.everyone')
  UNION ALL
  SELECT p.group_id, bell_place(p.at, p.group_id), 'community.new_posts', jsonb_build_object('group', p.name, 'author', p.author),
         p.link_path, p.at, p.fresh = 0, greatest(p.fresh, 1)
    FROM bell_posts(t, c) p WHERE bell_rings(t, c, 'community.new_posts')
$$;

-- How many of these nobody looked at: asked with every session, so that whoever is in no group pays for one look at an index.
CREATE FUNCTION bell_unread_of_groups(t uuid, c uuid) RETURNS int LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM membership m WHERE m.tenant_id = t AND m.contact_id = c AND m.status = 'active' AND m.notify <> 'none')
  THEN RETURN 0; END IF;
  RETURN (SELECT count(*) FROM (SELECT 1 FROM bell_of_groups(t, c) b WHERE NOT b.read LIMIT 100) y);
END $$;

-- Where one of these lines leads, which is read from now on; null where there is no such line.
CREATE FUNCTION bell_open_of_groups(t uuid, c uuid, line uuid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE link text; at_call timestamptz; of_group uuid;
BEGIN
  SELECT b.link_path, b.at, b.group_id INTO link, at_call, of_group FROM bell_calls(t, c) b WHERE b.id = line;
  IF FOUND THEN
    UPDATE membership m SET calls_told_at = at_call
     WHERE m.tenant_id = t AND m.group_id = of_group AND m.contact_id = c AND m.calls_told_at < at_call;
    RETURN link;
  END IF;
  SELECT b.link_path INTO link FROM bell_posts(t, c) b WHERE b.group_id = line;
  IF FOUND THEN
    UPDATE membership m SET posts_told_at = portal_now() WHERE m.tenant_id = t AND m.group_id = line AND m.contact_id = c;
  END IF;
  RETURN link;
END $$;

-- All of them are read from now on; says how many were not.
CREATE FUNCTION bell_read_of_groups(t uuid, c uuid) RETURNS int LANGUAGE plpgsql AS $$
DECLARE fresh int := bell_unread_of_groups(t, c);
BEGIN
  IF fresh > 0 THEN
    UPDATE membership m SET posts_told_at = portal_now(), calls_told_at = portal_now()
     WHERE m.tenant_id = t AND m.contact_id = c AND m.status = 'active';
  END IF;
  RETURN fresh;
END $$;
CALL doors();
