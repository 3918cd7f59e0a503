/**
 * Second factors of clients and of staff: authenticator apps, recovery codes, passkeys. Tables: totp, recovery_code, passkey,
 * passkey_challenge.
 */
@NullMarked
package dev.atrium.identity.factor;

import org.jspecify.annotations.NullMarked;
