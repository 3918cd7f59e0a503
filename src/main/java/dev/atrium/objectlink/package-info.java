/**
 * Links that open one thing to whoever bears them, without an account: to view, to pay, to sign. A feature declares its
 * kind of thing; making, revoking, counting, expiry and the way to a new link are here. Table: object_link.
 */
@NullMarked
package dev.atrium.objectlink;

import org.jspecify.annotations.NullMarked;
