-- What learners and the business say to one another below a lesson: questions, and replies to them. Whoever may not open the lesson sees
-- none of it; that is asked of every statement's caller, which comes through the lesson's door.
CREATE TABLE lesson_comment (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  course_id   uuid NOT NULL,
  lesson_id   uuid NOT NULL,
  -- the comment that this one replies to; a reply has no replies of its own
  parent_id   uuid,
  author_id   uuid,
  -- whoever, or what program, of the business wrote it
  staff_id    uuid,
  author_name text NOT NULL CHECK (char_length(author_name) <= 200),
  body        text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 8000),
  created_at  timestamptz NOT NULL DEFAULT portal_now(),
  edited_at   timestamptz,
  removed_at  timestamptz,
  removed_by  text NOT NULL DEFAULT '' CHECK (removed_by IN ('', 'author', 'staff')),
  resolved_at timestamptz,
  -- a question of a learner that nobody has called resolved; what the business begins itself asks for no answer
  unresolved  boolean NOT NULL GENERATED ALWAYS AS
              (parent_id IS NULL AND staff_id IS NULL AND resolved_at IS NULL AND removed_at IS NULL) STORED,
  version     int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, lesson_id, id),
  FOREIGN KEY (tenant_id, course_id, lesson_id) REFERENCES lesson (tenant_id, course_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, lesson_id, parent_id) REFERENCES lesson_comment (tenant_id, lesson_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, author_id) REFERENCES contact (tenant_id, id) ON DELETE SET NULL (author_id),
  CHECK ((removed_at IS NOT NULL) = (removed_by <> '')),
  CHECK (parent_id IS NULL OR resolved_at IS NULL)
);
CREATE INDEX lesson_comment_top ON lesson_comment (tenant_id, lesson_id, created_at, id) WHERE parent_id IS NULL;
CREATE INDEX lesson_comment_replies ON lesson_comment (tenant_id, lesson_id, parent_id, created_at, id) WHERE parent_id IS NOT NULL;
CREATE INDEX lesson_comment_course ON lesson_comment (tenant_id, course_id, lesson_id, created_at, id);
CREATE INDEX lesson_comment_desk ON lesson_comment (tenant_id, course_id, unresolved, created_at, id) WHERE parent_id IS NULL;
CREATE INDEX lesson_comment_author ON lesson_comment (tenant_id, author_id, created_at DESC, id DESC) WHERE author_id IS NOT NULL;
CREATE INDEX lesson_comment_removed ON lesson_comment (removed_at) WHERE removed_at IS NOT NULL;
CALL wall('lesson_comment');
CALL catalogue('lesson_comment', 'author_id', 'contact', true, 'anonymise',
  blanks => '{"author_id": null, "author_name": ""}', reason => 'others answered; the business chooses whether what was written goes too');

