package dev.atrium.live;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Principal;
import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a feature gives for its feeds: who may listen, what an event says to programs, and what it shows on open pages. */
public interface FeedSource {
    /** How many are asked for at a time. */
    int LISTENERS = 2_000;

    /**
     * A part of a page that looks the same to everybody who sees it.
     *
     * @param key names it within the tenant, such as {@code post/<id>}
     * @param version equal only where {@code model} would give the same part
     */
    record Part(String key, Object version, String template, Map<String, ?> model) {}

    /**
     * Somebody who listens to a feed that was opened for them.
     *
     * @param number by which it is answered
     */
    record Listener(int number, Session session, FeedName feed) {}

    /** The kinds of feed that it may open. */
    Set<FeedKind> feeds();

    /** The kinds of event that it tells. */
    Set<String> events();

    /** Those among them after which somebody may have more, or less, that they have not read. */
    default Set<String> stirs() {
        return Set.of();
    }

    /**
     * The feeds of which {@code session} is told in their own one that something came, wherever they have not opened them; at most
     * five hundred. Asked once when a page begins to listen, and again whenever what they may see changes.
     */
    default Future<Set<FeedName>> around(Tx tx, Tenant tenant, Session session) {
        return Future.succeededFuture(Set.of());
    }

    /**
     * The feed that {@code session} hears where they ask for {@code asked}: that one, or the one that it is part of; empty
     * where they may not, for whatever reason.
     */
    Future<Optional<FeedName>> open(Tx tx, Tenant tenant, Session session, FeedName asked);

    /**
     * The numbers of those who may still hear what was opened for them, by the same rule: asked whenever what people may see
     * changes, in one question for all of them, of whom there are up to {@value #LISTENERS}. A feature that opens nothing is
     * asked nothing.
     */
    default Future<Set<Integer>> still(Tx tx, Tenant tenant, List<Listener> listeners) {
        return Future.succeededFuture(Set.of());
    }

    /**
     * The same as {@link #open} for a program of the business, which is nobody's account and may do what its scopes name. It hears nothing
     * where a feature does not say so.
     */
    default Future<Optional<FeedName>> openToBusiness(Tx tx, Principal.Business program, FeedName asked) {
        return Future.succeededFuture(Optional.empty());
    }

    /**
     * What programs are told of each event, in the same order, all of one feed; an empty object where what it happened to is
     * gone, so that the event keeps its number and says nothing.
     */
    Future<List<JsonObject>> tell(Tx tx, List<FeedEvent> events);

    /** What open pages show of each, in the same order; empty where they show nothing. May compute elsewhere. */
    Future<List<Optional<Part>>> parts(List<FeedEvent> events, List<JsonObject> told);

    /** The present state of a feed, for whoever cannot go on from where they were. */
    Future<JsonObject> snapshot(Tx tx, Session session, FeedName feed);
}
