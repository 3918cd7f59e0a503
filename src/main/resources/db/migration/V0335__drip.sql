-- When somebody's lessons are looked at next for what the clock has opened; null: nothing opens by itself.
ALTER TABLE enrolment ADD drip_at timestamptz DEFAULT portal_now();
-- Whether they were looked at before: what was open from the beginning is no news.
ALTER TABLE enrolment ADD drip_begun boolean NOT NULL DEFAULT false;
CREATE INDEX enrolment_drip ON enrolment (tenant_id, course_id, drip_at) WHERE drip_at IS NOT NULL;

-- Lessons whose opening somebody has been told of, or knew: each is told once.
CREATE TABLE lesson_told (
  tenant_id  uuid NOT NULL,
  lesson_id  uuid NOT NULL,
  contact_id uuid NOT NULL,
  course_id  uuid NOT NULL,
  at         timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, lesson_id, contact_id),
  FOREIGN KEY (tenant_id, course_id, lesson_id) REFERENCES lesson (tenant_id, course_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX lesson_told_of ON lesson_told (tenant_id, course_id, contact_id);
CALL wall('lesson_told');
CALL catalogue('lesson_told', 'contact_id', 'contact', true, 'delete');

-- The clock of days stood still and goes on, or has begun: when lessons open is another time.
CREATE FUNCTION enrolment_clock() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  NEW.drip_at := portal_now();
  RETURN NEW;
END $$;
CREATE TRIGGER clock BEFORE UPDATE ON enrolment FOR EACH ROW
  WHEN (OLD.paused_at IS DISTINCT FROM NEW.paused_at OR OLD.opened_at IS NULL AND NEW.opened_at IS NOT NULL)
  EXECUTE FUNCTION enrolment_clock();

-- What either of two contacts was told, the one that they become has been told.
ALTER FUNCTION contact_absorb(uuid, uuid) RENAME TO contact_absorb_courses;
CREATE FUNCTION contact_absorb(kept uuid, gone uuid) RETURNS TABLE (relation text, moved bigint, dropped bigint) LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO portal.lesson_told (tenant_id, lesson_id, contact_id, course_id, at)
  SELECT t.tenant_id, t.lesson_id, kept, t.course_id, t.at FROM portal.lesson_told t
   WHERE t.tenant_id = current_setting('app.tenant')::uuid AND t.contact_id = gone
      ON CONFLICT DO NOTHING;
  DELETE FROM portal.lesson_told t WHERE t.tenant_id = current_setting('app.tenant')::uuid AND t.contact_id = gone;
  RETURN QUERY SELECT * FROM portal.contact_absorb_courses(kept, gone);
END $$;
