package dev.atrium.communities.post;

import dev.atrium.communities.Groups;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an account writes and has not published, for its programs: kept, scheduled, given files, published or thrown away. */
final class DraftApi {
    private static final String LIST = "/api/v1/groups/:group/drafts";
    private static final String ONE = LIST + "/:draft";

    /** The newest first, at most a hundred. */
    public record DraftList(List<PostView> items) {}

    /**
     * What is to be kept; with an id, it can be sent again and is the same draft.
     *
     * @param publish_at when it is published by itself; without it, it stays a draft
     */
    public record DraftNew(
            @Nullable UUID id,
            UUID channel,
            @Nullable String title,
            @Nullable String body,
            @Nullable Instant publish_at) {}

    /** What a draft is to say from now on, all of it. */
    public record DraftWhole(
            UUID channel,
            @Nullable String title,
            @Nullable String body,
            @Nullable Instant publish_at) {}

    /** A file of the account, whose upload is complete. */
    public record DraftFile(UUID upload) {}

    private static final Instant LATER = Instant.parse("2026-12-01T09:00:00Z");
    private static final PostView KEPT = PostView.EXAMPLE.scheduled(LATER);
    private static final DraftNew NEW =
            new DraftNew(PostView.ID, PostView.OTHER, "Hello", "Who is at the **fair** on Friday?", LATER);
    private static final DraftWhole WHOLE =
            new DraftWhole(PostView.OTHER, "Hello", "Who is at the **fair** on Friday?", LATER);

    private final Db db;
    private final Clock clock;
    private final Posts posts;

    DraftApi(Db db, Clock clock, Posts posts) {
        this.db = db;
        this.clock = clock;
        this.posts = posts;
    }

    void mount(Routes routes) {
        var app = PostModule.APP.key();
        var reading = routes.program("communities:read", app);
        reading.get(LIST, this::list)
                .summary("List what the account wrote in a group and is not published: drafts, scheduled, waiting")
                .gives(DraftList.class, new DraftList(List.of(KEPT)))
                .refuses(404);
        reading.get(ONE, this::one)
                .summary("Get a draft")
                .gives(PostView.class, KEPT)
                .refuses(404);
        var writing = routes.program("communities:write", app);
        writing.post(LIST, this::create)
                .summary("Keep a draft, or schedule a post; sent again with the same id, it is the same one")
                .names("channel", "channel")
                .takes(DraftNew.class, NEW)
                .creates(PostView.class, KEPT)
                .refuses(403, 404, 409, 422, 429);
        writing.put(ONE, (request, tx) -> save(request, tx))
                .summary("Say what a draft is to say, and when it is published; without a time it is a draft again")
                .names("channel", "channel")
                .takes(DraftWhole.class, WHOLE)
                .gives(PostView.class, KEPT)
                .refuses(403, 404, 409, 422, 429);
        writing.post(ONE + "/publish", this::publish)
                .summary("Publish a draft, or a scheduled post before its time")
                .gives(PostView.class, PostView.EXAMPLE)
                .refuses(403, 404, 409, 422, 429);
        writing.delete(ONE, this::discard)
                .summary("Throw away what is not published, and its files")
                .refuses(404);
        writing.post(ONE + "/files", (request, tx) -> attach(request, tx))
                .summary("Add a file of the account to a draft, which has at most ten; the file is then the post's")
                .names("upload", "media")
                .takes(DraftFile.class, new DraftFile(PostView.OTHER))
                .gives(PostView.class, KEPT)
                .refuses(404, 422);
        writing.delete(ONE + "/files/:file", this::detach)
                .summary("Take a file from a draft; it is deleted")
                .names("file", "draft-file")
                .refuses(404);
    }

