-- How many seconds a player may still be credited with: two for each that passes while the lesson is under way. What was not used
-- ends with the sitting, and time between two sittings earns nothing: to have opened a lesson yesterday is no proof of having watched it.
-- lesson_progress.credited_at is until when time has been counted.
ALTER TABLE lesson_progress ADD COLUMN room_s double precision NOT NULL DEFAULT 10 CHECK (room_s >= 0);

-- Whether a sitting has ended that was last heard of then. Three hours are what may be played without a network and told later.
CREATE FUNCTION sitting_ended(heard timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT heard < portal_now() - interval '3 hours'
$$;

CREATE OR REPLACE FUNCTION lesson_played(t uuid, course uuid, lesson uuid, who uuid, said int4multirange, stands int, lasts int)
RETURNS TABLE (watched_s int, credited_s int) LANGUAGE plpgsql AS $$
DECLARE
  mine  lesson_progress;
  fresh int4multirange;
  since timestamptz;
  room  double precision;
BEGIN
  PERFORM FROM enrolment e WHERE e.tenant_id = t AND e.course_id = course AND e.contact_id = who FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  UPDATE enrolment e SET seen_at = portal_now(), lesson_id = lesson
   WHERE e.tenant_id = t AND e.course_id = course AND e.contact_id = who
     AND (e.lesson_id IS DISTINCT FROM lesson OR e.seen_at IS NULL OR e.seen_at < portal_now() - interval '1 minute');
  INSERT INTO lesson_progress (tenant_id, lesson_id, contact_id, course_id) VALUES (t, lesson, who, course) ON CONFLICT DO NOTHING;
  SELECT * INTO mine FROM lesson_progress p WHERE p.tenant_id = t AND p.lesson_id = lesson AND p.contact_id = who;
  since := coalesce(mine.credited_at, mine.opened_at);
  room := CASE WHEN sitting_ended(since) THEN 10
               ELSE mine.room_s + 2 * greatest(0, extract(epoch FROM portal_now() - since)) END;
  fresh := seconds_first(said * int4multirange(int4range(0, CASE WHEN lasts > 0 THEN lasts ELSE 86400 END)) - mine.watched, floor(room)::int);
  UPDATE lesson_progress p
     SET watched = p.watched + fresh, position_s = stands, updated_at = portal_now(), credited_at = portal_now(),
         room_s = room - seconds_in(fresh)
   WHERE p.tenant_id = t AND p.lesson_id = lesson AND p.contact_id = who;
  RETURN QUERY SELECT seconds_in(mine.watched + fresh), seconds_in(fresh);
END $$;
