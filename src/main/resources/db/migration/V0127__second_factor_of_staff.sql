-- Where factors are kept (of staff under the tenant of all zeros), these say whether somebody of a team has one.
DO $outer$
DECLARE t text;
BEGIN
  IF to_regclass('portal.totp') IS NULL OR to_regclass('portal.passkey') IS NULL THEN RETURN; END IF;
  FOREACH t IN ARRAY ARRAY['totp', 'passkey'] LOOP
    IF NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = ('portal.' || t)::regclass AND p.polname = 'sys') THEN
      EXECUTE format('CALL portal.gate(%L, %L)', 'portal.' || t, 'SELECT');
    END IF;
    EXECUTE format('GRANT SELECT ON portal.%I TO portal_sys', t);
  END LOOP;
  EXECUTE $sql$
    CREATE OR REPLACE FUNCTION portal.staff_second_factor(person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
      SELECT EXISTS (SELECT FROM portal.totp t WHERE t.tenant_id = '00000000-0000-0000-0000-000000000000'
                        AND t.owner_id = person AND t.confirmed_at IS NOT NULL)
          OR EXISTS (SELECT FROM portal.passkey p WHERE p.tenant_id = '00000000-0000-0000-0000-000000000000' AND p.owner_id = person)
    $$
  $sql$;
END $outer$;
