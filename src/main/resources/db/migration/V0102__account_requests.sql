-- Somebody proved an address and waits for the business to let them in. There is no account and no session before; what
-- is decided leaves the table, and declining keeps nothing but a line of the audit.
CREATE TABLE account_request (
  tenant_id     uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id            uuid NOT NULL,
  email         text NOT NULL CHECK (char_length(email) BETWEEN 3 AND 254),
  full_name     text NOT NULL CHECK (char_length(full_name) BETWEEN 1 AND 200),
  password_hash text,
  language      text NOT NULL DEFAULT '',
  created_at    timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, email)
);
CREATE INDEX account_request_newest ON account_request (tenant_id, created_at, id);
CREATE INDEX account_request_age ON account_request (created_at);
CALL wall('account_request');
CALL gate('account_request', 'SELECT, DELETE');
CALL catalogue('account_request', 'email', 'email', true, 'delete', withheld => '{password_hash}');

-- Housekeeping: whoever nobody decided about for thirty days is let go, and so is an invitation that came to nothing.
CREATE FUNCTION sys_sweep_invitations(batch int) RETURNS TABLE (what text, gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  what := 'account_request';
  DELETE FROM account_request r WHERE (r.tenant_id, r.id) IN
    (SELECT x.tenant_id, x.id FROM account_request x WHERE x.created_at < portal_now() - interval '30 days' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
  what := 'invitation';
  DELETE FROM invitation i WHERE (i.tenant_id, i.id) IN
    (SELECT x.tenant_id, x.id FROM invitation x
      WHERE x.created_at < portal_now() - interval '1 year' AND x.state <> 'accepted'
        AND coalesce(x.expires_at, x.created_at) < portal_now() - interval '1 year' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
END $$;

CALL doors();
