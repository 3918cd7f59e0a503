-- The names under which a portal answers: one sub-domain of the installation, and domains of the business's own.

-- Sub-domains. The one in use has no end; earlier ones lead to the portal until theirs. A label is one tenant's.
CREATE TABLE subdomain (
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  label     text NOT NULL CHECK (label ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  since     timestamptz NOT NULL DEFAULT portal_now(),
  until     timestamptz,
  PRIMARY KEY (tenant_id, label)
);
CREATE UNIQUE INDEX subdomain_label ON subdomain (label);
CREATE UNIQUE INDEX subdomain_current ON subdomain (tenant_id) WHERE until IS NULL;
-- The owner of forced tables reads nothing of them; portals of before keep the name that they had.
ALTER TABLE tenant NO FORCE ROW LEVEL SECURITY;
INSERT INTO subdomain (tenant_id, label) SELECT tenant_id, slug FROM tenant;
ALTER TABLE tenant FORCE ROW LEVEL SECURITY;
CALL wall('subdomain');
CALL gate('subdomain', 'SELECT, INSERT, UPDATE, DELETE');
CALL nobody('subdomain', 'names of the business');

-- A new portal begins under its own slug. A slug that is somebody's sub-domain today is taken like any other slug.
CREATE FUNCTION tenant_label_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM portal.subdomain s WHERE s.label = NEW.slug AND (s.until IS NULL OR s.until > portal.portal_now())) THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION tenant_label_take() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM portal.subdomain s WHERE s.label = NEW.slug AND s.until <= portal.portal_now();
  INSERT INTO portal.subdomain (tenant_id, label) VALUES (NEW.tenant_id, NEW.slug);
  RETURN NULL;
END $$;
CREATE TRIGGER label_free BEFORE INSERT ON tenant FOR EACH ROW EXECUTE FUNCTION tenant_label_free();
CREATE TRIGGER label_take AFTER INSERT ON tenant FOR EACH ROW EXECUTE FUNCTION tenant_label_take();

-- Custom domains. verified_at is the hold on the name: it answers from then on, and nobody else can have it.
ALTER TABLE domain
  ADD COLUMN id            uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD COLUMN state         text NOT NULL DEFAULT 'pending_dns' CHECK (state IN (
    'pending_dns', 'dns_ok', 'issuing_tls', 'active', 'misdirected', 'conflict', 'caa_blocked', 'proxy_on', 'stalled', 'expired')),
  -- what the TXT record must say; another one after every loss of the name
  ADD COLUMN token         text NOT NULL DEFAULT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
  -- leads to the primary name instead of answering itself
  ADD COLUMN redirects     boolean NOT NULL DEFAULT false,
  -- removed by the business: still leads to the portal until then
  ADD COLUMN until         timestamptz,
  -- from when its age is counted, which says how often it is looked at
  ADD COLUMN watched_from  timestamptz NOT NULL DEFAULT portal_now(),
  ADD COLUMN checked_at    timestamptz,
  ADD COLUMN next_check_at timestamptz,
  -- since when a verified name has not passed; seven days later it is lost
  ADD COLUMN failing_since timestamptz,
  ADD COLUMN report        jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN tls_attempts  int NOT NULL DEFAULT 0,
  ADD COLUMN tls_error     text NOT NULL DEFAULT '' CHECK (char_length(tls_error) <= 500),
  ADD COLUMN tls_retry_at  timestamptz,
  ADD COLUMN version       int NOT NULL DEFAULT 0,
  ADD CONSTRAINT domain_id UNIQUE (tenant_id, id),
  ADD CONSTRAINT domain_primary_answers CHECK (NOT is_primary OR (NOT redirects AND until IS NULL));
ALTER TABLE domain NO FORCE ROW LEVEL SECURITY;
UPDATE domain SET state = 'active' WHERE verified_at IS NOT NULL;
ALTER TABLE domain FORCE ROW LEVEL SECURITY;
GRANT UPDATE, DELETE ON domain TO portal_sys;

CREATE TABLE domain_certificate (
  tenant_id  uuid NOT NULL,
  domain_id  uuid NOT NULL,
  chain      text NOT NULL CHECK (char_length(chain) <= 65536),
  key_sealed bytea NOT NULL CHECK (octet_length(key_sealed) <= 16384),
  not_before timestamptz NOT NULL,
  not_after  timestamptz NOT NULL,
  issued_at  timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, domain_id),
  FOREIGN KEY (tenant_id, domain_id) REFERENCES domain (tenant_id, id) ON DELETE CASCADE
);
CALL wall('domain_certificate');
CALL gate('domain_certificate', 'SELECT');
CALL nobody('domain_certificate', 'keys of the business''s names');

