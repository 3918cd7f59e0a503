/** Small words every other package uses: no I/O, no feature. */
@NullMarked
package dev.atrium.kernel;

import org.jspecify.annotations.NullMarked;
