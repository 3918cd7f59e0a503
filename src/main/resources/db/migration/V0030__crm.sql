-- What a business knows of its people beyond name and address.
ALTER TABLE contact
  ADD COLUMN version  int NOT NULL DEFAULT 0,
  ADD COLUMN owner_id uuid,
  ADD COLUMN source   text NOT NULL DEFAULT '' CHECK (char_length(source) <= 80),
  -- values of the tenant's custom fields: key to text, number or true/false; the server checks them against custom_field
  ADD COLUMN fields   jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(fields) = 'object' AND octet_length(fields::text) <= 65536),
  -- what lists are ordered by. Stored, since a call of lower() in a condition is no key to an index behind row-level security
  ADD COLUMN name_key text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(full_name)) STORED,
  ADD FOREIGN KEY (tenant_id, owner_id) REFERENCES staff_role (tenant_id, staff_id) ON DELETE SET NULL (owner_id);
CREATE INDEX contact_name ON contact (tenant_id, name_key, id);
CREATE INDEX contact_stage ON contact (tenant_id, stage, name_key, id);
CREATE INDEX contact_owner ON contact (tenant_id, owner_id) WHERE owner_id IS NOT NULL;

-- The words of a name and an address, for finding people by the beginnings of words. Kept beside the contact, because
-- comparing words is leakproof and so may use an index behind row-level security, which LIKE and text search may not.
CREATE TABLE contact_word (
  tenant_id  uuid NOT NULL,
  word       text COLLATE "C" NOT NULL,
  contact_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, word, contact_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_word_contact ON contact_word (tenant_id, contact_id);
CALL wall('contact_word');

-- Words as they are kept and asked for: lower case, at most twenty, none longer than 60 characters.
CREATE FUNCTION search_words(said text) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT DISTINCT left(w, 60) FROM regexp_split_to_table(lower(left(said, 600)), '[\s@.,;:()<>"/_+-]+') w WHERE w <> '' LIMIT 20
$$;

CREATE FUNCTION contact_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM portal.contact_word w WHERE w.tenant_id = NEW.tenant_id AND w.contact_id = NEW.id;
  END IF;
  -- the whole address too, so that somebody can be found by it exactly
  INSERT INTO portal.contact_word (tenant_id, word, contact_id)
  SELECT NEW.tenant_id, w, NEW.id FROM portal.search_words(NEW.full_name || ' ' || NEW.email) w
   UNION SELECT NEW.tenant_id, left(lower(NEW.email), 254), NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER contact_words_new AFTER INSERT ON contact FOR EACH ROW EXECUTE FUNCTION contact_words();
CREATE TRIGGER contact_words_changed AFTER UPDATE OF full_name, email ON contact FOR EACH ROW
  WHEN (OLD.full_name <> NEW.full_name OR OLD.email <> NEW.email) EXECUTE FUNCTION contact_words();
-- Owned tables force their policies on the owner too; a migration stands outside of all tenants.
ALTER TABLE contact NO FORCE ROW LEVEL SECURITY;
ALTER TABLE contact_word NO FORCE ROW LEVEL SECURITY;
INSERT INTO contact_word (tenant_id, word, contact_id)
SELECT c.tenant_id, w, c.id FROM contact c, search_words(c.full_name || ' ' || c.email) w
 UNION SELECT c.tenant_id, left(lower(c.email), 254), c.id FROM contact c;
ALTER TABLE contact FORCE ROW LEVEL SECURITY;
ALTER TABLE contact_word FORCE ROW LEVEL SECURITY;

-- A client firm and its people. A role may end by itself, on a day of the tenant's calendar (that day included).
CREATE TABLE company (
  tenant_id  uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id         uuid NOT NULL,
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  name_key   text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
  website    text NOT NULL DEFAULT '' CHECK (char_length(website) <= 300),
  tax_number text NOT NULL DEFAULT '' CHECK (char_length(tax_number) <= 60),
  address    text NOT NULL DEFAULT '' CHECK (char_length(address) <= 500),
  version    int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX company_name ON company (tenant_id, name_key, id);
CALL wall('company');

CREATE TABLE company_member (
  tenant_id  uuid NOT NULL,
  company_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  role       text NOT NULL CHECK (role IN ('owner', 'billing', 'signer', 'viewer')),
  until      date,
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, company_id, contact_id),
  FOREIGN KEY (tenant_id, company_id) REFERENCES company (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX company_member_contact ON company_member (tenant_id, contact_id, company_id);
CALL wall('company_member');

CREATE TABLE tag (
  tenant_id  uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id         uuid NOT NULL,
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 40),
  name_key   text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name_key)
);
CALL wall('tag');

CREATE TABLE contact_tag (
  tenant_id  uuid NOT NULL,
  contact_id uuid NOT NULL,
  tag_id     uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, contact_id, tag_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, tag_id) REFERENCES tag (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_tag_tag ON contact_tag (tenant_id, tag_id, contact_id);
CALL wall('contact_tag');

-- What a business wants to know of its people beyond the usual: a key for ever, a label for now.
CREATE TABLE custom_field (
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id        uuid NOT NULL,
  key       text NOT NULL CHECK (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  label     text NOT NULL CHECK (char_length(label) BETWEEN 1 AND 60),
  type      text NOT NULL CHECK (type IN ('text', 'number', 'date', 'choice', 'yes_no')),
  required  boolean NOT NULL DEFAULT false,
  options   text[] NOT NULL DEFAULT '{}' CHECK (cardinality(options) <= 50),
  position  int NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, key),
  CHECK ((type = 'choice') = (cardinality(options) > 0))
);
CALL wall('custom_field');

CREATE TABLE note (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  contact_id uuid NOT NULL,
  body       text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 10000),
  author_id  uuid,
  author     text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX note_contact ON note (tenant_id, contact_id, created_at DESC);
CALL wall('note');

CREATE TABLE task (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL,
  contact_id  uuid NOT NULL,
  title       text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
  due_on      date,
  assignee_id uuid,
  done_at     timestamptz,
  created_at  timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, assignee_id) REFERENCES staff_role (tenant_id, staff_id) ON DELETE SET NULL (assignee_id)
);
CREATE INDEX task_contact ON task (tenant_id, contact_id, done_at, due_on);
CREATE INDEX task_open ON task (tenant_id, assignee_id, due_on) WHERE done_at IS NULL;
CALL wall('task');

CREATE TABLE appointment (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  contact_id   uuid NOT NULL,
  title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
  starts_at    timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL,
  time_zone    text NOT NULL CHECK (char_length(time_zone) <= 60),
  place        text NOT NULL DEFAULT '' CHECK (char_length(place) <= 300),
  notes        text NOT NULL DEFAULT '' CHECK (char_length(notes) <= 4000),
  -- counted up by every change: the SEQUENCE of RFC 5545, by which a calendar knows the newer of two
  version      int NOT NULL DEFAULT 0,
  cancelled_at timestamptz,
  created_at   timestamptz NOT NULL DEFAULT portal_now(),
  changed_at   timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id),
  CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '31 days'),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX appointment_contact ON appointment (tenant_id, contact_id, starts_at DESC);
