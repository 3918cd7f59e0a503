/**
 * What the house holds of one person: to take out as an archive, and to erase. Both are derived from the data catalogue
 * alone. Table: erasure.
 */
@NullMarked
package dev.atrium.privacy;

import org.jspecify.annotations.NullMarked;
