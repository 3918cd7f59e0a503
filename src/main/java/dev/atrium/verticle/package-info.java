/**
 * The threads of the house: web and mail on event loops, housekeeping on a virtual thread.
 */
@NullMarked
package dev.atrium.verticle;

import org.jspecify.annotations.NullMarked;
