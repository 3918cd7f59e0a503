package dev.atrium.communities.talk;

import dev.atrium.kernel.Cursor;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A comment as it stands there now.
 *
 * @param author null for staff, and for whoever is gone
 * @param authorName empty for whoever is gone
 * @param face whose colour and picture it bears; null where it is nobody's
 * @param role what the author is in the group now; empty for staff and for whoever left it
 * @param level theirs in the group; 0 where none is shown
 * @param removed whether it was taken back: then its words are nobody's to read
 * @param answer whether it answers the post's question
 * @param reacted how often each reaction was given
 */
record Comment(
        UUID id,
        UUID post,
        @Nullable UUID parent,
        @Nullable UUID author,
        @Nullable UUID staff,
        String authorName,
        @Nullable UUID face,
        String avatar,
        String role,
        int level,
        String body,
        Instant createdAt,
        @Nullable Instant editedAt,
        boolean removed,
        boolean answer,
        JsonObject reacted,
        int version) {

    Cursor place() {
        return Cursor.at(createdAt, id);
    }

    static Comment of(Row row) {
        var edited = row.getOffsetDateTime("edited_at");
        return new Comment(
                row.getUUID("id"),
                row.getUUID("post_id"),
                row.getUUID("parent_id"),
                row.getUUID("author_id"),
                row.getUUID("staff_id"),
                row.getString("author"),
                row.getUUID("face_id"),
                row.getString("avatar"),
                row.getString("role"),
                row.getInteger("level"),
                row.getString("body"),
                Objects.requireNonNull(row.getOffsetDateTime("created_at")).toInstant(),
                edited == null ? null : edited.toInstant(),
                row.getBoolean("removed"),
                row.getBoolean("answer"),
                row.getJsonObject("reacted"),
                row.getInteger("version"));
    }
}