-- What the certificate authority asks any server of ours for over plain HTTP (RFC 8555, 8.3); gone within the hour.
CREATE TABLE acme_challenge (
  tenant_id  uuid NOT NULL,
  domain_id  uuid NOT NULL,
  token      text NOT NULL CHECK (token ~ '^[A-Za-z0-9_-]{1,200}$'),
  answer     text NOT NULL CHECK (char_length(answer) <= 400),
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, domain_id, token),
  FOREIGN KEY (tenant_id, domain_id) REFERENCES domain (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX acme_challenge_token ON acme_challenge (token);
CREATE INDEX acme_challenge_age ON acme_challenge (expires_at);
CALL wall('acme_challenge');
CALL gate('acme_challenge', 'SELECT, DELETE');
CALL nobody('acme_challenge', 'proofs towards the certificate authority; gone within the hour');

-- The installation's own account with a certificate authority.
CREATE TABLE acme_account (
  directory  text PRIMARY KEY CHECK (char_length(directory) <= 500),
  key_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT portal_now()
);
GRANT SELECT, INSERT ON acme_account TO portal_sys;
CALL nobody('acme_account', 'keys of the installation');

-- Host to tenant, by exact names only: a label under the base domain, or a verified domain; whether it leads elsewhere.
DROP FUNCTION sys_tenant_by_domain(text);
CREATE FUNCTION sys_tenant_by_label(wanted text) RETURNS TABLE (tenant_id uuid, moved boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT s.tenant_id, s.until IS NOT NULL FROM subdomain s
   WHERE s.label = wanted AND (s.until IS NULL OR s.until > portal_now())
$$;
CREATE FUNCTION sys_tenant_by_domain(wanted text) RETURNS TABLE (tenant_id uuid, moved boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT d.tenant_id, d.redirects OR d.until IS NOT NULL FROM domain d
   WHERE d.host = wanted AND d.verified_at IS NOT NULL AND (d.until IS NULL OR d.until > portal_now())
$$;

-- Gives the transaction's tenant the label: 'done', 'same', 'taken', or 'many' where too many earlier ones still lead here.
-- The unique index decides between any number at once. What is not 'done' must be rolled back.
CREATE FUNCTION sys_subdomain_take(wanted text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
DECLARE here uuid := current_setting('app.tenant')::uuid; old text;
BEGIN
  SELECT s.label INTO old FROM subdomain s WHERE s.tenant_id = here AND s.until IS NULL FOR UPDATE;
  IF old = wanted THEN RETURN 'same'; END IF;
  IF EXISTS (SELECT FROM tenant t WHERE t.slug = wanted AND t.tenant_id <> here) THEN RETURN 'taken'; END IF;
  IF (SELECT count(*) FROM subdomain s WHERE s.tenant_id = here AND s.until > portal_now() AND s.label <> wanted) >= 10 THEN
    RETURN 'many';
  END IF;
  UPDATE subdomain s SET until = portal_now() + interval '12 months' WHERE s.tenant_id = here AND s.until IS NULL;
  INSERT INTO subdomain AS s (tenant_id, label) VALUES (here, wanted)
  ON CONFLICT (label) DO UPDATE SET tenant_id = here, since = portal_now(), until = NULL
   WHERE s.tenant_id = here OR s.until <= portal_now();
  RETURN CASE WHEN FOUND THEN 'done' ELSE 'taken' END;
END $$;

-- The one way to the hold on a name: its TXT records were seen to say this claim's token, and nobody else holds it. Of any
-- number at once the unique index lets one through. 'held' where another has it, 'no' where this claim is not to have it.
CREATE FUNCTION sys_domain_prove(claim uuid, seen text[]) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  UPDATE domain d SET verified_at = portal_now(), state = 'dns_ok', failing_since = NULL, version = d.version + 1
   WHERE d.tenant_id = current_setting('app.tenant')::uuid AND d.id = claim
     AND d.verified_at IS NULL AND d.until IS NULL AND d.token = ANY (seen);
  RETURN CASE WHEN FOUND THEN 'proven' ELSE 'no' END;
EXCEPTION WHEN unique_violation THEN
  RETURN 'held';
END $$;

-- Whether a name is another tenant's, so that a claim on it has no hope for now.
CREATE FUNCTION sys_domain_held(wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT EXISTS (SELECT FROM domain d WHERE d.host = wanted AND d.verified_at IS NOT NULL
                    AND d.tenant_id <> current_setting('app.tenant')::uuid)
$$;

-- Keys and certificates of the names that are held, for every server's handshakes; page by page.
CREATE FUNCTION sys_certificates(after_host text, wanted int)
RETURNS TABLE (host text, chain text, key_sealed bytea, not_after timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT d.host, c.chain, c.key_sealed, c.not_after
    FROM domain d JOIN domain_certificate c ON c.tenant_id = d.tenant_id AND c.domain_id = d.id
   WHERE d.verified_at IS NOT NULL AND d.host > after_host ORDER BY d.host LIMIT wanted
$$;
CREATE FUNCTION sys_acme_answer(of_host text, of_token text) RETURNS TABLE (answer text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT c.answer FROM acme_challenge c JOIN domain d ON d.tenant_id = c.tenant_id AND d.id = c.domain_id
   WHERE c.token = of_token AND d.host = of_host AND d.verified_at IS NOT NULL AND c.expires_at > portal_now() LIMIT 1
$$;
-- The sealed key of the account: whoever comes first makes it, everybody reads the same.
CREATE FUNCTION sys_acme_account(of_directory text, fresh bytea) RETURNS TABLE (key_sealed bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  IF octet_length(fresh) > 0 THEN
    INSERT INTO acme_account (directory, key_sealed) VALUES (of_directory, fresh) ON CONFLICT DO NOTHING;
  END IF;
  RETURN QUERY SELECT a.key_sealed FROM acme_account a WHERE a.directory = of_directory;
END $$;

-- Housekeeping: names that no longer lead anywhere are free, and answers to authorities are gone.
CREATE FUNCTION sys_sweep_domains(batch int) RETURNS TABLE (what text, gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  what := 'domain';
  DELETE FROM domain d WHERE (d.tenant_id, d.id) IN
    (SELECT x.tenant_id, x.id FROM domain x WHERE x.until < portal_now() LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
  what := 'subdomain';
  DELETE FROM subdomain s WHERE (s.tenant_id, s.label) IN
    (SELECT x.tenant_id, x.label FROM subdomain x WHERE x.until < portal_now() LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
  what := 'acme_challenge';
  DELETE FROM acme_challenge c WHERE (c.tenant_id, c.domain_id, c.token) IN
    (SELECT x.tenant_id, x.domain_id, x.token FROM acme_challenge x WHERE x.expires_at < portal_now() LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
END $$;

CALL doors();
