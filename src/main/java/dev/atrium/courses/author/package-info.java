/** How the business writes its courses: console, business API, import and export. Tables: course, course_section, lesson, their captions. */
@NullMarked
package dev.atrium.courses.author;

import org.jspecify.annotations.NullMarked;
