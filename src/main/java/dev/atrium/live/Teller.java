package dev.atrium.live;

import dev.atrium.db.Tx;
import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Asks the features what their feeds say: each event the one that tells its kind, each feed those that open it, in order. */
final class Teller {
    private final List<FeedSource> sources;
    private final Map<String, FeedSource> byKind = new HashMap<>();

    Teller(List<FeedSource> sources) {
        this.sources = List.copyOf(sources);
        for (var source : sources) {
            for (var kind : source.events()) {
                if (byKind.put(kind, source) != null) throw new IllegalArgumentException("told twice: " + kind);
            }
        }
    }

    /** Every kind of event that is told. */
    Set<String> kinds() {
        return Set.copyOf(byKind.keySet());
    }

    /** The kinds of event after which somebody may have more, or less, that they have not read. */
    Set<String> stirs() {
        return sources.stream().flatMap(source -> source.stirs().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** Where what comes changes what {@code session} has not read. */
    Future<Set<Room>> around(Tx tx, Tenant tenant, Session session) {
        return Future.all(sources.stream()
                        .map(source -> source.around(tx, tenant, session))
                        .toList())
                .map(all -> all.<Set<FeedName>>list().stream()
                        .flatMap(Set::stream)
                        .map(feed -> new Room(tenant.id(), feed))
                        .collect(Collectors.toSet()));
    }

    /** The feed that is heard where {@code asked} is asked for; empty where it may not be. */
    Future<Optional<FeedName>> open(Tx tx, Tenant tenant, Callers.Caller caller, FeedName asked) {
        var session = caller.session();
        if (asked.kind() == FeedKind.ME)
            return Future.succeededFuture(
                    session != null && asked.id().equals(session.contact()) ? Optional.of(asked) : Optional.empty());
        return open(tx, tenant, caller, asked, 0);
    }

    private Future<Optional<FeedName>> open(Tx tx, Tenant tenant, Callers.Caller caller, FeedName asked, int from) {
        for (int i = from; i < sources.size(); i++) {
            var source = sources.get(i);
            int next = i + 1;
            if (source.feeds().contains(asked.kind())) {
                return open(tx, tenant, caller, asked, source)
                        .compose(found -> found.isPresent()
                                ? Future.succeededFuture(found)
                                : open(tx, tenant, caller, asked, next));
            }
        }
        return Future.succeededFuture(Optional.empty());
    }

    private static Future<Optional<FeedName>> open(
            Tx tx, Tenant tenant, Callers.Caller caller, FeedName asked, FeedSource source) {
        var session = caller.session();
        return session != null
                ? source.open(tx, tenant, session, asked)
                : source.openToBusiness(tx, Objects.requireNonNull(caller.business()), asked);
    }

    /** The numbers of those who may still hear what was opened for them. */
    Future<Set<Integer>> still(Tx tx, Tenant tenant, List<FeedSource.Listener> listeners) {
        Set<Integer> still = new HashSet<>();
        for (var one : listeners) {
            if (one.feed().kind() == FeedKind.ME
                    && one.feed().id().equals(one.session().contact())) still.add(one.number());
        }
        return Future.all(sources.stream()
                        .map(source -> asked(source, listeners))
                        .filter(asked -> !asked.some().isEmpty())
                        .map(asked ->
                                asked.source().still(tx, tenant, asked.some()).onSuccess(still::addAll))
                        .toList())
                .map(still);
    }

    private record Asked(FeedSource source, List<FeedSource.Listener> some) {}

    private static Asked asked(FeedSource source, List<FeedSource.Listener> listeners) {
        return new Asked(
                source,
                listeners.stream()
                        .filter(one -> one.feed().kind() != FeedKind.ME
                                && source.feeds().contains(one.feed().kind()))
                        .toList());
    }

    /** What the events say, read in one transaction; parts of pages only where somebody shows them. */
    Future<List<Told>> tell(Tx tx, List<FeedEvent> events, boolean pages) {
        return tell(events, pages, (source, some) -> source.tell(tx, some));
    }

    /** What they say whose transaction knew it: nothing is read. */
    Future<List<Told>> tell(Fresh fresh, boolean pages) {
        if (!pages)
            return Future.succeededFuture(fresh.events().stream()
                    .map(one -> new Told(one.event(), Objects.requireNonNull(one.said()), Optional.empty()))
                    .toList());
        Map<Long, JsonObject> said = new HashMap<>();
        for (var one : fresh.events()) said.put(one.event().seq(), new JsonObject(Objects.requireNonNull(one.said())));
        return tell(
                fresh.events().stream().map(Fresh.One::event).toList(),
                true,
                (source, some) -> Future.succeededFuture(some.stream()
                        .map(event -> Objects.requireNonNull(said.get(event.seq())))
                        .toList()));
    }

    private Future<List<Told>> tell(
            List<FeedEvent> events,
            boolean pages,
            BiFunction<FeedSource, List<FeedEvent>, Future<List<JsonObject>>> data) {
        var bySource = new HashMap<FeedSource, List<FeedEvent>>();
        for (var event : events) {
            var source = byKind.get(event.kind());
            if (source != null)
                bySource.computeIfAbsent(source, x -> new ArrayList<>()).add(event);
        }
        var told = new HashMap<Long, Told>();
        return Future.all(bySource.entrySet().stream()
                        .map(entry -> data.apply(entry.getKey(), entry.getValue())
                                .compose(said -> tell(entry.getKey(), entry.getValue(), said, pages))
                                .onSuccess(some ->
                                        some.forEach(one -> told.put(one.event().seq(), one))))
                        .toList())
                .map(x -> events.stream()
                        .map(event -> told.getOrDefault(event.seq(), new Told(event, "{}", Optional.empty())))
                        .toList());
    }

    private static Future<List<Told>> tell(
            FeedSource source, List<FeedEvent> events, List<JsonObject> data, boolean pages) {
        return (pages
                        ? source.parts(events, data)
                        : Future.succeededFuture(events.stream()
                                .map(event -> Optional.<FeedSource.Part>empty())
                                .toList()))
                .map(parts -> {
                    var told = new ArrayList<Told>(events.size());
                    for (int i = 0; i < events.size(); i++)
                        told.add(new Told(events.get(i), data.get(i).encode(), parts.get(i)));
                    return told;
                });
    }

    /** The state of a feed for whoever begins anew; what all of its sources say of it, in one object. */
    Future<JsonObject> snapshot(Tx tx, Session session, FeedName feed) {
        var all = new JsonObject();
        return Future.all(sources.stream()
                        .filter(source -> source.feeds().contains(feed.kind()))
                        .map(source -> source.snapshot(tx, session, feed).onSuccess(all::mergeIn))
                        .toList())
                .map(all);
    }
}
