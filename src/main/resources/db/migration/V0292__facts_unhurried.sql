-- A number that a crash took back is given again, and nobody has read past it: a reader's cursor is written later than the
-- number, and lost with it. So numbering does not wait for the disk.
CREATE OR REPLACE FUNCTION sys_facts_sequence(batch int) RETURNS TABLE (tenant_id uuid, seq bigint, numbered bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT EXISTS (SELECT FROM fact f WHERE f.seq IS NULL) THEN RETURN; END IF;
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM pg_advisory_xact_lock(7246003);
  RETURN QUERY
  WITH fresh AS MATERIALIZED (
    SELECT f.tenant_id, f.id, row_number() OVER (PARTITION BY f.tenant_id ORDER BY f.n) AS place
      FROM (SELECT x.tenant_id, x.id, x.n FROM fact x WHERE x.seq IS NULL ORDER BY x.n LIMIT batch) f),
  many AS MATERIALIZED (SELECT f.tenant_id, count(*) AS facts FROM fresh f GROUP BY f.tenant_id),
  heads AS (
    INSERT INTO fact_head AS h (tenant_id, seq) SELECT m.tenant_id, m.facts FROM many m
    ON CONFLICT (tenant_id) DO UPDATE SET seq = h.seq + excluded.seq
    RETURNING h.tenant_id, h.seq),
  numbers AS (
    UPDATE fact f SET seq = h.seq - m.facts + r.place
      FROM fresh r JOIN heads h ON h.tenant_id = r.tenant_id JOIN many m ON m.tenant_id = r.tenant_id
     WHERE f.tenant_id = r.tenant_id AND f.id = r.id)
  SELECT h.tenant_id, h.seq, m.facts FROM heads h JOIN many m ON m.tenant_id = h.tenant_id;
END $$;
