package dev.atrium.tenancy;

import io.vertx.core.buffer.Buffer;

/** A picture of the tenant's branding as it is served. */
public record TenantImage(Buffer bytes, String type) {}
