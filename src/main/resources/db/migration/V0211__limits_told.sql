-- Whoever is close to a limit hears of it: at 80 % and at 100 %, once for each time that it is passed. The statement that
-- counts leaves work behind, in its own transaction; a limit that is set below what is used has been passed as well.
CREATE FUNCTION limit_stage(used bigint, allowed bigint) RETURNS int LANGUAGE sql IMMUTABLE SET search_path = portal, pg_temp AS $$
  SELECT CASE WHEN allowed IS NULL THEN 0 WHEN used >= allowed THEN 2 WHEN used * 100 >= allowed * 80 THEN 1 ELSE 0 END
$$;

CREATE FUNCTION limit_tell(tenant uuid, kind text, used bigint, allowed bigint) RETURNS void
LANGUAGE sql SET search_path = portal, pg_temp AS $$
  INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at, payload)
  VALUES (tenant, gen_random_uuid(), 'limits.passed', kind, portal_now(), portal_now(), jsonb_build_object(
          'percent', CASE WHEN used >= allowed THEN 100 ELSE used * 100 / allowed END))
  ON CONFLICT (tenant_id, kind, key) WHERE state = 'queued' DO UPDATE
     SET due_at = excluded.due_at, wanted_at = excluded.wanted_at, payload = excluded.payload,
         attempts = 0, again = job.leased_until IS NOT NULL
$$;

CREATE FUNCTION limit_passed() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE before tenant_limit; same_day boolean;
BEGIN
  IF TG_OP = 'UPDATE' THEN before := OLD; END IF;
  same_day := before.mail_day IS NOT DISTINCT FROM NEW.mail_day;
  IF limit_stage(NEW.contacts, NEW.contacts_allowed) > limit_stage(coalesce(before.contacts, 0), before.contacts_allowed) THEN
    PERFORM limit_tell(NEW.tenant_id, 'contacts', NEW.contacts, NEW.contacts_allowed);
  END IF;
  -- Yesterday's mails are none of today's.
  IF NEW.mail_day = (portal_now() AT TIME ZONE 'UTC')::date AND limit_stage(NEW.mails, NEW.mails_allowed)
     > (CASE WHEN same_day THEN limit_stage(coalesce(before.mails, 0), before.mails_allowed) ELSE 0 END) THEN
    PERFORM limit_tell(NEW.tenant_id, 'mails', NEW.mails, NEW.mails_allowed);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER passed AFTER INSERT OR UPDATE ON tenant_limit FOR EACH ROW EXECUTE FUNCTION limit_passed();

-- Without a limit of its own a tenant keeps as much as the configuration says, which this database does not know: then, the
-- server that takes the bytes tells.
CREATE FUNCTION storage_passed() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE before storage_quota;
BEGIN
  IF TG_OP = 'UPDATE' THEN before := OLD; END IF;
  IF limit_stage(NEW.used, NEW.allowed) > limit_stage(coalesce(before.used, 0), before.allowed) THEN
    PERFORM limit_tell(NEW.tenant_id, 'stored', NEW.used, NEW.allowed);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER passed AFTER INSERT OR UPDATE ON storage_quota FOR EACH ROW EXECUTE FUNCTION storage_passed();
-- A sweep that gives bytes back, or a bounce, may write these rows as portal_sys.
GRANT INSERT ON job TO portal_sys;

-- Word of a limit does not wait for tomorrow behind the limit that it tells of, nor does any other word to the team.
CREATE OR REPLACE FUNCTION mail_counted() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
DECLARE today date := (portal_now() AT TIME ZONE 'UTC')::date; sent int; allowed int;
BEGIN
  IF NEW.kind ~ '(code|link|password|email-|factor|staff|invitation)' OR NEW.kind ~ '^(team|staff)\.' THEN RETURN NEW; END IF;
  UPDATE tenant_limit l SET mails = CASE l.mail_day WHEN today THEN l.mails + 1 ELSE 1 END, mail_day = today
   WHERE l.tenant_id = NEW.tenant_id AND l.mails_allowed IS NOT NULL RETURNING l.mails, l.mails_allowed INTO sent, allowed;
  IF FOUND AND sent > allowed THEN
    NEW.due_at := greatest(NEW.due_at, (today + 1)::timestamp AT TIME ZONE 'UTC');
  END IF;
  RETURN NEW;
END $$;

