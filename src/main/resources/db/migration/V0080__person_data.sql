-- What the house holds of one person, to take out and to erase: derived from data_catalogue alone, so that a table which
-- is declared tomorrow is exported and erased tomorrow. Everything here runs with the rights of the caller: the wall holds.

-- Why a person must not be erased for now, such as a lawsuit; empty: nothing stands in the way.
ALTER TABLE contact ADD legal_hold text NOT NULL DEFAULT '' CHECK (char_length(legal_hold) <= 300);
-- Days in which a person may change their mind; 0: erased at once.
ALTER TABLE tenant_settings ADD erasure_days int NOT NULL DEFAULT 7 CHECK (erasure_days BETWEEN 0 AND 30);

-- A person's wish to be erased, and what became of it.
CREATE TABLE erasure (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  contact_id uuid NOT NULL,
  state      text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'cancelled', 'done')),
  asked_by   text NOT NULL CHECK (asked_by IN ('client', 'staff')),
  -- in which language the last mail is written
  language   text NOT NULL DEFAULT '',
  asked_at   timestamptz NOT NULL DEFAULT portal_now(),
  due_at     timestamptz NOT NULL,
  ended_at   timestamptz,
  -- table by table: how many rows were deleted, blanked or kept, and why
  outcome    jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE,
  CHECK ((state = 'pending') = (ended_at IS NULL))
);
-- Of any number of wishes at once one is pending.
CREATE UNIQUE INDEX erasure_pending ON erasure (tenant_id, contact_id) WHERE state = 'pending';
CALL wall('erasure');
CALL catalogue('erasure', 'contact_id', 'contact', true, 'keep',
  reason => 'proof that the person was erased when they asked; it holds ids and no names');

-- The rows of one person are found by an index, in every table.
CREATE PROCEDURE person_index(t regclass) LANGUAGE plpgsql AS $$
DECLARE named text;
BEGIN
  SELECT d.subject INTO named FROM portal.data_catalogue d WHERE d.table_name = t::text OR 'portal.' || d.table_name = t::text;
  IF named IS NULL OR EXISTS (
    SELECT FROM pg_index i
     WHERE i.indrelid = t AND i.indnkeyatts >= 2
       AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)', named))
       AND (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = t AND a.attnum = i.indkey[0]) = 'tenant_id'
       AND (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = t AND a.attnum = i.indkey[1]) = named) THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE INDEX ON %s (tenant_id, %I)', t, named);
END $$;

CREATE OR REPLACE PROCEDURE catalogue(
  t regclass, subject text, names text, exported boolean, erasure text,
  blanks jsonb DEFAULT '{}', withheld text[] DEFAULT '{}', reason text DEFAULT '')
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO portal.data_catalogue VALUES (t::text, subject, names, exported, erasure, blanks, withheld, reason)
  ON CONFLICT (table_name) DO UPDATE SET (subject, names, exported, erasure, blanks, withheld, reason)
    = (EXCLUDED.subject, EXCLUDED.names, EXCLUDED.exported, EXCLUDED.erasure, EXCLUDED.blanks, EXCLUDED.withheld, EXCLUDED.reason);
  CALL portal.person_index(t);
END $$;

DO $$
DECLARE d record;
BEGIN
  FOR d IN SELECT table_name FROM portal.data_catalogue WHERE subject IS NOT NULL LOOP
    CALL portal.person_index(('portal.' || quote_ident(d.table_name))::regclass);
  END LOOP;
END $$;

-- The addresses of a person. One that somebody else proved, or bears with equal right, is shared: what was mailed there is
-- as much the other's, and is neither shown to the one nor taken from the other.
CREATE FUNCTION person_addresses(person uuid) RETURNS TABLE (address text, shared boolean) LANGUAGE sql STABLE AS $$
  WITH here AS (SELECT current_setting('app.tenant')::uuid AS id),
  own AS (
    SELECT o.email, bool_or(o.proven) AS proven
      FROM (SELECT c.email, false AS proven FROM portal.contact c, here WHERE c.tenant_id = here.id AND c.id = person
            UNION ALL
            SELECT a.email, true FROM portal.account a, here WHERE a.tenant_id = here.id AND a.contact_id = person) o
     GROUP BY o.email)
  SELECT o.email,
         EXISTS (SELECT FROM portal.account a, here WHERE a.tenant_id = here.id AND a.email = o.email AND a.contact_id <> person)
         OR NOT o.proven AND EXISTS (
           SELECT FROM portal.contact c, here WHERE c.tenant_id = here.id AND c.email = o.email AND c.id <> person)
    FROM own o
