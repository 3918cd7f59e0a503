/**
 * Who a host belongs to: tenants, their domains, settings, branding and app switches. Tables: tenant, domain, tenant_settings, branding, app_switch, nav_item.
 */
@NullMarked
package dev.atrium.tenancy;

import org.jspecify.annotations.NullMarked;
