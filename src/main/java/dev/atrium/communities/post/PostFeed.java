package dev.atrium.communities.post;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What feeds say of posts. Who may open a feed of a group or channel is said where groups are. */
final class PostFeed implements FeedSource {
    /** The part of a page that a post is. */
    static final String PART = "communities/_post";

    private static final Set<String> EVENTS = Set.of(
            Posts.PUBLISHED,
            "post.edited",
            "post.removed",
            "post.restored",
            "post.pinned",
            "post.unpinned",
            "post.counted");

    private final Bodies bodies;

    PostFeed(Bodies bodies) {
        this.bodies = bodies;
    }

    @Override
    public Set<FeedKind> feeds() {
        return Set.of();
    }

    @Override
    public Set<String> events() {
        return EVENTS;
    }

    /** Something new, or something less. */
    @Override
    public Set<String> stirs() {
        return Set.of(Posts.PUBLISHED, "post.removed", "post.restored");
    }

    @Override
    public Future<Optional<FeedName>> open(Tx tx, Tenant tenant, Session session, FeedName asked) {
        return Future.succeededFuture(Optional.empty());
    }

    /** Each as it stands there now: of what was removed since, nothing but that it is gone. */
    @Override
    public Future<List<JsonObject>> tell(Tx tx, List<FeedEvent> events) {
        return new PostStore(tx)
                .some(events.stream().map(FeedEvent::object).distinct().toList())
                .map(posts -> {
                    Map<UUID, JsonObject> found = new HashMap<>();
                    posts.forEach(post -> found.put(post.id(), json(PostView.of(post))));
                    return events.stream()
                            .map(event -> found.getOrDefault(event.object(), new JsonObject()))
                            .toList();
                });
    }

    static JsonObject json(PostView view) {
        return new JsonObject(StrictJson.write(view));
    }

    @Override
    public Future<List<Optional<Part>>> parts(List<FeedEvent> events, List<JsonObject> told) {
        return Future.all(told.stream().map(this::part).toList()).map(all -> all.<Optional<Part>>list());
    }

    private Future<Optional<Part>> part(JsonObject said) {
        if (said.isEmpty()) return Future.succeededFuture(Optional.empty());
        var view = StrictJson.read(said.encode(), PostView.class);
        return part(bodies, view).map(Optional::of);
    }

    /** The same part on a page that is opened and on one that is open. */
    static Future<Part> part(Bodies bodies, PostView view) {
        return bodies.of(view.id(), view.version(), view.body())
                .map(body -> new Part("post/" + view.id(), view, PART, Map.of("post", PostCard.of(view, body))));
    }

    @Override
    public Future<JsonObject> snapshot(Tx tx, Session session, FeedName feed) {
        return Future.succeededFuture(new JsonObject());
    }
}
