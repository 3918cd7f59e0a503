-- From the console to the portal: a token that works once, within 30 s, in the browser that asked for it.
CREATE TABLE view_handoff (
  tenant_id     uuid NOT NULL,
  token_hash    bytea NOT NULL,
  account_id    uuid NOT NULL,
  staff_id      uuid NOT NULL REFERENCES staff,
  staff_name    text NOT NULL,
  staff_session uuid NOT NULL,
  agent_hash    bytea NOT NULL,
  expires_at    timestamptz NOT NULL,
  used_at       timestamptz,
  PRIMARY KEY (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX view_handoff_age ON view_handoff (expires_at);
CALL wall('view_handoff');
CALL gate('view_handoff', 'SELECT, DELETE');
CALL catalogue('view_handoff', 'account_id', 'account', false, 'delete', withheld => '{token_hash,agent_hash}');

-- Staff who look at the portal as one of its clients. It stays after its end: the client may read who looked, and when.
CREATE TABLE view_session (
  tenant_id     uuid NOT NULL,
  id            uuid NOT NULL,
  token_hash    bytea NOT NULL,
  account_id    uuid NOT NULL,
  staff_id      uuid NOT NULL REFERENCES staff,
  staff_name    text NOT NULL,
  staff_session uuid NOT NULL,
  ip            text NOT NULL DEFAULT '',
  user_agent    text NOT NULL DEFAULT '' CHECK (char_length(user_agent) <= 300),
  started_at    timestamptz NOT NULL DEFAULT portal_now(),
  ends_at       timestamptz NOT NULL,
  ended_at      timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX view_session_account ON view_session (tenant_id, account_id, started_at DESC);
CREATE INDEX view_session_age ON view_session (ends_at);
CALL wall('view_session');
CALL gate('view_session', 'SELECT, DELETE');
-- The address and browser are those of staff, not of the client whose export this is.
CALL catalogue('view_session', 'account_id', 'account', true, 'delete', withheld => '{token_hash,staff_session,ip,user_agent}');

-- A view lives no longer than the staff session that it came from, nor than the person's role in the tenant.
CREATE FUNCTION sys_view_session_find(of_tenant uuid, hash bytea)
RETURNS TABLE (id uuid, account_id uuid, staff_id uuid, staff_name text, role text, started_at timestamptz, ends_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = portal, pg_temp AS $$
  SELECT v.id, v.account_id, v.staff_id, v.staff_name, r.role, v.started_at, v.ends_at
    FROM view_session v
    JOIN staff p ON p.id = v.staff_id AND p.status = 'active'
    JOIN staff_session s ON s.id = v.staff_session AND s.staff_id = v.staff_id
                        AND s.ends_at > portal_now() AND s.last_seen_at > portal_now() - interval '12 hours'
    JOIN staff_role r ON r.tenant_id = v.tenant_id AND r.staff_id = v.staff_id
   WHERE v.tenant_id = of_tenant AND v.token_hash = hash AND v.ended_at IS NULL AND v.ends_at > portal_now()
$$;

CALL doors();
