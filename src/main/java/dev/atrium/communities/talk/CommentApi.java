package dev.atrium.communities.talk;

import dev.atrium.communities.Visits;
import dev.atrium.communities.post.CallStore;
import dev.atrium.communities.post.Writer;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Comments for programs of a client's account. */
final class CommentApi {
    private static final String LIST = "/api/v1/posts/:post/comments";
    private static final String ONE = LIST + "/:comment";
    private static final String ANSWER = "/api/v1/posts/:post/answer";

    /** A part of the list; {@code next} is where it goes on, and null at its end. */
    public record CommentList(
            List<CommentView> items, @Nullable String next) {}

    /** What is to be said; with an id, it can be sent again and is the same comment. */
    public record CommentNew(@Nullable UUID id, @Nullable UUID parent, String body) {}

    /** Other words; {@code version} is the one that they take the place of. */
    public record CommentEdit(String body, int version) {}

    /** The comment that answers the post's question. */
    public record AnswerMark(UUID comment) {}

    private static final UUID ID = UUID.fromString("01931f82-5c1e-7a44-b7f0-93d1a6c2e811");
    private static final CommentView HELLO = CommentView.EXAMPLE;
    private static final CommentNew SAID = new CommentNew(null, null, "I am, with the **new** prints.");

    private final Db db;
    private final int perMinute;

    CommentApi(Db db, int perMinute) {
        this.db = db;
        this.perMinute = perMinute;
    }

    void mount(Routes routes) {
        var app = TalkModule.APP.key();
        var reading = routes.program("communities:read", app);
        reading.get(LIST, this::list)
                .summary("List the comments of a post, the oldest first, replies among them")
                .pages()
                .gives(CommentList.class, new CommentList(List.of(HELLO), null))
                .refuses(404);
        reading.get(ONE, this::one)
                .summary("Get a comment")
                .names("comment", "comment")
                .gives(CommentView.class, HELLO)
                .refuses(404);
        var writing = routes.program("communities:write", app);
        writing.post(LIST, (request, tx) -> create(request, tx))
                .summary("Comment on a post or reply to a comment; sent again with the same id, it is said once")
                .takes(CommentNew.class, SAID)
                .creates(CommentView.class, HELLO)
                .refuses(403, 404, 409, 422, 429);
        writing.patch(ONE, (request, tx) -> edit(request, tx))
                .summary("Say something else in a comment of one's own")
                .names("comment", "comment")
                .takes(CommentEdit.class, new CommentEdit("I am not, after all.", 1))
                .gives(CommentView.class, HELLO)
                .refuses(404, 409, 422);
        writing.delete(ONE, this::remove)
                .summary("Take a comment back")
                .names("comment", "comment")
                .refuses(404);
        writing.put(ANSWER, (request, tx) -> mark(request, tx))
                .summary("Mark the comment that answers a question")
                .names("comment", "comment")
                .takes(AnswerMark.class, new AnswerMark(ID))
                .refuses(404);
        writing.delete(ANSWER, this::unmark)
                .summary("Take the mark of the answer away")
                .refuses(404);
    }

    private Future<Reply> list(Request request) {
        var contact = request.session().contact();
        var wanted = request.page();
        return db.read(
                        request.scope(),
                        tx -> new CommentActStore(tx)
                                .rights(contact, request.id("post"))
                                .compose(found -> {
                                    if (found.isEmpty()) throw Problem.notFound();
                                    return new CommentStore(tx).list(contact, request.id("post"), wanted);
                                }))
                .map(rows -> wanted.page(rows, Comment::place))
                .compose(page -> noted(request).map(request.paged(page.map(CommentView::of), CommentList::new)));
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> stored(request, tx, request.id("comment")))
                .compose(found -> noted(request).map(Reply.json(found)));
    }

    /** Those who manage a private channel read of the group's owner who reads there. */
    private Future<Void> noted(Request request) {
        var session = request.session();
        return db.read(request.scope(), tx -> Visits.channels(tx, List.of(request.id("post"))))
                .compose(closed -> Visits.owner(db, request.scope(), session.contact(), session.name(), closed));
    }

    private static Future<CommentView> stored(Request request, Tx tx, UUID comment) {
        return new CommentStore(tx)
                .one(request.session().contact(), request.id("post"), comment)
                .map(found ->
                        CommentView.of(found.filter(there -> !there.removed()).orElseThrow(Problem::notFound)));
    }

    private Future<Reply> create(Request request, Tx tx) {
        var sent = request.json(CommentNew.class);
        var post = request.id("post");
        var comment = NewComment.of(sent.id(), post, sent.parent(), writer(request), sent.body());
        return Comments.add(tx, comment, perMinute)
                .compose(said -> stored(request, tx, comment.id()))
                .compose(view -> called(request, tx, view))
                .map(view -> Reply.created("/api/v1/posts/" + post + "/comments/" + view.id(), view));
    }

    private static Future<CommentView> called(Request request, Tx tx, CommentView view) {
        return new CallStore(tx)
                .fate(view.body(), view.post(), view.id(), request.session().contact())
                .map(view::with);
    }

    private static Future<Reply> edit(Request request, Tx tx) {
        var sent = request.json(CommentEdit.class);
        var comment = request.id("comment");
        return Comments.edit(
                        tx, writer(request), request.id("post"), comment, sent.version(), NewComment.text(sent.body()))
                .compose(x -> stored(request, tx, comment))
                .compose(view -> called(request, tx, view))
                .map(Reply::json);
    }

    private Future<Reply> remove(Request request) {
        return db.write(
                        request.scope(),
                        tx -> Comments.remove(
                                tx, writer(request), request.id("post"), request.id("comment"), request.ip()))
                .map(x -> Reply.empty());
    }

    private static Future<Reply> mark(Request request, Tx tx) {
        var sent = request.json(AnswerMark.class);
        return Comments.answer(tx, writer(request), request.id("post"), sent.comment())
                .map(x -> Reply.empty());
    }

    private Future<Reply> unmark(Request request) {
        return db.write(request.scope(), tx -> Comments.answer(tx, writer(request), request.id("post"), null))
                .map(x -> Reply.empty());
    }

    static Writer writer(Request request) {
        return Writer.of(request.scope().principal(), request.session());
    }
}
