-- What every table holds of a person: which column names them, whether it is part of their export, and what erasing them
-- means. Export and erasure are derived from these lines alone; SchemaTest fails for a table without one.
CREATE TABLE data_catalogue (
  table_name text PRIMARY KEY,
  -- the column that names the person, and what it holds of them; null where a row is nobody's
  subject    text,
  names      text CHECK (names IN ('contact', 'account', 'email')),
  exported   boolean NOT NULL,
  erasure    text NOT NULL CHECK (erasure IN ('delete', 'anonymise', 'keep')),
  -- for anonymise: column to what stands there afterwards (a JSON string, number or null)
  blanks     jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(blanks) = 'object'),
  -- columns that never leave the house: hashes, sealed keys, and the bytes of files, which export in a folder of their own
  withheld   text[] NOT NULL DEFAULT '{}',
  reason     text NOT NULL DEFAULT '',
  CHECK ((subject IS NULL) = (names IS NULL)),
  CHECK (subject IS NOT NULL OR NOT exported),
  CHECK ((erasure = 'anonymise') = (blanks <> '{}')),
  CHECK (erasure <> 'keep' OR reason <> '')
);
GRANT SELECT ON data_catalogue TO portal_app;

-- CALL catalogue('post', 'author_id', 'account', true, 'anonymise', '{"body": ""}', reason => '…')
CREATE PROCEDURE catalogue(
  t regclass, subject text, names text, exported boolean, erasure text,
  blanks jsonb DEFAULT '{}', withheld text[] DEFAULT '{}', reason text DEFAULT '')
LANGUAGE sql AS $$
  INSERT INTO portal.data_catalogue VALUES (t::text, subject, names, exported, erasure, blanks, withheld, reason)
  ON CONFLICT (table_name) DO UPDATE SET (subject, names, exported, erasure, blanks, withheld, reason)
    = (EXCLUDED.subject, EXCLUDED.names, EXCLUDED.exported, EXCLUDED.erasure, EXCLUDED.blanks, EXCLUDED.withheld, EXCLUDED.reason)
$$;

-- CALL nobody('branding', 'how the portal looks')
CREATE PROCEDURE nobody(t regclass, reason text) LANGUAGE sql AS $$
  INSERT INTO portal.data_catalogue (table_name, exported, erasure, reason) VALUES (t::text, false, 'keep', reason)
$$;

-- Closes a migration that made functions with the rights of portal_sys: they belong to it, and only the server may call them.
CREATE PROCEDURE doors() LANGUAGE plpgsql AS $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname = 'portal' AND p.prosecdef AND p.proowner <> 'portal_sys'::regrole LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO portal_sys', f);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO portal_app', f);
  END LOOP;
END $$;

CALL nobody('tenant', 'the business itself');
CALL nobody('domain', 'names of the business');
CALL nobody('tenant_settings', 'how the portal works');
CALL nobody('branding', 'how the portal looks');
CALL nobody('app_switch', 'which apps the portal has');
CALL nobody('nav_item', 'links of the business');
CALL nobody('announcement', 'what the business says to everybody');
CALL nobody('rate_limit', 'attempts per time; gone within a day');
CALL nobody('staff', 'people of the installation, not of a tenant');
CALL nobody('staff_role', 'who of staff works for a tenant');
CALL nobody('staff_session', 'where staff are signed in; gone within a day');
CALL nobody('signing_key', 'keys of the installation');
CALL nobody('data_catalogue', 'this list');
CALL catalogue('contact', 'id', 'contact', true, 'anonymise',
  blanks => '{"full_name": "Erased person", "email": "erased@erased.invalid", "phone": ""}',
  reason => 'what was bought, signed and decided keeps pointing to somebody');
CALL catalogue('account', 'contact_id', 'contact', true, 'delete', withheld => '{password_hash}');
CALL catalogue('avatar', 'account_id', 'account', true, 'delete', withheld => '{bytes}');
CALL catalogue('sign_in_flow', 'email', 'email', false, 'delete', withheld => '{token_hash,password_hash}');
CALL catalogue('selection_ticket', 'email', 'email', false, 'delete', withheld => '{token_hash}');
CALL nobody('one_time_code', 'goes with its flow');
CALL catalogue('session', 'account_id', 'account', true, 'delete', withheld => '{token_hash}');
CALL catalogue('mail_outbox', 'recipient', 'email', true, 'delete');
CALL catalogue('audit', 'actor_id', 'account', true, 'keep',
  reason => 'proof of who did what; it holds ids and no names');
