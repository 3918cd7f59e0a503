-- What nodes tell one another on the bus and must not miss: kept with the change itself, and looked for by each node every few
-- seconds. Who may hear or see what is decided anew, so that a notice that comes twice does nothing twice.
CREATE TABLE notice (
  tenant_id uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id        uuid NOT NULL,
  -- the node that said it, and has heard itself
  node      uuid NOT NULL,
  address   text NOT NULL CHECK (char_length(address) BETWEEN 1 AND 60),
  body      text NOT NULL CHECK (char_length(body) <= 1000),
  at        timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX notice_at ON notice (at);
CALL wall('notice');
CALL gate('notice', 'SELECT, DELETE');
CALL nobody('notice', 'ids that caches and open connections ask anew for; gone within the hour');

-- What other nodes have said within so many seconds. A commit may come a while after its notice was written, so that a node
-- looks back further than it last looked.
CREATE FUNCTION sys_notices(self uuid, seconds int) RETURNS TABLE (id uuid, address text, body text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT n.id, n.address, n.body FROM notice n
   WHERE n.at > portal_now() - make_interval(secs => seconds) AND n.node <> self ORDER BY n.at LIMIT 10000
$$;

CREATE FUNCTION sys_sweep_notices(batch int) RETURNS TABLE (what text, gone bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  WITH old AS (SELECT n.tenant_id, n.id FROM notice n WHERE n.at < portal_now() - interval '1 hour' ORDER BY n.at LIMIT batch),
       done AS (DELETE FROM notice n USING old WHERE n.tenant_id = old.tenant_id AND n.id = old.id RETURNING 1)
  SELECT 'notice', count(*) FROM done
$$;

CALL doors();
