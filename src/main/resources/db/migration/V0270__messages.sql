-- What people write to one another: two clients, a few clients, or a client and the business. Whoever takes part is a
-- participant; the business takes part in every thread of kind business, and in no other.
CREATE TABLE conversation (
  tenant_id     uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id            uuid NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('direct', 'group', 'business')),
  title         text NOT NULL DEFAULT '' CHECK (char_length(title) <= 80),
  -- the number of the newest message; messages are numbered in their order
  last_seq      bigint NOT NULL DEFAULT 0,
  last_at       timestamptz NOT NULL DEFAULT portal_now(),
  created_at    timestamptz NOT NULL DEFAULT portal_now(),
  -- up to here the team has read; who of them looks after it; since when the client waits for an answer
  team_seq      bigint NOT NULL DEFAULT 0,
  assigned_to   uuid,
  waiting_since timestamptz,
  closed_at     timestamptz,
  version       int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, assigned_to) REFERENCES staff_role (tenant_id, staff_id) ON DELETE SET NULL (assigned_to),
  CHECK (kind = 'group' OR title = ''),
  CHECK (kind = 'business' OR assigned_to IS NULL AND waiting_since IS NULL AND closed_at IS NULL)
);
CREATE INDEX conversation_inbox ON conversation (tenant_id, last_at DESC, id DESC) WHERE kind = 'business';
CREATE INDEX conversation_assigned ON conversation (tenant_id, assigned_to) WHERE assigned_to IS NOT NULL;
CALL wall('conversation');
CALL nobody('conversation', 'where people write to one another; who they are stands with the participants');

CREATE TABLE participant (
  tenant_id       uuid NOT NULL,
  conversation_id uuid NOT NULL,
  contact_id      uuid NOT NULL,
  -- of a group: whoever made it
  owner           boolean NOT NULL DEFAULT false,
  joined_at       timestamptz NOT NULL DEFAULT portal_now(),
  left_at         timestamptz,
  -- whoever comes later sees what is said from then on
  from_seq        bigint NOT NULL DEFAULT 0,
  read_seq        bigint NOT NULL DEFAULT 0,
  -- the message that they were told of last
  told_seq        bigint NOT NULL DEFAULT 0,
  muted           boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, conversation_id, contact_id),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversation (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX participant_contact ON participant (tenant_id, contact_id) WHERE left_at IS NULL;
CREATE INDEX participant_ever ON participant (tenant_id, contact_id);
CALL wall('participant');
CALL catalogue('participant', 'contact_id', 'contact', true, 'delete');

-- A message is a client's (author), somebody's of staff, or a program's of the business; author_name is what stands there once
-- the person is gone. A notice is no message: it says that somebody came, left, or named the group.
CREATE TABLE message (
  tenant_id       uuid NOT NULL,
  id              uuid NOT NULL,
  conversation_id uuid NOT NULL,
  seq             bigint NOT NULL,
  author_id       uuid,
  staff_id        uuid,
  of_team         boolean NOT NULL DEFAULT false,
  author_name     text NOT NULL CHECK (char_length(author_name) <= 200),
  notice          text NOT NULL DEFAULT '' CHECK (notice IN ('', 'joined', 'left', 'named')),
  body            text NOT NULL DEFAULT '' CHECK (char_length(body) <= 4000),
  -- of no language, since people write in many
  words           tsvector GENERATED ALWAYS AS (CASE WHEN notice = '' THEN to_tsvector('simple', body) ELSE '' END) STORED,
  sent_at         timestamptz NOT NULL DEFAULT portal_now(),
  edited_at       timestamptz,
  removed_at      timestamptz,
  -- author or staff
  removed_by      text NOT NULL DEFAULT '' CHECK (removed_by IN ('', 'author', 'staff')),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, conversation_id, seq),
  UNIQUE (tenant_id, conversation_id, id),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversation (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, author_id) REFERENCES contact (tenant_id, id) ON DELETE SET NULL (author_id),
  CHECK ((removed_at IS NOT NULL) = (removed_by <> '')),
  CHECK (removed_at IS NULL OR body = '')
);
CREATE INDEX message_words ON message USING gin (words);
CREATE INDEX message_author ON message (tenant_id, author_id, sent_at DESC) WHERE author_id IS NOT NULL;
CALL wall('message');
CALL catalogue('message', 'author_id', 'contact', true, 'anonymise',
  blanks => '{"author_id": null, "author_name": ""}', reason => 'others received it; a thread with the business goes with the client');

