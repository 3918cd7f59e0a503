-- How much proof a business asks for: a second factor never, for who wants one, for who opens billing, or for everybody.
ALTER TABLE tenant_settings ADD COLUMN mfa text NOT NULL DEFAULT 'optional'
  CHECK (mfa IN ('off', 'optional', 'required_for_billing', 'required'));

-- Two more proofs: a passkey, and an invitation, which only its address received.
ALTER TABLE session DROP CONSTRAINT session_proof_check;
ALTER TABLE session ADD CONSTRAINT session_proof_check
  CHECK (proof IN ('password', 'code', 'link', 'passkey', 'invitation'));
ALTER TABLE selection_ticket DROP CONSTRAINT selection_ticket_proof_check;
ALTER TABLE selection_ticket ADD CONSTRAINT selection_ticket_proof_check
  CHECK (proof IN ('password', 'code', 'link', 'passkey', 'invitation'));
