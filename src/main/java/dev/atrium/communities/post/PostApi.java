package dev.atrium.communities.post;

import dev.atrium.communities.Groups;
import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Posts for programs of a client's account. */
final class PostApi {
    private static final String LIST = "/api/v1/groups/:group/posts";

    /** A part of the list; {@code next} is where it goes on, and null at its end. */
    public record PostList(List<PostView> items, @Nullable String next) {}

    /** What is to be posted; with an id, it can be sent again and is the same post. A poll is asked along with it. */
    public record PostNew(
            @Nullable UUID id, UUID channel, @Nullable String title, String body, NewPoll.@Nullable PollNew poll) {
        /** @throws Problem 422 where it is no poll */
        @Nullable
        NewPoll asks(Clock clock) {
            return poll == null ? null : poll.at(clock.now());
        }
    }

    private static final PostView HELLO = PostView.EXAMPLE;
    static final PostNew NEW = new PostNew(
            PostView.ID,
            PostView.OTHER,
            "Hello",
            "Who is at the **fair** on Friday?",
            new NewPoll.PollNew(List.of("I am", "I am not"), false, true, null, 7));

    private final Db db;
    private final Clock clock;
    private final Posts posts;

    PostApi(Db db, Clock clock, Posts posts) {
        this.db = db;
        this.clock = clock;
        this.posts = posts;
    }

    void mount(Routes routes) {
        var app = PostModule.APP.key();
        var reading = routes.program("communities:read", app);
        reading.get(LIST, this::list)
                .summary("List the posts of a group that the account sees, the newest first")
                .pages()
                .query("channel", "Only those of this channel")
                .gives(
                        PostList.class,
                        new PostList(List.of(HELLO), "/api/v1/groups/" + PostView.OTHER + "/posts?cursor=AQGT"))
                .refuses(404);
        routes.program("communities:write", app)
                .post(LIST, this::create)
                .summary("Post in a channel; sent again with the same id, it is posted once")
                .names("channel", "channel")
                .takes(PostNew.class, NEW)
                .creates(PostView.class, HELLO)
                .refuses(403, 404, 409, 422, 429);
    }

    private Future<Reply> list(Request request) {
        var contact = request.session().contact();
        var wanted = request.page();
        var asked = request.query("channel").strip();
        var channel = Ids.parse(asked);
        if (channel == null && !asked.isEmpty()) throw Problem.invalid("channel", "id-invalid");
        return db.read(
                        request.scope(),
                        tx -> Groups.member(tx, contact, request.pathText("group"))
                                .compose(seat -> new PostStore(tx)
                                        .list(contact, seat.group(), channel, wanted)
                                        .compose(posts -> Looking.noted(db, request, seat, posts, null)
                                                .map(posts))))
                .map(rows -> wanted.page(rows, Post::place))
                .map(page -> request.paged(page.map(PostView::of), PostList::new));
    }

    private Future<PostView> stored(Request request, UUID post) {
        return db.read(
                        request.scope(),
                        tx -> new PostStore(tx)
                                .one(request.session().contact(), post)
                                .map(found -> found.orElseThrow(Problem::notFound))
                                .compose(found -> Groups.member(
                                                tx,
                                                request.session().contact(),
                                                found.group().toString())
                                        .compose(seat -> Looking.noted(db, request, seat, List.of(found), null))
                                        .map(found)))
                .map(PostView::of);
    }

    private Future<PostView> called(Request request, PostView view, NewPost post, Outcome outcome) {
        return CallStore.fate(db, request.scope(), post, outcome).map(view::with);
    }

    /** What was kept is said without being read again; what was kept before, as it stands now. */
    private Future<Reply> create(Request request) {
        var sent = request.json(PostNew.class);
        var session = request.session();
        var post = NewPost.of(
                        sent.id(),
                        request.pathText("group"),
                        sent.channel(),
                        Writer.of(request.scope().principal(), session),
                        Objects.requireNonNullElse(sent.title(), ""),
                        sent.body(),
                        Wish.PUBLISHED,
                        null)
                .asking(sent.asks(clock));
        return posts.keep(request.scope(), post)
                .compose(outcome ->
                        outcome.verdict() == Outcome.Verdict.REPEATED || !outcome.fresh() || LeadStore.any(post.body())
                                ? stored(request, post.id()).compose(view -> called(request, view, post, outcome))
                                : called(request, PostView.made(post, outcome), post, outcome))
                .map(view -> Reply.created("/api/v1/posts/" + view.id(), view));
    }
}
