-- Keys of programs: an account's own, or, where account_id is null, the business's. The secret is shown once and kept as
-- its SHA-256; so much entropy (256 bits) needs no salt. A revoked or expired key stays a while, so that people see it ended.
CREATE TABLE api_key (
  tenant_id    uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  id           uuid NOT NULL,
  account_id   uuid,
  name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
  prefix       text NOT NULL CHECK (char_length(prefix) BETWEEN 10 AND 20),
  secret_hash  bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
  scopes       text[] NOT NULL CHECK (cardinality(scopes) BETWEEN 1 AND 100),
  created_at   timestamptz NOT NULL DEFAULT portal_now(),
  expires_at   timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, secret_hash),
  FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX api_key_account ON api_key (tenant_id, account_id, created_at DESC);
CREATE INDEX api_key_age ON api_key (expires_at);
CALL wall('api_key');
CALL gate('api_key', 'SELECT, DELETE');
CALL catalogue('api_key', 'account_id', 'account', true, 'delete', withheld => '{secret_hash}');

-- Idempotency keys and the answers that their requests got. actor_id is the account, or the business's key.
CREATE TABLE api_answer (
  tenant_id    uuid NOT NULL REFERENCES tenant ON DELETE CASCADE,
  actor_id     uuid NOT NULL,
  key          text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 200),
  request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  -- 0 only inside the transaction that claims the key
  status       int NOT NULL DEFAULT 0,
  headers      jsonb NOT NULL DEFAULT '{}',
  body         text NOT NULL DEFAULT '' CHECK (octet_length(body) <= 1024 * 1024),
  created_at   timestamptz NOT NULL DEFAULT portal_now(),
  PRIMARY KEY (tenant_id, actor_id, key)
);
CREATE INDEX api_answer_age ON api_answer (created_at);
CALL wall('api_answer');
CALL gate('api_answer', 'SELECT, DELETE');
CALL catalogue('api_answer', 'actor_id', 'account', false, 'delete');

-- Housekeeping, beside sys_sweep.
CREATE FUNCTION sys_sweep_api(batch int) RETURNS TABLE (what text, gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  what := 'api_answer';
  DELETE FROM api_answer a WHERE (a.tenant_id, a.actor_id, a.key) IN
    (SELECT x.tenant_id, x.actor_id, x.key FROM api_answer x WHERE x.created_at < portal_now() - interval '24 hours' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
  what := 'api_key';
  DELETE FROM api_key k WHERE (k.tenant_id, k.id) IN
    (SELECT x.tenant_id, x.id FROM api_key x
      WHERE x.expires_at < portal_now() - interval '30 days' OR x.revoked_at < portal_now() - interval '30 days' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
END $$;
CALL doors();
