-- The tenant's logo and sign-in picture become files like others: drawn anew, in sizes, counted in the tenant's quota. They
-- are the tenant's own and nobody's: whoever of staff sent them is their owner only until they are shown.
ALTER TABLE media_object DROP CONSTRAINT media_object_purpose_check;
ALTER TABLE media_object ADD CONSTRAINT media_object_purpose_check CHECK (purpose IN ('file', 'avatar', 'logo', 'login_image'));
ALTER TABLE media_object DROP CONSTRAINT media_object_check;
ALTER TABLE media_object ADD CONSTRAINT media_object_owner_check CHECK (
  CASE WHEN purpose IN ('logo', 'login_image') THEN account_id IS NULL ELSE num_nonnulls(account_id, staff_id) = 1 END);

ALTER TABLE branding
  ADD COLUMN logo_id uuid,
  ADD COLUMN login_image_id uuid,
  ADD FOREIGN KEY (tenant_id, logo_id) REFERENCES media_object (tenant_id, id),
  ADD FOREIGN KEY (tenant_id, login_image_id) REFERENCES media_object (tenant_id, id);

-- Pictures of before are served from their columns until a job has drawn them anew; drawing is no work for SQL.
ALTER TABLE branding NO FORCE ROW LEVEL SECURITY;
ALTER TABLE job NO FORCE ROW LEVEL SECURITY;
INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at)
SELECT b.tenant_id, gen_random_uuid(), 'branding.move', k.kind, portal_now(), portal_now()
  FROM branding b CROSS JOIN (VALUES ('logo'), ('login-image')) k (kind)
 WHERE CASE k.kind WHEN 'logo' THEN b.logo ELSE b.login_image END IS NOT NULL;
ALTER TABLE job FORCE ROW LEVEL SECURITY;
ALTER TABLE branding FORCE ROW LEVEL SECURITY;
