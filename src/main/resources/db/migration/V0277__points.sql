-- What the levels of a group are called for: how many points each begins with, and what somebody gets who is on it. No rows: the
-- usual ones (group_level).
CREATE TABLE level_rule (
  tenant_id uuid NOT NULL,
  group_id  uuid NOT NULL,
  level     int NOT NULL CHECK (level BETWEEN 1 AND 9),
  points    int NOT NULL CHECK (points BETWEEN 0 AND 10000000),
  name      text NOT NULL DEFAULT '' CHECK (char_length(name) <= 40),
  reward    text NOT NULL DEFAULT '' CHECK (char_length(reward) <= 200),
  PRIMARY KEY (tenant_id, group_id, level),
  FOREIGN KEY (tenant_id, group_id) REFERENCES community_group (tenant_id, id) ON DELETE CASCADE,
  CHECK ((level = 1) = (points = 0))
);
CALL wall('level_rule');
CALL nobody('level_rule', 'what levels of a group begin with');

-- Points that come from elsewhere than from reactions, which are counted from their own rows: once for each key.
CREATE TABLE point_award (
  tenant_id  uuid NOT NULL,
  group_id   uuid NOT NULL,
  contact_id uuid NOT NULL,
  kind       text NOT NULL CHECK (char_length(kind) BETWEEN 1 AND 60),
  key        text COLLATE "C" NOT NULL CHECK (char_length(key) BETWEEN 1 AND 200),
  points     int NOT NULL CHECK (points BETWEEN 0 AND 50),
  at         timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, group_id, contact_id, kind, key),
  FOREIGN KEY (tenant_id, group_id) REFERENCES community_group (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX point_award_contact ON point_award (tenant_id, contact_id, group_id, at);
CALL wall('point_award');
CALL catalogue('point_award', 'contact_id', 'contact', true, 'delete');

CREATE INDEX point_award_group ON point_award (tenant_id, group_id, at);

-- Points of people in a group since a time (null: ever), of all or of some: one for each reaction to what they wrote and what
-- stands there, and what they were awarded. Counted from the rows themselves, so that they are right after every unlike, removal,
-- restoration and erasure. Nothing counts that people give to themselves; of one person to one author three a day; and where two
-- give to one another within a week (by UTC), three of that week in each direction.
CREATE FUNCTION group_points(t uuid, g uuid, since timestamptz, people uuid[]) RETURNS TABLE (contact_id uuid, points bigint)
LANGUAGE sql STABLE AS $$
  WITH given AS (
    SELECT w.author_id, r.contact_id AS giver, r.at, r.object_id, (r.at AT TIME ZONE 'UTC')::date AS day,
           date_trunc('week', r.at AT TIME ZONE 'UTC')::date AS week
      FROM post p
      JOIN reaction r ON r.tenant_id = p.tenant_id AND r.post_id = p.id AND (since IS NULL OR r.at >= since)
      LEFT JOIN comment o ON r.object_id <> r.post_id AND o.tenant_id = p.tenant_id AND o.post_id = p.id AND o.id = r.object_id
     CROSS JOIN LATERAL (SELECT CASE WHEN r.object_id = r.post_id THEN p.author_id WHEN o.removed_at IS NULL THEN o.author_id END AS author_id) w
     WHERE p.tenant_id = t AND p.group_id = g AND p.state = 'published' AND w.author_id <> r.contact_id
       AND (people IS NULL OR w.author_id = ANY (people) OR r.contact_id = ANY (people))),
  pairs AS (SELECT DISTINCT x.giver, x.author_id, x.week FROM given x),
  counted AS (
    SELECT x.author_id, row_number() OVER (PARTITION BY x.giver, x.author_id, x.day ORDER BY x.at, x.object_id) AS of_day,
           row_number() OVER (PARTITION BY x.giver, x.author_id, x.week ORDER BY x.at, x.object_id) AS of_week, b.giver IS NOT NULL AS mutual
      FROM given x LEFT JOIN pairs b ON b.giver = x.author_id AND b.author_id = x.giver AND b.week = x.week),
  sums AS (
    SELECT c.author_id AS who, count(*) AS n FROM counted c WHERE c.of_day <= 3 AND (NOT c.mutual OR c.of_week <= 3) GROUP BY 1
    UNION ALL
    SELECT a.contact_id, sum(a.points) FROM point_award a
     WHERE a.tenant_id = t AND a.group_id = g AND (since IS NULL OR a.at >= since) AND (people IS NULL OR a.contact_id = ANY (people)) GROUP BY 1)
  SELECT s.who, sum(s.n)::bigint FROM sums s WHERE people IS NULL OR s.who = ANY (people) GROUP BY 1
$$;

-- The level of so many points in a group: by its own table, or by the usual one.
CREATE FUNCTION group_level(t uuid, g uuid, n bigint) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT max(l.level) FROM level_rule l WHERE l.tenant_id = t AND l.group_id = g AND l.points <= n),
    (SELECT max(u.level)::int FROM unnest(ARRAY[0, 5, 20, 65, 155, 515, 2015, 8015, 33015]) WITH ORDINALITY AS u (points, level) WHERE u.points <= n))
$$;
CALL doors();
