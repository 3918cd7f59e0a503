package dev.atrium.courses.comment;

import dev.atrium.communities.post.ReactionCounts;
import dev.atrium.web.Faces;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What programs read and send of comments below lessons. The names are those of the API. */
final class LessonCommentViews {
    private static final UUID ID = UUID.fromString("01931f82-5c1e-7a44-b7f0-93d1a6c2e811");
    private static final UUID LESSON = UUID.fromString("01931f80-12aa-7d02-8c41-5e9d3b7f6a10");
    private static final UUID PERSON = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");

    private LessonCommentViews() {}

    /**
     * Who wrote it.
     *
     * @param id the contact; null for the business, and for whoever is gone
     * @param name empty for whoever is gone
     * @param team whether the business wrote it
     * @param instructor whether they are named among those who teach the course
     */
    public record LessonCommentAuthor(
            @Nullable UUID id, String name, boolean team, boolean instructor, String picture, int hue) {}

    /**
     * A comment below a lesson.
     *
     * @param parent the question that it replies to; null where it is one
     * @param body Markdown, as it was written
     * @param resolved_at since when the question is answered, of questions alone
     */
    public record LessonCommentView(
            UUID id,
            UUID lesson,
            @Nullable UUID parent,
            LessonCommentAuthor author,
            String body,
            Instant created_at,
            @Nullable Instant edited_at,
            @Nullable Instant resolved_at,
            ReactionCounts reactions,
            int version) {}

    /** A part of the list; {@code next} is where it goes on, and null at its end. */
    public record LessonCommentList(
            List<LessonCommentView> items, @Nullable String next) {}

    /** What is to be said; with an id, it can be sent again and is the same comment. */
    public record LessonCommentNew(
            @Nullable UUID id, @Nullable UUID parent, String body) {}

    /** The same of the business, which names the lesson. */
    public record TaughtCommentNew(
            UUID lesson, @Nullable UUID id, @Nullable UUID parent, String body) {}

    /** Other words; {@code version} is the one that they take the place of. */
    public record LessonCommentEdit(String body, int version) {}

    /** One of {@code like}, {@code love}, {@code laugh}, {@code wow}, {@code sad}, {@code celebrate}. */
    public record LessonCommentFeeling(String word) {}

    /** {@code following}, {@code muted}, or empty for what follows from what the account wrote. */
    public record LessonCommentFollow(String state) {}

    /** Why it is reported: {@code spam}, {@code abuse}, {@code off-topic}, {@code illegal} or {@code other}. */
    public record LessonCommentReport(
            String reason, @Nullable String note) {}

    static final LessonCommentView EXAMPLE = new LessonCommentView(
            ID,
            LESSON,
            null,
            new LessonCommentAuthor(PERSON, "Ben Okafor", false, false, "", 7),
            "Does this work with a **north** window?",
            Instant.parse("2026-11-01T09:05:00Z"),
            null,
            null,
            new ReactionCounts(3, 0, 0, 0, 0, 1),
            1);
    static final LessonCommentNew SAID = new LessonCommentNew(null, null, "Does this work with a **north** window?");
    static final TaughtCommentNew TAUGHT = new TaughtCommentNew(LESSON, null, ID, "It does, and it is softer.");
    static final LessonCommentEdit EDITED = new LessonCommentEdit("Does it work at night?", 1);

    static LessonCommentView of(LessonComment comment) {
        var face = comment.face();
        return new LessonCommentView(
                comment.id(),
                comment.lesson(),
                comment.parent(),
                new LessonCommentAuthor(
                        comment.author(),
                        comment.authorName(),
                        comment.staff() != null,
                        comment.teaches(),
                        face == null ? "" : Faces.url(face, comment.avatar()),
                        face == null ? 0 : Faces.hue(face)),
                comment.body(),
                comment.createdAt(),
                comment.editedAt(),
                comment.resolvedAt(),
                comment.reacted(),
                comment.version());
    }
}
