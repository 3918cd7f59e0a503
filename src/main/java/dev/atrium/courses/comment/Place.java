package dev.atrium.courses.comment;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a comment is looked for: in one lesson, as learners come to it, or, for the business, in a whole course.
 *
 * @param lesson null for the whole course
 */
record Place(UUID course, @Nullable UUID lesson) {
    /** The narrower of the two. */
    UUID id() {
        return lesson == null ? course : lesson;
    }
}
