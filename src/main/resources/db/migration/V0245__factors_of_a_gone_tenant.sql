-- Passkeys, secrets of authenticator apps and recovery codes name their owner without a foreign key, since staff have them as
-- well: with a tenant they go by this, in the rights of whoever deletes it.
CREATE FUNCTION tenant_factors_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = portal, pg_temp AS $$
BEGIN
  DELETE FROM totp t WHERE t.tenant_id = OLD.tenant_id;
  DELETE FROM recovery_code r WHERE r.tenant_id = OLD.tenant_id;
  DELETE FROM passkey p WHERE p.tenant_id = OLD.tenant_id;
  DELETE FROM passkey_challenge c WHERE c.tenant_id = OLD.tenant_id;
  DELETE FROM factor_ticket f WHERE f.tenant_id = OLD.tenant_id;
  RETURN NULL;
END $$;
CREATE TRIGGER factors_gone AFTER DELETE ON tenant FOR EACH ROW EXECUTE FUNCTION tenant_factors_gone();
