package dev.atrium.courses.comment;

import dev.atrium.kernel.Problem;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a comment that was handed in.
 *
 * @param parent the question that it stands below; null where it is one itself
 */
record LessonSaid(Verdict verdict, @Nullable UUID parent) {
    static final int WINDOW_SECONDS = 60;

    /** What the statement decided. */
    enum Verdict {
        KEPT,
        /** The same person handed it in before: nothing was changed. */
        REPEATED,
        /** They may not open the lesson. */
        UNKNOWN,
        /** Nobody comments on this lesson any more. */
        CLOSED,
        /** What it replies to is not there any more. */
        GONE,
        /** They wrote too much within a minute. */
        MANY,
        /** The id is that of another comment. */
        TAKEN
    }

    LessonSaid orRefuse() {
        return switch (verdict) {
            case KEPT, REPEATED -> this;
            case UNKNOWN -> throw Problem.notFound();
            case CLOSED -> throw Problem.of(409, "lesson-comments-closed");
            case GONE -> throw Problem.of(409, "comment-gone");
            case MANY -> throw Problem.tooMany("posts-many", WINDOW_SECONDS);
            case TAKEN -> throw Problem.of(409, "comment-exists");
        };
    }
}
