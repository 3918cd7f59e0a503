package dev.atrium.communities.talk;

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
record NewComment(UUID id, UUID post, @Nullable UUID parent, Writer writer, String body) {
    static final int BODY = 8_000;

    static NewComment of(@Nullable UUID id, UUID post, @Nullable UUID parent, Writer writer, String body) {
        return new NewComment(id == null ? Ids.next() : id, post, parent, writer, text(body));
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
}
