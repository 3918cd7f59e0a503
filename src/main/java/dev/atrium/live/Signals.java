package dev.atrium.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.kernel.Ids;
import dev.atrium.session.Session;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;

/**
 * What passes and is not kept: who types, and how many are here. It goes over the bus to every node and to whoever listens; what
 * is lost is said again soon.
 */
final class Signals {
    static final String BUS = "feed.signal";
    private static final Duration TYPING = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Collection<Hub> hubs;
    /** Who said lately that they type, so that it is passed on once in two seconds. */
    private final Cache<String, Boolean> typed =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(TYPING).build();

    private final Presence presence;

    Signals(Vertx vertx, Collection<Hub> hubs) {
        this.vertx = vertx;
        this.hubs = hubs;
        vertx.eventBus().<JsonObject>consumer(BUS, message -> heard(message.body()));
        this.presence = new Presence(vertx, hubs);
    }

    /** Somebody types in a feed, about one thing of it where {@code about} names one. */
    void typing(Sub sub, Session session, String about) {
        if (typed.asMap().putIfAbsent(session.contact() + " " + sub.room.feed().text() + about, true) != null) return;
        vertx.eventBus()
                .publish(
                        BUS,
                        Feeds.name(sub.room.tenant(), sub.room.feed())
                                .put("signal", "typing")
                                .put(
                                        "data",
                                        new JsonObject()
                                                .put(
                                                        "contact",
                                                        session.contact().toString())
                                                .put("name", session.name())
                                                .put("about", Ids.parse(about) == null ? "" : about)));
    }

    /** How many people have the feed open now, on all nodes. */
    int here(Room room) {
        return presence.here(room);
    }

    private void heard(JsonObject signal) {
        var kind = FeedKind.of(signal.getString("kind"));
        if (kind.isEmpty()) return;
        var room = new Room(
                UUID.fromString(signal.getString("tenant")),
                new FeedName(kind.get(), UUID.fromString(signal.getString("id"))));
        var message = Words.signal(room.feed().text(), signal.getString("signal"), signal.getJsonObject("data"));
        hubs.forEach(hub -> hub.run(() -> hub.pass(room, message)));
    }
}
