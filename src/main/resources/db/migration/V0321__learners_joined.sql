-- When two contacts become one, so does what they have learned: what either has done is done, and the earlier beginning counts.
CREATE FUNCTION course_absorb(kept uuid, gone uuid) RETURNS void LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE
  here uuid := current_setting('app.tenant')::uuid;
BEGIN
  INSERT INTO enrolment AS k (tenant_id, course_id, contact_id, enrolled_at, opened_at, lesson_id, seen_at, completed_at, paused_at, paused_s)
  SELECT here, e.course_id, kept, e.enrolled_at, e.opened_at, e.lesson_id, e.seen_at, e.completed_at, e.paused_at, e.paused_s
    FROM enrolment e WHERE e.tenant_id = here AND e.contact_id = gone ORDER BY e.course_id
      ON CONFLICT (tenant_id, course_id, contact_id) DO UPDATE
     SET enrolled_at = least(k.enrolled_at, excluded.enrolled_at), opened_at = least(k.opened_at, excluded.opened_at),
         lesson_id = CASE WHEN excluded.seen_at > coalesce(k.seen_at, '-infinity') THEN excluded.lesson_id ELSE k.lesson_id END,
         seen_at = greatest(k.seen_at, excluded.seen_at), completed_at = least(k.completed_at, excluded.completed_at),
         version = k.version + 1;
  INSERT INTO lesson_progress AS k (tenant_id, lesson_id, contact_id, course_id, opened_at, viewed_s, position_s, watched, credited_at,
                                    viewed_at, completed_at, updated_at)
  SELECT here, p.lesson_id, kept, p.course_id, p.opened_at, p.viewed_s, p.position_s, p.watched, p.credited_at, p.viewed_at, p.completed_at,
         p.updated_at
    FROM lesson_progress p WHERE p.tenant_id = here AND p.contact_id = gone ORDER BY p.lesson_id
      ON CONFLICT (tenant_id, lesson_id, contact_id) DO UPDATE
     SET opened_at = least(k.opened_at, excluded.opened_at), viewed_s = greatest(k.viewed_s, excluded.viewed_s),
         position_s = CASE WHEN excluded.updated_at > k.updated_at THEN excluded.position_s ELSE k.position_s END,
         watched = k.watched + excluded.watched, credited_at = greatest(k.credited_at, excluded.credited_at),
         viewed_at = greatest(k.viewed_at, excluded.viewed_at), completed_at = least(k.completed_at, excluded.completed_at),
         updated_at = greatest(k.updated_at, excluded.updated_at);
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

ALTER FUNCTION contact_absorb(uuid, uuid) RENAME TO contact_absorb_follows;
CREATE FUNCTION contact_absorb(kept uuid, gone uuid) RETURNS TABLE (relation text, moved bigint, dropped bigint) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM portal.course_absorb(kept, gone);
  RETURN QUERY SELECT * FROM portal.contact_absorb_follows(kept, gone);
END $$;
