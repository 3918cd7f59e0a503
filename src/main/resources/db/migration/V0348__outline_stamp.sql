-- What a course's outline was when it was read: another stamp means another outline. Drawn by chance, so that no stamp of a
-- transaction that was rolled back ever comes again, in this database or in another.
ALTER TABLE course ADD COLUMN outline uuid NOT NULL DEFAULT gen_random_uuid();

-- Also where a file is swept away, as portal_sys.
CALL gate('course', 'SELECT, UPDATE');

CREATE FUNCTION course_outline_changed() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  UPDATE course c SET outline = gen_random_uuid()
    FROM (SELECT DISTINCT tenant_id, course_id FROM touched) t
   WHERE c.tenant_id = t.tenant_id AND c.id = t.course_id;
  RETURN NULL;
END $$;
CREATE TRIGGER outline_added AFTER INSERT ON lesson REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION course_outline_changed();
CREATE TRIGGER outline_changed AFTER UPDATE ON lesson REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION course_outline_changed();
CREATE TRIGGER outline_shrunk AFTER DELETE ON lesson REFERENCING OLD TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION course_outline_changed();
CREATE TRIGGER outline_added AFTER INSERT ON course_section REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION course_outline_changed();
CREATE TRIGGER outline_changed AFTER UPDATE ON course_section REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION course_outline_changed();
CREATE TRIGGER outline_shrunk AFTER DELETE ON course_section REFERENCING OLD TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION course_outline_changed();
