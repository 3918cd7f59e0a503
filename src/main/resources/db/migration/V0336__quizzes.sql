-- Quizzes: how each quiz lesson is taken, what it asks, and what people answered. What is asked and what is right stand in columns of
-- their own, so that whatever shows a question to a learner never reads the other.
CREATE TABLE quiz (
  tenant_id         uuid NOT NULL,
  lesson_id         uuid NOT NULL,
  -- 0: as many as one likes
  attempts          int NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 100),
  -- minutes between two attempts
  cooldown          int NOT NULL DEFAULT 0 CHECK (cooldown BETWEEN 0 AND 43200),
  -- minutes for one attempt; 0: no limit
  minutes           int NOT NULL DEFAULT 0 CHECK (minutes BETWEEN 0 AND 1440),
  -- percent of the points
  pass              int NOT NULL DEFAULT 70 CHECK (pass BETWEEN 1 AND 100),
  shuffle_questions boolean NOT NULL DEFAULT false,
  shuffle_options   boolean NOT NULL DEFAULT false,
  -- how many of the questions are drawn; 0: all
  pool              int NOT NULL DEFAULT 0 CHECK (pool BETWEEN 0 AND 200),
  -- which attempt is shown as the score
  keeps             text NOT NULL DEFAULT 'best' CHECK (keeps IN ('best', 'last')),
  -- explanations after each submission; else once it is passed or no attempt is left
  explains          boolean NOT NULL DEFAULT true,
  -- right answers as well while attempts are left
  reveals           boolean NOT NULL DEFAULT false,
  version           int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, lesson_id),
  FOREIGN KEY (tenant_id, lesson_id) REFERENCES lesson (tenant_id, id) ON DELETE CASCADE
);
CALL wall('quiz');
CALL nobody('quiz', 'what the business teaches');

CREATE TABLE quiz_question (
  tenant_id uuid NOT NULL,
  id        uuid NOT NULL,
  lesson_id uuid NOT NULL,
  position  int NOT NULL DEFAULT 0,
  -- kind, text, points, options
  asked     jsonb NOT NULL CHECK (octet_length(asked::text) <= 65536),
  -- right options, accepted answers, explanation
  key       jsonb NOT NULL CHECK (octet_length(key::text) <= 65536),
  version   int NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, lesson_id) REFERENCES quiz (tenant_id, lesson_id) ON DELETE CASCADE
);
CREATE INDEX quiz_question_of ON quiz_question (tenant_id, lesson_id, position, id);
CALL wall('quiz_question');
CALL nobody('quiz_question', 'what the business teaches');

