-- Courses as the business writes them: course > section > lesson. Who may take one, and how far they are, lies in other tables.
CREATE TABLE course (
  tenant_id     uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id            uuid NOT NULL,
  slug          text COLLATE "C" NOT NULL CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{1,78}[a-z0-9])$'),
  title         text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
  summary       text NOT NULL DEFAULT '' CHECK (char_length(summary) <= 300),
  -- Markdown
  description   text NOT NULL DEFAULT '' CHECK (char_length(description) <= 20000),
  cover_id      uuid,
  -- how long it takes, as the business says; 0: it does not say
  minutes       int NOT NULL DEFAULT 0 CHECK (minutes BETWEEN 0 AND 100000),
  state         text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published', 'archived')),
  -- from when days are counted: since somebody was enrolled, or first opened the course
  anchor        text NOT NULL DEFAULT 'enrolment' CHECK (anchor IN ('enrolment', 'first_open')),
  -- whether the next lesson begins by itself when one has ended
  advances      boolean NOT NULL DEFAULT true,
  position      int NOT NULL DEFAULT 0,
  version       int NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT portal_now(),
  published_at  timestamptz,
  archived_at   timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, slug),
  CHECK ((state = 'archived') = (archived_at IS NOT NULL)),
  CHECK (state <> 'published' OR published_at IS NOT NULL),
  FOREIGN KEY (tenant_id, cover_id) REFERENCES media_object (tenant_id, id) ON DELETE SET NULL (cover_id)
);
CREATE INDEX course_cover ON course (tenant_id, cover_id) WHERE cover_id IS NOT NULL;
CREATE INDEX course_order ON course (tenant_id, state, position, id);
CALL wall('course');
CALL nobody('course', 'what the business teaches');

