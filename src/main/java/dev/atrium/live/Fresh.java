package dev.atrium.live;

import dev.atrium.db.Carried;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a transaction of this server has just added to a feed, in order; to other servers, that the feed went on. */
record Fresh(Room room, List<One> events) implements Carried {
    /** @param said null where it has to be read */
    record One(FeedEvent event, @Nullable String said) {}

    Fresh {
        events = List.copyOf(events);
    }

    long from() {
        return events.getFirst().event().seq();
    }

    long to() {
        return events.getLast().event().seq();
    }

    /** Whether nothing of it has to be read. */
    boolean whole() {
        return events.stream().allMatch(one -> one.said() != null);
    }

    /** What kinds of thing happened. */
    Stream<String> kinds() {
        return events.stream().map(one -> one.event().kind()).distinct();
    }

    @Override
    public String text() {
        return Feeds.name(room.tenant(), room.feed())
                .put("seq", to())
                .put("kinds", new JsonArray(kinds().toList()))
                .encode();
    }
}
