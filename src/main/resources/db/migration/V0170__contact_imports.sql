-- What another program calls a contact, so that the same person is found again whatever their address is by then.
ALTER TABLE contact ADD COLUMN external_id text NOT NULL DEFAULT '' CHECK (char_length(external_id) <= 120);
CREATE UNIQUE INDEX contact_external ON contact (tenant_id, external_id) WHERE external_id <> '';
CALL catalogue('contact', 'id', 'contact', true, 'anonymise',
  blanks => '{"full_name": "Erased person", "email": "erased@erased.invalid", "phone": "", "source": "", "external_id": "", "fields": {}}',
  reason => 'what was bought, signed and decided keeps pointing to somebody');

-- A file of contacts on its way into the house: read, given a meaning column by column, tried, done, and perhaps undone.
CREATE TABLE contact_import (
  tenant_id   uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id          uuid NOT NULL,
  file_name   text NOT NULL CHECK (char_length(file_name) BETWEEN 1 AND 255),
  state       text NOT NULL DEFAULT 'reading'
              CHECK (state IN ('reading', 'mapping', 'checking', 'checked', 'running', 'done', 'cancelled', 'undoing', 'undone')),
  encoding    text NOT NULL DEFAULT '',
  delimiter   text NOT NULL DEFAULT '',
  -- [{"name": …, "samples": […], "withheld": true where it looked like passwords and nothing of it was kept}]
  headings    jsonb NOT NULL DEFAULT '[]',
  -- what each column means, in order: "" for nothing
  mapping     text[] NOT NULL DEFAULT '{}',
  policy      text NOT NULL DEFAULT 'update' CHECK (policy IN ('create', 'update', 'skip')),
  rows        int NOT NULL DEFAULT 0,
  -- how many rows the present step has behind it, and the number of the last of them
  handled     int NOT NULL DEFAULT 0,
  place       int NOT NULL DEFAULT 0,
  created     int NOT NULL DEFAULT 0,
  updated     int NOT NULL DEFAULT 0,
  skipped     int NOT NULL DEFAULT 0,
  failed      int NOT NULL DEFAULT 0,
  staff_id    uuid,
  created_at  timestamptz NOT NULL DEFAULT portal_now(),
  finished_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX contact_import_newest ON contact_import (tenant_id, created_at DESC, id DESC);
CALL wall('contact_import');
CALL nobody('contact_import', 'which file was imported, and how many of its rows');

-- A row as it stood in the file, until a week after. What it did to whom, so that it is done once and can be undone.
CREATE TABLE contact_import_row (
  tenant_id   uuid NOT NULL,
  import_id   uuid NOT NULL,
  row         int NOT NULL,
  cells       jsonb NOT NULL,
  email       text NOT NULL DEFAULT '',
  external_id text NOT NULL DEFAULT '',
  verdict     text NOT NULL DEFAULT '' CHECK (verdict IN ('', 'create', 'update', 'skip', 'error')),
  problems    jsonb NOT NULL DEFAULT '[]',
  outcome     text NOT NULL DEFAULT '' CHECK (outcome IN ('', 'created', 'updated', 'skipped', 'failed', 'undone', 'kept')),
  contact_id  uuid,
  -- the contact's version as this import left it: another one says that somebody touched them since
  version     int,
  -- what an update replaced, and the tags and companies that it added
  before      jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (tenant_id, import_id, row),
  FOREIGN KEY (tenant_id, import_id) REFERENCES contact_import (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_import_row_email ON contact_import_row (tenant_id, import_id, email) WHERE email <> '';
CREATE INDEX contact_import_row_external ON contact_import_row (tenant_id, import_id, external_id) WHERE external_id <> '';
CREATE INDEX contact_import_row_problem ON contact_import_row (tenant_id, import_id, row) WHERE problems <> '[]';
CALL wall('contact_import_row');
CALL catalogue('contact_import_row', 'contact_id', 'contact', true, 'delete', withheld => '{before}');

-- Whether anything but this import left a trace on a contact: a row of theirs in any table of the catalogue, or an act of
-- somebody. Tables of later features count without being told.
CREATE FUNCTION contact_touched(person uuid, by_import uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  here uuid := current_setting('app.tenant')::uuid;
  d portal.data_catalogue;
  found boolean;
BEGIN
  FOR d IN SELECT * FROM portal.data_catalogue x
            WHERE x.names = 'contact'
              AND x.table_name NOT IN ('contact', 'contact_word', 'contact_tag', 'company_member', 'contact_import_row', 'fact', 'contact_event')
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