$$;

-- What a row of a table must name to be this person's, as text.
CREATE FUNCTION person_keys(person uuid, names text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT CASE names
    WHEN 'contact' THEN ARRAY[person::text]
    WHEN 'account' THEN (SELECT coalesce(array_agg(a.id::text), '{}') FROM portal.account a
                          WHERE a.tenant_id = current_setting('app.tenant')::uuid AND a.contact_id = person)
    WHEN 'email' THEN (SELECT coalesce(array_agg(p.address), '{}') FROM portal.person_addresses(person) p WHERE NOT p.shared)
  END
$$;

-- The condition that a row of a table is a person's: $1 are the keys, $2 is the tenant.
CREATE FUNCTION person_condition(relation text, subject text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format('t.tenant_id = $2 AND t.%I = ANY ($1::%s[])', subject, format_type(a.atttypid, NULL))
    FROM pg_attribute a WHERE a.attrelid = format('portal.%I', relation)::regclass AND a.attname = subject
$$;

-- The person's rows of one exported table, in the order of its primary key, after `place`: what is withheld is not in them.
CREATE FUNCTION person_rows(person uuid, relation text, after jsonb, wanted int) RETURNS TABLE (place jsonb, line jsonb)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  d portal.data_catalogue;
  here uuid := current_setting('app.tenant')::uuid;
  key_values text; key_columns text; key_after text;
BEGIN
  SELECT * INTO d FROM portal.data_catalogue x WHERE x.table_name = relation AND x.exported;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT string_agg(format('%L, t.%I', a.attname, a.attname), ', ' ORDER BY k.n),
         string_agg(format('t.%I', a.attname), ', ' ORDER BY k.n),
         string_agg(format('p.%I', a.attname), ', ' ORDER BY k.n)
    INTO key_values, key_columns, key_after
    FROM pg_index i
   CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY k (att, n)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.att
   WHERE i.indrelid = format('portal.%I', relation)::regclass AND i.indisprimary;
  RETURN QUERY EXECUTE format(
    'SELECT jsonb_build_object(%s), to_jsonb(t) - $3
       FROM portal.%I t, jsonb_populate_record(NULL::portal.%I, coalesce($4, ''{}'')) p
      WHERE %s AND ($4 IS NULL OR (%s) > (%s)) ORDER BY %s LIMIT $5',
    key_values, relation, relation, portal.person_condition(relation, d.subject), key_columns, key_after, key_columns)
  USING portal.person_keys(person, d.names), here, d.withheld || 'tenant_id'::text, after, wanted;
END $$;

-- Which tables hold something of a person, how many rows (at most 10000 are counted), and what erasing means for them.
CREATE FUNCTION person_holdings(person uuid)
RETURNS TABLE (relation text, held bigint, exported boolean, erasure text, reason text) LANGUAGE plpgsql STABLE AS $$
DECLARE d portal.data_catalogue;
BEGIN
  FOR d IN SELECT * FROM portal.data_catalogue x WHERE x.subject IS NOT NULL ORDER BY x.table_name LOOP
    EXECUTE format('SELECT count(*) FROM (SELECT FROM portal.%I t WHERE %s LIMIT 10000) x',
                   d.table_name, portal.person_condition(d.table_name, d.subject))
       INTO held USING portal.person_keys(person, d.names), current_setting('app.tenant')::uuid;
    relation := d.table_name; exported := d.exported; erasure := d.erasure; reason := d.reason;
    RETURN NEXT;
  END LOOP;
END $$;

-- Erases a person in the transaction of the caller: blanks first, since a blank may let go of what is then deleted; then
-- deletes, what points to others before what is pointed to. Says of every table what was done and why something stays.
-- A legal hold stops it. Whoever calls has made sure, by the state of the wish, that it happens once.
CREATE FUNCTION person_erase(person uuid) RETURNS TABLE (relation text, done text, held bigint, reason text)
LANGUAGE plpgsql AS $$
DECLARE
  here uuid := current_setting('app.tenant')::uuid;
  d portal.data_catalogue;
  hold text; sharing boolean; keys jsonb; addresses text[]; columns text; own text[];
BEGIN
  SELECT c.legal_hold INTO hold FROM portal.contact c WHERE c.tenant_id = here AND c.id = person FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such contact' USING ERRCODE = 'no_data_found'; END IF;
  IF hold <> '' THEN RAISE EXCEPTION 'legal hold' USING ERRCODE = 'object_not_in_prerequisite_state'; END IF;
  -- Once the account is gone and the contact blank nobody can say whose the other rows were.
  SELECT jsonb_object_agg(n, to_jsonb(portal.person_keys(person, n))) INTO keys FROM unnest(ARRAY['contact', 'account', 'email']) n;
  SELECT coalesce(array_agg(p.address), '{}'), coalesce(bool_or(p.shared), false)
    INTO addresses, sharing FROM portal.person_addresses(person) p;
  FOR d IN
    WITH RECURSIVE points AS (
      SELECT DISTINCT k.conrelid AS child, k.confrelid AS parent FROM pg_constraint k
       WHERE k.contype = 'f' AND k.connamespace = 'portal'::regnamespace AND k.conrelid <> k.confrelid),
    depth (t, n) AS (
      SELECT format('portal.%I', x.table_name)::regclass::oid, 0 FROM portal.data_catalogue x
      UNION
      SELECT p.child, depth.n + 1 FROM depth JOIN points p ON p.parent = depth.t WHERE depth.n < 16)
    SELECT x.* FROM portal.data_catalogue x
      JOIN (SELECT t, max(n) AS n FROM depth GROUP BY t) y ON y.t = format('portal.%I', x.table_name)::regclass
     WHERE x.subject IS NOT NULL
     ORDER BY x.erasure <> 'anonymise', x.erasure <> 'delete', y.n DESC, x.table_name
  LOOP
    own := ARRAY(SELECT jsonb_array_elements_text(keys -> d.names));
    relation := d.table_name;
    reason := '';
    IF d.erasure = 'anonymise' THEN
      SELECT string_agg(format('%I', b.key), ', ') INTO columns FROM jsonb_each(d.blanks) b;
      EXECUTE format('UPDATE portal.%I t SET (%s) = (SELECT %s FROM jsonb_populate_record(t, $3) x) WHERE %s',
                     relation, columns, (SELECT string_agg(format('x.%I', b.key), ', ') FROM jsonb_each(d.blanks) b),
                     portal.person_condition(relation, d.subject))
      USING own, here, d.blanks;
      done := 'blanked';
      reason := d.reason;
    ELSIF d.erasure = 'delete' THEN
      EXECUTE format('DELETE FROM portal.%I t WHERE %s', relation, portal.person_condition(relation, d.subject)) USING own, here;
      done := 'deleted';
    END IF;
    GET DIAGNOSTICS held = ROW_COUNT;
    IF d.erasure = 'keep' THEN
      EXECUTE format('SELECT count(*) FROM portal.%I t WHERE %s', relation, portal.person_condition(relation, d.subject)) INTO held USING own, here;
      done := 'kept';
      reason := d.reason;
    ELSIF d.names = 'email' AND sharing THEN
      reason := 'what went to an address that somebody else uses as well is also theirs';
    END IF;
    RETURN NEXT;
  END LOOP;
  -- Attempts are counted under "what:address" and "what:account".
  DELETE FROM portal.rate_limit r
   WHERE r.tenant_id = here
     AND split_part(r.key, ':', 2) = ANY (addresses || ARRAY(SELECT jsonb_array_elements_text(keys -> 'account')));
END $$;
