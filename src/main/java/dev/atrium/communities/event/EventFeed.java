package dev.atrium.communities.event;

import dev.atrium.db.Tx;
import dev.atrium.live.FeedEvent;
import dev.atrium.live.FeedKind;
import dev.atrium.live.FeedName;
import dev.atrium.live.FeedSource;
import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.StrictJson;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What feeds of groups and channels say of meetings: how they are now, as everybody who hears it may know it. */
final class EventFeed implements FeedSource {
    static final String ADDED = "event.added";
    static final String CHANGED = "event.changed";
    static final String CANCELLED = "event.cancelled";
    static final String ANSWERED = "event.answered";

    @Override
    public Set<FeedKind> feeds() {
        return Set.of();
    }

    @Override
    public Set<String> events() {
        return Set.of(ADDED, CHANGED, CANCELLED, ANSWERED);
    }

    @Override
    public Future<Optional<FeedName>> open(Tx tx, Tenant tenant, Session session, FeedName asked) {
        return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<List<JsonObject>> tell(Tx tx, List<FeedEvent> events) {
        var ids = events.stream().map(FeedEvent::object).distinct().toList();
        return new EventStore(tx).told(ids).map(found -> {
            Map<UUID, GroupEvent> known = found.stream().collect(Collectors.toMap(GroupEvent::id, Function.identity()));
            return events.stream()
                    .map(event -> said(known.get(event.object()), event))
                    .toList();
        });
    }

    /** Nothing where it is gone, or is by now told in another feed than this one. */
    private static JsonObject said(@Nullable GroupEvent event, FeedEvent told) {
        if (event == null || !event.feed().equals(told.feed())) return new JsonObject();
        return new JsonObject(StrictJson.write(EventViews.ofAll(event)));
    }

    @Override
    public Future<List<Optional<Part>>> parts(List<FeedEvent> events, List<JsonObject> told) {
        return Future.succeededFuture(
                events.stream().map(event -> Optional.<Part>empty()).toList());
    }

    @Override
    public Future<JsonObject> snapshot(Tx tx, Session session, FeedName feed) {
        return Future.succeededFuture(new JsonObject());
    }
}
