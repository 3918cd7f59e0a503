-- A recovery code stood in for the second factor of somebody of staff: it stands in their own activity and in the audit of whom
-- they work for, and word of it goes to the address that is answered.
CREATE FUNCTION sys_staff_recovery_used(person uuid, from_ip text) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT staff_note(person, 'staff.recovery-used', '{}', from_ip);
  SELECT s.email FROM staff s WHERE s.id = person;
$$;

CALL doors();
