-- Work that learners hand in, and what becomes of it.

-- What an assignment asks for; a lesson without a row asks for the usual: no due date, three further hand-ins, no rubric.
CREATE TABLE assignment_terms (
  tenant_id     uuid NOT NULL,
  lesson_id     uuid NOT NULL,
  -- none, at a time, or so many days after the learner first opened the lesson
  due           text NOT NULL DEFAULT 'none' CHECK (due IN ('none', 'at', 'days')),
  due_at        timestamptz,
  due_days      int CHECK (due_days BETWEEN 1 AND 365),
  -- whether what comes after that is taken all the same
  late          boolean NOT NULL DEFAULT true,
  -- how often work that was returned can be handed in again
  resubmissions int NOT NULL DEFAULT 3 CHECK (resubmissions BETWEEN 0 AND 20),
  -- fewer points than these cannot be accepted
  accept_points int CHECK (accept_points BETWEEN 1 AND 1000),
  -- criteria: title, points, and levels with points and title
  rubric        jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(rubric) = 'array' AND jsonb_array_length(rubric) <= 10),
  version       int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, lesson_id),
  CHECK ((due = 'at') = (due_at IS NOT NULL)),
  CHECK ((due = 'days') = (due_days IS NOT NULL)),
  FOREIGN KEY (tenant_id, lesson_id) REFERENCES lesson (tenant_id, id) ON DELETE CASCADE
);
CALL wall('assignment_terms');
CALL nobody('assignment_terms', 'what the business asks of learners');