-- Where operators are told.
CREATE FUNCTION sys_operators() RETURNS TABLE (email text, full_name text, language text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT s.email, s.full_name, s.language FROM staff s WHERE s.operator AND s.status = 'active' ORDER BY s.id LIMIT 50
$$;

-- With the name that the portal has now, and how close it is to its limits: what is nearest, in percent, 0 without limits.
DROP FUNCTION sys_operator_tenants(text, text, int);
DROP FUNCTION sys_operator_tenant(uuid);
CREATE FUNCTION sys_operator_tenant(wanted uuid)
RETURNS TABLE (tenant_id uuid, slug text, name text, status text, created_at timestamptz, suspended_at timestamptz, delete_at timestamptz,
               label text, host text, nearest int, mails bigint, jobs bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT t.tenant_id, t.slug, t.name, t.status, t.created_at, t.suspended_at, t.delete_at,
         (SELECT s.label FROM subdomain s WHERE s.tenant_id = wanted AND s.until IS NULL),
         (SELECT d.host FROM domain d WHERE d.tenant_id = wanted AND d.is_primary AND d.verified_at IS NOT NULL),
         least(100, greatest(
           coalesce((SELECT CASE l.contacts_allowed WHEN 0 THEN 100 ELSE l.contacts * 100 / l.contacts_allowed END
                       FROM tenant_limit l WHERE l.tenant_id = wanted), 0),
           coalesce((SELECT CASE l.mails_allowed WHEN 0 THEN 100 ELSE l.mails::bigint * 100 / l.mails_allowed END
                       FROM tenant_limit l WHERE l.tenant_id = wanted AND l.mail_day = (portal_now() AT TIME ZONE 'UTC')::date), 0),
           coalesce((SELECT CASE q.allowed WHEN 0 THEN 100 ELSE q.used / greatest(q.allowed / 100, 1) END
                       FROM storage_quota q WHERE q.tenant_id = wanted AND q.allowed IS NOT NULL), 0)))::int,
         CASE WHEN t.status = 'suspended' THEN (SELECT count(*) FROM (SELECT FROM mail_outbox m
               WHERE m.tenant_id = wanted AND m.state = 'queued' LIMIT 1000) x) ELSE 0 END,
         CASE WHEN t.status = 'suspended' THEN (SELECT count(*) FROM (SELECT FROM job j
               WHERE j.tenant_id = wanted AND j.state = 'queued' LIMIT 1000) x) ELSE 0 END
    FROM tenant t WHERE t.tenant_id = wanted
$$;
CREATE FUNCTION sys_operator_tenants(after_slug text, needle text, wanted int)
RETURNS TABLE (tenant_id uuid, slug text, name text, status text, created_at timestamptz, suspended_at timestamptz, delete_at timestamptz,
               label text, host text, nearest int, mails bigint, jobs bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT o.* FROM (
    SELECT t.tenant_id, t.slug FROM tenant t
     WHERE t.slug > after_slug
       AND (needle = '' OR strpos(t.slug, lower(needle)) > 0 OR strpos(lower(t.name), lower(needle)) > 0
            OR EXISTS (SELECT FROM subdomain s WHERE s.tenant_id = t.tenant_id AND s.until IS NULL AND strpos(s.label, lower(needle)) > 0)
            OR EXISTS (SELECT FROM domain d WHERE d.tenant_id = t.tenant_id AND d.verified_at IS NOT NULL AND strpos(d.host, lower(needle)) > 0))
     ORDER BY t.slug LIMIT wanted) page
   CROSS JOIN LATERAL sys_operator_tenant(page.tenant_id) o ORDER BY page.slug
$$;

-- What a business takes along: the rows of one of its tables by primary key, without what never leaves the house. Row
-- security stays on: the function is the caller's.
CREATE FUNCTION portal_tables() RETURNS TABLE (relation text) LANGUAGE sql STABLE SET search_path = portal, pg_temp AS $$
  SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
   WHERE n.nspname = 'portal' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relrowsecurity
     AND EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
     -- What passes, opens doors or is counted is nothing to take along.
     AND c.relname <> ALL (ARRAY['acme_challenge', 'api_answer', 'domain_certificate', 'email_change_code', 'fact_cursor', 'fact_head',
           'factor_ticket', 'invitation_link', 'job', 'known_device', 'media_grave', 'media_variant', 'one_time_code', 'passkey',
           'passkey_challenge', 'rate_limit', 'recovery_code', 'selection_ticket', 'session', 'sign_in_flow', 'sign_in_link',
           'staff_digest_entry', 'staff_reset', 'totp', 'upload', 'view_handoff', 'view_session', 'webhook_attempt'])
   ORDER BY c.relname LIMIT 1000
$$;
CREATE FUNCTION portal_rows(relation text, after jsonb, wanted int) RETURNS TABLE (place jsonb, line jsonb)
LANGUAGE plpgsql STABLE SET search_path = portal, pg_temp AS $$
DECLARE
  here uuid := current_setting('app.tenant')::uuid;
  hidden text[];
  key_values text; key_columns text; key_after text;
BEGIN
  IF relation NOT IN (SELECT x.relation FROM portal_tables() x) THEN RETURN; END IF;
  -- Bytes are hashes, sealed keys or pictures; files come in a folder of their own.
  SELECT coalesce((SELECT d.withheld FROM data_catalogue d WHERE d.table_name = portal_rows.relation), '{}')
         || coalesce(array_agg(a.attname::text), '{}') || 'tenant_id'::text INTO hidden
    FROM pg_attribute a WHERE a.attrelid = format('portal.%I', relation)::regclass AND a.attnum > 0 AND NOT a.attisdropped
     AND (a.atttypid = 'bytea'::regtype OR a.attname ~ '(_hash|_sealed|secret|token)');
  SELECT string_agg(format('%L, t.%I', a.attname, a.attname), ', ' ORDER BY k.n),
         string_agg(format('t.%I', a.attname), ', ' ORDER BY k.n),
         string_agg(format('p.%I', a.attname), ', ' ORDER BY k.n)
    INTO key_values, key_columns, key_after
    FROM pg_index i
   CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY k (att, n)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.att
   WHERE i.indrelid = format('portal.%I', relation)::regclass AND i.indisprimary;
  RETURN QUERY EXECUTE format(
    'SELECT jsonb_build_object(%s), to_jsonb(t) - $2
       FROM portal.%I t, jsonb_populate_record(NULL::portal.%I, coalesce($3, ''{}'')) p
      WHERE t.tenant_id = $1 AND ($3 IS NULL OR (%s) > (%s)) ORDER BY %s LIMIT $4',
    key_values, relation, relation, key_columns, key_after, key_columns)
  USING here, hidden, after, wanted;
END $$;
CALL doors();
