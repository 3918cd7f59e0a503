-- Second factors. Their owner is an account of the tenant; or, where the tenant is all zeros as for the console's rate
-- limits, a person of staff, who belong to the installation. So one core serves both, behind the same wall.

-- The secret of an authenticator app (RFC 6238), sealed. Each step of time is accepted once: last_step only grows.
CREATE TABLE totp (
  tenant_id    uuid NOT NULL,
  owner_id     uuid NOT NULL,
  secret       bytea NOT NULL,
  last_step    bigint NOT NULL DEFAULT 0,
  created_at   timestamptz NOT NULL DEFAULT portal_now(),
  confirmed_at timestamptz,
  last_used_at timestamptz,
  PRIMARY KEY (tenant_id, owner_id)
);
CALL wall('totp');
CALL catalogue('totp', 'owner_id', 'account', true, 'delete', withheld => '{secret,last_step}');

CREATE TABLE recovery_code (
  tenant_id  uuid NOT NULL,
  owner_id   uuid NOT NULL,
  code_hash  bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT portal_now(),
  used_at    timestamptz,
  PRIMARY KEY (tenant_id, owner_id, code_hash)
);
CALL wall('recovery_code');
CALL catalogue('recovery_code', 'owner_id', 'account', true, 'delete', withheld => '{code_hash}');

-- A passkey works at the host that it was made at and nowhere else (rp_id).
CREATE TABLE passkey (
  tenant_id     uuid NOT NULL,
  id            uuid NOT NULL,
  owner_id      uuid NOT NULL,
  credential_id bytea NOT NULL CHECK (octet_length(credential_id) BETWEEN 1 AND 1023),
  rp_id         text NOT NULL CHECK (char_length(rp_id) BETWEEN 1 AND 253),
  public_key    bytea NOT NULL CHECK (octet_length(public_key) <= 4000),
  sign_count    bigint NOT NULL,
  name          text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
  transports    text[] NOT NULL DEFAULT '{}',
  backed_up     boolean NOT NULL DEFAULT false,
  created_at    timestamptz NOT NULL DEFAULT portal_now(),
  last_used_at  timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, credential_id)
);
CREATE INDEX passkey_owner ON passkey (tenant_id, owner_id);
CALL wall('passkey');
CALL catalogue('passkey', 'owner_id', 'account', true, 'delete', withheld => '{credential_id,public_key,sign_count}');

-- What an authenticator is asked to sign: five minutes, one use, in the browser that asked, for one purpose.
CREATE TABLE passkey_challenge (
  tenant_id  uuid NOT NULL,
  token_hash bytea NOT NULL,
  purpose    text NOT NULL CHECK (purpose IN ('register', 'login', 'factor', 'confirm')),
  owner_id   uuid,
  challenge  bytea NOT NULL,
  rp_id      text NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  PRIMARY KEY (tenant_id, token_hash)
);
CREATE INDEX passkey_challenge_age ON passkey_challenge (expires_at);
CREATE INDEX passkey_challenge_owner ON passkey_challenge (tenant_id, owner_id);
CALL wall('passkey_challenge');
CALL gate('passkey_challenge', 'SELECT, DELETE');
CALL catalogue('passkey_challenge', 'owner_id', 'account', false, 'delete', withheld => '{token_hash,challenge}');

-- The first proof is given and the second lacks: five minutes, one use, and no session yet.
CREATE TABLE factor_ticket (
  tenant_id  uuid NOT NULL,
  token_hash bytea NOT NULL,
  owner_id   uuid NOT NULL,
  proof      text NOT NULL CHECK (proof IN ('password', 'code', 'link', 'passkey', 'invitation', 'handed')),
  covers     uuid[] NOT NULL,
  -- the session that a switch goes on from
  since      uuid,
  next       text NOT NULL DEFAULT '',
  act        text NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  PRIMARY KEY (tenant_id, token_hash)
);
CREATE INDEX factor_ticket_age ON factor_ticket (expires_at);
CREATE INDEX factor_ticket_owner ON factor_ticket (tenant_id, owner_id);
CALL wall('factor_ticket');
CALL gate('factor_ticket', 'SELECT, DELETE');
CALL catalogue('factor_ticket', 'owner_id', 'account', false, 'delete', withheld => '{token_hash}');

CREATE FUNCTION sys_sweep_factors(batch int) RETURNS TABLE (what text, gone bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = portal, pg_temp AS $$
BEGIN
  what := 'passkey_challenge';
  DELETE FROM passkey_challenge c WHERE (c.tenant_id, c.token_hash) IN
    (SELECT x.tenant_id, x.token_hash FROM passkey_challenge x WHERE x.expires_at < portal_now() - interval '1 hour' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
  what := 'factor_ticket';
  DELETE FROM factor_ticket t WHERE (t.tenant_id, t.token_hash) IN
    (SELECT x.tenant_id, x.token_hash FROM factor_ticket x WHERE x.expires_at < portal_now() - interval '1 day' LIMIT batch);
  GET DIAGNOSTICS gone = ROW_COUNT; RETURN NEXT;
END $$;

CALL doors();
