package dev.atrium.live;

import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Periodic;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes from open lines what their people may not hear any more, within a second: whatever changes a session, a membership or
 * a portal says so on the bus, and the lines concerned are asked for anew by the same query that opened them.
 */
final class Access {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    /** How often it is looked whose time has come; together with the question it is within the second. */
    private static final long ENDS_MS = 500;
    /** Lines of one loop that are asked for in one question, and what they listen to: a hundred feeds each, at most. */
    private static final int LINES = 500;

    private static final int FEEDS = FeedSource.LISTENERS - 100;

    private final Clock clock;
    private final Hosts hosts;
    private final Callers callers;
    private final Teller teller;
    private final Collection<Hub> hubs;
    private final Consumer<Line> known;
    private final Map<Hub, Turn> turns = new ConcurrentHashMap<>();

    /** The lines of one hub that wait to be asked for. */
    private static final class Turn {
        final Set<Line> waiting = new LinkedHashSet<>();
        boolean busy;

        /** Some of one tenant, the first come first. */
        List<Line> some() {
            var some = new ArrayList<Line>();
            int feeds = 0;
            for (var each = waiting.iterator(); each.hasNext() && some.size() < LINES && feeds < FEEDS; ) {
                var line = each.next();
                if (!some.isEmpty() && !some.getFirst().tenant.id().equals(line.tenant.id())) continue;
                each.remove();
                some.add(line);
                feeds += line.subs.size();
            }
            return some;
        }
    }

    /** @param known asks anew what is known of the person of an open page; on the line's loop */
    Access(
            Vertx vertx,
            Clock clock,
            Hosts hosts,
            Callers callers,
            Teller teller,
            Collection<Hub> hubs,
            Consumer<Line> known) {
        this.clock = clock;
        this.hosts = hosts;
        this.callers = callers;
        this.teller = teller;
        this.hubs = hubs;
        this.known = known;
        var bus = vertx.eventBus();
        bus.<String>consumer(Feeds.ACCESS, message -> changed(new JsonObject(message.body())));
        bus.<String>consumer(Sessions.CHANGED, message -> session(new JsonObject(message.body())));
        for (var address : List.of(Sessions.TENANT_STALE, Sessions.CLOSED, Hosts.CHANGED)) {
            bus.<String>consumer(address, message -> {
                var tenant = UUID.fromString(message.body());
                ask(line -> line.tenant.id().equals(tenant));
            });
        }
        Periodic.every(vertx, ENDS_MS, this::expire);
    }

    private void changed(JsonObject about) {
        var tenant = UUID.fromString(about.getString("tenant"));
        var contact = Ids.parse(about.getString("contact"));
        var feed = Ids.parse(about.getString("feed"));
        ask(line -> line.tenant.id().equals(tenant)
                && (contact == null
                        || (line.session != null && line.session.contact().equals(contact)))
                // What a person is told of beside what they listen to has changed as well.
                && (feed == null
                        || contact != null
                        || line.subs.keySet().stream()
                                .anyMatch(room -> room.feed().id().equals(feed))));
    }

    private void session(JsonObject about) {
        var account = Ids.parse(about.getString("account"));
        var contact = Ids.parse(about.getString("contact"));
        var key = Ids.parse(about.getString("key"));
        ask(line -> (line.session != null
                        && (line.session.account().equals(account)
                                || line.session.contact().equals(contact)))
                || (line.business != null && line.business.key().equals(key)));
    }

    /** Tokens end by themselves; whether a session has ended that was used no more, or a key, is for the database to say. */
    private void expire() {
        var now = clock.now();
        hubs.forEach(hub -> hub.run(() -> hub.lines(line -> line.until != null && line.until.isBefore(now))
                .forEach(line -> line.close(Goodbye.ENDED))));
        ask(line -> line.due(now));
    }

    private void ask(Predicate<Line> of) {
        hubs.forEach(hub -> hub.run(() -> {
            var turn = turns.computeIfAbsent(hub, x -> new Turn());
            turn.waiting.addAll(hub.lines(of));
            next(hub, turn);
        }));
    }

    private void next(Hub hub, Turn turn) {
        if (turn.busy || turn.waiting.isEmpty()) return;
        turn.busy = true;
        var some = turn.some();
        hub.here(again(hub, some)).onComplete(done -> {
            turn.busy = false;
            if (done.failed()) {
                // Rather nobody hears than somebody who may not: they come back and are asked for then.
                LOG.warn(
                        "{} lines could not be asked for anew: {}",
                        some.size(),
                        done.cause().toString());
                some.forEach(line -> line.close(Goodbye.LEAVING));
            }
            next(hub, turn);
        });
    }

    private Future<Void> again(Hub hub, List<Line> some) {
        return hub.here(hosts.tenant(some.getFirst().tenant.id())).compose(tenant -> {
            if (tenant.isEmpty()) {
                some.forEach(line -> line.close(Goodbye.CLOSED));
                return Future.succeededFuture();
            }
            return again(hub, tenant.get(), some);
        });
    }

    private Future<Void> again(Hub hub, Tenant tenant, List<Line> some) {
        var proven = some.stream().filter(line -> line.caller().isPresent()).toList();
        var asked = proven.stream().map(line -> line.caller().orElseThrow()).toList();
        return hub.here(callers.again(tenant, asked)).compose(found -> {
            for (int i = 0; i < proven.size(); i++) now(proven.get(i), tenant, asked.get(i), found.get(i));
            return subs(hub, tenant, proven);
        });
    }

    private void now(Line line, Tenant tenant, Callers.Caller asked, Optional<Callers.Still> found) {
        // Whoever has proven themselves anew meanwhile, by something else, is asked for with the next look at the time.
        if (line.caller().filter(now -> now.holder().equals(asked.holder())).isEmpty()) return;
        line.tenant = tenant;
        if (found.isEmpty()) {
            line.close(Goodbye.ENDED);
            return;
        }
        line.still(found.get());
        known.accept(line);
    }

    private Future<Void> subs(Hub hub, Tenant tenant, List<Line> lines) {
        var subs = lines.stream()
                .filter(line -> !line.closed())
                .flatMap(line -> line.subs.values().stream())
                .toList();
        if (subs.isEmpty()) return Future.succeededFuture();
        var listening = subs.stream()
                .map(sub -> new Callers.Listening(sub.line.caller().orElseThrow(), sub.room.feed()))
                .toList();
        return hub.here(callers.still(teller, tenant, listening)).map(still -> {
            for (int i = 0; i < subs.size(); i++) if (!still.get(i)) lose(hub, subs.get(i));
            return null;
        });
    }

    private static void lose(Hub hub, Sub sub) {
        if (sub.state == Sub.State.ENDED) return;
        hub.leave(sub);
        sub.line.say(Words.unsubscribed(sub.asked, "feed-closed"));
        sub.line.lost(sub);
    }
}
