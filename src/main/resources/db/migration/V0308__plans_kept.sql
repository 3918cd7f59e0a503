-- What is asked of a single row in the midst of a query, and asks tables itself, was planned anew at each call: such a function
-- in SQL is never inlined. In PL/pgSQL a connection keeps the plan, and one look-up of a session costs a fraction.
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid, p.prosrc, pg_get_functiondef(p.oid) AS definition FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
            WHERE p.pronamespace = 'portal'::regnamespace AND l.lanname = 'sql' AND p.provolatile = 's'
              AND NOT p.proretset AND NOT p.prosecdef AND p.prosrc ~ '\mFROM\M' LOOP
    EXECUTE replace(replace(f.definition, 'LANGUAGE sql', 'LANGUAGE plpgsql'), f.prosrc,
                    format(E'\nBEGIN\n  RETURN (%s);\nEND', rtrim(f.prosrc, E' \n;')));
  END LOOP;
END $$;

-- However few facts the statistics say there are: each is found where it lies, and no round reads the whole log. Nobody but this
-- function changes one that has no number, and the lock lets one at a time do so.
CREATE OR REPLACE FUNCTION sys_facts_sequence(batch int) RETURNS TABLE (tenant_id uuid, seq bigint, numbered bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = portal, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
  IF NOT EXISTS (SELECT FROM fact f WHERE f.seq IS NULL) THEN RETURN; END IF;
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM pg_advisory_xact_lock(7246003);
  RETURN QUERY
  WITH fresh AS MATERIALIZED (
    SELECT f.tenant_id, f.lies, row_number() OVER (PARTITION BY f.tenant_id ORDER BY f.n) AS place,
           count(*) OVER (PARTITION BY f.tenant_id) AS facts
      FROM (SELECT x.tenant_id, x.ctid AS lies, x.n FROM fact x WHERE x.seq IS NULL ORDER BY x.n LIMIT batch) f),
  heads AS (
    INSERT INTO fact_head AS h (tenant_id, seq) SELECT m.tenant_id, m.facts FROM fresh m WHERE m.place = 1
    ON CONFLICT (tenant_id) DO UPDATE SET seq = h.seq + excluded.seq
    RETURNING h.tenant_id, h.seq),
  numbers AS (
    UPDATE fact f SET seq = h.seq - r.facts + r.place
      FROM fresh r JOIN heads h ON h.tenant_id = r.tenant_id
     WHERE f.ctid = r.lies)
  SELECT h.tenant_id, h.seq, m.facts FROM heads h JOIN fresh m ON m.tenant_id = h.tenant_id WHERE m.place = 1;
END $$;
