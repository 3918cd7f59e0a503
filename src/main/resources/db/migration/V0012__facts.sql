-- What happened, in the past tense: written in the transaction of the change, never changed by the server. A row comes
-- without its number; one sequencer numbers what has been committed, so that no reader's cursor ever passes a row that is
-- committed later (docs/adr/0008-fact-log.md).
CREATE TABLE fact (
  tenant_id  uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id         uuid NOT NULL,
  seq        bigint,
  -- order of writing; decides among rows that are numbered together, and nothing else
  n          bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  kind       text NOT NULL CHECK (char_length(kind) BETWEEN 1 AND 60),
  at         timestamptz NOT NULL DEFAULT portal_now(),
  actor_kind text NOT NULL,
  actor_id   uuid,
  contact_id uuid,
  object     text NOT NULL CHECK (char_length(object) BETWEEN 1 AND 60),
  object_id  uuid NOT NULL,
  data       jsonb NOT NULL DEFAULT '{}' CHECK (octet_length(data::text) <= 16384),
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX fact_seq ON fact (tenant_id, seq) WHERE seq IS NOT NULL;
CREATE INDEX fact_fresh ON fact (n) WHERE seq IS NULL;
CREATE INDEX fact_contact ON fact (tenant_id, contact_id, at DESC, id DESC) WHERE contact_id IS NOT NULL;
CREATE INDEX fact_expiry ON fact (expires_at);
CALL wall('fact');
CALL gate('fact', 'SELECT, UPDATE, DELETE');
REVOKE INSERT, UPDATE ON fact FROM portal_app;
GRANT INSERT (tenant_id, id, kind, actor_kind, actor_id, contact_id, object, object_id, data, expires_at) ON fact TO portal_app;
CALL catalogue('fact', 'contact_id', 'contact', true, 'delete');

-- The newest number of each tenant.
CREATE TABLE fact_head (
  tenant_id uuid PRIMARY KEY REFERENCES tenant ON DELETE CASCADE,
  seq       bigint NOT NULL
);
CALL wall('fact_head');
CALL gate('fact_head', 'SELECT, INSERT, UPDATE');
REVOKE INSERT, UPDATE, DELETE ON fact_head FROM portal_app;
CALL nobody('fact_head', 'how many facts were numbered');

-- How far each reader has read, moved in the transaction of what it made of the facts.
CREATE TABLE fact_cursor (
  tenant_id  uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  reader     text NOT NULL CHECK (char_length(reader) BETWEEN 1 AND 60),
  seq        bigint NOT NULL DEFAULT 0,
  failures   int NOT NULL DEFAULT 0,
  -- up to here one fact at a time, so that what fails is told from its neighbours
  careful_to bigint NOT NULL DEFAULT 0,
  next_at    timestamptz NOT NULL DEFAULT '-infinity',
  last_error text NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, reader)
);
CALL wall('fact_cursor');
CALL gate('fact_cursor', 'SELECT');
CALL nobody('fact_cursor', 'how far the readers of facts have read');

-- Numbers what has been committed, tenant by tenant without a hole; says for whom and up to where. The lock comes first and
-- each statement of a volatile function looks anew: what the one before us numbered is seen as numbered.
CREATE FUNCTION sys_facts_sequence(batch int) RETURNS TABLE (tenant_id uuid, seq bigint, numbered bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT EXISTS (SELECT FROM fact f WHERE f.seq IS NULL) THEN RETURN; END IF;
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

-- Who has not read everything and may try now: after a start, a lost hint or a back-off.
CREATE FUNCTION sys_facts_behind(readers text[], wanted int) RETURNS TABLE (tenant_id uuid, reader text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT h.tenant_id, r.name
    FROM fact_head h CROSS JOIN unnest(readers) AS r (name)
    LEFT JOIN fact_cursor c ON c.tenant_id = h.tenant_id AND c.reader = r.name
   WHERE h.seq > coalesce(c.seq, 0) AND coalesce(c.next_at, '-infinity') <= portal_now()
   ORDER BY c.next_at NULLS FIRST, h.tenant_id LIMIT wanted
$$;

-- Figures for an operator: what has no number yet, and readers that have failed five times in a row.
CREATE FUNCTION sys_facts_waiting() RETURNS TABLE (fresh bigint, stuck bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT (SELECT count(*) FROM fact f WHERE f.seq IS NULL), (SELECT count(*) FROM fact_cursor c WHERE c.failures >= 5)
$$;

-- Facts whose time is over, but none that one of the readers has still to read.
CREATE FUNCTION sys_sweep_facts(batch int, readers text[]) RETURNS TABLE (what text, gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  what := 'fact';
  DELETE FROM fact f WHERE (f.tenant_id, f.id) IN
    (SELECT x.tenant_id, x.id FROM fact x
      WHERE x.expires_at < portal_now() AND x.seq IS NOT NULL
        AND NOT EXISTS (SELECT FROM unnest(readers) AS r (name)
                          LEFT JOIN fact_cursor c ON c.tenant_id = x.tenant_id AND c.reader = r.name
                         WHERE coalesce(c.seq, 0) < x.seq)
      LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
END $$;

CALL doors();
