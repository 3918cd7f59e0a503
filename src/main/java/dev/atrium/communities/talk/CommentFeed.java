package dev.atrium.communities.talk;

import dev.atrium.communities.Visits;
import dev.atrium.communities.post.Bodies;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Principal;
import dev.atrium.live.FeedEvent;
import dev.atrium.live.FeedKind;
import dev.atrium.live.FeedName;
import dev.atrium.live.FeedSource;
import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.StrictJson;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The comments of a post as they come: heard by whoever sees the post, asked by the same rule as its page. */
final class CommentFeed implements FeedSource {
    /** The part of a page that a comment is. */
    static final String PART = "communities/_comment";

    private static final Set<String> EVENTS =
            Set.of(Comments.ADDED, Comments.EDITED, Comments.REMOVED, Comments.COUNTED);

    private final Db db;
    private final String app;
    private final Bodies bodies;

    CommentFeed(Db db, String app, Bodies bodies) {
        this.db = db;
        this.app = app;
        this.bodies = bodies;
    }

    @Override
    public Set<FeedKind> feeds() {
        return Set.of(FeedKind.THREAD);
    }

    @Override
    public Set<String> events() {
        return EVENTS;
    }

    @Override
    public Future<Optional<FeedName>> open(Tx tx, Tenant tenant, Session session, FeedName asked) {
        if (!opens(tenant, session)) return Future.succeededFuture(Optional.empty());
        return new CommentActStore(tx).rights(session.contact(), asked.id()).compose(found -> {
            var heard = found.map(rights -> asked);
            var place = found.map(CommentActStore.Rights::place).filter(Place::closed);
            return place.isEmpty()
                    ? Future.succeededFuture(heard)
                    : Visits.hears(db, tx, place.get().channel(), session.contact(), session.name())
                            .map(heard);
        });
    }

    private boolean opens(Tenant tenant, Session session) {
        return tenant.enabled(app) && session.sees(tenant.audience(app));
    }

    @Override
    public Future<Set<Integer>> still(Tx tx, Tenant tenant, List<Listener> listeners) {
        return new CommentActStore(tx)
                .still(listeners.stream()
                        .filter(one -> opens(tenant, one.session()))
                        .toList());
    }

    @Override
    public Future<Optional<FeedName>> openToBusiness(Tx tx, Principal.Business program, FeedName asked) {
        if (!program.scopes().contains("groups:read")) return Future.succeededFuture(Optional.empty());
        return new CommentActStore(tx)
                .published(asked.id())
                .compose(there -> there
                        ? Visits.channels(tx, List.of(asked.id()))
                                .compose(closed -> closed.isEmpty()
                                        ? Future.<Void>succeededFuture()
                                        : Visits.hears(db, tx, closed.getFirst(), program))
                                .map(Optional.of(asked))
                        : Future.succeededFuture(Optional.<FeedName>empty()));
    }

    /** Each as it stands there now: of what was taken back, that it is gone. */
    @Override
    public Future<List<JsonObject>> tell(Tx tx, List<FeedEvent> events) {
        return new CommentStore(tx)
                .some(events.stream().map(FeedEvent::object).distinct().toList())
                .map(comments -> {
                    Map<UUID, JsonObject> found = new HashMap<>();
                    comments.forEach(comment -> found.put(comment.id(), json(CommentView.of(comment))));
                    return events.stream()
                            .map(event -> found.getOrDefault(event.object(), new JsonObject()))
                            .toList();
                });
    }

    private static JsonObject json(CommentView view) {
        return new JsonObject(StrictJson.write(view));
    }

    @Override
    public Future<List<Optional<Part>>> parts(List<FeedEvent> events, List<JsonObject> told) {
        return Future.all(told.stream().map(this::part).toList()).map(all -> all.<Optional<Part>>list());
    }

    private Future<Optional<Part>> part(JsonObject said) {
        if (said.isEmpty()) return Future.succeededFuture(Optional.empty());
        var view = StrictJson.read(said.encode(), CommentView.class);
        // What was taken back leaves its place where others replied to it, and nothing where nobody did: pages know
        // which.
        return part(bodies, view).map(Optional::of);
    }

    /** The same part on a page that is opened and on one that is open. */
    static Future<Part> part(Bodies bodies, CommentView view) {
        return bodies.of(view.id(), view.version(), view.body())
                .map(body ->
                        new Part("comment/" + view.id(), view, PART, Map.of("comment", CommentCard.of(view, body))));
    }

    @Override
    public Future<JsonObject> snapshot(Tx tx, Session session, FeedName feed) {
        return Future.succeededFuture(new JsonObject());
    }
}
