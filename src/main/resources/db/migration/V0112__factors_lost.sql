-- Somebody of staff has lost phone, passkeys and recovery codes: an owner of the only portal that they work for, or an operator
-- who is an owner there, takes their second factors away, and every session with them. Whoever works elsewhere too, or runs the
-- installation, is not one owner's to weaken. 'dropped', 'gone', 'forbidden' or 'elsewhere'.
CALL gate('totp', 'SELECT, DELETE');
CALL gate('passkey', 'SELECT, DELETE');
CALL gate('recovery_code', 'SELECT, DELETE');
CREATE FUNCTION sys_team_factors_drop(by_staff uuid, target uuid) RETURNS TABLE (outcome text, email text, full_name text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
#variable_conflict use_column
DECLARE here uuid := current_setting('app.tenant')::uuid; nowhere uuid := '00000000-0000-0000-0000-000000000000';
        mail text; called text; runs boolean; result text;
BEGIN
  SELECT s.email, s.full_name, s.operator INTO mail, called, runs FROM staff_role r JOIN staff s ON s.id = r.staff_id
   WHERE r.tenant_id = here AND r.staff_id = target FOR NO KEY UPDATE OF s;
  IF NOT FOUND THEN result := 'gone';
  ELSIF by_staff = target
     OR NOT EXISTS (SELECT FROM staff_role o WHERE o.tenant_id = here AND o.staff_id = by_staff AND o.role = 'owner')
    THEN result := 'forbidden';
  ELSIF (runs OR EXISTS (SELECT FROM staff_role e WHERE e.tenant_id <> here AND e.staff_id = target))
     AND NOT EXISTS (SELECT FROM staff b WHERE b.id = by_staff AND b.operator)
    THEN result := 'elsewhere';
  ELSE
    DELETE FROM totp t WHERE t.tenant_id = nowhere AND t.owner_id = target;
    DELETE FROM passkey p WHERE p.tenant_id = nowhere AND p.owner_id = target;
    DELETE FROM recovery_code c WHERE c.tenant_id = nowhere AND c.owner_id = target;
    DELETE FROM staff_session s WHERE s.staff_id = target;
    result := 'dropped';
  END IF;
  RETURN QUERY SELECT result, mail, called;
END $$;

CALL doors();
