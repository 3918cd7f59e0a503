-- Who may take which course: the one rule, asked by every path.

-- The grants of a course that reach somebody now, and since when each does: since it was made, or since its start, and since they have
-- had the tag, or belonged to the company or the group. Since when somebody has had a level is not known: they begin now.
CREATE FUNCTION course_reach(t uuid, k uuid, who uuid) RETURNS TABLE (id uuid, since timestamptz) LANGUAGE sql STABLE AS $$
  SELECT g.id, greatest(coalesce(g.starts_at, g.created_at), tg.created_at, cm.created_at,
                        CASE WHEN g.level > 1 THEN portal_now() ELSE m.joined_at END)
    FROM course_grant g
    LEFT JOIN contact_tag tg ON tg.tenant_id = t AND tg.contact_id = who AND tg.tag_id = g.tag_id
    LEFT JOIN company_member cm ON cm.tenant_id = t AND cm.contact_id = who AND cm.company_id = g.company_id
                               AND (cm.until IS NULL OR cm.until >= tenant_today(t))
    LEFT JOIN membership m ON m.tenant_id = t AND m.contact_id = who AND m.group_id = g.group_id AND m.status = 'active'
                          AND m.level >= g.level
   WHERE g.tenant_id = t AND g.course_id = k
     AND (g.starts_at IS NULL OR g.starts_at <= portal_now()) AND (g.ends_at IS NULL OR g.ends_at > portal_now())
     AND (g.contact_id = who OR tg.contact_id IS NOT NULL OR cm.contact_id IS NOT NULL OR m.contact_id IS NOT NULL)
$$;

-- Whether somebody may take a course now: a published one by any grant, an archived one as well if they had begun it.
CREATE FUNCTION course_open(t uuid, k uuid, who uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM course c
                  WHERE c.tenant_id = t AND c.id = k
                    AND (c.state = 'published'
                         OR c.state = 'archived' AND EXISTS (SELECT FROM enrolment e WHERE e.tenant_id = t AND e.course_id = k
                                                                AND e.contact_id = who))
                    AND EXISTS (SELECT FROM course_reach(t, k, who)))
$$;

-- Since when somebody who is not enrolled yet is: since the first grant that holds, and not before the course was published.
CREATE FUNCTION course_since(t uuid, k uuid, who uuid) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT least(portal_now(), greatest((SELECT min(r.since) FROM course_reach(t, k, who) r),
                                      (SELECT c.published_at FROM course c WHERE c.tenant_id = t AND c.id = k)))
$$;

-- The lessons by which progress in a course is counted: the required ones; where nothing is required, all of them.
CREATE FUNCTION course_counted(t uuid, k uuid) RETURNS TABLE (id uuid) LANGUAGE sql STABLE AS $$
  SELECT l.id FROM lesson l
   WHERE l.tenant_id = t AND l.course_id = k AND l.published
     AND (l.required OR NOT EXISTS (SELECT FROM lesson r WHERE r.tenant_id = t AND r.course_id = k AND r.published AND r.required))
$$;

-- The courses that something was ever granted of to somebody, now or not: few, whatever others are granted, and found by indexes.
CREATE FUNCTION course_hinted(t uuid, who uuid) RETURNS TABLE (id uuid) LANGUAGE sql STABLE AS $$
  SELECT g.course_id FROM course_grant g WHERE g.tenant_id = t AND g.contact_id = who
  UNION
  SELECT g.course_id FROM contact_tag x JOIN course_grant g ON g.tenant_id = t AND g.tag_id = x.tag_id
   WHERE x.tenant_id = t AND x.contact_id = who
  UNION
  SELECT g.course_id FROM company_member x JOIN course_grant g ON g.tenant_id = t AND g.company_id = x.company_id
   WHERE x.tenant_id = t AND x.contact_id = who
  UNION
  SELECT g.course_id FROM membership x JOIN course_grant g ON g.tenant_id = t AND g.group_id = x.group_id
   WHERE x.tenant_id = t AND x.contact_id = who AND x.status = 'active'
$$;

-- What Courses holds for a contact: a course that they may take.
CREATE FUNCTION holds_courses(t uuid, c uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM course_hinted(t, c) h WHERE course_open(t, h.id, c))
$$;

-- When seconds in sight were last counted: no more of them than time has passed, on however many devices.
ALTER TABLE lesson_progress ADD viewed_at timestamptz;