CREATE TABLE message_file (
  tenant_id  uuid NOT NULL,
  message_id uuid NOT NULL,
  position   int NOT NULL CHECK (position BETWEEN 1 AND 10),
  media_id   uuid NOT NULL,
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 255),
  type       text NOT NULL,
  size       bigint NOT NULL CHECK (size >= 0),
  PRIMARY KEY (tenant_id, message_id, position),
  UNIQUE (tenant_id, media_id),
  FOREIGN KEY (tenant_id, message_id) REFERENCES message (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, media_id) REFERENCES media_object (tenant_id, id) ON DELETE CASCADE
);
CALL wall('message_file');
CALL nobody('message_file', 'files of a message, whose author its row names');

-- A file is worth keeping as long as its message.
CREATE FUNCTION message_file_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  DELETE FROM media_object o WHERE o.tenant_id = OLD.tenant_id AND o.id = OLD.media_id;
  RETURN NULL;
END $$;
CREATE TRIGGER gone AFTER DELETE ON message_file FOR EACH ROW EXECUTE FUNCTION message_file_gone();

-- A thread with the business goes with its client; any other with the last who took part. Its feed goes along.
CREATE FUNCTION participant_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  DELETE FROM conversation c
   WHERE c.tenant_id = OLD.tenant_id AND c.id = OLD.conversation_id
     AND NOT EXISTS (SELECT FROM participant p WHERE p.tenant_id = c.tenant_id AND p.conversation_id = c.id);
  RETURN NULL;
END $$;
CREATE TRIGGER gone AFTER DELETE ON participant FOR EACH ROW EXECUTE FUNCTION participant_gone();

CREATE FUNCTION conversation_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  DELETE FROM feed f WHERE f.tenant_id = OLD.tenant_id AND f.id = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER gone AFTER DELETE ON conversation FOR EACH ROW EXECUTE FUNCTION conversation_gone();

-- Whom somebody wants to hear nothing of.
CREATE TABLE chat_block (
  tenant_id  uuid NOT NULL,
  contact_id uuid NOT NULL,
  blocked_id uuid NOT NULL,
  at         timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, contact_id, blocked_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, blocked_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX chat_block_of ON chat_block (tenant_id, blocked_id);
CALL wall('chat_block');
CALL catalogue('chat_block', 'contact_id', 'contact', true, 'delete');

-- A message that somebody who received it shows to the business: that one, and nothing else of the conversation.
CREATE TABLE message_report (
  tenant_id       uuid NOT NULL,
  id              uuid NOT NULL,
  conversation_id uuid NOT NULL,
  message_id      uuid NOT NULL,
  reporter_id     uuid NOT NULL,
  reason          text NOT NULL CHECK (reason IN ('spam', 'abuse', 'other')),
  note            text NOT NULL DEFAULT '' CHECK (char_length(note) <= 500),
  at              timestamptz NOT NULL DEFAULT portal_now(),
  decided_at      timestamptz,
  -- kept or removed
  outcome         text NOT NULL DEFAULT '' CHECK (outcome IN ('', 'kept', 'removed')),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, message_id, reporter_id),
  FOREIGN KEY (tenant_id, conversation_id, message_id) REFERENCES message (tenant_id, conversation_id, id) ON UPDATE CASCADE ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, reporter_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  CHECK ((decided_at IS NOT NULL) = (outcome <> ''))
);
CREATE INDEX message_report_message ON message_report (tenant_id, conversation_id, message_id);
CREATE INDEX message_report_reporter ON message_report (tenant_id, reporter_id);
CREATE INDEX message_report_open ON message_report (tenant_id, at DESC, id DESC) WHERE decided_at IS NULL;
CALL wall('message_report');
CALL catalogue('message_report', 'reporter_id', 'contact', true, 'delete');

