-- As before; what was counted per address and network is forgotten as well.
CREATE OR REPLACE FUNCTION person_erase(person uuid) RETURNS TABLE (relation text, done text, held bigint, reason text)
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
  -- Attempts are counted under "what:address", "what:address network" and "what:account".
  DELETE FROM portal.rate_limit r
   WHERE r.tenant_id = here
     AND split_part(split_part(r.key, ':', 2), ' ', 1) = ANY (addresses || ARRAY(SELECT jsonb_array_elements_text(keys -> 'account')));
END $$;
