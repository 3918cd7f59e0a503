-- The level of a member as it stands beside their name: counted by a job soon after points were given, so that no page counts
-- the reactions of a whole group.
ALTER TABLE membership ADD level int NOT NULL DEFAULT 1 CHECK (level > 0);

-- Members are held in the order in which posts hold them.
CREATE FUNCTION group_levels_keep(t uuid, g uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH counted AS (
    SELECT p.contact_id, group_level(t, g, p.points) AS level FROM group_points(t, g, NULL, NULL) p),
  held AS MATERIALIZED (
    SELECT m.contact_id, coalesce(c.level, 1) AS level FROM membership m LEFT JOIN counted c ON c.contact_id = m.contact_id
     WHERE m.tenant_id = t AND m.group_id = g AND m.level <> coalesce(c.level, 1)
     ORDER BY m.contact_id FOR NO KEY UPDATE OF m)
  UPDATE membership m SET level = h.level FROM held h WHERE m.tenant_id = t AND m.group_id = g AND m.contact_id = h.contact_id;
END $$;

-- None where the group counts no points, or the person stands on no board.
CREATE FUNCTION level_shown(g community_group, m membership) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN g.points_on AND m.on_board AND m.status = 'active' THEN m.level ELSE 0 END
$$;
CALL doors();
