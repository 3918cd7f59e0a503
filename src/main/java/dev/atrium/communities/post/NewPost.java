package dev.atrium.communities.post;

import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A post as it is handed in; one that exists has lengths that the table takes. Whether it may stand where it is to
 * stand is decided by the statement that keeps it.
 *
 * @param id chosen by whoever hands it in: handed in again, it is the same post
 * @param group id or slug of the group that the channel must belong to
 * @param publishAt only where it is scheduled
 * @param poll asked with it, in place of the one that a draft has; null leaves that one alone
 */
public record NewPost(
        UUID id,
        String group,
        UUID channel,
        Writer writer,
        String title,
        String body,
        Wish wish,
        @Nullable Instant publishAt,
        @Nullable NewPoll poll) {
    static final int TITLE = 140;
    static final int BODY = 20_000;

    public NewPost {
        if ((wish == Wish.SCHEDULED) != (publishAt != null)) throw new IllegalArgumentException("when, or not at all");
    }

    /**
     * As it was typed.
     *
     * @throws Problem 422 with a sentence for each field that is wrong
     */
    public static NewPost of(
            @Nullable UUID id,
            String group,
            UUID channel,
            Writer writer,
            String title,
            String body,
            Wish wish,
            @Nullable Instant publishAt) {
        var text = Text.of(title, body);
        return new NewPost(
                id == null ? Ids.next() : id, group, channel, writer, text.title(), text.body(), wish, publishAt, null);
    }

    /** This, with a poll. */
    NewPost asking(@Nullable NewPoll wanted) {
        return new NewPost(id, group, channel, writer, title, body, wish, publishAt, wanted);
    }

    /** The same under another id. */
    NewPost as(UUID other) {
        return new NewPost(other, group, channel, writer, title, body, wish, publishAt, poll);
    }

    /** Title and body, checked; both may be empty, since a post may be files alone. */
    record Text(String title, String body) {
        static Text of(String title, String body) {
            Map<String, Problem.Word> wrong = new LinkedHashMap<>();
            var head = title.strip();
            var rest = body.replace("\r\n", "\n").strip();
            if (length(head) > TITLE) wrong.put("title", Problem.Word.of("text-long", TITLE));
            else if (head.chars().anyMatch(Character::isISOControl)) wrong.put("title", Problem.Word.of("text-broken"));
            if (length(rest) > BODY) wrong.put("body", Problem.Word.of("text-long", BODY));
            else if (rest.indexOf('\0') >= 0) wrong.put("body", Problem.Word.of("field-broken"));
            if (!wrong.isEmpty()) throw Problem.invalid(wrong);
            return new Text(head, rest);
        }

        /** Both, as what names people is looked for in it. */
        String whole() {
            return title + "\n" + body;
        }

        private static int length(String text) {
            return text.codePointCount(0, text.length());
        }
    }
}
