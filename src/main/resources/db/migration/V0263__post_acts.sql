-- Who may remove what others wrote in a channel, pin it and let it through: those who run or moderate the group, where the
-- channel is open to all of it; in a closed one its managers and the group's owner.
CREATE FUNCTION channel_moderated(ch channel, c uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM membership m
                   LEFT JOIN channel_member x ON x.tenant_id = ch.tenant_id AND x.channel_id = ch.id AND x.contact_id = c
                  WHERE m.tenant_id = ch.tenant_id AND m.group_id = ch.group_id AND m.contact_id = c AND m.status = 'active'
                    AND (m.role = 'owner' OR coalesce(x.manager, false) OR NOT ch.private AND m.role IN ('admin', 'moderator')))
$$;

-- And who may still change what they wrote themselves: whoever could write anything there at all.
CREATE FUNCTION channel_speaks(ch channel, c uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT ch.archived_at IS NULL AND channel_seen(ch, c) AND EXISTS (
    SELECT FROM membership m JOIN community_group g ON g.tenant_id = m.tenant_id AND g.id = m.group_id AND g.status = 'active'
     WHERE m.tenant_id = ch.tenant_id AND m.group_id = ch.group_id AND m.contact_id = c AND coalesce(m.muted_until <= portal_now(), true))
$$;

-- Files of posts are shown with them; of a draft, to its author alone.
ALTER FUNCTION media_shown(uuid, uuid, uuid) RENAME TO media_shown_document;
CREATE FUNCTION media_shown(of_tenant uuid, object uuid, viewer uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN media_shown_document(of_tenant, object, viewer) OR EXISTS (
    SELECT FROM post_attachment f JOIN post p ON p.tenant_id = f.tenant_id AND p.id = f.post_id
      JOIN channel c ON c.tenant_id = p.tenant_id AND c.id = p.channel_id
      JOIN account a ON a.tenant_id = p.tenant_id AND a.id = viewer
     WHERE f.tenant_id = of_tenant AND f.media_id = object
       AND CASE WHEN p.state = 'published' THEN channel_seen(c, a.contact_id) ELSE p.author_id = a.contact_id AND p.state <> 'removed' END);
END $$;

-- A file that a post let go of is nobody's: the row goes at once, its bytes with the next sweep.
CREATE FUNCTION post_attachment_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  DELETE FROM media_object o WHERE o.tenant_id = OLD.tenant_id AND o.id = OLD.media_id;
  RETURN NULL;
END $$;
CREATE TRIGGER gone AFTER DELETE ON post_attachment FOR EACH ROW EXECUTE FUNCTION post_attachment_gone();

-- What its author, or a moderator, took back can be brought back for thirty days; then it goes for good, and its files with it.
CREATE INDEX post_removed ON post (removed_at) WHERE state = 'removed';
CALL gate('post', 'SELECT, DELETE');
CREATE FUNCTION sys_sweep_posts(batch int) RETURNS TABLE (what text, gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  what := 'post';
  DELETE FROM post p WHERE (p.tenant_id, p.id) IN
    (SELECT o.tenant_id, o.id FROM post o WHERE o.state = 'removed' AND o.removed_at < portal_now() - interval '30 days'
      ORDER BY o.removed_at LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN NEXT;
END $$;
CALL doors();
