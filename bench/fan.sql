-- One tenant, 100 members of one group with one channel, for the fan-out benchmark. Run by a superuser after the migrations.
-- Every account's password is "bench-password".
SET search_path = portal;
CREATE FUNCTION pg_temp.id(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
$$ SELECT md5(kind || n)::uuid $$;
INSERT INTO tenant (tenant_id, slug, name) VALUES (pg_temp.id('tenant', 0), 'tenant0', 'Tenant & Co');
INSERT INTO tenant_settings (tenant_id, profile_required) VALUES (pg_temp.id('tenant', 0), '{full_name}');
INSERT INTO branding (tenant_id, portal_name) VALUES (pg_temp.id('tenant', 0), 'Tenant & Co');
INSERT INTO contact (tenant_id, id, full_name, email)
SELECT pg_temp.id('tenant', 0), pg_temp.id('contact', i), 'User Number ' || i, 'user' || i || '@tenant0.example' FROM generate_series(0, 99) i;
INSERT INTO account (tenant_id, id, contact_id, email, password_hash, origin, verified_at)
SELECT pg_temp.id('tenant', 0), pg_temp.id('account', i), pg_temp.id('contact', i), 'user' || i || '@tenant0.example',
       '$argon2id$v=19$m=19456,t=2,p=1$YmVuY2gtYmVuY2gtMTIzNA$6MEZr+ObjoB2LzPrWXYsBdcy9WhTd6pEjaCntkguU6o', 'signup', now()
  FROM generate_series(0, 99) i;
INSERT INTO community_group (tenant_id, id, slug, name)
VALUES (pg_temp.id('tenant', 0), '00000000-0000-0000-0000-0000000000a1', 'bench', 'Bench');
INSERT INTO membership (tenant_id, group_id, contact_id, role, joined_at)
SELECT pg_temp.id('tenant', 0), '00000000-0000-0000-0000-0000000000a1', pg_temp.id('contact', i),
       CASE i WHEN 0 THEN 'owner' ELSE 'member' END, now() FROM generate_series(0, 99) i;
INSERT INTO channel (tenant_id, id, group_id, name)
VALUES (pg_temp.id('tenant', 0), '00000000-0000-0000-0000-0000000000c1', '00000000-0000-0000-0000-0000000000a1', 'General');
VACUUM ANALYZE;
