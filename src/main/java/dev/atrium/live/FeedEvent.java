package dev.atrium.live;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a feed.
 *
 * @param seq its number: the first of a feed is 1, and none is missing
 */
public record FeedEvent(
        FeedName feed,
        long seq,
        String kind,
        UUID object,
        @Nullable UUID place,
        Instant at) {}
