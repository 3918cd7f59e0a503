-- A link that opens one thing to whoever bears it: no account, no session. The token is kept as its hash alone.
CREATE TABLE object_link (
  tenant_id    uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id           uuid NOT NULL,
  token_hash   bytea NOT NULL,
  kind         text NOT NULL CHECK (kind ~ '^[a-z][a-z-]{1,39}$'),
  object_id    uuid NOT NULL,
  access       text NOT NULL CHECK (access IN ('view', 'pay', 'sign')),
  -- whom it was made for: a new one may be mailed to them
  contact_id   uuid,
  life_seconds bigint NOT NULL CHECK (life_seconds BETWEEN 60 AND 63115200),
  created_at   timestamptz NOT NULL DEFAULT portal_now(),
  expires_at   timestamptz NOT NULL,
  revoked_at   timestamptz,
  uses         bigint NOT NULL DEFAULT 0,
  last_used_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX object_link_object ON object_link (tenant_id, kind, object_id, created_at DESC);
CREATE INDEX object_link_contact ON object_link (tenant_id, contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX object_link_age ON object_link (expires_at);
CALL wall('object_link');
CALL gate('object_link', 'SELECT, DELETE');
CALL catalogue('object_link', 'contact_id', 'contact', true, 'delete', withheld => '{token_hash}');

-- Housekeeping of what opens something for a while.
CREATE FUNCTION sys_sweep_passes(batch int) RETURNS TABLE (what text, gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  what := 'view_handoff';
  DELETE FROM view_handoff h WHERE (h.tenant_id, h.token_hash) IN
    (SELECT x.tenant_id, x.token_hash FROM view_handoff x WHERE x.expires_at < portal_now() - interval '1 day' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
  what := 'view_session';
  DELETE FROM view_session v WHERE (v.tenant_id, v.id) IN
    (SELECT x.tenant_id, x.id FROM view_session x WHERE x.ends_at < portal_now() - interval '1 year' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
  what := 'object_link';
  DELETE FROM object_link l WHERE (l.tenant_id, l.id) IN
    (SELECT x.tenant_id, x.id FROM object_link x WHERE x.expires_at < portal_now() - interval '1 year' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
END $$;

CALL doors();
