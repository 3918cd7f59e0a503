package dev.atrium.courses.comment;

import dev.atrium.communities.post.ReactionCounts;
import dev.atrium.kernel.Cursor;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A comment below a lesson as it stands there now, as one reader finds it.
 *
 * @param lessonTitle of the lesson that it stands below
 * @param author null for the business, and for whoever is gone
 * @param staff whoever, or what program, of the business wrote it
 * @param authorName empty for whoever is gone
 * @param face whose colour and picture it bears; null where it is nobody's
 * @param teaches whether its author is named among those who teach the course
 * @param body Markdown; empty where it was taken back
 * @param removed whether it was taken back: then its words are nobody's to read
 * @param unresolved whether it is a question that waits for an answer
 * @param felt the reader's own reaction; empty without one
 * @param follow of a question: {@code following}, {@code muted} or empty, as the reader chose or as follows from what they wrote
 * @param reports how many reports of it nobody has decided on
 */
record LessonComment(
        UUID id,
        UUID course,
        UUID lesson,
        String lessonTitle,
        @Nullable UUID parent,
        @Nullable UUID author,
        @Nullable UUID staff,
        String authorName,
        @Nullable UUID face,
        String avatar,
        boolean teaches,
        String body,
        Instant createdAt,
        @Nullable Instant editedAt,
        boolean removed,
        @Nullable Instant resolvedAt,
        boolean unresolved,
        ReactionCounts reacted,
        String felt,
        String follow,
        int reports,
        int version) {

    Cursor place() {
        return Cursor.at(createdAt, id);
    }

    /** The question that it is, or replies to. */
    UUID top() {
        return parent == null ? id : parent;
    }

    static LessonComment of(Row row) {
        return new LessonComment(
                row.getUUID("id"),
                row.getUUID("course_id"),
                row.getUUID("lesson_id"),
                row.getString("lesson"),
                row.getUUID("parent_id"),
                row.getUUID("author_id"),
                row.getUUID("staff_id"),
                row.getString("author"),
                row.getUUID("face_id"),
                row.getString("avatar"),
                row.getBoolean("teaches"),
                row.getString("body"),
                Objects.requireNonNull(instant(row.getOffsetDateTime("created_at"))),
                instant(row.getOffsetDateTime("edited_at")),
                row.getBoolean("removed"),
                instant(row.getOffsetDateTime("resolved_at")),
                row.getBoolean("unresolved"),
                ReactionCounts.of(row.getJsonObject("reacted")),
                row.getString("felt"),
                row.getString("follow"),
                row.getInteger("reports"),
                row.getInteger("version"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
