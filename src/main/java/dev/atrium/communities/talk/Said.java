package dev.atrium.communities.talk;

import dev.atrium.kernel.Problem;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a comment that was handed in.
 *
 * @param parent the comment of the first level that it stands under; null where it is of the first itself
 */
record Said(Verdict verdict, Place place, @Nullable UUID parent) {
    static final int WINDOW_SECONDS = 60;

    /** What the statement decided. */
    enum Verdict {
        KEPT,
        /** The same person handed it in before: nothing was changed. */
        REPEATED,
        /** They do not see the post. */
        UNKNOWN,
        /** They see it and may write nothing there now. */
        CLOSED,
        /** What it replies to is not there any more. */
        GONE,
        /** They wrote too much within a minute. */
        MANY,
        /** The id is that of another comment. */
        TAKEN
    }

    Said orRefuse() {
        return switch (verdict) {
            case KEPT, REPEATED -> this;
            case UNKNOWN -> throw Problem.notFound();
            case CLOSED -> throw Problem.of(403, "channel-closed");
            case GONE -> throw Problem.of(409, "comment-gone");
            case MANY -> throw Problem.tooMany("posts-many", WINDOW_SECONDS);
            case TAKEN -> throw Problem.of(409, "comment-exists");
        };
    }
}
