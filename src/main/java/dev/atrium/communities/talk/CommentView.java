package dev.atrium.communities.talk;

import dev.atrium.communities.post.Called;
import dev.atrium.communities.post.PostView.PostAuthor;
import dev.atrium.communities.post.ReactionCounts;
import dev.atrium.web.Faces;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A comment as programs get it, by the API and by feeds, and all that a page shows of it.
 *
 * @param parent the comment that it replies to; null where it is of the first level
 * @param body Markdown, as it was written; empty where it was taken back
 * @param removed whether it was taken back, and stands there for the sake of its replies
 * @param answer whether it answers the post's question
 * @param everyone only in the answer to who just wrote it, and only where it calls everyone: as of posts
 */
public record CommentView(
        UUID id,
        UUID post,
        @Nullable UUID parent,
        PostAuthor author,
        String body,
        Instant created_at,
        @Nullable Instant edited_at,
        boolean removed,
        boolean answer,
        ReactionCounts reactions,
        int version,
        @Nullable String everyone) {

    private static final UUID ID = UUID.fromString("01931f82-5c1e-7a44-b7f0-93d1a6c2e811");
    private static final UUID POST = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");

    static final CommentView EXAMPLE = new CommentView(
            ID,
            POST,
            null,
            new PostAuthor(POST, "Ben Okafor", false, "member", 2, "", 7),
            "I am, with the **new** prints.",
            Instant.parse("2026-11-01T09:05:00Z"),
            null,
            false,
            false,
            new ReactionCounts(3, 0, 0, 0, 0, 1),
            1,
            null);

    static CommentView of(Comment comment) {
        return new CommentView(
                comment.id(),
                comment.post(),
                comment.parent(),
                author(comment),
                comment.body(),
                comment.createdAt(),
                comment.editedAt(),
                comment.removed(),
                comment.answer(),
                ReactionCounts.of(comment.reacted()),
                comment.version(),
                null);
    }

    /** This, for whoever just wrote it. */
    CommentView with(Called call) {
        return call == Called.NONE
                ? this
                : new CommentView(
                        id,
                        post,
                        parent,
                        author,
                        body,
                        created_at,
                        edited_at,
                        removed,
                        answer,
                        reactions,
                        version,
                        call.word());
    }

    private static PostAuthor author(Comment comment) {
        var face = comment.face();
        if (comment.removed()) return new PostAuthor(null, "", false, "", 0, "", 0);
        return new PostAuthor(
                comment.author(),
                comment.authorName(),
                comment.staff() != null,
                comment.role(),
                comment.level(),
                face == null ? "" : Faces.url(face, comment.avatar()),
                face == null ? 0 : Faces.hue(face));
    }
}
