-- What becomes of groups, and of what was said in them, when somebody becomes part of another contact or is erased.

-- What somebody wrote stays under no name, or goes with them.
ALTER TABLE tenant_settings ADD former_posts text NOT NULL DEFAULT 'keep' CHECK (former_posts IN ('keep', 'erase'));

-- Both are in the same group: the one who stays is what is more of the two. A ban of either holds, unless that would leave a group
-- without its owner. Whoever comes to a meeting by one of the two comes.
CREATE FUNCTION group_absorb(kept uuid, gone uuid) RETURNS void LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE
  here uuid := current_setting('app.tenant')::uuid;
  pair record; role_now text; status_now text;
BEGIN
  -- in one order, as whoever leaves a group does
  PERFORM FROM event e WHERE e.tenant_id = here AND EXISTS (
    SELECT FROM event_answer a WHERE a.tenant_id = here AND a.event_id = e.id AND a.contact_id IN (kept, gone)) ORDER BY e.id FOR UPDATE;
  DELETE FROM event_answer a USING event_answer b
   WHERE a.tenant_id = here AND a.contact_id IN (kept, gone) AND b.tenant_id = here AND b.event_id = a.event_id
     AND b.contact_id IN (kept, gone) AND b.contact_id <> a.contact_id
     AND (CASE a.answer WHEN 'yes' THEN CASE WHEN a.waiting THEN 1 ELSE 0 END WHEN 'maybe' THEN 2 ELSE 3 END, a.contact_id = gone)
       > (CASE b.answer WHEN 'yes' THEN CASE WHEN b.waiting THEN 1 ELSE 0 END WHEN 'maybe' THEN 2 ELSE 3 END, b.contact_id = gone);
  UPDATE event_answer a SET contact_id = kept WHERE a.tenant_id = here AND a.contact_id = gone;

  FOR pair IN
    SELECT k.group_id, k.role AS k_role, g.role AS g_role, k.status AS k_status, g.status AS g_status
      FROM membership k JOIN membership g ON g.tenant_id = k.tenant_id AND g.group_id = k.group_id AND g.contact_id = gone
     WHERE k.tenant_id = here AND k.contact_id = kept ORDER BY k.group_id FOR UPDATE
  LOOP
    role_now := (SELECT r FROM unnest(ARRAY['owner', 'admin', 'moderator', 'member']) WITH ORDINALITY x (r, n)
                  WHERE r IN (pair.k_role, pair.g_role) ORDER BY n LIMIT 1);
    status_now := CASE WHEN role_now = 'owner' THEN 'active'
                       WHEN 'banned' IN (pair.k_status, pair.g_status) THEN 'banned'
                       WHEN 'active' IN (pair.k_status, pair.g_status) THEN 'active' ELSE 'requested' END;
    UPDATE membership m SET role = 'member' WHERE m.tenant_id = here AND m.group_id = pair.group_id AND m.contact_id = gone AND m.role <> 'member';
    UPDATE membership m
       SET role = CASE status_now WHEN 'active' THEN role_now ELSE 'member' END, status = status_now,
           joined_at = CASE status_now WHEN 'active' THEN least(m.joined_at, g.joined_at) END,
           reason = CASE WHEN m.reason = '' THEN g.reason ELSE m.reason END,
           muted_until = greatest(m.muted_until, g.muted_until), on_board = m.on_board AND g.on_board,
           passed = greatest(m.passed, g.passed), version = m.version + 1
      FROM membership g
     WHERE m.tenant_id = here AND m.group_id = pair.group_id AND m.contact_id = kept
       AND g.tenant_id = here AND g.group_id = pair.group_id AND g.contact_id = gone;
    IF status_now = 'active' THEN
      INSERT INTO channel_member AS x (tenant_id, group_id, channel_id, contact_id, manager, added_at)
      SELECT o.tenant_id, o.group_id, o.channel_id, kept, o.manager, o.added_at FROM channel_member o
       WHERE o.tenant_id = here AND o.group_id = pair.group_id AND o.contact_id = gone
      ON CONFLICT (tenant_id, channel_id, contact_id) DO UPDATE SET manager = x.manager OR excluded.manager;
    ELSE
      DELETE FROM channel_member x WHERE x.tenant_id = here AND x.group_id = pair.group_id AND x.contact_id = kept;
    END IF;
    DELETE FROM membership m WHERE m.tenant_id = here AND m.group_id = pair.group_id AND m.contact_id = gone;
  END LOOP;
