-- When two contacts become one, so do their threads with the business, and their two conversations with the same third person:
-- the messages in the order in which they were said, what was unread still unread, whoever looks after it still looking after it.

-- What is to be told of later is told of the conversation, and to the contact, that are left.
CREATE FUNCTION message_tell_moved(was_in uuid, is_in uuid, was_of uuid, is_of uuid) RETURNS void LANGUAGE sql AS $$
  UPDATE job j SET key = is_in || ':' || is_of, payload = jsonb_build_object('conversation', is_in, 'contact', is_of)
   WHERE j.tenant_id = current_setting('app.tenant')::uuid AND j.kind = 'messages.tell' AND j.state = 'queued' AND j.key = was_in || ':' || was_of
     AND NOT EXISTS (SELECT FROM job o WHERE o.tenant_id = j.tenant_id AND o.kind = j.kind AND o.state = 'queued' AND o.key = is_in || ':' || is_of)
$$;

-- Makes `goes` a part of `stays`; both have the same people. Whoever writes in one of them waits, and is told that it is gone.
CREATE FUNCTION conversation_join(stays uuid, goes uuid) RETURNS void LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE
  here uuid := current_setting('app.tenant')::uuid;
  ordered uuid[];
  total bigint;
  team bigint;
BEGIN
  PERFORM FROM conversation v WHERE v.tenant_id = here AND v.id IN (stays, goes) ORDER BY v.id FOR UPDATE;
  -- Within each of the two their own order stands, whatever the clocks of two transactions said.
  SELECT coalesce(array_agg(x.id ORDER BY x.said, x.conversation_id, x.seq), '{}'), count(*) INTO ordered, total FROM (
    SELECT m.id, m.conversation_id, m.seq, max(m.sent_at) OVER (PARTITION BY m.conversation_id ORDER BY m.seq) AS said
      FROM message m WHERE m.tenant_id = here AND m.conversation_id IN (stays, goes)) x;
  -- Up to the first that is unread in either: nothing that nobody has seen counts as read.
  WITH said AS (
    SELECT m.*, x.num FROM unnest(ordered) WITH ORDINALITY AS x (id, num) JOIN message m ON m.tenant_id = here AND m.id = x.id),
  people AS (
    SELECT p.contact_id, bool_or(p.told_seq > p.read_seq) AS told, bool_and(p.muted) AS muted, bool_or(p.owner) AS owner,
           bool_or(p.left_at IS NULL) AS still, min(p.joined_at) AS joined,
           (SELECT min(s.num) FROM said s JOIN participant q ON q.tenant_id = here AND q.conversation_id = s.conversation_id
             WHERE q.contact_id = p.contact_id AND s.seq > q.read_seq AND s.author_id IS DISTINCT FROM p.contact_id
               AND s.removed_at IS NULL AND s.notice = '') AS unread
      FROM participant p WHERE p.tenant_id = here AND p.conversation_id IN (stays, goes) GROUP BY p.contact_id)
  UPDATE participant p
     SET read_seq = coalesce(x.unread - 1, total), told_seq = CASE WHEN x.told AND x.unread IS NOT NULL THEN total ELSE 0 END,
         from_seq = 0, muted = x.muted, owner = x.owner, joined_at = x.joined, left_at = CASE WHEN x.still THEN NULL ELSE p.left_at END
    FROM people x WHERE p.tenant_id = here AND p.conversation_id = stays AND p.contact_id = x.contact_id;
  SELECT coalesce(min(x.num) - 1, total) INTO team
    FROM unnest(ordered) WITH ORDINALITY AS x (id, num)
    JOIN message m ON m.tenant_id = here AND m.id = x.id AND NOT m.of_team AND m.removed_at IS NULL
    JOIN conversation v ON v.tenant_id = here AND v.id = m.conversation_id AND m.seq > v.team_seq;
  -- Two steps, so that no number is there twice in between.
  UPDATE message m SET conversation_id = stays, seq = -x.num FROM unnest(ordered) WITH ORDINALITY AS x (id, num)
   WHERE m.tenant_id = here AND m.id = x.id;
  UPDATE message m SET seq = -m.seq WHERE m.tenant_id = here AND m.conversation_id = stays;
  UPDATE conversation s
     SET last_seq = total, last_at = greatest(s.last_at, g.last_at), created_at = least(s.created_at, g.created_at),
         team_seq = CASE WHEN s.kind = 'business' THEN team ELSE 0 END, waiting_since = least(s.waiting_since, g.waiting_since),
         assigned_to = CASE WHEN g.last_at > s.last_at THEN coalesce(g.assigned_to, s.assigned_to) ELSE coalesce(s.assigned_to, g.assigned_to) END,
         closed_at = CASE WHEN s.closed_at IS NOT NULL AND g.closed_at IS NOT NULL THEN greatest(s.closed_at, g.closed_at) END,
         version = s.version + 1
    FROM conversation g WHERE s.tenant_id = here AND s.id = stays AND g.tenant_id = here AND g.id = goes;
  PERFORM message_tell_moved(goes, stays, p.contact_id, p.contact_id) FROM participant p WHERE p.tenant_id = here AND p.conversation_id = stays;
  DELETE FROM participant p WHERE p.tenant_id = here AND p.conversation_id = goes;
  -- Open pages read their list anew.
  WITH heads AS (
    INSERT INTO feed AS f (tenant_id, id, kind, seq)
    SELECT here, p.contact_id, 'me', 1 FROM participant p WHERE p.tenant_id = here AND p.conversation_id = stays AND p.left_at IS NULL ORDER BY p.contact_id
        ON CONFLICT (tenant_id, id) DO UPDATE SET seq = f.seq + 1 RETURNING f.id, f.seq)
  INSERT INTO feed_event (tenant_id, feed_id, seq, kind, object_id) SELECT here, h.id, h.seq, 'conversation.changed', stays FROM heads h;
