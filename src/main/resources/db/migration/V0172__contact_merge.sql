-- Two contacts that were one person: the id of the one leads to the other for ever.
CREATE TABLE contact_merge (
  tenant_id uuid NOT NULL,
  gone_id   uuid NOT NULL,
  kept_id   uuid NOT NULL,
  at        timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, gone_id),
  FOREIGN KEY (tenant_id, kept_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CALL wall('contact_merge');
CALL catalogue('contact_merge', 'kept_id', 'contact', true, 'delete');

-- Whom a fact is about follows a merge; nothing else of a fact ever changes.
GRANT UPDATE (contact_id) ON fact TO portal_app;

-- What names a contact and yet stays as it is when two become one, and why. Whoever adds a table that must not follow widens
-- this function.
CREATE FUNCTION contact_stays() RETURNS TABLE (table_name text, column_name text, reason text) LANGUAGE sql IMMUTABLE AS $$
  VALUES ('audit', 'contact_id', 'a line of the audit is never changed; it says whom it was about when it was written'),
         ('contact_word', 'contact_id', 'made anew of name and address by a trigger')
$$;

-- Every column that names a contact: by its name, by a foreign key, or by the data catalogue. Derived, so that a table of
-- tomorrow follows a merge of tomorrow.
CREATE FUNCTION contact_columns() RETURNS TABLE (table_name text, column_name text, follows boolean) LANGUAGE sql STABLE AS $$
  SELECT c.relname::text, a.attname::text,
         NOT EXISTS (SELECT FROM portal.contact_stays() s WHERE s.table_name = c.relname AND s.column_name = a.attname)
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'portal'
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'uuid'::regtype
   WHERE c.relkind IN ('r', 'p') AND c.relname <> 'contact'
     AND (a.attname LIKE '%contact\_id'
       OR EXISTS (SELECT FROM portal.data_catalogue d WHERE d.table_name = c.relname AND d.names = 'contact' AND d.subject = a.attname)
       OR EXISTS (SELECT FROM pg_constraint k
                    CROSS JOIN LATERAL unnest(k.conkey, k.confkey) x (own, other)
                    JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = x.other AND b.attname = 'id'
                   WHERE k.contype = 'f' AND k.conrelid = c.oid AND k.confrelid = 'portal.contact'::regclass AND x.own = a.attnum))
   ORDER BY 1, 2
$$;

-- Gives everything of one contact to another, in the transaction of the caller, which holds both. Where both have what there
-- may be one of (the same tag, an open invitation), the one who is kept keeps theirs. An account is never lost: two are
-- refused.
CREATE FUNCTION contact_absorb(kept uuid, gone uuid) RETURNS TABLE (relation text, moved bigint, dropped bigint) LANGUAGE plpgsql AS $$
DECLARE
  here uuid := current_setting('app.tenant')::uuid;
  d record;
  place tid;
BEGIN
  IF (SELECT count(*) FROM portal.account a WHERE a.tenant_id = here AND a.contact_id IN (kept, gone)) > 1 THEN
    RAISE EXCEPTION 'both have an account' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  FOR d IN SELECT * FROM portal.contact_columns() x WHERE x.follows LOOP
    relation := d.table_name; moved := 0; dropped := 0;
    BEGIN
      EXECUTE format('UPDATE portal.%I SET %I = $1 WHERE tenant_id = $2 AND %I = $3', d.table_name, d.column_name, d.column_name)
        USING kept, here, gone;
      GET DIAGNOSTICS moved = ROW_COUNT;
    EXCEPTION WHEN unique_violation THEN
      FOR place IN EXECUTE format('SELECT t.ctid FROM portal.%I t WHERE t.tenant_id = $1 AND t.%I = $2', d.table_name, d.column_name)
                     USING here, gone LOOP
        BEGIN
          EXECUTE format('UPDATE portal.%I SET %I = $1 WHERE ctid = $2', d.table_name, d.column_name) USING kept, place;
          moved := moved + 1;
        EXCEPTION WHEN unique_violation THEN
          EXECUTE format('DELETE FROM portal.%I WHERE ctid = $1', d.table_name) USING place;
          dropped := dropped + 1;
        END;
      END LOOP;
    END;
    IF moved + dropped > 0 THEN RETURN NEXT; END IF;
  END LOOP;
END $$;