-- The work of one learner in one lesson: what they are writing, and where it stands.
CREATE TABLE hand_in (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  lesson_id    uuid NOT NULL,
  course_id    uuid NOT NULL,
  contact_id   uuid NOT NULL,
  -- draft: never handed in; returned: may be worked on and handed in again
  state        text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'returned', 'accepted', 'rejected')),
  -- Markdown
  body         text NOT NULL DEFAULT '' CHECK (char_length(body) <= 20000),
  -- how often it was handed in
  versions     int NOT NULL DEFAULT 0 CHECK (versions >= 0),
  -- further hand-ins that staff allowed beside those of the terms
  extra        int NOT NULL DEFAULT 0 CHECK (extra >= 0),
  created_at   timestamptz NOT NULL DEFAULT portal_now(),
  submitted_at timestamptz,
  decided_at   timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, lesson_id, contact_id),
  CHECK ((versions = 0) = (submitted_at IS NULL)),
  CHECK ((state = 'draft') = (versions = 0)),
  FOREIGN KEY (tenant_id, course_id, lesson_id) REFERENCES lesson (tenant_id, course_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX hand_in_of_course ON hand_in (tenant_id, course_id, lesson_id, submitted_at);
CREATE INDEX hand_in_of ON hand_in (tenant_id, contact_id);
CALL wall('hand_in');
CALL catalogue('hand_in', 'contact_id', 'contact', true, 'delete');

-- Each time it was handed in, as it was, and what staff said of it.
CREATE TABLE hand_in_version (
  tenant_id    uuid NOT NULL,
  hand_in_id   uuid NOT NULL,
  number       int NOT NULL CHECK (number >= 1),
  contact_id   uuid NOT NULL,
  body         text NOT NULL DEFAULT '' CHECK (char_length(body) <= 20000),
  late         boolean NOT NULL DEFAULT false,
  submitted_at timestamptz NOT NULL DEFAULT portal_now(),
  decision     text NOT NULL DEFAULT '' CHECK (decision IN ('', 'returned', 'accepted', 'rejected')),
  decided_at   timestamptz,
  staff_id     uuid,
  marker       text NOT NULL DEFAULT '' CHECK (char_length(marker) <= 200),
  points       int CHECK (points >= 0),
  most         int CHECK (most >= points),
  -- criterion by criterion as it was marked: title, points, most
  scores       jsonb NOT NULL DEFAULT '[]',
  feedback     text NOT NULL DEFAULT '' CHECK (char_length(feedback) <= 5000),
  PRIMARY KEY (tenant_id, hand_in_id, number),
  CHECK ((decision = '') = (decided_at IS NULL)),
  FOREIGN KEY (tenant_id, hand_in_id) REFERENCES hand_in (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX hand_in_version_of ON hand_in_version (tenant_id, contact_id);
CALL wall('hand_in_version');
CALL catalogue('hand_in_version', 'contact_id', 'contact', true, 'delete', withheld => '{staff_id}');

-- Files of what is being written (number 0) and of what was handed in. One that was handed in stays with the next version until it is
-- taken out of that one.
CREATE TABLE hand_in_file (
  tenant_id  uuid NOT NULL,
  hand_in_id uuid NOT NULL,
  number     int NOT NULL CHECK (number >= 0),
  media_id   uuid NOT NULL,
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 255),
  type       text NOT NULL,
  size       bigint NOT NULL CHECK (size >= 0),
  added_at   timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, hand_in_id, number, media_id),
  FOREIGN KEY (tenant_id, hand_in_id) REFERENCES hand_in (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, media_id) REFERENCES media_object (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX hand_in_file_media ON hand_in_file (tenant_id, media_id);
CALL wall('hand_in_file');
CALL nobody('hand_in_file', 'files of work that was handed in, whose learner its row names');

-- Worth keeping as long as a version has it. Whoever lets go of it holds its row first, so that of two at once the last one ends it.
CREATE FUNCTION hand_in_file_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  PERFORM FROM media_object o WHERE o.tenant_id = OLD.tenant_id AND o.id = OLD.media_id FOR UPDATE;
  DELETE FROM media_object o WHERE o.tenant_id = OLD.tenant_id AND o.id = OLD.media_id
     AND NOT EXISTS (SELECT FROM hand_in_file f WHERE f.tenant_id = OLD.tenant_id AND f.media_id = OLD.media_id);
  RETURN NULL;
END $$;
-- The sweep of files and of tenants lets go of them as portal_sys, in whose name triggers run before PostgreSQL 18.
GRANT UPDATE ON media_object TO portal_sys;
CALL gate('hand_in_file', 'SELECT');
CALL gate('lesson', 'SELECT');
CREATE TRIGGER gone AFTER DELETE ON hand_in_file FOR EACH ROW EXECUTE FUNCTION hand_in_file_gone();

-- What learner and staff say to one another about it.
CREATE TABLE hand_in_message (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  hand_in_id uuid NOT NULL,
  -- the learner, whoever of both wrote it
  contact_id uuid NOT NULL,
  of_team    boolean NOT NULL,
  staff_id   uuid,
  author     text NOT NULL CHECK (char_length(author) <= 200),
  body       text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 4000),
  at         timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, hand_in_id) REFERENCES hand_in (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX hand_in_message_in ON hand_in_message (tenant_id, hand_in_id, at, id);
CREATE INDEX hand_in_message_of ON hand_in_message (tenant_id, contact_id);
CALL wall('hand_in_message');
CALL catalogue('hand_in_message', 'contact_id', 'contact', true, 'delete', withheld => '{staff_id}');

-- For how long the learner's clock had stood still when they first opened a lesson: what stands still later moves its due date.
ALTER TABLE lesson_progress ADD paused_s bigint NOT NULL DEFAULT 0;
CREATE FUNCTION lesson_progress_paused() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  NEW.paused_s := coalesce((SELECT e.paused_s + CASE WHEN e.paused_at IS NULL THEN 0
                                                     ELSE greatest(0, extract(epoch FROM portal_now() - e.paused_at))::bigint END
                              FROM enrolment e
                             WHERE e.tenant_id = NEW.tenant_id AND e.course_id = NEW.course_id AND e.contact_id = NEW.contact_id), 0);
  RETURN NEW;
END $$;
CREATE TRIGGER paused BEFORE INSERT ON lesson_progress FOR EACH ROW EXECUTE FUNCTION lesson_progress_paused();

-- Until when somebody is to hand in; null: whenever they like. Days count by the calendar of the tenant's zone from the first opening of
-- the lesson, and stand still while the learner's clock does.
CREATE FUNCTION hand_in_due(t uuid, l uuid, who uuid) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE a.due
         WHEN 'at' THEN a.due_at
         WHEN 'days' THEN ((coalesce(p.opened_at, portal_now()) AT TIME ZONE z.zone) + make_interval(days => a.due_days)) AT TIME ZONE z.zone
              + make_interval(secs => CASE WHEN p.opened_at IS NULL THEN 0 ELSE greatest(0,
                  coalesce(e.paused_s, 0) + CASE WHEN e.paused_at IS NULL THEN 0 ELSE extract(epoch FROM portal_now() - e.paused_at) END
                  - p.paused_s) END)
         END
    FROM assignment_terms a
   CROSS JOIN (SELECT coalesce((SELECT s.time_zone FROM tenant_settings s WHERE s.tenant_id = t), 'UTC') AS zone) z
    LEFT JOIN lesson_progress p ON p.tenant_id = t AND p.lesson_id = l AND p.contact_id = who
    LEFT JOIN enrolment e ON e.tenant_id = t AND e.course_id = p.course_id AND e.contact_id = who
   WHERE a.tenant_id = t AND a.lesson_id = l
$$;

-- Where both of two contacts who become one have handed in the same, the versions of the one follow those of the other, the later
-- behind, and what was handed in last stands; what was accepted stays so.
CREATE FUNCTION hand_in_absorb(kept uuid, gone uuid) RETURNS void LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE
  here uuid := current_setting('app.tenant')::uuid;
  pair record;
  own_last boolean;
BEGIN
  FOR pair IN
    SELECT k.id AS k, g.id AS g, k.versions AS had, g.versions AS more, k.state AS mine, g.state AS theirs, g.body AS other, g.extra AS extra,
           k.submitted_at, g.submitted_at AS theirs_at, k.decided_at, g.decided_at AS theirs_decided
      FROM hand_in k JOIN hand_in g ON g.tenant_id = here AND g.lesson_id = k.lesson_id AND g.contact_id = gone
     WHERE k.tenant_id = here AND k.contact_id = kept ORDER BY k.id
  LOOP
    own_last := coalesce(pair.submitted_at, '-infinity') > coalesce(pair.theirs_at, '-infinity');
    IF own_last THEN
      -- Out of the way first: no two versions bear one number.
      UPDATE hand_in_version SET number = number + 100000 WHERE tenant_id = here AND hand_in_id = pair.k;
      UPDATE hand_in_version SET number = number - 100000 + pair.more WHERE tenant_id = here AND hand_in_id = pair.k;
      UPDATE hand_in_file SET number = number + 100000 WHERE tenant_id = here AND hand_in_id = pair.k AND number > 0;
      UPDATE hand_in_file SET number = number - 100000 + pair.more WHERE tenant_id = here AND hand_in_id = pair.k AND number > 0;
    END IF;
    UPDATE hand_in_file SET hand_in_id = pair.k, number = number + CASE WHEN own_last THEN 0 ELSE pair.had END
     WHERE tenant_id = here AND hand_in_id = pair.g AND number > 0;
    UPDATE hand_in_file f SET hand_in_id = pair.k
     WHERE f.tenant_id = here AND f.hand_in_id = pair.g AND f.number = 0
       AND NOT EXISTS (SELECT FROM hand_in_file o WHERE o.tenant_id = here AND o.hand_in_id = pair.k AND o.number = 0
                          AND o.media_id = f.media_id);
    UPDATE hand_in_version SET hand_in_id = pair.k, contact_id = kept, number = number + CASE WHEN own_last THEN 0 ELSE pair.had END
     WHERE tenant_id = here AND hand_in_id = pair.g;
    UPDATE hand_in_message SET hand_in_id = pair.k, contact_id = kept WHERE tenant_id = here AND hand_in_id = pair.g;
    DELETE FROM hand_in WHERE tenant_id = here AND id = pair.g;
    UPDATE hand_in SET versions = pair.had + pair.more, extra = extra + pair.extra + pair.more,
           submitted_at = greatest(pair.submitted_at, pair.theirs_at),
           decided_at = CASE WHEN own_last THEN pair.decided_at ELSE coalesce(pair.theirs_decided, pair.decided_at) END,
           body = CASE WHEN body = '' THEN pair.other ELSE body END,
           state = CASE WHEN 'accepted' IN (pair.mine, pair.theirs) THEN 'accepted'
                        WHEN own_last OR pair.more = 0 THEN pair.mine ELSE pair.theirs END
     WHERE tenant_id = here AND id = pair.k;
  END LOOP;
END $$;

ALTER FUNCTION contact_absorb(uuid, uuid) RENAME TO contact_absorb_assignments;
CREATE FUNCTION contact_absorb(kept uuid, gone uuid) RETURNS TABLE (relation text, moved bigint, dropped bigint) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM portal.hand_in_absorb(kept, gone);
  RETURN QUERY SELECT * FROM portal.contact_absorb_assignments(kept, gone);
END $$;
