package dev.atrium.courses.play;

import dev.atrium.kernel.Problem;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a learner wrote down for themselves; nobody else reads it.
 *
 * @param second where in the video or recording; null where at none
 */
record LessonNote(UUID id, @Nullable Integer second, String body, Instant createdAt) {
    static final int LONGEST = 2_000;

    /** Where it stands, for people; empty where at no second. */
    public String at() {
        return second == null ? "" : Moment.text(second);
    }

    /** What a note is made of. */
    record Draft(@Nullable Integer second, String body) {
        /** From a form: {@code at} as people write a moment, empty for none. */
        static Draft typed(String at, String body) {
            var moment = Moment.parse(at);
            if (!at.isBlank() && moment.isEmpty()) throw Problem.invalid("at", "note-moment");
            return of(moment.isPresent() ? moment.getAsInt() : null, body);
        }

        static Draft of(@Nullable Integer second, String typed) {
            if (second != null && (second < 0 || second > Moment.LAST)) throw Problem.invalid("second", "note-moment");
            var body = typed.replace("\r\n", "\n").strip();
            if (body.isEmpty()) throw Problem.invalid("body", "required-missing");
            if (body.codePointCount(0, body.length()) > LONGEST) throw Problem.invalid("body", "text-long", LONGEST);
            if (body.indexOf('\0') >= 0) throw Problem.invalid("body", "text-broken");
            return new Draft(second, body);
        }
    }
}
