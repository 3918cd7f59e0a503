/**
 * What proves an identity, as pure values: six-digit codes, opaque tokens, and the keys that all keyed hashes and
 * secrets at rest derive from. No I/O, no tables; stores keep only what {@code hash} gives.
 */
@NullMarked
package dev.atrium.secrets;

import org.jspecify.annotations.NullMarked;
