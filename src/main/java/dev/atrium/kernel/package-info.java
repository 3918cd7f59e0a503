<<<<<<< HEAD
/**
 * Words every other package may use: scope, principal, problem, ids, clock. Tiny, no input or output, no feature words.
 */
=======
/** Small words every other package uses: no I/O, no feature. */
>>>>>>> view
@NullMarked
package dev.atrium.kernel;

import org.jspecify.annotations.NullMarked;