    private Future<Reply> list(Request request) {
        var contact = request.session().contact();
        return db.read(
                        request.scope(),
                        tx -> Groups.member(tx, contact, request.pathText("group"))
                                .compose(seat -> new PostStore(tx).own(Hand.of(contact), seat.group())))
                .map(own ->
                        Reply.json(new DraftList(own.stream().map(PostView::of).toList())));
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> mine(request, tx)).map(post -> Reply.json(PostView.of(post)));
    }

    /** Their own, of the group of the path, and not published. */
    private static Future<Post> mine(Request request, Tx tx) {
        var contact = request.session().contact();
        return Groups.member(tx, contact, request.pathText("group"))
                .compose(seat -> new PostStore(tx)
                        .one(contact, request.id("draft"))
                        .map(found -> found.filter(p -> p.group().equals(seat.group()) && !p.published())
                                .orElseThrow(Problem::notFound)));
    }

    private Future<Reply> create(Request request) {
        var sent = request.json(DraftNew.class);
        var whole = new DraftWhole(sent.channel(), sent.title(), sent.body(), sent.publish_at());
        return keep(request, kept(request, sent.id(), whole))
                .map(view -> Reply.created("/api/v1/groups/" + view.group() + "/drafts/" + view.id(), view));
    }

    private Future<Reply> save(Request request, Tx tx) {
        var sent = request.json(DraftWhole.class);
        return mine(request, tx)
                .compose(post -> posts.write(tx, List.of(kept(request, post.id(), sent))))
                .compose(outcomes -> {
                    outcomes.getFirst().orRefuse();
                    return mine(request, tx);
                })
                .map(post -> Reply.json(PostView.of(post)));
    }

    private NewPost kept(Request request, @Nullable UUID id, DraftWhole sent) {
        var at = sent.publish_at();
        if (at != null && !DraftForm.ahead(clock, at)) throw Problem.invalid("publish_at", "post-time");
        var title = Objects.requireNonNullElse(sent.title(), "");
        var body = Objects.requireNonNullElse(sent.body(), "");
        return said(request, id, sent.channel(), title, body, at == null ? Wish.DRAFT : Wish.SCHEDULED, at);
    }

    private static NewPost said(
            Request request,
            @Nullable UUID id,
            UUID channel,
            String title,
            String body,
            Wish wish,
            @Nullable Instant at) {
        var writer = Writer.of(request.scope().principal(), request.session());
        return NewPost.of(id, request.pathText("group"), channel, writer, title, body, wish, at);
    }

    private Future<PostView> keep(Request request, NewPost post) {
        return posts.keep(request.scope(), post)
                .compose(x -> db.read(
                        request.scope(),
                        tx -> new PostStore(tx).one(request.session().contact(), post.id())))
                .map(found -> PostView.of(found.orElseThrow(Problem::notFound)));
    }

    /** What it says is read before: whoever saves and publishes at the same time gets one of the two texts, whole. */
    private Future<Reply> publish(Request request) {
        return db.read(request.scope(), tx -> mine(request, tx))
                .compose(post -> keep(
                        request,
                        said(request, post.id(), post.channel(), post.title(), post.body(), Wish.PUBLISHED, null)))
                .map(Reply::json);
    }

    private Future<Reply> discard(Request request) {
        return db.write(
                        request.scope(),
                        tx -> mine(request, tx)
                                .compose(post -> new PostActStore(tx)
                                        .discard(Hand.of(request.session().contact()), post.id())))
                .map(gone -> {
                    if (!gone) throw Problem.notFound();
                    return Reply.empty();
                });
    }

    private static Future<Reply> attach(Request request, Tx tx) {
        var sent = request.json(DraftFile.class);
        var session = request.session();
        return mine(request, tx)
                .compose(post ->
                        new FileStore(tx).attachOwn(session.contact(), session.account(), post.id(), sent.upload()))
                .compose(verdict -> switch (verdict) {
                    case ADDED -> mine(request, tx);
                    case FULL -> throw Problem.invalid("upload", "files-many", FileStore.MOST);
                    case UNKNOWN -> throw Problem.notFound();
                })
                .map(post -> Reply.json(PostView.of(post)));
    }

    private Future<Reply> detach(Request request) {
        return db.write(
                        request.scope(),
                        tx -> mine(request, tx)
                                .compose(post -> new FileStore(tx)
                                        .detach(Hand.of(request.session().contact()), post.id(), request.id("file"))))
                .map(gone -> {
                    if (!gone) throw Problem.notFound();
                    return Reply.empty();
                });
    }
}
