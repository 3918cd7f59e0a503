-- One change of a team at a time, and the turn is taken before any row: whoever removes and whoever is removed would else hold
-- what the other wants.
CREATE OR REPLACE FUNCTION team_turn(person uuid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE here uuid := current_setting('app.tenant')::uuid; found text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('team ' || here::text, 7246005));
  PERFORM FROM portal.staff_role r WHERE r.tenant_id = here AND r.role IN ('owner', 'admin') ORDER BY r.staff_id FOR NO KEY UPDATE;
  -- a statement of its own: it sees what the one before us has changed
  SELECT r.role INTO found FROM portal.staff_role r JOIN portal.staff s ON s.id = r.staff_id AND s.status = 'active'
   WHERE r.tenant_id = here AND r.staff_id = person;
  RETURN found;
END $$;
