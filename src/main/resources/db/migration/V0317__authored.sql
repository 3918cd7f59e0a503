-- What ends with a lesson or a course, and how much of each there may be.

-- The file of a lesson is worth keeping as long as a lesson shows it: a copy of a course shows the same one. Whoever lets go of it
-- holds its row first, so that of two who do so at once the last one ends it.
CREATE FUNCTION lesson_media_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  PERFORM FROM media_object o WHERE o.tenant_id = OLD.tenant_id AND o.id = OLD.media_id FOR UPDATE;
  DELETE FROM media_object o WHERE o.tenant_id = OLD.tenant_id AND o.id = OLD.media_id
     AND NOT EXISTS (SELECT FROM lesson l WHERE l.tenant_id = OLD.tenant_id AND l.media_id = OLD.media_id);
  RETURN NULL;
END $$;
CREATE TRIGGER gone AFTER DELETE ON lesson FOR EACH ROW WHEN (OLD.media_id IS NOT NULL) EXECUTE FUNCTION lesson_media_gone();
CREATE TRIGGER left_behind AFTER UPDATE OF media_id ON lesson FOR EACH ROW
  WHEN (OLD.media_id IS NOT NULL AND OLD.media_id IS DISTINCT FROM NEW.media_id) EXECUTE FUNCTION lesson_media_gone();

-- The same of the picture over a course.
CREATE FUNCTION course_cover_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  PERFORM FROM media_object o WHERE o.tenant_id = OLD.tenant_id AND o.id = OLD.cover_id FOR UPDATE;
  DELETE FROM media_object o WHERE o.tenant_id = OLD.tenant_id AND o.id = OLD.cover_id
     AND NOT EXISTS (SELECT FROM course c WHERE c.tenant_id = OLD.tenant_id AND c.cover_id = OLD.cover_id);
  RETURN NULL;
END $$;
CREATE TRIGGER gone AFTER DELETE ON course FOR EACH ROW WHEN (OLD.cover_id IS NOT NULL) EXECUTE FUNCTION course_cover_gone();
CREATE TRIGGER left_behind AFTER UPDATE OF cover_id ON course FOR EACH ROW
  WHEN (OLD.cover_id IS NOT NULL AND OLD.cover_id IS DISTINCT FROM NEW.cover_id) EXECUTE FUNCTION course_cover_gone();

-- A course has at most 100 sections, whoever adds them; they hold the course.
CREATE FUNCTION course_section_counted() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  PERFORM FROM course c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.course_id FOR NO KEY UPDATE;
  IF (SELECT count(*) FROM course_section s WHERE s.tenant_id = NEW.tenant_id AND s.course_id = NEW.course_id) >= 100 THEN
    RAISE EXCEPTION 'sections-many' USING ERRCODE = 'AT001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER counted BEFORE INSERT ON course_section FOR EACH ROW EXECUTE FUNCTION course_section_counted();

-- Whoever lists courses for programs goes through them by the time they were made.
CREATE INDEX course_made ON course (tenant_id, created_at DESC, id DESC);
