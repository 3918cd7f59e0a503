/** Video and audio as learners play them, their notes, and what staff see of learners. */
@NullMarked
package dev.atrium.courses.play;

import org.jspecify.annotations.NullMarked;
