package dev.atrium.communities.post;

import dev.atrium.communities.Visits;
import dev.atrium.communities.post.PostActApi.PostChange;
import dev.atrium.communities.post.PostApi.PostList;
import dev.atrium.communities.post.PostApi.PostNew;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is said in groups, for the business's own programs: they see all of it, and write in the business's name. */
final class BusinessPostApi {
    private static final String LIST = "/api/v1/business/groups/:group/posts";
    private static final String ONE = LIST + "/:post";

    private final Db db;
    private final Clock clock;
    private final Posts posts;

    BusinessPostApi(Db db, Clock clock, Posts posts) {
        this.db = db;
        this.clock = clock;
        this.posts = posts;
    }

    void mount(Routes routes) {
        var reading = routes.business("groups:read");
        reading.get(LIST, this::list)
                .summary("List the posts of a group, the newest first")
                .names("group", "tenant-group")
                .pages()
                .query("channel", "Only those of this channel")
                .gives(PostList.class, new PostList(List.of(PostView.EXAMPLE), null))
                .refuses(404);
        reading.get(ONE, this::one)
                .summary("Get a post of a group")
                .names("group", "tenant-group")
                .names("post", "tenant-post")
                .versioned()
                .gives(PostView.class, PostView.EXAMPLE)
                .refuses(404);
        var writing = routes.business("groups:write");
        writing.post(LIST, this::create)
                .summary("Post in the business's name; sent again with the same id, it is posted once")
                .names("group", "tenant-group")
                .names("channel", "tenant-channel")
                .takes(PostNew.class, PostApi.NEW)
                .creates(PostView.class, PostView.EXAMPLE)
                .refuses(403, 404, 409, 422);
        writing.patch(ONE, this::change)
                .summary("Say something else in a post that the same key wrote")
                .names("group", "tenant-group")
                .names("post", "tenant-post")
                .versioned()
                .takes(PostChange.class, new PostChange(null, "Who is at the **fair** on Saturday?"))
                .gives(PostView.class, PostView.EXAMPLE)
                .refuses(404, 422);
        writing.post(
                        ONE + "/restore",
                        request -> act(
                                request,
                                (tx, post) -> PostActs.restore(tx, hand(request), post, request.ip())
                                        .mapEmpty()))
                .summary("Bring a removed post back")
                .names("group", "tenant-group")
                .names("post", "tenant-removed-post")
                .refuses(404);
        writing.put(ONE + "/pin", (request, tx) -> acted(request, tx, post -> PostActs.pin(tx, hand(request), post)))
                .summary("Pin a post above the others of its channel, where at most three are pinned")
                .names("group", "tenant-group")
                .names("post", "tenant-post")
                .refuses(404, 409);
        writing.delete(ONE + "/pin", request -> act(request, (tx, post) -> PostActs.unpin(tx, hand(request), post)))
                .summary("Take a post from above the others of its channel")
                .names("group", "tenant-group")
                .names("post", "tenant-post")
                .refuses(404);
        writing.delete(ONE, this::remove)
                .summary("Remove a post; it can be brought back for thirty days")
                .names("group", "tenant-group")
                .names("post", "tenant-post")
                .refuses(404);
    }

    private Future<Reply> list(Request request) {
        var group = request.id("group");
        var wanted = request.page();
        var asked = request.query("channel").strip();
        var channel = Ids.parse(asked);
        if (channel == null && !asked.isEmpty()) throw Problem.invalid("channel", "id-invalid");
        return db.read(
                        request.scope(),
                        tx -> known(tx, group).compose(x -> new PostStore(tx).list(null, group, channel, wanted)))
                .map(rows -> wanted.page(rows, Post::place))
                .compose(page -> noted(request, page.items()).map(page))
                .map(page -> request.paged(page.map(PostView::of), PostList::new));
    }

    private static Future<Void> known(Tx tx, UUID group) {
        return new SpotStore(tx).desk(group).map(spots -> {
            if (spots.isEmpty()) throw Problem.notFound();
            return null;
        });
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> DeskPost.found(tx, request.id("group"), request.id("post")))
                .compose(post -> noted(request, List.of(post)).map(reply(post)));
    }

    private Future<Void> noted(Request request, List<Post> posts) {
        var closed = posts.stream().filter(Post::closed).map(Post::channel).collect(Collectors.toSet());
        return Visits.program(db, request.scope(), closed);
    }

    private static Reply reply(Post post) {
        return Reply.json(PostView.of(post)).tagged(Integer.toString(post.version()));
    }

    /** What a key writes is its own to change, as with people. */
    private Future<Reply> change(Request request, Tx tx) {
        var sent = request.json(PostChange.class);
        var group = request.id("group");
        var hand = hand(request);
        return DeskPost.found(tx, group, request.id("post"))
                .compose(post -> {
                    if (!Objects.equals(hand.staff(), post.staff())) throw Problem.notFound();
                    request.ifMatch().require(Integer.toString(post.version()));
                    return PostActs.edit(tx, hand, post, post.version(), sent.over(post))
                            .recover(PostActApi::stale);
                })
                .compose(x -> DeskPost.found(tx, group, request.id("post")))
                .compose(post -> PostActApi.changed(tx, post));
    }

    private interface Act {
        Future<Void> of(Tx tx, UUID post);
    }

    private Future<Reply> act(Request request, Act act) {
        return db.write(request.scope(), tx -> acted(request, tx, post -> act.of(tx, post)));
    }

    private static Future<Reply> acted(Request request, Tx tx, Function<UUID, Future<Void>> act) {
        var post = request.id("post");
        return new PostStore(tx)
                .stands(post, request.id("group"))
                .compose(stands -> {
                    if (!stands) throw Problem.notFound();
                    return act.apply(post);
                })
                .map(x -> Reply.empty());
    }

    private static Hand hand(Request request) {
        if (request.scope().principal() instanceof Principal.Business business) return Hand.ofStaff(business.key());
        throw new IllegalStateException("a business route");
    }

    private Future<PostView> stored(Request request, UUID post) {
        var group = request.id("group");
        return db.read(request.scope(), tx -> new PostStore(tx).one(null, post))
                .map(found -> PostView.of(found.filter(p -> p.group().equals(group) && p.published())
                        .orElseThrow(Problem::notFound)));
    }

    /** Shown under the business's name, as staff's posts are. */
    private Future<Reply> create(Request request) {
        var sent = request.json(PostNew.class);
        var principal = request.scope().principal();
        if (!(principal instanceof Principal.Business business)) throw new IllegalStateException("a business route");
        var name = request.tenant().branding().portalName();
        var post = NewPost.of(
                        sent.id(),
                        request.id("group").toString(),
                        sent.channel(),
                        Writer.of(business, name),
                        Objects.requireNonNullElse(sent.title(), ""),
                        sent.body(),
                        Wish.PUBLISHED,
                        null)
                .asking(sent.asks(clock));
        return posts.keep(request.scope(), post)
                .compose(outcome -> outcome.verdict() == Outcome.Verdict.REPEATED
                        ? stored(request, post.id())
                        : CallStore.fate(db, request.scope(), post, outcome).map(PostView.made(post, outcome)::with))
                .map(view -> Reply.created(request.path() + "/" + view.id(), view));
    }

    private Future<Reply> remove(Request request) {
        var group = request.id("group");
        var post = request.id("post");
        return db.write(
                        request.scope(),
                        tx -> new PostStore(tx).stands(post, group).compose(stands -> {
                            if (!stands) throw Problem.notFound();
                            return PostActs.remove(tx, hand(request), post, request.ip());
                        }))
                .map(Reply.empty());
    }
}
