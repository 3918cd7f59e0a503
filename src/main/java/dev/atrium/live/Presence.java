package dev.atrium.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Periodic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many people have a group or conversation open: each node counts its own and tells the others every few seconds; one
 * that falls silent is forgotten. People with several tabs are one on a node; whoever wants not to be seen is not counted.
 */
final class Presence {
    private static final String BUS = "feed.here";
    private static final long EVERY_MS = 3_000;

    private final Vertx vertx;
    private final Collection<Hub> hubs;
    private final String self = Ids.next().toString();
    /** What the other nodes last said: how many they have in each feed. */
    private final Cache<String, Map<Room, Integer>> others = Caffeine.newBuilder()
            .maximumSize(100)
            .expireAfterWrite(Duration.ofSeconds(10))
            .build();

    private volatile Map<Room, Integer> own = Map.of();
    private final Map<Room, Integer> told = new ConcurrentHashMap<>();

    Presence(Vertx vertx, Collection<Hub> hubs) {
        this.vertx = vertx;
        this.hubs = hubs;
        vertx.eventBus().<JsonObject>consumer(BUS, message -> heard(message.body()));
        Periodic.every(vertx, EVERY_MS, this::count);
    }

    int here(Room room) {
        int sum = own.getOrDefault(room, 0);
        for (var node : others.asMap().values()) sum += node.getOrDefault(room, 0);
        return sum;
    }

    private void count() {
        Future.all(hubs.stream()
                        .map(hub -> {
                            Promise<Map<Room, Set<UUID>>> promise = Promise.promise();
                            hub.run(() -> promise.complete(hub.people()));
                            return promise.future();
                        })
                        .toList())
                .onSuccess(all -> {
                    var people = new HashMap<Room, Set<UUID>>();
                    all.<Map<Room, Set<UUID>>>list()
                            .forEach(some ->
                                    some.forEach((room, who) -> people.computeIfAbsent(room, x -> new HashSet<>())
                                            .addAll(who)));
                    var counted = new HashMap<Room, Integer>();
                    people.forEach((room, who) -> counted.put(room, who.size()));
                    own = Map.copyOf(counted);
                    publish();
                    tell();
                });
    }

    private void publish() {
        var rooms = new JsonArray();
        own.forEach((room, people) ->
                rooms.add(Feeds.name(room.tenant(), room.feed()).put("people", people)));
        vertx.eventBus().publish(BUS, new JsonObject().put("node", self).put("rooms", rooms));
    }

    private void heard(JsonObject word) {
        if (word.getString("node").equals(self)) return;
        var rooms = new HashMap<Room, Integer>();
        word.getJsonArray("rooms").forEach(each -> {
            var room = (JsonObject) each;
            FeedKind.of(room.getString("kind"))
                    .ifPresent(kind -> rooms.put(
                            new Room(
                                    UUID.fromString(room.getString("tenant")),
                                    new FeedName(kind, UUID.fromString(room.getString("id")))),
                            room.getInteger("people")));
        });
        others.put(word.getString("node"), rooms);
    }

    /** Where the number has changed, whoever is there hears it. */
    private void tell() {
        told.keySet().removeIf(room -> !own.containsKey(room));
        for (var room : List.copyOf(own.keySet())) {
            int here = here(room);
            var before = told.put(room, here);
            if (before != null && before == here) continue;
            var message = Words.signal(room.feed().text(), "presence", new JsonObject().put("here", here));
            hubs.forEach(hub -> hub.run(() -> hub.pass(room, message)));
        }
    }
}
