/** Courses: what the business teaches, who may take it, and how far each is. */
@NullMarked
package dev.atrium.courses;

import org.jspecify.annotations.NullMarked;