CALL wall('appointment');

-- Who of staff works for the tenant of this transaction, by name: staff are people of the whole installation.
CREATE FUNCTION sys_staff_here() RETURNS TABLE (id uuid, full_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT s.id, s.full_name FROM staff_role r JOIN staff s ON s.id = r.staff_id AND s.status = 'active'
   WHERE r.tenant_id = current_setting('app.tenant')::uuid ORDER BY s.full_name, s.id LIMIT 200
$$;
CALL doors();

CALL catalogue('contact', 'id', 'contact', true, 'anonymise',
  blanks => '{"full_name": "Erased person", "email": "erased@erased.invalid", "phone": "", "source": "", "fields": {}}',
  reason => 'what was bought, signed and decided keeps pointing to somebody');
CALL catalogue('contact_word', 'contact_id', 'contact', false, 'delete');
CALL nobody('company', 'a firm');
CALL catalogue('company_member', 'contact_id', 'contact', true, 'delete');
CALL nobody('tag', 'words of the business');
CALL catalogue('contact_tag', 'contact_id', 'contact', true, 'delete');
CALL nobody('custom_field', 'what the business asks about people');
CALL catalogue('note', 'contact_id', 'contact', true, 'delete');
CALL catalogue('task', 'contact_id', 'contact', true, 'delete');
CALL catalogue('appointment', 'contact_id', 'contact', true, 'delete');
