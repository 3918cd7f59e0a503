-- As before; that the business's own programs were told of somebody is no trace of a person's work: else no import could be
-- taken back wherever a webhook hears of new contacts.
CREATE OR REPLACE FUNCTION contact_touched(person uuid, by_import uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  here uuid := current_setting('app.tenant')::uuid;
  d portal.data_catalogue;
  found boolean;
BEGIN
  FOR d IN SELECT * FROM portal.data_catalogue x
            WHERE x.names = 'contact'
              AND x.table_name NOT IN ('contact', 'contact_word', 'contact_tag', 'company_member', 'contact_import_row', 'fact', 'contact_event',
                                       'webhook_delivery')
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM portal.%I t WHERE t.tenant_id = $1 AND t.%I = $2)', d.table_name, d.subject)
       INTO found USING here, person;
    IF found THEN RETURN true; END IF;
  END LOOP;
  RETURN EXISTS (SELECT FROM portal.audit a WHERE a.tenant_id = here AND a.contact_id = person)
      OR EXISTS (SELECT FROM portal.contact_import_row r WHERE r.tenant_id = here AND r.contact_id = person AND r.import_id <> by_import)
      OR EXISTS (SELECT FROM portal.contact_tag t WHERE t.tenant_id = here AND t.contact_id = person
                    AND NOT EXISTS (SELECT FROM portal.contact_import_row r
                                     WHERE r.tenant_id = here AND r.import_id = by_import AND r.contact_id = person
                                       AND jsonb_exists(r.before -> 'tags', t.tag_id::text)))
      OR EXISTS (SELECT FROM portal.company_member m WHERE m.tenant_id = here AND m.contact_id = person
                    AND NOT EXISTS (SELECT FROM portal.contact_import_row r
                                     WHERE r.tenant_id = here AND r.import_id = by_import AND r.contact_id = person
                                       AND jsonb_exists(r.before -> 'companies', m.company_id::text)));
END $$;
