package dev.atrium.communities;

import dev.atrium.live.FeedName;
import java.util.UUID;

/**
 * A channel as one person sees it; whoever does not see it has no seat in it.
 *
 * @param type {@code discussion}, {@code announcement}, {@code chat} or {@code questions}
 * @param closed seen by its own members alone
 * @param archived nothing can be written in it any more
 * @param writes may begin a post here now
 * @param manages runs this channel: owner and admins of the group in open ones, its managers in any
 * @param unread posts that they have not seen, counted up to 100
 */
public record ChannelSeat(
        UUID id,
        UUID group,
        String type,
        String name,
        String description,
        String icon,
        boolean closed,
        boolean archived,
        boolean writes,
        boolean manages,
        int unread) {
    /** Where what happens in it is told: what everybody of the group sees is told in the group's feed. */
    public FeedName feed() {
        return closed ? FeedName.channel(id) : FeedName.group(group);
    }
}
