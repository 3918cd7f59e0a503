-- For how long a clock has stood still, in seconds: before, and since.
CREATE FUNCTION stood_still(since timestamptz, before bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT before + CASE WHEN since IS NULL THEN 0 ELSE greatest(0, extract(epoch FROM portal_now() - since))::bigint END
$$;

-- When two contacts become one, so does what they have learned: what either has done is done, and the earlier beginning counts. Of two
-- clocks that stood still the longer pause counts, in whole and since each lesson was opened; it goes on where either stands still now. What
-- a player may still be credited with is what it was where the lesson was heard of last.
CREATE OR REPLACE FUNCTION course_absorb(kept uuid, gone uuid) RETURNS void LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE
  here uuid := current_setting('app.tenant')::uuid;
  stood jsonb;
BEGIN
  SELECT coalesce(jsonb_object_agg(x.lesson_id, x.since), '{}') INTO stood
    FROM (SELECT p.lesson_id, max(greatest(0, stood_still(e.paused_at, e.paused_s) - p.paused_s)) AS since
            FROM lesson_progress p
            JOIN enrolment e ON e.tenant_id = here AND e.course_id = p.course_id AND e.contact_id = p.contact_id
           WHERE p.tenant_id = here AND p.contact_id IN (kept, gone)
             AND EXISTS (SELECT FROM enrolment g WHERE g.tenant_id = here AND g.course_id = p.course_id AND g.contact_id = gone)
           GROUP BY p.lesson_id) x;
  INSERT INTO enrolment AS k (tenant_id, course_id, contact_id, enrolled_at, opened_at, lesson_id, seen_at, completed_at, paused_at, paused_s)
  SELECT here, e.course_id, kept, e.enrolled_at, e.opened_at, e.lesson_id, e.seen_at, e.completed_at, e.paused_at, e.paused_s
    FROM enrolment e WHERE e.tenant_id = here AND e.contact_id = gone ORDER BY e.course_id
      ON CONFLICT (tenant_id, course_id, contact_id) DO UPDATE
     SET enrolled_at = least(k.enrolled_at, excluded.enrolled_at), opened_at = least(k.opened_at, excluded.opened_at),
         lesson_id = CASE WHEN excluded.seen_at > coalesce(k.seen_at, '-infinity') THEN excluded.lesson_id ELSE k.lesson_id END,
         seen_at = greatest(k.seen_at, excluded.seen_at), completed_at = least(k.completed_at, excluded.completed_at),
         paused_at = least(k.paused_at, excluded.paused_at),
         paused_s = greatest(0, greatest(stood_still(k.paused_at, k.paused_s), stood_still(excluded.paused_at, excluded.paused_s))
                                - stood_still(least(k.paused_at, excluded.paused_at), 0)),
         version = k.version + 1;
  INSERT INTO lesson_progress AS k (tenant_id, lesson_id, contact_id, course_id, opened_at, viewed_s, position_s, watched, credited_at,
                                    viewed_at, completed_at, updated_at, room_s)
  SELECT here, p.lesson_id, kept, p.course_id, p.opened_at, p.viewed_s, p.position_s, p.watched, p.credited_at, p.viewed_at, p.completed_at,
         p.updated_at, p.room_s
    FROM lesson_progress p WHERE p.tenant_id = here AND p.contact_id = gone ORDER BY p.lesson_id
      ON CONFLICT (tenant_id, lesson_id, contact_id) DO UPDATE
     SET opened_at = least(k.opened_at, excluded.opened_at), viewed_s = greatest(k.viewed_s, excluded.viewed_s),
         position_s = CASE WHEN excluded.updated_at > k.updated_at THEN excluded.position_s ELSE k.position_s END,
         watched = k.watched + excluded.watched, credited_at = greatest(k.credited_at, excluded.credited_at),
         room_s = CASE WHEN excluded.credited_at > coalesce(k.credited_at, '-infinity') THEN excluded.room_s ELSE k.room_s END,
         viewed_at = greatest(k.viewed_at, excluded.viewed_at), completed_at = least(k.completed_at, excluded.completed_at),
         updated_at = greatest(k.updated_at, excluded.updated_at);
  UPDATE lesson_progress p
     SET paused_s = greatest(0, stood_still(e.paused_at, e.paused_s) - (stood ->> p.lesson_id::text)::bigint)
    FROM enrolment e
   WHERE p.tenant_id = here AND p.contact_id = kept AND stood ? p.lesson_id::text
     AND e.tenant_id = here AND e.course_id = p.course_id AND e.contact_id = kept;
  DELETE FROM lesson_progress p WHERE p.tenant_id = here AND p.contact_id = gone;
  DELETE FROM enrolment e WHERE e.tenant_id = here AND e.contact_id = gone;
  -- Of two grants of one course the longer stays, as one: none of what was given is lost.
  UPDATE course_grant k
     SET starts_at = CASE WHEN k.starts_at IS NOT NULL AND g.starts_at IS NOT NULL THEN least(k.starts_at, g.starts_at) END,
         ends_at = CASE WHEN k.ends_at IS NOT NULL AND g.ends_at IS NOT NULL THEN greatest(k.ends_at, g.ends_at) END,
         created_at = least(k.created_at, g.created_at)
    FROM course_grant g
   WHERE k.tenant_id = here AND k.contact_id = kept AND g.tenant_id = here AND g.contact_id = gone AND g.course_id = k.course_id;
END $$;