END $$;

ALTER FUNCTION contact_absorb(uuid, uuid) RENAME TO contact_absorb_rows;
CREATE FUNCTION contact_absorb(kept uuid, gone uuid) RETURNS TABLE (relation text, moved bigint, dropped bigint) LANGUAGE plpgsql AS $$
DECLARE
  here uuid := current_setting('app.tenant')::uuid;
  pair record;
BEGIN
  -- In a group that both are in, they are one: in it where either is, and as far as either has read.
  UPDATE portal.participant k
     SET owner = k.owner OR g.owner, joined_at = least(k.joined_at, g.joined_at), muted = k.muted AND g.muted,
         from_seq = CASE WHEN k.left_at IS NOT NULL THEN g.from_seq WHEN g.left_at IS NOT NULL THEN k.from_seq ELSE least(k.from_seq, g.from_seq) END,
         read_seq = greatest(k.read_seq, g.read_seq), told_seq = greatest(k.told_seq, g.told_seq),
         left_at = CASE WHEN k.left_at IS NULL OR g.left_at IS NULL THEN NULL ELSE greatest(k.left_at, g.left_at) END
    FROM portal.participant g
   WHERE k.tenant_id = here AND k.contact_id = kept AND g.tenant_id = here AND g.contact_id = gone AND g.conversation_id = k.conversation_id;
  -- Nobody has blocked themselves.
  DELETE FROM portal.chat_block b WHERE b.tenant_id = here AND (b.contact_id, b.blocked_id) IN ((kept, gone), (gone, kept));
  PERFORM portal.message_tell_moved(p.conversation_id, p.conversation_id, gone, kept)
     FROM portal.participant p WHERE p.tenant_id = here AND p.contact_id = gone;
  RETURN QUERY SELECT * FROM portal.contact_absorb_rows(kept, gone);
  FOR pair IN
    SELECT (array_agg(v.id ORDER BY v.created_at, v.id))[1] AS stays, (array_agg(v.id ORDER BY v.created_at, v.id))[2] AS goes
      FROM portal.participant p
      JOIN portal.conversation v ON v.tenant_id = here AND v.id = p.conversation_id AND v.kind <> 'group'
      LEFT JOIN portal.participant o ON o.tenant_id = here AND o.conversation_id = v.id AND o.contact_id <> kept
     WHERE p.tenant_id = here AND p.contact_id = kept AND (v.kind = 'business' OR o.contact_id IS NOT NULL)
     GROUP BY v.kind, o.contact_id HAVING count(*) > 1 ORDER BY 1
  LOOP
    PERFORM portal.conversation_join(pair.stays, pair.goes);
  END LOOP;
END $$;
