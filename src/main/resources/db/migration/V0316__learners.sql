-- Who may take which course, and how far each is.

-- What gives access: to one person, to whoever has a tag, belongs to a company, or has reached a level of a group, from a time to
-- a time. Several may stand beside one another; one that holds is enough.
CREATE TABLE course_grant (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  course_id  uuid NOT NULL,
  contact_id uuid,
  tag_id     uuid,
  company_id uuid,
  group_id   uuid,
  -- of a group: the least level there, 1 for every member
  level      int CHECK (level BETWEEN 1 AND 9),
  starts_at  timestamptz,
  ends_at    timestamptz,
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id),
  CHECK (num_nonnulls(contact_id, tag_id, company_id, group_id) = 1),
  CHECK ((group_id IS NULL) = (level IS NULL)),
  CHECK (ends_at IS NULL OR starts_at IS NULL OR ends_at > starts_at),
  FOREIGN KEY (tenant_id, course_id) REFERENCES course (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, tag_id) REFERENCES tag (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, company_id) REFERENCES company (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, group_id) REFERENCES community_group (tenant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX course_grant_contact ON course_grant (tenant_id, course_id, contact_id) WHERE contact_id IS NOT NULL;
CREATE UNIQUE INDEX course_grant_tag ON course_grant (tenant_id, course_id, tag_id) WHERE tag_id IS NOT NULL;
CREATE UNIQUE INDEX course_grant_company ON course_grant (tenant_id, course_id, company_id) WHERE company_id IS NOT NULL;
CREATE UNIQUE INDEX course_grant_group ON course_grant (tenant_id, course_id, group_id) WHERE group_id IS NOT NULL;
CREATE INDEX course_grant_of_contact ON course_grant (tenant_id, contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX course_grant_of_tag ON course_grant (tenant_id, tag_id) WHERE tag_id IS NOT NULL;
CREATE INDEX course_grant_of_company ON course_grant (tenant_id, company_id) WHERE company_id IS NOT NULL;
CREATE INDEX course_grant_of_group ON course_grant (tenant_id, group_id) WHERE group_id IS NOT NULL;
CALL wall('course_grant');
CALL catalogue('course_grant', 'contact_id', 'contact', true, 'delete');

-- A person in a course: since when, whether they have finished. It stays when access ends, so that nothing is lost when it comes back.
CREATE TABLE enrolment (
  tenant_id    uuid NOT NULL,
  course_id    uuid NOT NULL,
  contact_id   uuid NOT NULL,
  enrolled_at  timestamptz NOT NULL DEFAULT portal_now(),
  opened_at    timestamptz,
  -- the lesson that they had open last
  lesson_id    uuid,
  seen_at      timestamptz,
  -- set once, by the statement that ends the last required lesson; what is added later takes nothing from it
  completed_at timestamptz,
  -- the clock of days stands still since then, and stood still for so many seconds before
  paused_at    timestamptz,
  paused_s     bigint NOT NULL DEFAULT 0 CHECK (paused_s >= 0),
  version      int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, course_id, contact_id),
  FOREIGN KEY (tenant_id, course_id) REFERENCES course (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, course_id, lesson_id) REFERENCES lesson (tenant_id, course_id, id) ON DELETE SET NULL (lesson_id)
);
CREATE INDEX enrolment_of ON enrolment (tenant_id, contact_id, seen_at DESC NULLS LAST);
CREATE INDEX enrolment_lesson ON enrolment (tenant_id, course_id, lesson_id) WHERE lesson_id IS NOT NULL;
CALL wall('enrolment');
CALL catalogue('enrolment', 'contact_id', 'contact', true, 'delete');

CREATE TABLE lesson_progress (
  tenant_id    uuid NOT NULL,
  lesson_id    uuid NOT NULL,
  contact_id   uuid NOT NULL,
  course_id    uuid NOT NULL,
  opened_at    timestamptz NOT NULL DEFAULT portal_now(),
  -- seconds for which the page was in sight
  viewed_s     int NOT NULL DEFAULT 0 CHECK (viewed_s >= 0),
  -- where the player stands, in seconds, on whatever device it was moved last
  position_s   int NOT NULL DEFAULT 0 CHECK (position_s >= 0),
  -- the distinct seconds that were played: united by the database, so that two devices never take from one another
  watched      int4multirange NOT NULL DEFAULT '{}',
  -- when seconds were last credited: no more of them than time has passed, at double speed
  credited_at  timestamptz,
  completed_at timestamptz,
  updated_at   timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, lesson_id, contact_id),
  FOREIGN KEY (tenant_id, course_id, lesson_id) REFERENCES lesson (tenant_id, course_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, course_id, contact_id) REFERENCES enrolment (tenant_id, course_id, contact_id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX lesson_progress_of ON lesson_progress (tenant_id, course_id, contact_id);
CREATE INDEX lesson_progress_done ON lesson_progress (tenant_id, course_id, lesson_id) WHERE completed_at IS NOT NULL;
CALL wall('lesson_progress');
CALL catalogue('lesson_progress', 'contact_id', 'contact', true, 'delete');

-- What somebody wrote down for themselves, at a second of a video or at none.
CREATE TABLE lesson_note (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  lesson_id  uuid NOT NULL,
  contact_id uuid NOT NULL,
  second     int CHECK (second BETWEEN 0 AND 86400),
  body       text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 2000),
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  updated_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, lesson_id) REFERENCES lesson (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX lesson_note_of ON lesson_note (tenant_id, contact_id, lesson_id, second, id);
CALL wall('lesson_note');
CALL catalogue('lesson_note', 'contact_id', 'contact', true, 'delete');
