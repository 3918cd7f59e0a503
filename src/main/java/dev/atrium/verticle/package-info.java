/**
 * The threads of the house: web on event loops, mail and housekeeping on virtual threads.
 */
@NullMarked
package dev.atrium.verticle;

import org.jspecify.annotations.NullMarked;
