/** Learning: what people find of the courses that they may take, and how they get on. Tables: enrolment, lesson_progress. */
@NullMarked
package dev.atrium.courses.learn;

import org.jspecify.annotations.NullMarked;
