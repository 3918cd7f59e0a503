/** Tenants: who owns a host, and how a portal looks for them. */
@NullMarked
package dev.atrium.tenancy;

import org.jspecify.annotations.NullMarked;
