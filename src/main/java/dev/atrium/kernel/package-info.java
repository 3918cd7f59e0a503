/**
 * Words every other package may use: scope, principal, problem, ids, clock. Tiny, no input or output, no feature words.
 */
@NullMarked
package dev.atrium.kernel;

import org.jspecify.annotations.NullMarked;
