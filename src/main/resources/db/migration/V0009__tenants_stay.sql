-- A deleted tenant takes its audit along, which the server must not be able to erase; new tenants come through
-- sys_tenant_create alone.
REVOKE INSERT, DELETE ON tenant FROM portal_app;