-- What somebody feels about a comment: one of six words.
CREATE TABLE lesson_comment_reaction (
  tenant_id  uuid NOT NULL,
  comment_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  word       text NOT NULL CHECK (word IN ('like', 'love', 'laugh', 'wow', 'sad', 'celebrate')),
  at         timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, comment_id, contact_id),
  FOREIGN KEY (tenant_id, comment_id) REFERENCES lesson_comment (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX lesson_comment_reaction_of ON lesson_comment_reaction (tenant_id, contact_id);
CALL wall('lesson_comment_reaction');
CALL catalogue('lesson_comment_reaction', 'contact_id', 'contact', true, 'delete');

-- Who is named in a comment: each is told once, however often it is changed.
CREATE TABLE lesson_comment_mention (
  tenant_id  uuid NOT NULL,
  comment_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  at         timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, comment_id, contact_id),
  FOREIGN KEY (tenant_id, comment_id) REFERENCES lesson_comment (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX lesson_comment_mention_of ON lesson_comment_mention (tenant_id, contact_id);
CALL wall('lesson_comment_mention');
CALL catalogue('lesson_comment_mention', 'contact_id', 'contact', true, 'delete');

-- Who wants to hear of replies to a question, or no more of them. Without a row whoever wrote there hears of them.
CREATE TABLE lesson_comment_follow (
  tenant_id  uuid NOT NULL,
  comment_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  state      text NOT NULL CHECK (state IN ('following', 'muted')),
  PRIMARY KEY (tenant_id, comment_id, contact_id),
  FOREIGN KEY (tenant_id, comment_id) REFERENCES lesson_comment (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX lesson_comment_follow_of ON lesson_comment_follow (tenant_id, contact_id);
CALL wall('lesson_comment_follow');
CALL catalogue('lesson_comment_follow', 'contact_id', 'contact', true, 'delete');

-- What somebody shows to staff. Without a reporter: the list of words did it.
CREATE TABLE lesson_comment_report (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  comment_id  uuid NOT NULL,
  reporter_id uuid,
  reason      text NOT NULL CHECK (reason IN ('spam', 'abuse', 'off-topic', 'illegal', 'other', 'words')),
  note        text NOT NULL DEFAULT '' CHECK (char_length(note) <= 500),
  at          timestamptz NOT NULL DEFAULT portal_now(),
  decided_at  timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, comment_id, reporter_id),
  FOREIGN KEY (tenant_id, comment_id) REFERENCES lesson_comment (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, reporter_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  CHECK (reporter_id IS NOT NULL OR reason = 'words')
);
CREATE UNIQUE INDEX lesson_comment_report_words ON lesson_comment_report (tenant_id, comment_id)
  WHERE reporter_id IS NULL AND decided_at IS NULL;
CREATE INDEX lesson_comment_report_open ON lesson_comment_report (tenant_id, comment_id) WHERE decided_at IS NULL;
CREATE INDEX lesson_comment_report_reporter ON lesson_comment_report (tenant_id, reporter_id) WHERE reporter_id IS NOT NULL;
CALL wall('lesson_comment_report');
CALL catalogue('lesson_comment_report', 'reporter_id', 'contact', true, 'delete');

-- The business's list of words is held to here as in groups: what is refused is not kept, what is to be held stands there and before
-- staff at once, since a conversation does not stop for a word.
CREATE FUNCTION lesson_comment_watched() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE says text := words_say(NEW.tenant_id, NULL, NEW.body);
BEGIN
  IF says = 'refuse' THEN RAISE EXCEPTION 'words-refused' USING ERRCODE = 'AT001'; END IF;
  IF says = 'hold' THEN
    INSERT INTO lesson_comment_report (tenant_id, id, comment_id, reason) VALUES (NEW.tenant_id, gen_random_uuid(), NEW.id, 'words')
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER watched_insert AFTER INSERT ON lesson_comment FOR EACH ROW WHEN (NEW.author_id IS NOT NULL)
  EXECUTE FUNCTION lesson_comment_watched();
CREATE TRIGGER watched_update AFTER UPDATE OF body ON lesson_comment FOR EACH ROW
  WHEN (NEW.author_id IS NOT NULL AND NEW.removed_at IS NULL AND NEW.body <> OLD.body) EXECUTE FUNCTION lesson_comment_watched();

-- Whoever wrote it is erased: as of comments in groups, it stays under no name, or goes where the business chose so; where others
-- replied, its place stays.
CREATE FUNCTION lesson_comment_author_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE
  goes boolean := NEW.removed_at IS NOT NULL OR (SELECT s.former_posts = 'erase' FROM tenant_settings s WHERE s.tenant_id = NEW.tenant_id);
BEGIN
  IF goes AND EXISTS (SELECT FROM lesson_comment r WHERE r.tenant_id = NEW.tenant_id AND r.lesson_id = NEW.lesson_id
                         AND r.parent_id = NEW.id) THEN
    UPDATE lesson_comment c SET body = '-', removed_at = coalesce(c.removed_at, portal_now()),
           removed_by = CASE c.removed_by WHEN '' THEN 'author' ELSE c.removed_by END, version = c.version + 1
     WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.id AND (c.body <> '-' OR c.removed_at IS NULL);
  ELSIF goes THEN
    DELETE FROM lesson_comment c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.id;
  END IF;
  IF NEW.removed_at IS NULL THEN
    PERFORM feed_note(NEW.tenant_id, NEW.lesson_id, 'thread', 'lesson-comment.changed', NEW.id, coalesce(NEW.parent_id, NEW.lesson_id));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER author_gone AFTER UPDATE OF author_id ON lesson_comment FOR EACH ROW
  WHEN (OLD.author_id IS NOT NULL AND NEW.author_id IS NULL) EXECUTE FUNCTION lesson_comment_author_gone();

-- A comment that was taken back can be brought back for thirty days; then it goes, unless others replied to it: then its words go, and
-- its place stays.
CALL gate('lesson_comment', 'SELECT, UPDATE, DELETE');
CREATE FUNCTION sys_sweep_lesson_comments(batch int) RETURNS TABLE (what text, gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  what := 'lesson_comment';
  WITH old AS (
    SELECT c.tenant_id, c.id,
           EXISTS (SELECT FROM lesson_comment r WHERE r.tenant_id = c.tenant_id AND r.lesson_id = c.lesson_id AND r.parent_id = c.id) AS answered
      FROM lesson_comment c WHERE c.removed_at < portal_now() - interval '30 days' AND c.body <> '-' ORDER BY c.removed_at LIMIT batch),
  blank AS (
    UPDATE lesson_comment c SET body = '-', version = c.version + 1 FROM old o
     WHERE o.answered AND c.tenant_id = o.tenant_id AND c.id = o.id RETURNING 1),
  swept AS (
    DELETE FROM lesson_comment c USING old o WHERE NOT o.answered AND c.tenant_id = o.tenant_id AND c.id = o.id RETURNING 1)
  SELECT (SELECT count(*) FROM blank) + (SELECT count(*) FROM swept) INTO gone;
  RETURN NEXT;
END $$;
CALL doors();