END $$;

-- As before (V0172), and groups first: what is more of two is not what the one who stays happens to be.
CREATE OR REPLACE FUNCTION contact_absorb(kept uuid, gone uuid) RETURNS TABLE (relation text, moved bigint, dropped bigint) LANGUAGE plpgsql AS $$
DECLARE
  here uuid := current_setting('app.tenant')::uuid;
  d record;
  place tid;
BEGIN
  IF (SELECT count(*) FROM portal.account a WHERE a.tenant_id = here AND a.contact_id IN (kept, gone)) > 1 THEN
    RAISE EXCEPTION 'both have an account' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  PERFORM portal.group_absorb(kept, gone);
  FOR d IN SELECT * FROM portal.contact_columns() x WHERE x.follows LOOP
    relation := d.table_name; moved := 0; dropped := 0;
    BEGIN
      EXECUTE format('UPDATE portal.%I SET %I = $1 WHERE tenant_id = $2 AND %I = $3', d.table_name, d.column_name, d.column_name)
        USING kept, here, gone;
      GET DIAGNOSTICS moved = ROW_COUNT;
    EXCEPTION WHEN unique_violation THEN
      FOR place IN EXECUTE format('SELECT t.ctid FROM portal.%I t WHERE t.tenant_id = $1 AND t.%I = $2', d.table_name, d.column_name)
                     USING here, gone LOOP
        BEGIN
          EXECUTE format('UPDATE portal.%I SET %I = $1 WHERE ctid = $2', d.table_name, d.column_name) USING kept, place;
          moved := moved + 1;
        EXCEPTION WHEN unique_violation THEN
          EXECUTE format('DELETE FROM portal.%I WHERE ctid = $1', d.table_name) USING place;
          dropped := dropped + 1;
        END;
      END LOOP;
    END;
    IF moved + dropped > 0 THEN RETURN NEXT; END IF;
  END LOOP;
END $$;

-- An owner who is erased, or deleted in any other way, leaves their group to whoever has helped to run it for longest; where nobody
-- does, to the team, who run every group that has no owner. A job tells whom it concerns.
CREATE FUNCTION group_owner_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  -- the group goes as well, or the whole business does
  IF NOT EXISTS (SELECT FROM community_group g JOIN tenant t ON t.tenant_id = g.tenant_id WHERE g.tenant_id = OLD.tenant_id AND g.id = OLD.group_id) THEN
    RETURN NULL;
  END IF;
  UPDATE membership m SET role = 'owner', version = m.version + 1
   WHERE m.tenant_id = OLD.tenant_id AND m.group_id = OLD.group_id AND m.contact_id = (
     SELECT a.contact_id FROM membership a
      WHERE a.tenant_id = OLD.tenant_id AND a.group_id = OLD.group_id AND a.status = 'active' AND a.role = 'admin'
      ORDER BY a.joined_at, a.contact_id LIMIT 1 FOR UPDATE);
  INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at, payload)
  VALUES (OLD.tenant_id, gen_random_uuid(), 'group.owner-gone', OLD.group_id::text, portal_now(), portal_now(), '{}')
  ON CONFLICT (tenant_id, kind, key) WHERE state = 'queued' DO UPDATE
     SET due_at = excluded.due_at, wanted_at = excluded.wanted_at, attempts = 0, again = job.leased_until IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER owner_gone AFTER DELETE ON membership FOR EACH ROW WHEN (OLD.role = 'owner') EXECUTE FUNCTION group_owner_gone();

