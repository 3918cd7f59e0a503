package dev.atrium.communities.post;

import dev.atrium.communities.Visits;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaModule;
import dev.atrium.web.Precondition;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What becomes of a post, for programs of a client's account: changed, removed and brought back, pinned; its past and files. */
final class PostActApi {
    private static final String ONE = "/api/v1/posts/:post";

    /** Other words; what is not named stays as it is. */
    public record PostChange(
            @Nullable String title, @Nullable String body) {
        NewPost.Text over(Post post) {
            return NewPost.Text.of(
                    Objects.requireNonNullElse(title, post.title()), Objects.requireNonNullElse(body, post.body()));
        }
    }

    /**
     * What a post said until it was changed.
     *
     * @param version which of its versions that was
     */
    public record PostRevision(int version, String title, String body, Instant until) {
        static PostRevision of(Revision revision) {
            return new PostRevision(revision.number(), revision.title(), revision.body(), revision.until());
        }
    }

    /** The newest first, at most twenty. */
    public record PostHistory(List<PostRevision> items) {}

    private static final PostChange CHANGE = new PostChange(null, "Who is at the **fair** on Saturday?");
    private static final PostHistory PAST = new PostHistory(
            List.of(new PostRevision(1, "Hello", "Who is at the fair?", Instant.parse("2026-11-01T09:05:00Z"))));

    private final Db db;
    private final MediaModule media;

    PostActApi(Db db, MediaModule media) {
        this.db = db;
        this.media = media;
    }

    void mount(Routes routes) {
        var app = PostModule.APP.key();
        var reading = routes.program("communities:read", app);
        reading.get(ONE, this::one)
                .summary("Get a post")
                .versioned()
                .gives(PostView.class, PostView.EXAMPLE)
                .refuses(404);
        reading.get(ONE + "/history", this::history)
                .summary("List what a post said before it was changed, the newest first, at most twenty")
                .gives(PostHistory.class, PAST)
                .refuses(404);
        reading.get(ONE + "/files/:file", this::file)
                .summary("Get the way to a file's bytes: a redirect that is good for five minutes")
                .names("file", "post-file")
                .leads()
                .refuses(404);
        var writing = routes.program("communities:write", app);
        writing.patch(ONE, this::change)
                .summary("Say something else in a post of one's own; what it said before stays in its history")
                .versioned()
                .takes(PostChange.class, CHANGE)
                .gives(PostView.class, PostView.EXAMPLE)
                .refuses(404, 422);
        writing.delete(ONE, this::remove)
                .summary("Remove a post; it can be brought back for thirty days")
                .refuses(404);
        writing.post(ONE + "/restore", this::restore)
                .summary("Bring a removed post back")
                .names("post", "removed-post")
                .gives(PostView.class, PostView.EXAMPLE)
                .refuses(404);
        writing.put(ONE + "/pin", (request, tx) -> pin(request, tx))
                .summary("Pin a post above the others of its channel, where at most three are pinned")
                .refuses(404, 409);
        writing.delete(ONE + "/pin", this::unpin)
                .summary("Take a post from above the others of its channel")
                .refuses(404);
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> looked(request, tx)).map(PostActApi::reply);
    }

    /** What is given to whoever only reads it. */
    private Future<Post> looked(Request request, Tx tx) {
        return found(request, tx)
                .compose(post -> Looking.into(db, tx, request, post).map(post));
    }

    private static Reply reply(Post post) {
        return Reply.json(PostView.of(post)).tagged(Integer.toString(post.version()));
    }

    private static Future<Post> found(Request request, Tx tx) {
        return new PostStore(tx)
                .one(request.session().contact(), request.id("post"))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> history(Request request) {
        return db.read(
                        request.scope(),
                        tx -> looked(request, tx)
                                .compose(post -> new PostActStore(tx)
                                        .revisions(request.session().contact(), post.id())))
                .map(past -> Reply.json(
                        new PostHistory(past.stream().map(PostRevision::of).toList())));
    }

    private Future<Reply> file(Request request) {
        return db.read(
                        request.scope(),
                        tx -> new FileStore(tx)
                                .find(request.session().contact(), request.id("post"), request.id("file"))
                                .map(found -> found.orElseThrow(Problem::notFound))
                                .compose(file -> Visits.file(db, tx, request, file.media())
                                        .map(file)))
                .map(file -> media.away(request, file.media(), file.name()));
    }

    private Future<Reply> change(Request request, Tx tx) {
        var sent = request.json(PostChange.class);
        var hand = hand(request);
        return found(request, tx)
                .compose(post -> {
                    boolean mine = Objects.equals(hand.contact(), post.author()) && post.published();
                    if (!mine) throw Problem.notFound();
                    request.ifMatch().require(Integer.toString(post.version()));
                    return PostActs.edit(tx, hand, post, post.version(), sent.over(post))
                            .recover(PostActApi::stale);
                })
                .compose(x -> found(request, tx))
                .compose(post -> changed(tx, post));
    }

    /** What it says now, and whom it calls by that. */
    static Future<Reply> changed(Tx tx, Post post) {
        return new CallStore(tx)
                .fate(post.title() + "\n" + post.body(), post.id(), post.id(), post.author())
                .map(call -> Reply.json(PostView.of(post).with(call)).tagged(Integer.toString(post.version())));
    }

    /** Changed between the look and the act: the same to a program as before the look. */
    static Future<Void> stale(Throwable e) {
        return Future.failedFuture(e instanceof Problem p && p.status() == 409 ? Precondition.stale() : e);
    }

    private Future<Reply> remove(Request request) {
        return db.write(request.scope(), tx -> PostActs.remove(tx, hand(request), request.id("post"), request.ip()))
                .map(x -> Reply.empty());
    }

    private Future<Reply> restore(Request request) {
        return db.write(
                        request.scope(),
                        tx -> PostActs.restore(tx, hand(request), request.id("post"), request.ip())
                                .compose(x -> looked(request, tx)))
                .map(PostActApi::reply);
    }

    private static Future<Reply> pin(Request request, Tx tx) {
        return PostActs.pin(tx, hand(request), request.id("post")).map(x -> Reply.empty());
    }

    private Future<Reply> unpin(Request request) {
        return db.write(request.scope(), tx -> PostActs.unpin(tx, hand(request), request.id("post")))
                .map(x -> Reply.empty());
    }

    private static Hand hand(Request request) {
        return Hand.of(request.session().contact());
    }
}
