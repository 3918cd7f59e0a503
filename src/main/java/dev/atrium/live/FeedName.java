package dev.atrium.live;

import dev.atrium.kernel.Ids;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names a feed within a tenant; on the wire {@code group:<id>}, {@code channel:<id>}, {@code thread:<id>} or {@code me}.
 *
 * @param id of the group, channel, post or conversation; of the contact whose own feed it is
 */
public record FeedName(FeedKind kind, UUID id) {
    static final String ME = "me";

    public static FeedName group(UUID group) {
        return new FeedName(FeedKind.GROUP, group);
    }

    public static FeedName channel(UUID channel) {
        return new FeedName(FeedKind.CHANNEL, channel);
    }

    /** Of a post's comments, or of a conversation. */
    public static FeedName thread(UUID thread) {
        return new FeedName(FeedKind.THREAD, thread);
    }

    public static FeedName me(UUID contact) {
        return new FeedName(FeedKind.ME, contact);
    }

    /** Of what clients write to the business; a tenant has one. */
    public static FeedName inbox(UUID tenant) {
        return new FeedName(FeedKind.INBOX, tenant);
    }

    /** As it stands on the wire. */
    public String text() {
        return kind == FeedKind.ME ? ME : kind.word() + ":" + id;
    }

    /** Reads a name as {@code contact}, null for the business, wrote it; empty where it is none. */
    static Optional<FeedName> parse(String text, @Nullable UUID contact) {
        if (text.equals(ME)) return Optional.ofNullable(contact).map(FeedName::me);
        int colon = text.indexOf(':');
        if (colon < 0) return Optional.empty();
        var id = Ids.parse(text.substring(colon + 1));
        return id == null
                ? Optional.empty()
                : FeedKind.of(text.substring(0, colon))
                        .filter(kind -> kind != FeedKind.ME)
                        .map(kind -> new FeedName(kind, id));
    }
}