-- What is read again where feeds are mirrored. Nodes look at heads of feeds by themselves, so that no hint is needed.
CREATE FUNCTION feed_note(t uuid, feed uuid, feed_kind text, what text, object uuid, place uuid) RETURNS void LANGUAGE sql SET search_path = portal, pg_temp AS $$
  WITH head AS (
    INSERT INTO feed AS f (tenant_id, id, kind, seq) VALUES (t, feed, feed_kind, 1)
    ON CONFLICT (tenant_id, id) DO UPDATE SET seq = f.seq + 1 RETURNING f.seq)
  INSERT INTO feed_event (tenant_id, feed_id, seq, kind, object_id, place_id) SELECT t, feed, h.seq, what, object, place FROM head h
$$;

-- As before (V0279), and as the business chose: what others have answered stands there without its words, the rest goes.
CREATE OR REPLACE FUNCTION post_author_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE
  all_goes boolean := (SELECT s.former_posts = 'erase' FROM tenant_settings s WHERE s.tenant_id = NEW.tenant_id);
  answered boolean := EXISTS (SELECT FROM comment c WHERE c.tenant_id = NEW.tenant_id AND c.post_id = NEW.id
                                AND c.author_id IS DISTINCT FROM OLD.author_id AND c.removed_at IS NULL);
  closed boolean := (SELECT c.private FROM channel c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.channel_id);
BEGIN
  IF NEW.state <> 'published' OR all_goes AND NOT answered THEN
    DELETE FROM post p WHERE p.tenant_id = NEW.tenant_id AND p.id = NEW.id;
  ELSE
    DELETE FROM revision v WHERE v.tenant_id = NEW.tenant_id AND v.object_id = NEW.id;
    IF all_goes THEN
      DELETE FROM post_attachment f WHERE f.tenant_id = NEW.tenant_id AND f.post_id = NEW.id;
      DELETE FROM poll o WHERE o.tenant_id = NEW.tenant_id AND o.post_id = NEW.id;
      DELETE FROM mention m WHERE m.tenant_id = NEW.tenant_id AND m.object_id = NEW.id;
      UPDATE post p SET title = '', body = '', pinned_at = NULL, version = p.version + 1 WHERE p.tenant_id = NEW.tenant_id AND p.id = NEW.id;
    END IF;
  END IF;
  IF NEW.state = 'published' THEN
    PERFORM feed_note(NEW.tenant_id, CASE WHEN closed THEN NEW.channel_id ELSE NEW.group_id END, CASE WHEN closed THEN 'channel' ELSE 'group' END,
                      CASE WHEN all_goes AND NOT answered THEN 'post.removed' ELSE 'post.edited' END, NEW.id, NEW.channel_id);
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION comment_author_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE
  goes boolean := NEW.removed_at IS NOT NULL OR (SELECT s.former_posts = 'erase' FROM tenant_settings s WHERE s.tenant_id = NEW.tenant_id);
BEGIN
  DELETE FROM revision v WHERE v.tenant_id = NEW.tenant_id AND v.object_id = NEW.id;
  IF goes AND EXISTS (SELECT FROM comment r WHERE r.tenant_id = NEW.tenant_id AND r.post_id = NEW.post_id AND r.parent_id = NEW.id) THEN
    UPDATE comment c SET body = '-', removed_at = coalesce(c.removed_at, portal_now()),
           removed_by = CASE c.removed_by WHEN '' THEN 'author' ELSE c.removed_by END, version = c.version + 1
     WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.id AND (c.body <> '-' OR c.removed_at IS NULL);
  ELSIF goes THEN
    DELETE FROM comment c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.id;
  END IF;
  IF NEW.removed_at IS NULL THEN
    PERFORM feed_note(NEW.tenant_id, NEW.post_id, 'thread', CASE WHEN goes THEN 'comment.removed' ELSE 'comment.edited' END, NEW.id, NEW.post_id);
  END IF;
  RETURN NULL;
END $$;
