/**
 * The threads of the house: web, mail and jobs on event loops, housekeeping on a virtual thread.
 */
@NullMarked
package dev.atrium.verticle;

import org.jspecify.annotations.NullMarked;
