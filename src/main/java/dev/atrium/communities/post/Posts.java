package dev.atrium.communities.post;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Events;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.live.FeedKind;
import dev.atrium.live.FeedName;
import dev.atrium.live.Feeds;
import dev.atrium.live.Gather;
import dev.atrium.live.Happening;
import dev.atrium.web.StrictJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The one way by which posts come in. */
public final class Posts {
    static final String PUBLISHED = "post.published";

    private final Db db;
    private final Gather<NewPost, Outcome> gather;
    private final int perMinute;

    /** @param perMinute how many a contact may publish or schedule within a minute */
    Posts(Vertx vertx, Db db, int perMinute) {
        this.db = db;
        this.gather = new Gather<>(vertx, db, this::write);
        this.perMinute = perMinute;
    }

    /** Keeps one post, together with those that wait for the same group; the future completes once it is committed. */
    Future<Outcome> keep(Scope scope, NewPost post) {
        // It is committed in nobody's own scope, so the second lock before whoever looks as a client stands here.
        if (scope.principal() instanceof Principal.StaffAsClient)
            return Future.failedFuture(Problem.of(403, "view-only"));
        return gather.submit(scope.tenant(), post.group(), post).map(Outcome::orRefuse);
    }

    /**
     * The same of what stands on a page. What is no draft any more was posted from another window: what this one says besides is
     * posted as well, under an id of its own.
     */
    Future<Outcome> typed(Scope scope, NewPost post) {
        return keep(scope, post)
                .compose(kept -> said(scope, post, kept)
                        .compose(said -> said ? Future.succeededFuture(kept) : keep(scope, post.as(Ids.next()))))
                .recover(Closed::again);
    }

    /** The same of what is being written: nothing of it is kept any more, and whoever asked is not told that it is. */
    Future<Void> meanwhile(Scope scope, NewPost post) {
        return keep(scope, post).compose(kept -> said(scope, post, kept)).map(said -> {
            if (!said) throw Problem.of(409, "post-exists");
            return null;
        });
    }

    private Future<Boolean> said(Scope scope, NewPost post, Outcome kept) {
        return kept.verdict() == Outcome.Verdict.REPEATED
                ? db.read(scope, tx -> new PostStore(tx).said(post))
                : Future.succeededFuture(true);
    }

    /**
     * Keeps posts of one tenant in this transaction, and tells the feeds of those that are published: its last statements are
     * those that lock feeds.
     *
     * @param posts 1 to 64, of any writers, whoever's transaction it is
     * @return what became of each, in the same order
     */
    public Future<List<Outcome>> write(Tx tx, List<NewPost> posts) {
        return new PostStore(tx).insertAll(posts, perMinute).compose(outcomes -> {
            var done = new ArrayList<Events.Done>();
            Map<FeedName, List<Happening>> told = new LinkedHashMap<>();
            for (int i = 0; i < posts.size(); i++) {
                var outcome = outcomes.get(i);
                if (outcome.scheduled())
                    Jobs.schedule(
                            tx,
                            PostActs.PUBLISH,
                            outcome.id().toString(),
                            Objects.requireNonNull(posts.get(i).publishAt()),
                            new JsonObject());
                if (!outcome.published()) continue;
                var writer = posts.get(i).writer();
                var group = Objects.requireNonNull(outcome.group());
                done.add(new Events.Done(
                        new PostFact.Published(outcome.id(), writer.contact(), group, outcome.channel()), writer.by()));
                told.computeIfAbsent(outcome.feed(), x -> new ArrayList<>())
                        .add(new Happening(PUBLISHED, outcome.id(), outcome.channel(), said(posts.get(i), outcome)));
            }
            return asked(tx, posts, outcomes).map(x -> {
                // Nobody waits for these: they leave together with the commit, which is none where one of them fails.
                Events.record(tx, done);
                tell(tx, told);
                return outcomes;
            });
        });
    }

    /** A post and what it asks are there together, or neither is. */
    private static Future<Void> asked(Tx tx, List<NewPost> posts, List<Outcome> outcomes) {
        var asking = IntStream.range(0, posts.size())
                .filter(i -> posts.get(i).poll() != null && outcomes.get(i).verdict() == Outcome.Verdict.KEPT)
                .mapToObj(posts::get)
                .toList();
        return asking.isEmpty() ? Future.succeededFuture() : new AskStore(tx).ask(asking);
    }

    /** What was a draft may have files, and what leads somewhere is looked up: both are read. */
    private static @Nullable String said(NewPost post, Outcome outcome) {
        boolean leads = post.body().contains("://") || post.body().contains("](");
        return outcome.fresh() && !leads ? StrictJson.write(PostView.made(post, outcome)) : null;
    }

    /** Channels before groups, each kind by id: the same order for everybody who locks several. */
    static Future<Void> tell(Tx tx, Map<FeedName, List<Happening>> told) {
        var feeds = told.keySet().stream()
                .sorted((a, b) ->
                        a.kind() == b.kind() ? a.id().compareTo(b.id()) : a.kind() == FeedKind.CHANNEL ? -1 : 1)
                .toList();
        return Future.all(feeds.stream()
                        .map(feed -> Feeds.publish(
                                tx, feed, Objects.requireNonNull(told.get(feed)).toArray(Happening[]::new)))
                        .toList())
                .mapEmpty();
    }
}
