package dev.atrium.live;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens in a feed, before it has its number. What is kept of it is ids: what it shows is read when it is told.
 *
 * @param kind object and past tense, such as {@code post.published}
 * @param object what it happens to
 * @param place where that lies, such as the channel of a post; null where the feed says enough
 * @param said the JSON object that its {@link FeedSource} would tell of it right after the commit, where the transaction knows
 *     that already: whoever listens at this server hears it without its being read again. Null where it is to be read
 */
public record Happening(
        String kind,
        UUID object,
        @Nullable UUID place,
        @Nullable String said) {
    public Happening(String kind, UUID object, @Nullable UUID place) {
        this(kind, object, place, null);
    }
}
