/**
 * Passwords: the rules for new ones, and their hashing on a pool of its own so that a flood of sign-ins slows neither
 * pages nor sockets. Hashes of other houses (bcrypt, PBKDF2, argon2) are verified as they are. No tables.
 */
@NullMarked
package dev.atrium.identity.password;

import org.jspecify.annotations.NullMarked;
