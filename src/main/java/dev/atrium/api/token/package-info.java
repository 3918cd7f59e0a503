/**
 * Access tokens for programs and feeds: short-lived JWTs, signed by a key pair of the house. No tables: whoever stores the
 * keys hands them in.
 */
@NullMarked
package dev.atrium.api.token;

import org.jspecify.annotations.NullMarked;
