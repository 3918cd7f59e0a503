package dev.atrium.courses.comment;

import dev.atrium.communities.post.Writer;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A comment as it is handed in; one that exists has a length that the table takes.
 *
 * @param id chosen by whoever hands it in: handed in again, it is the same comment
 * @param parent the comment that it replies to; a reply to a reply stands beside that
 */
record NewLessonComment(
        UUID id, UUID course, UUID lesson, @Nullable UUID parent, Writer writer, String body) {
    static final int BODY = 8_000;

    static NewLessonComment of(
            @Nullable UUID id, UUID course, UUID lesson, @Nullable UUID parent, Writer writer, String body) {
        return new NewLessonComment(id == null ? Ids.next() : id, course, lesson, parent, writer, text(body));
    }

    /**
     * What was typed, as it is kept.
     *
     * @throws Problem 422 where it is empty, too long or no text
     */
    static String text(String typed) {
        var body = typed.replace("\r\n", "\n").strip();
        if (body.isEmpty()) throw Problem.invalid("body", "required-missing");
        if (body.codePointCount(0, body.length()) > BODY) throw Problem.invalid("body", "text-long", BODY);
        if (body.indexOf('\0') >= 0) throw Problem.invalid("body", "field-broken");
        return body;
    }

    /** The comment that a form names; an id that is none names nothing that is there. */
    static @Nullable UUID parent(String typed) {
        if (typed.isEmpty()) return null;
        var id = Ids.parse(typed);
        return id == null ? new UUID(0, 0) : id;
    }
}
