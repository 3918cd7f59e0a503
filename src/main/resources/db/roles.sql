-- Run at every start by the owner's login, before the migrations; changes nothing that is already there.
--   portal_owner  owns the schema; nobody logs in as it
--   portal_app    what the server may do: rows of the tenant that the transaction named, under row-level security
--   portal_sys    owns the few functions that look across tenants (host to tenant, outbox claim, sweepers)
DO $$
DECLARE role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['portal_owner', 'portal_app', 'portal_sys'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', role);
    END IF;
  END LOOP;
END $$;
GRANT portal_sys TO portal_owner;
GRANT portal_owner TO CURRENT_USER;
CREATE SCHEMA IF NOT EXISTS portal AUTHORIZATION portal_owner;
GRANT USAGE ON SCHEMA portal TO portal_app;
GRANT USAGE, CREATE ON SCHEMA portal TO portal_sys;