-- Whether a bubble on every page leads to the business, and whether clients may write to one another at all.
ALTER TABLE tenant_settings
  ADD COLUMN message_bubble boolean NOT NULL DEFAULT true,
  ADD COLUMN client_chats   boolean NOT NULL DEFAULT true;

CREATE FUNCTION blocked_between(t uuid, a uuid, b uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM chat_block x WHERE x.tenant_id = t AND x.contact_id = a AND x.blocked_id = b)
      OR EXISTS (SELECT FROM chat_block x WHERE x.tenant_id = t AND x.contact_id = b AND x.blocked_id = a)
$$;

-- The one answer to "may this contact begin to write to that one?": both share a living group whose members may chat, the other
-- wants to be written to by members, and neither has blocked the other.
CREATE FUNCTION chat_open(t uuid, me uuid, other uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT me <> other
     AND (SELECT s.client_chats FROM tenant_settings s WHERE s.tenant_id = t)
     AND EXISTS (SELECT FROM account a WHERE a.tenant_id = t AND a.contact_id = other AND a.status = 'active')
     AND coalesce((SELECT s.messages_from FROM social_settings s WHERE s.tenant_id = t AND s.contact_id = other), 'groups') = 'groups'
     AND NOT blocked_between(t, me, other)
     AND EXISTS (SELECT FROM membership x
                   JOIN membership y ON y.tenant_id = t AND y.group_id = x.group_id AND y.contact_id = other AND y.status = 'active'
                   JOIN community_group g ON g.tenant_id = t AND g.id = x.group_id AND g.status = 'active' AND g.chatting
                  WHERE x.tenant_id = t AND x.contact_id = me AND x.status = 'active'
                    AND coalesce(x.muted_until <= portal_now(), true))
$$;

-- Whether a reader has blocked whoever said it: in a group, where both may go on, it is not shown to them unless they ask for it.
CREATE FUNCTION message_hushed(t uuid, conversation uuid, reader uuid, author uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM chat_block b JOIN conversation v ON v.tenant_id = t AND v.id = conversation AND v.kind = 'group'
                  WHERE b.tenant_id = t AND b.contact_id = reader AND b.blocked_id = author)
$$;

-- What the badge of the top bar counts, up to 100.
CREATE FUNCTION messages_unread(t uuid, c uuid) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT count(*)::int FROM (
    SELECT 1 FROM participant p
      JOIN conversation v ON v.tenant_id = t AND v.id = p.conversation_id AND v.last_seq > p.read_seq
       AND (v.kind = 'business' OR (SELECT s.client_chats FROM tenant_settings s WHERE s.tenant_id = t))
      JOIN message m ON m.tenant_id = t AND m.conversation_id = p.conversation_id AND m.seq > p.read_seq
     WHERE p.tenant_id = t AND p.contact_id = c AND p.left_at IS NULL AND NOT p.muted
       AND m.author_id IS DISTINCT FROM c AND m.removed_at IS NULL AND m.notice = ''
       AND NOT message_hushed(t, v.id, c, m.author_id)
     LIMIT 100) x
$$;

-- A file of a message is shown to whoever sees the message. What came before is asked first, whatever it was widened to.
ALTER FUNCTION media_shown(uuid, uuid, uuid) RENAME TO media_shown_elsewhere;
CREATE FUNCTION media_shown(of_tenant uuid, object uuid, viewer uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN media_shown_elsewhere(of_tenant, object, viewer) OR EXISTS (
    SELECT FROM message_file f
      JOIN message m ON m.tenant_id = f.tenant_id AND m.id = f.message_id AND m.removed_at IS NULL
      JOIN account a ON a.tenant_id = f.tenant_id AND a.id = viewer
      JOIN participant p ON p.tenant_id = f.tenant_id AND p.conversation_id = m.conversation_id AND p.contact_id = a.contact_id
                        AND p.left_at IS NULL AND m.seq > p.from_seq
     WHERE f.tenant_id = of_tenant AND f.media_id = object);
END $$;
