package dev.atrium.communities.talk;

import dev.atrium.live.FeedName;
import io.vertx.sqlclient.Row;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The post that something is said about, and where it stands.
 *
 * @param closed whether its channel is seen by its own members alone
 * @param author whose post it is; null for staff, and for whoever is gone
 */
record Place(
        UUID post,
        UUID group,
        String slug,
        UUID channel,
        boolean closed,
        @Nullable UUID author) {
    /** Of {@code FROM post p JOIN channel c … JOIN community_group g …}. */
    static final String COLUMNS = """
            p.id AS post_id, p.group_id, g.slug, p.channel_id, c.private, p.author_id AS post_author
            """;

    static Place of(Row row) {
        return new Place(
                row.getUUID("post_id"),
                row.getUUID("group_id"),
                row.getString("slug"),
                row.getUUID("channel_id"),
                row.getBoolean("private"),
                row.getUUID("post_author"));
    }

    /** Where the post itself is told. */
    FeedName home() {
        return closed ? FeedName.channel(channel) : FeedName.group(group);
    }

    /** Where its comments are told. */
    FeedName thread() {
        return FeedName.thread(post);
    }

    String path() {
        return "/groups/" + slug + "/posts/" + post;
    }
}
