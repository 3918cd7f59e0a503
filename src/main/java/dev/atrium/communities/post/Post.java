package dev.atrium.communities.post;

import dev.atrium.kernel.Cursor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A post as it stands there now.
 *
 * @param closed whether its channel is seen by its own members alone
 * @param author null for staff, and for whoever is gone
 * @param authorName empty for whoever is gone
 * @param face whose colour and picture it bears; null where it is nobody's
 * @param role what the author is in the group now; empty for staff and for whoever left it
 * @param level theirs in the group; 0 where none is shown
 * @param asks whether it asks a poll
 * @param leads what its links lead to, at most three
 * @param embed the address of a page that may be shown in a frame; empty where there is none
 * @param state {@code draft}, {@code scheduled}, {@code waiting} or published
 */
public record Post(
        UUID id,
        UUID group,
        String slug,
        UUID channel,
        String channelName,
        String channelType,
        boolean closed,
        @Nullable UUID author,
        @Nullable UUID staff,
        String authorName,
        @Nullable UUID face,
        String avatar,
        String role,
        int level,
        String title,
        String body,
        String state,
        Instant createdAt,
        @Nullable Instant publishAt,
        @Nullable Instant publishedAt,
        @Nullable Instant editedAt,
        @Nullable Instant pinnedAt,
        int comments,
        int reactions,
        ReactionCounts reacted,
        @Nullable UUID answer,
        boolean asks,
        int version,
        List<Attached> files,
        List<Lead> leads,
        String embed) {

    /**
     * Something of the portal that a post leads to, as it stands there now.
     *
     * @param kind {@code post}, {@code group} or {@code event}
     * @param text how it begins: of a meeting its place, of a group what it is about
     * @param author of a post; empty for who is gone
     * @param startsAt of a meeting
     */
    public record Lead(
            String kind,
            String url,
            String title,
            String text,
            String author,
            @Nullable Instant startsAt) {}

    /** A file of a post; its bytes lie with the media object. */
    public record Attached(UUID media, String name, String type, long size) {
        /** Whether it is shown in place rather than as a line to open. */
        public boolean picture() {
            return type.equals("image/png")
                    || type.equals("image/jpeg")
                    || type.equals("image/webp")
                    || type.equals("image/gif");
        }
    }

    /** Its place in a list by time. */
    public Cursor place() {
        return Cursor.at(Objects.requireNonNull(publishedAt), id);
    }

    /** Where it stands for good. */
    public String path() {
        return "/groups/" + slug + "/posts/" + id;
    }

    public boolean published() {
        return state.equals("published");
    }

    static Post of(Row row) {
        return new Post(
                row.getUUID("id"),
                row.getUUID("group_id"),
                row.getString("slug"),
                row.getUUID("channel_id"),
                row.getString("channel"),
                row.getString("type"),
                row.getBoolean("private"),
                row.getUUID("author_id"),
                row.getUUID("staff_id"),
                row.getString("author"),
                row.getUUID("face_id"),
                row.getString("avatar"),
                row.getString("role"),
                row.getInteger("level"),
                row.getString("title"),
                row.getString("body"),
                row.getString("state"),
                Objects.requireNonNull(time(row, "created_at")),
                time(row, "publish_at"),
                time(row, "published_at"),
                time(row, "edited_at"),
                time(row, "pinned_at"),
                row.getInteger("comments"),
                row.getInteger("reactions"),
                ReactionCounts.of(row.getJsonObject("reacted")),
                row.getUUID("answer_id"),
                row.getBoolean("asks"),
                row.getInteger("version"),
                files(row.getJsonArray("files")),
                List.of(),
                "");
    }

    /** The same with what it leads to. */
    Post leading(List<Lead> leads, String embed) {
        return new Post(
                id,
                group,
                slug,
                channel,
                channelName,
                channelType,
                closed,
                author,
                staff,
                authorName,
                face,
                avatar,
                role,
                level,
                title,
                body,
                state,
                createdAt,
                publishAt,
                publishedAt,
                editedAt,
                pinnedAt,
                comments,
                reactions,
                reacted,
                answer,
                asks,
                version,
                files,
                leads,
                embed);
    }

    private static List<Attached> files(JsonArray files) {
        return files.stream()
                .map(JsonObject.class::cast)
                .map(file -> new Attached(
                        UUID.fromString(file.getString("media")),
                        file.getString("name"),
                        file.getString("type"),
                        file.getLong("size")))
                .toList();
    }

    private static @Nullable Instant time(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
