-- One space of ids for whatever the business vouches for and anybody may check at /verify: certificates now, other kinds later.
CREATE TABLE verifiable (
  tenant_id  uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id         uuid NOT NULL,
  kind       text COLLATE "C" NOT NULL CHECK (kind ~ '^[a-z]{3,20}$'),
  -- drawn at random, 80 bits, in letters and digits that nobody mistakes for one another; it is the serial as well
  code       text COLLATE "C" NOT NULL CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{16}$'),
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code)
);
CALL wall('verifiable');
CALL nobody('verifiable', 'codes at which something can be checked');

-- How certificates look and what they say, until the business says otherwise: empty texts are the house's own words.
CREATE TABLE certificate_design (
  tenant_id   uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  layout      text NOT NULL DEFAULT 'classic' CHECK (layout IN ('classic', 'modern', 'plain')),
  orientation text NOT NULL DEFAULT 'landscape' CHECK (orientation IN ('landscape', 'portrait')),
  title       text NOT NULL DEFAULT '' CHECK (char_length(title) <= 80),
  -- lines with fields such as {learner}
  body        text NOT NULL DEFAULT '' CHECK (char_length(body) <= 600),
  signatory   text NOT NULL DEFAULT '' CHECK (char_length(signatory) <= 120),
  version     int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id)
);
CALL wall('certificate_design');
CALL nobody('certificate_design', 'how certificates of the business look');

-- Whether a course gives a certificate to whoever finishes it, for how long it is good, and how long before its end its owner hears.
CREATE TABLE certificate_rule (
  tenant_id   uuid NOT NULL,
  course_id   uuid NOT NULL,
  enabled     boolean NOT NULL DEFAULT false,
  -- 0: for ever
  months      int NOT NULL DEFAULT 0 CHECK (months BETWEEN 0 AND 240),
  -- 0: not at all
  remind_days int NOT NULL DEFAULT 30 CHECK (remind_days BETWEEN 0 AND 365),
  PRIMARY KEY (tenant_id, course_id),
  FOREIGN KEY (tenant_id, course_id) REFERENCES course (tenant_id, id) ON DELETE CASCADE
);
CALL wall('certificate_rule');
CALL nobody('certificate_rule', 'which courses of the business give certificates');

-- What somebody earned, as it was on that day: names, words and look do not change afterwards. It outlives its course.
CREATE TABLE certificate (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  course_id   uuid,
  contact_id  uuid NOT NULL,
  learner     text NOT NULL CHECK (char_length(learner) BETWEEN 1 AND 200),
  course      text NOT NULL CHECK (char_length(course) BETWEEN 1 AND 120),
  instructors text NOT NULL DEFAULT '' CHECK (char_length(instructors) <= 2000),
  minutes     int NOT NULL DEFAULT 0 CHECK (minutes >= 0),
  -- layout, words, accent and language of its sheet
  look        jsonb NOT NULL,
  issued_at   timestamptz NOT NULL DEFAULT portal_now(),
  expires_at  timestamptz,
  revoked_at  timestamptz,
  reason      text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 500),
  -- whether whoever has the code is shown the name
  shared      boolean NOT NULL DEFAULT false,
  -- given by hand, for what was learned elsewhere
  by_hand     boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id),
  CHECK (reason = '' OR revoked_at IS NOT NULL),
  FOREIGN KEY (tenant_id, id) REFERENCES verifiable (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, course_id) REFERENCES course (tenant_id, id) ON DELETE SET NULL (course_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
-- One that counts per course and person, however many transactions issue it at once.
CREATE UNIQUE INDEX certificate_once ON certificate (tenant_id, course_id, contact_id) WHERE revoked_at IS NULL;
CREATE INDEX certificate_course ON certificate (tenant_id, course_id, contact_id);
CREATE INDEX certificate_of ON certificate (tenant_id, contact_id, issued_at DESC, id DESC);
CREATE INDEX certificate_list ON certificate (tenant_id, issued_at DESC, id DESC);
CALL wall('certificate');
CALL catalogue('certificate', 'contact_id', 'contact', true, 'delete');

-- Nothing is vouched for that is no more.
CREATE FUNCTION verifiable_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  DELETE FROM verifiable v WHERE v.tenant_id = OLD.tenant_id AND v.id = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER gone AFTER DELETE ON certificate FOR EACH ROW EXECUTE FUNCTION verifiable_gone();