-- Who teaches: names as they are shown, which need no account here.
CREATE TABLE course_instructor (
  tenant_id  uuid NOT NULL,
  course_id  uuid NOT NULL,
  id         uuid NOT NULL,
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
  about      text NOT NULL DEFAULT '' CHECK (char_length(about) <= 300),
  -- whoever of staff this is: their comments on lessons bear the instructor's badge, and they are told of them
  staff_id   uuid,
  position   int NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, course_id) REFERENCES course (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX course_instructor_of ON course_instructor (tenant_id, course_id, position, id);
CALL wall('course_instructor');
CALL nobody('course_instructor', 'who teaches for the business');

-- When a section or a lesson opens: at once, when the one before is done, when a certain lesson is done, so many days after the
-- course's anchor, or at a time.
CREATE TABLE course_section (
  tenant_id     uuid NOT NULL,
  id            uuid NOT NULL,
  course_id     uuid NOT NULL,
  title         text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
  position      int NOT NULL DEFAULT 0,
  unlock        text NOT NULL DEFAULT 'now' CHECK (unlock IN ('now', 'after_previous', 'after_lesson', 'days', 'at')),
  unlock_lesson uuid,
  unlock_days   int CHECK (unlock_days BETWEEN 0 AND 3650),
  unlock_at     timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, course_id, id),
  CHECK ((unlock = 'days') = (unlock_days IS NOT NULL)),
  CHECK ((unlock = 'at') = (unlock_at IS NOT NULL)),
  -- the lesson that it waited for may be gone: then it waits for nothing
  CHECK (unlock = 'after_lesson' OR unlock_lesson IS NULL),
  FOREIGN KEY (tenant_id, course_id) REFERENCES course (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX course_section_of ON course_section (tenant_id, course_id, position, id);
CALL wall('course_section');
CALL nobody('course_section', 'what the business teaches');

CREATE TABLE lesson (
  tenant_id          uuid NOT NULL,
  id                 uuid NOT NULL,
  course_id          uuid NOT NULL,
  section_id         uuid NOT NULL,
  title              text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
  position           int NOT NULL DEFAULT 0,
  kind               text NOT NULL CHECK (kind IN ('video', 'text', 'audio', 'file', 'quiz', 'assignment', 'live')),
  -- not shown to learners, and asked of nobody, while it is a draft
  published          boolean NOT NULL DEFAULT true,
  required           boolean NOT NULL DEFAULT true,
  -- Markdown: the text itself, or what stands beside the video, the file, the questions
  body               text NOT NULL DEFAULT '' CHECK (char_length(body) <= 50000),
  -- the video, the recording or the file that was uploaded; or else the address of a video at an embed of the allow-list
  media_id           uuid,
  embed              text NOT NULL DEFAULT '' CHECK (char_length(embed) <= 500),
  -- how long video or audio lasts, as its file or the business says; 0: unknown
  seconds            int NOT NULL DEFAULT 0 CHECK (seconds BETWEEN 0 AND 86400),
  -- of a live session: when it is, for how long, where; and the address of its replay
  meets_at           timestamptz,
  meets_minutes      int NOT NULL DEFAULT 0 CHECK (meets_minutes BETWEEN 0 AND 1440),
  meets_link         text NOT NULL DEFAULT '' CHECK (char_length(meets_link) <= 500),
  replay             text NOT NULL DEFAULT '' CHECK (char_length(replay) <= 500),
  completion         text NOT NULL CHECK (completion IN ('manual', 'viewed', 'watched', 'quiz_passed', 'assignment_accepted')),
  -- of "viewed": for how many seconds
  completion_seconds int NOT NULL DEFAULT 0 CHECK (completion_seconds BETWEEN 0 AND 86400),
  unlock             text NOT NULL DEFAULT 'now' CHECK (unlock IN ('now', 'after_previous', 'after_lesson', 'days', 'at')),
  unlock_lesson      uuid,
  unlock_days        int CHECK (unlock_days BETWEEN 0 AND 3650),
  unlock_at          timestamptz,
  comments           boolean NOT NULL DEFAULT false,
  version            int NOT NULL DEFAULT 1,
  created_at         timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, course_id, id),
  CHECK (media_id IS NULL OR embed = ''),
  CHECK ((completion = 'quiz_passed') = (kind = 'quiz')),
  CHECK ((completion = 'assignment_accepted') = (kind = 'assignment')),
  CHECK (completion <> 'watched' OR kind IN ('video', 'audio')),
  CHECK ((unlock = 'days') = (unlock_days IS NOT NULL)),
  CHECK ((unlock = 'at') = (unlock_at IS NOT NULL)),
  CHECK (unlock = 'after_lesson' OR unlock_lesson IS NULL),
  FOREIGN KEY (tenant_id, course_id, section_id) REFERENCES course_section (tenant_id, course_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, media_id) REFERENCES media_object (tenant_id, id) ON DELETE SET NULL (media_id),
  FOREIGN KEY (tenant_id, course_id, unlock_lesson) REFERENCES lesson (tenant_id, course_id, id) ON DELETE SET NULL (unlock_lesson)
);
CREATE INDEX lesson_of ON lesson (tenant_id, course_id, section_id, position, id);
CREATE INDEX lesson_media ON lesson (tenant_id, media_id) WHERE media_id IS NOT NULL;
CREATE INDEX lesson_awaited ON lesson (tenant_id, course_id, unlock_lesson) WHERE unlock_lesson IS NOT NULL;
CALL wall('lesson');
CALL nobody('lesson', 'what the business teaches');
ALTER TABLE course_section
  ADD FOREIGN KEY (tenant_id, course_id, unlock_lesson) REFERENCES lesson (tenant_id, course_id, id) ON DELETE SET NULL (unlock_lesson);
CREATE INDEX course_section_awaited ON course_section (tenant_id, course_id, unlock_lesson) WHERE unlock_lesson IS NOT NULL;

-- A course has at most 200 lessons, however many are added at once: whoever adds one holds the course.
CREATE FUNCTION lesson_counted() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  PERFORM FROM course c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.course_id FOR NO KEY UPDATE;
  IF (SELECT count(*) FROM lesson l WHERE l.tenant_id = NEW.tenant_id AND l.course_id = NEW.course_id) >= 200 THEN
    RAISE EXCEPTION 'lessons-many' USING ERRCODE = 'AT001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER counted BEFORE INSERT ON lesson FOR EACH ROW EXECUTE FUNCTION lesson_counted();

-- Captions of a video or a recording in one language, as WebVTT; their words can be searched.
CREATE TABLE lesson_caption (
  tenant_id uuid NOT NULL,
  lesson_id uuid NOT NULL,
  language  text COLLATE "C" NOT NULL CHECK (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  label     text NOT NULL CHECK (char_length(label) BETWEEN 1 AND 60),
  vtt       text NOT NULL CHECK (octet_length(vtt) <= 1048576),
  PRIMARY KEY (tenant_id, lesson_id, language),
  FOREIGN KEY (tenant_id, lesson_id) REFERENCES lesson (tenant_id, id) ON DELETE CASCADE
);
CALL wall('lesson_caption');
CALL nobody('lesson_caption', 'what the business teaches');
