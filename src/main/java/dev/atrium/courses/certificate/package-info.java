/** What somebody gets who finishes a course: issued once, drawn as a PDF, checked by anybody who has its code. */
@NullMarked
package dev.atrium.courses.certificate;

import org.jspecify.annotations.NullMarked;
