-- The home page of the page benchmark: 50 tenants, 10,000 accounts, each home with 10 announcements and 9 apps.
-- Run by a superuser after the migrations. Every account's password is "bench-password".
SET search_path = portal;
CREATE FUNCTION pg_temp.id(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
$$ SELECT md5(kind || n)::uuid $$;
INSERT INTO tenant (tenant_id, slug, name) SELECT pg_temp.id('tenant', i), 'tenant' || i, 'Tenant & Co ' || i FROM generate_series(0, 49) i;
INSERT INTO tenant_settings (tenant_id, profile_required) SELECT pg_temp.id('tenant', i), '{full_name}' FROM generate_series(0, 49) i;
INSERT INTO branding (tenant_id, portal_name) SELECT pg_temp.id('tenant', i), 'Tenant & Co ' || i FROM generate_series(0, 49) i;
INSERT INTO nav_item (tenant_id, id, label, icon, url, position)
SELECT pg_temp.id('tenant', t), pg_temp.id('nav', t * 100 + a), 'Application ' || a, 'folder', '/apps/' || a || '/open?from=home', a
  FROM generate_series(0, 49) t, generate_series(1, 8) a;
INSERT INTO contact (tenant_id, id, full_name, email)
SELECT pg_temp.id('tenant', i % 50), pg_temp.id('contact', i), 'User Number ' || i, 'user' || i / 50 || '@tenant' || i % 50 || '.example' FROM generate_series(0, 9999) i;
INSERT INTO account (tenant_id, id, contact_id, email, password_hash, origin, verified_at)
SELECT pg_temp.id('tenant', i % 50), pg_temp.id('account', i), pg_temp.id('contact', i), 'user' || i / 50 || '@tenant' || i % 50 || '.example',
       'pbkdf2_sha256$1000$bench$' || 'jlvpXyy20ZMapSnW3JJGhEqdvtwuPA+/15buaXo6424=', 'imported', now()
  FROM generate_series(0, 9999) i;
INSERT INTO announcement (tenant_id, id, title, body, author, published_at)
SELECT pg_temp.id('tenant', i % 50), pg_temp.id('post', i), 'Post <' || i || '> about the "portal"',
       repeat('The quick brown fox & its ' || i % 97 || ' friends jumped over a lazy dog. ', 15), 'User Number ' || 1 + (i * 7) % 10000,
       now() - (i || ' seconds')::interval
  FROM generate_series(1, 100000) i;
VACUUM ANALYZE;
