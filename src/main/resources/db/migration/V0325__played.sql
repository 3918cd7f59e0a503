-- What players report, what staff read of it.

-- The first n seconds of some ranges, in their order.
CREATE FUNCTION seconds_first(said int4multirange, n int) RETURNS int4multirange LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(range_agg(int4range(lower(s.part), least(upper(s.part), lower(s.part) + n - s.before))), '{}')
    FROM (SELECT r.part, (sum(upper(r.part) - lower(r.part)) OVER (ORDER BY lower(r.part)) - (upper(r.part) - lower(r.part)))::int AS before
            FROM unnest(said) AS r (part)) s
   WHERE s.before < n
$$;

CREATE FUNCTION seconds_in(said int4multirange) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(sum(upper(r.part) - lower(r.part)), 0)::int FROM unnest(said) AS r (part)
$$;

-- Unites what a player says it played with what was played before, on whatever device: the enrolment is held, as by whoever completes
-- a lesson, so that of any number at once each finds the seconds of the others. All that was ever counted is at most twice the time since the lesson was first opened, and ten
-- seconds: whoever drags the handle through a lesson, or makes reports up, earns no more than they could have heard at double speed.
-- No row: they are not enrolled.
CREATE FUNCTION lesson_played(t uuid, course uuid, lesson uuid, who uuid, said int4multirange, stands int, lasts int)
RETURNS TABLE (watched_s int, credited_s int) LANGUAGE plpgsql AS $$
DECLARE
  mine  lesson_progress;
  fresh int4multirange;
  room  int;
BEGIN
  PERFORM FROM enrolment e WHERE e.tenant_id = t AND e.course_id = course AND e.contact_id = who FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  UPDATE enrolment e SET seen_at = portal_now(), lesson_id = lesson
   WHERE e.tenant_id = t AND e.course_id = course AND e.contact_id = who
     AND (e.lesson_id IS DISTINCT FROM lesson OR e.seen_at IS NULL OR e.seen_at < portal_now() - interval '1 minute');
  INSERT INTO lesson_progress (tenant_id, lesson_id, contact_id, course_id) VALUES (t, lesson, who, course) ON CONFLICT DO NOTHING;
  SELECT * INTO mine FROM lesson_progress p WHERE p.tenant_id = t AND p.lesson_id = lesson AND p.contact_id = who;
  fresh := said * int4multirange(int4range(0, CASE WHEN lasts > 0 THEN lasts ELSE 86400 END)) - mine.watched;
  room := greatest(0, least(86400 * 2, floor(2 * extract(epoch FROM portal_now() - mine.opened_at)) + 10)::int - seconds_in(mine.watched));
  fresh := seconds_first(fresh, room);
  UPDATE lesson_progress p
     SET watched = p.watched + fresh, position_s = stands, updated_at = portal_now(),
         credited_at = CASE WHEN isempty(fresh) THEN p.credited_at ELSE portal_now() END
   WHERE p.tenant_id = t AND p.lesson_id = lesson AND p.contact_id = who;
  RETURN QUERY SELECT seconds_in(mine.watched + fresh), seconds_in(fresh);
END $$;

-- Whom a course is for: whoever has begun it, and whoever a grant names or reaches that has not ended.
CREATE FUNCTION course_people(t uuid, course uuid) RETURNS TABLE (contact_id uuid) LANGUAGE sql STABLE AS $$
  WITH held AS (
    SELECT g.contact_id, g.tag_id, g.company_id, g.group_id, g.level FROM course_grant g
     WHERE g.tenant_id = t AND g.course_id = course AND (g.ends_at IS NULL OR g.ends_at > portal_now()))
  SELECT e.contact_id FROM enrolment e WHERE e.tenant_id = t AND e.course_id = course
  UNION SELECT h.contact_id FROM held h WHERE h.contact_id IS NOT NULL
  UNION SELECT x.contact_id FROM held h JOIN contact_tag x ON x.tenant_id = t AND x.tag_id = h.tag_id
  UNION SELECT x.contact_id FROM held h JOIN company_member x ON x.tenant_id = t AND x.company_id = h.company_id
                                     AND (x.until IS NULL OR x.until >= tenant_today(t))
  UNION SELECT x.contact_id FROM held h JOIN membership x ON x.tenant_id = t AND x.group_id = h.group_id
                                     AND x.status = 'active' AND x.level >= h.level
$$;

-- A lesson holds at most 500 notes of one person, however many are written at once: whoever writes one holds the person's row.
CREATE FUNCTION lesson_note_counted() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  PERFORM FROM contact c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.contact_id FOR NO KEY UPDATE;
  IF (SELECT count(*) FROM lesson_note n
       WHERE n.tenant_id = NEW.tenant_id AND n.contact_id = NEW.contact_id AND n.lesson_id = NEW.lesson_id) >= 500 THEN
    RAISE EXCEPTION 'lesson-notes-many' USING ERRCODE = 'AT001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER counted BEFORE INSERT ON lesson_note FOR EACH ROW EXECUTE FUNCTION lesson_note_counted();
