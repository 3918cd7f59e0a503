package dev.atrium.communities.talk;

import dev.atrium.db.Tx;
import dev.atrium.live.FeedEvent;
import dev.atrium.live.FeedKind;
import dev.atrium.live.FeedName;
import dev.atrium.live.FeedSource;
import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What feeds say of polls: how many have voted, and whether it is closed. Results are for those who voted, so that the feed,
 * which says the same to everybody, holds none; pages and programs of people who voted ask for them.
 */
final class PollFeed implements FeedSource {
    /** The part of a page that says how many have voted. */
    static final String PART = "communities/_poll-said";

    @Override
    public Set<FeedKind> feeds() {
        return Set.of();
    }

    @Override
    public Set<String> events() {
        return Set.of(Polls.VOTED);
    }

    @Override
    public Future<Optional<FeedName>> open(Tx tx, Tenant tenant, Session session, FeedName asked) {
        return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<List<JsonObject>> tell(Tx tx, List<FeedEvent> events) {
        // Nobody's own vote is read here.
        return new PollStore(tx)
                .some(
                        PollStore.NOBODY,
                        events.stream().map(FeedEvent::object).distinct().toList())
                .map(polls -> events.stream()
                        .map(event -> polls.stream()
                                .filter(poll -> poll.post().equals(event.object()))
                                .findFirst()
                                .map(poll -> new JsonObject()
                                        .put("voters", poll.voters())
                                        .put("closed", poll.closed())
                                        .put("anonymous", poll.anonymous())
                                        .put("closes_at", poll.closes_at()))
                                .orElse(new JsonObject()))
                        .toList());
    }

    @Override
    public Future<List<Optional<Part>>> parts(List<FeedEvent> events, List<JsonObject> told) {
        var parts = new ArrayList<Optional<Part>>(events.size());
        for (int i = 0; i < events.size(); i++) parts.add(part(events.get(i).object(), told.get(i)));
        return Future.succeededFuture(parts);
    }

    private static Optional<Part> part(UUID post, JsonObject said) {
        if (said.isEmpty()) return Optional.empty();
        boolean closed = said.getBoolean("closed");
        var shown = new PollSaid(
                said.getInteger("voters"),
                closed,
                said.getBoolean("anonymous"),
                closed ? null : said.getInstant("closes_at"));
        return Optional.of(new Part("poll/" + post, shown, PART, Map.of("said", shown)));
    }

    @Override
    public Future<JsonObject> snapshot(Tx tx, Session session, FeedName feed) {
        return Future.succeededFuture(new JsonObject());
    }
}
