package dev.atrium.communities.moderation;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One thing to be decided.
 *
 * @param object the post, the comment or the contact
 * @param waiting a post that is not published yet; otherwise something that was reported
 * @param closed the channel, where it is seen by its own members alone; otherwise null
 * @param post the post itself, or the one that the comment answers; null for a member
 * @param person who wrote it, or is reported; null where they are gone, or of staff
 * @param role what they are in the group now; empty where they are not in it
 * @param since when the oldest report came, or the post was handed in
 * @param reports how many people reported it
 * @param words whether it says something of the list of words
 * @param notes what they said: objects of reason, note, at, and id and name of who said it
 */
record QueueItem(
        UUID object,
        Kind kind,
        boolean waiting,
        UUID group,
        String slug,
        String groupName,
        String channel,
        @Nullable UUID closed,
        @Nullable UUID post,
        @Nullable UUID person,
        String name,
        String role,
        @Nullable Instant mutedUntil,
        String title,
        String body,
        Instant since,
        int reports,
        boolean words,
        List<JsonObject> notes) {
    /** The private channels that these things stand in. */
    static Set<UUID> closed(List<QueueItem> items) {
        return items.stream().map(QueueItem::closed).filter(Objects::nonNull).collect(Collectors.toSet());
    }
}
