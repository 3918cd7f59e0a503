/**
 * What is said below lessons: questions of learners and replies, by learners and by the business. Whoever may not open a lesson sees
 * nothing of it, whatever the path: {@link dev.atrium.courses.Door} is asked first.
 */
@NullMarked
package dev.atrium.courses.comment;

import org.jspecify.annotations.NullMarked;
