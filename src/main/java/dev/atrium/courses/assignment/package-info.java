/** Assignments: what is asked, what learners hand in, what staff make of it. */
@NullMarked
package dev.atrium.courses.assignment;

import org.jspecify.annotations.NullMarked;
