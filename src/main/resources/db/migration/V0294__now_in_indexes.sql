-- The same time, said without coalesce: behind row-level security PostgreSQL takes whatever holds one for a leak, and a comparison
-- with now for no condition of an index. (contain_leaked_vars in its clauses.c knows CASE, and does not know COALESCE.)
CREATE OR REPLACE FUNCTION portal_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN nullif(current_setting('app.now', true), '') IS NULL THEN now() ELSE current_setting('app.now', true)::timestamptz END;
