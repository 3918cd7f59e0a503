package dev.atrium.live;

import dev.atrium.Feature;
import dev.atrium.Rooms;
import dev.atrium.db.Tx;
import dev.atrium.harness.Portal;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Scope;
import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The smallest thing that has a feed: somebody counts, and whoever is let in hears it. */
final class Ticks implements Feature, FeedSource {
    /** Who may hear which feed. */
    final Map<UUID, Set<UUID>> admitted = new ConcurrentHashMap<>();

    @Override
    public void mount(Routes routes, Rooms rooms) {}

    @Override
    public List<FeedSource> feedSources() {
        return List.of(this);
    }

    @Override
    public Set<FeedKind> feeds() {
        return Set.of(FeedKind.GROUP);
    }

    @Override
    public Set<String> events() {
        return Set.of("tick.made");
    }

    @Override
    public Set<String> stirs() {
        return events();
    }

    @Override
    public Future<Set<FeedName>> around(Tx tx, Tenant tenant, Session session) {
        return Future.succeededFuture(admitted.entrySet().stream()
                .filter(feed -> feed.getValue().contains(session.contact()))
                .map(feed -> FeedName.group(feed.getKey()))
                .collect(Collectors.toSet()));
    }

    @Override
    public Future<Optional<FeedName>> open(Tx tx, Tenant tenant, Session session, FeedName asked) {
        boolean in = admitted.getOrDefault(asked.id(), Set.of()).contains(session.contact());
        return Future.succeededFuture(in ? Optional.of(asked) : Optional.empty());
    }

    @Override
    public Future<Set<Integer>> still(Tx tx, Tenant tenant, List<Listener> listeners) {
        return Future.succeededFuture(listeners.stream()
                .filter(one -> admitted.getOrDefault(one.feed().id(), Set.of())
                        .contains(one.session().contact()))
                .map(Listener::number)
                .collect(Collectors.toSet()));
    }

    @Override
    public Future<List<JsonObject>> tell(Tx tx, List<FeedEvent> events) {
        return Future.succeededFuture(events.stream()
                .map(event -> new JsonObject().put("tick", event.object().toString()))
                .toList());
    }

    @Override
    public Future<List<Optional<Part>>> parts(List<FeedEvent> events, List<JsonObject> told) {
        return Future.succeededFuture(
                events.stream().map(event -> Optional.<Part>empty()).toList());
    }

    @Override
    public Future<JsonObject> snapshot(Tx tx, Session session, FeedName feed) {
        return Future.succeededFuture(new JsonObject().put("ticks", "many"));
    }

    void admit(UUID feed, UUID contact) {
        admitted.computeIfAbsent(feed, x -> ConcurrentHashMap.newKeySet()).add(contact);
    }

    /** Ticks {@code n} times, each in a transaction of its own, one after the other; gives what ticked. */
    static List<String> tick(Portal portal, UUID feed, int n) {
        var objects = new ArrayList<String>();
        for (int i = 0; i < n; i++) {
            var object = Ids.next();
            objects.add(object.toString());
            change(portal, tx -> Feeds.publish(tx, FeedName.group(feed), new Happening("tick.made", object, null)));
        }
        return objects;
    }

    static void change(Portal portal, java.util.function.Function<Tx, Future<Void>> work) {
        portal.house()
                .db()
                .write(Scope.job(portal.tenantId(Portal.ACME), "test"), work)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
