-- Two contacts who are one person may both have an account. One of the two stays; what names the other either goes over to it or
-- ends with it. Whoever adds a table that names an account says here which: a table that is not listed stops the merge.
CREATE FUNCTION account_parts() RETURNS TABLE (table_name text, column_name text, goes_over boolean, reason text) LANGUAGE sql IMMUTABLE AS $$
  VALUES ('media_object', 'account_id', true, 'files are of the person, whichever account they came by'),
         ('view_session', 'account_id', true, 'the person may read who of staff looked, and when'),
         ('audit', 'actor_id', false, 'a line of the audit is never changed; it says who it was when it was written'),
         ('session', 'account_id', false, 'signed in as who is no more'),
         ('avatar', 'account_id', false, 'an account has one picture'),
         ('known_device', 'account_id', false, 'known to the account that is closed'),
         ('api_key', 'account_id', false, 'a way in'),
         ('api_answer', 'actor_id', false, 'an answer to a program whose key has ended'),
         ('view_handoff', 'account_id', false, 'a way in'),
         ('sign_in_link', 'account_id', false, 'a way in'),
         ('sign_in_flow', 'account_id', false, 'a way in'),
         ('email_change', 'account_id', false, 'of an address that opens nothing any more'),
         ('totp', 'owner_id', false, 'a way in'),
         ('recovery_code', 'owner_id', false, 'a way in'),
         ('passkey', 'owner_id', false, 'a way in'),
         ('passkey_challenge', 'owner_id', false, 'a way in'),
         ('factor_ticket', 'owner_id', false, 'a way in')
$$;

-- Every column that names an account, by a foreign key or by the data catalogue: derived, so that one that nobody listed is seen.
CREATE FUNCTION account_columns() RETURNS TABLE (table_name text, column_name text) LANGUAGE sql STABLE AS $$
  SELECT d.table_name, d.subject FROM portal.data_catalogue d WHERE d.names = 'account'
   UNION
  SELECT c.relname::text, a.attname::text
    FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid
    CROSS JOIN LATERAL unnest(k.conkey, k.confkey) x (own, other)
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.own
    JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = x.other AND b.attname = 'id'
   WHERE k.contype = 'f' AND k.confrelid = 'portal.account'::regclass
$$;

-- Ends the account `closed` in favour of `stays`, in the transaction of the caller, which holds both contacts.
CREATE FUNCTION account_join(stays uuid, closed uuid) RETURNS TABLE (relation text, moved bigint, ended bigint) LANGUAGE plpgsql AS $$
DECLARE
  here uuid := current_setting('app.tenant')::uuid;
  d record;
  unsaid text;
BEGIN
  SELECT string_agg(k.table_name || '.' || k.column_name, ', ') INTO unsaid FROM portal.account_columns() k
   WHERE NOT EXISTS (SELECT FROM portal.account_parts() p WHERE p.table_name = k.table_name AND p.column_name = k.column_name);
  IF unsaid IS NOT NULL THEN RAISE EXCEPTION 'what becomes of %?', unsaid; END IF;
  -- Whoever looks as the one who is no more stops looking.
  UPDATE portal.view_session v SET ended_at = portal_now() WHERE v.tenant_id = here AND v.account_id = closed AND v.ended_at IS NULL;
  FOR d IN SELECT p.* FROM portal.account_parts() p WHERE p.table_name <> 'audit' ORDER BY p.table_name LOOP
    relation := d.table_name; moved := 0; ended := 0;
    IF d.goes_over THEN
      EXECUTE format('UPDATE portal.%I SET %I = $1 WHERE tenant_id = $2 AND %I = $3', d.table_name, d.column_name, d.column_name)
        USING stays, here, closed;
      GET DIAGNOSTICS moved = ROW_COUNT;
    ELSE
      EXECUTE format('DELETE FROM portal.%I WHERE tenant_id = $1 AND %I = $2', d.table_name, d.column_name) USING here, closed;
      GET DIAGNOSTICS ended = ROW_COUNT;
    END IF;
    IF moved + ended > 0 THEN RETURN NEXT; END IF;
  END LOOP;
  DELETE FROM portal.account a WHERE a.tenant_id = here AND a.id = closed;
END $$;