-- One attempt of one person. It keeps the questions as they were when it began, whatever becomes of them.
CREATE TABLE quiz_attempt (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  lesson_id    uuid NOT NULL,
  course_id    uuid NOT NULL,
  contact_id   uuid NOT NULL,
  number       int NOT NULL CHECK (number > 0),
  started_at   timestamptz NOT NULL DEFAULT portal_now(),
  -- null: no limit
  due_at       timestamptz,
  pass         int NOT NULL CHECK (pass BETWEEN 1 AND 100),
  asked        jsonb NOT NULL,
  keys         jsonb NOT NULL,
  answers      jsonb NOT NULL DEFAULT '{}' CHECK (octet_length(answers::text) <= 1048576),
  saved_at     timestamptz,
  submitted_at timestamptz,
  -- whether the clock ended it, with what was saved
  by_clock     boolean NOT NULL DEFAULT false,
  -- of each question, its points
  marks        jsonb,
  points       int NOT NULL DEFAULT 0 CHECK (points >= 0),
  most         int NOT NULL CHECK (most > 0),
  percent      int NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
  passed       boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, id),
  CHECK ((submitted_at IS NULL) = (marks IS NULL)),
  CHECK (submitted_at IS NOT NULL OR points = 0 AND percent = 0 AND NOT passed AND NOT by_clock),
  CHECK (points <= most),
  FOREIGN KEY (tenant_id, course_id, lesson_id) REFERENCES lesson (tenant_id, course_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
-- One that is open, and one of each number, however many are begun at once.
CREATE UNIQUE INDEX quiz_attempt_open ON quiz_attempt (tenant_id, lesson_id, contact_id) WHERE submitted_at IS NULL;
CREATE UNIQUE INDEX quiz_attempt_number ON quiz_attempt (tenant_id, lesson_id, contact_id, number);
CREATE INDEX quiz_attempt_list ON quiz_attempt (tenant_id, lesson_id, submitted_at DESC, id DESC);
CREATE INDEX quiz_attempt_course ON quiz_attempt (tenant_id, course_id, lesson_id);
CREATE INDEX quiz_attempt_of ON quiz_attempt (tenant_id, contact_id);
CALL wall('quiz_attempt');
CALL catalogue('quiz_attempt', 'contact_id', 'contact', true, 'delete', withheld => '{keys}');

-- Attempts that staff gave to one person beside those that everybody has.
CREATE TABLE quiz_grant (
  tenant_id  uuid NOT NULL,
  lesson_id  uuid NOT NULL,
  contact_id uuid NOT NULL,
  extra      int NOT NULL CHECK (extra BETWEEN 1 AND 100),
  -- no waiting between the attempt before it and the next one
  granted_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, lesson_id, contact_id),
  FOREIGN KEY (tenant_id, lesson_id) REFERENCES quiz (tenant_id, lesson_id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX quiz_grant_of ON quiz_grant (tenant_id, contact_id);
CALL wall('quiz_grant');
CALL catalogue('quiz_grant', 'contact_id', 'contact', true, 'delete');

-- Every quiz lesson has its quiz, whatever makes it.
CREATE FUNCTION lesson_quizzed() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  INSERT INTO quiz (tenant_id, lesson_id) VALUES (NEW.tenant_id, NEW.id) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER quizzed AFTER INSERT OR UPDATE OF kind ON lesson FOR EACH ROW WHEN (NEW.kind = 'quiz') EXECUTE FUNCTION lesson_quizzed();
ALTER TABLE lesson NO FORCE ROW LEVEL SECURITY;
ALTER TABLE quiz NO FORCE ROW LEVEL SECURITY;
INSERT INTO quiz (tenant_id, lesson_id) SELECT l.tenant_id, l.id FROM lesson l WHERE l.kind = 'quiz';
ALTER TABLE quiz FORCE ROW LEVEL SECURITY;
ALTER TABLE lesson FORCE ROW LEVEL SECURITY;

-- When two contacts become one, so do their attempts: those of the one that goes are counted behind the other's. Of two that are
-- open at once the earlier is forgotten, as if it had never begun.
CREATE FUNCTION quiz_absorb(kept uuid, gone uuid) RETURNS void LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE
  here uuid := current_setting('app.tenant')::uuid;
BEGIN
  DELETE FROM quiz_attempt a
   WHERE a.tenant_id = here AND a.contact_id IN (kept, gone) AND a.submitted_at IS NULL
     AND EXISTS (SELECT FROM quiz_attempt b
                  WHERE b.tenant_id = here AND b.lesson_id = a.lesson_id AND b.contact_id IN (kept, gone) AND b.id <> a.id
                    AND b.submitted_at IS NULL AND (b.started_at, b.id) > (a.started_at, a.id));
  UPDATE quiz_attempt g
     SET contact_id = kept,
         number = g.number + coalesce((SELECT max(k.number) FROM quiz_attempt k
                                        WHERE k.tenant_id = here AND k.lesson_id = g.lesson_id AND k.contact_id = kept), 0)
   WHERE g.tenant_id = here AND g.contact_id = gone;
  INSERT INTO quiz_grant AS k (tenant_id, lesson_id, contact_id, extra, granted_at)
  SELECT here, g.lesson_id, kept, g.extra, g.granted_at FROM quiz_grant g WHERE g.tenant_id = here AND g.contact_id = gone
      ON CONFLICT (tenant_id, lesson_id, contact_id) DO UPDATE
     SET extra = least(100, k.extra + excluded.extra), granted_at = greatest(k.granted_at, excluded.granted_at);
  DELETE FROM quiz_grant g WHERE g.tenant_id = here AND g.contact_id = gone;
END $$;

ALTER FUNCTION contact_absorb(uuid, uuid) RENAME TO contact_absorb_drip;
CREATE FUNCTION contact_absorb(kept uuid, gone uuid) RETURNS TABLE (relation text, moved bigint, dropped bigint) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM portal.quiz_absorb(kept, gone);
  RETURN QUERY SELECT * FROM portal.contact_absorb_drip(kept, gone);
END $$;
