package dev.atrium.courses.comment;

import dev.atrium.communities.post.Writer;
import dev.atrium.courses.TreeStore;
import dev.atrium.courses.comment.LessonCommentViews.LessonCommentEdit;
import dev.atrium.courses.comment.LessonCommentViews.LessonCommentList;
import dev.atrium.courses.comment.LessonCommentViews.LessonCommentView;
import dev.atrium.courses.comment.LessonCommentViews.TaughtCommentNew;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Comments below the lessons of a course for programs of the business, which speak under its name. */
final class BusinessCommentsApi {
    private static final String LIST = "/api/v1/business/courses/:course/comments";
    private static final String ONE = LIST + "/:comment";

    private final Db db;
    private final Discussion discussion;

    BusinessCommentsApi(Db db, Discussion discussion) {
        this.db = db;
        this.discussion = discussion;
    }

    void mount(Routes routes) {
        var reading = routes.business("learners:read");
        named(reading.get(LIST, this::list))
                .summary("List the comments below the lessons of a course, the oldest first, replies among them")
                .pages()
                .query("lesson", "only of this lesson")
                .query("unresolved", "yes: only questions that nobody called answered")
                .gives(LessonCommentList.class, new LessonCommentList(List.of(LessonCommentViews.EXAMPLE), null))
                .refuses(404, 422);
        named(reading.get(ONE, this::one))
                .summary("Get a comment below a lesson of a course")
                .names("comment", "taught-comment")
                .gives(LessonCommentView.class, LessonCommentViews.EXAMPLE)
                .refuses(404);
        var writing = routes.business("learners:write");
        named(writing.post(LIST, (request, tx) -> create(request, tx)))
                .summary(
                        "Comment on a lesson or reply to a comment as the business; sent again with the same id, it is said once")
                .names("lesson", "taught-talk")
                .names("parent", "taught-comment")
                .takes(TaughtCommentNew.class, LessonCommentViews.TAUGHT)
                .creates(LessonCommentView.class, LessonCommentViews.EXAMPLE)
                .refuses(404, 409, 422);
        named(writing.patch(ONE, (request, tx) -> edit(request, tx)))
                .summary("Say something else in a comment that the same key wrote")
                .names("comment", "taught-comment")
                .takes(LessonCommentEdit.class, LessonCommentViews.EDITED)
                .gives(LessonCommentView.class, LessonCommentViews.EXAMPLE)
                .refuses(404, 409, 422);
        named(writing.delete(ONE, this::remove))
                .summary("Take a comment away; it can be brought back for thirty days")
                .names("comment", "taught-comment")
                .refuses(404);
        named(writing.post(ONE + "/restore", (request, tx) -> restore(request, tx)))
                .summary("Bring a comment back")
                .names("comment", "taught-removed-comment")
                .refuses(404);
        named(writing.put(ONE + "/resolution", (request, tx) -> resolve(request, tx, true)))
                .summary("Say that a question is answered")
                .names("comment", "taught-comment")
                .refuses(404);
        named(writing.delete(
                        ONE + "/resolution", request -> db.write(request.scope(), tx -> resolve(request, tx, false))))
                .summary("Say that a question is not answered after all")
                .names("comment", "taught-comment")
                .refuses(404);
    }

    private static Route named(Route route) {
        return route.names("course", "taught-course");
    }

    private static Future<Void> known(Tx tx, UUID course) {
        return new TreeStore(tx).tree(course).map(found -> {
            if (found.isEmpty()) throw Problem.notFound();
            return null;
        });
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        var asked = request.query("lesson").strip();
        var lesson = Ids.parse(asked);
        if (lesson == null && !asked.isEmpty()) throw Problem.invalid("lesson", "id-invalid");
        boolean unresolved = request.query("unresolved").equals("yes");
        var course = request.id("course");
        return db.read(
                        request.scope(),
                        tx -> known(tx, course)
                                .compose(
                                        x -> new LessonCommentStore(tx).list(null, course, lesson, unresolved, wanted)))
                .map(rows -> wanted.page(rows, LessonComment::place))
                .map(page -> request.paged(page.map(LessonCommentViews::of), LessonCommentList::new));
    }

    private static Future<LessonComment> stored(Tx tx, Request request, UUID comment) {
        return new LessonCommentStore(tx)
                .one(null, request.id("course"), null, comment)
                .map(found -> found.filter(there -> !there.removed()).orElseThrow(Problem::notFound));
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> stored(tx, request, request.id("comment")))
                .map(comment -> Reply.json(LessonCommentViews.of(comment)));
    }

    private static Writer writer(Request request) {
        if (request.scope().principal() instanceof Principal.Business business)
            return Writer.of(business, request.tenant().branding().portalName());
        throw new IllegalStateException("a business route");
    }

    private static Place place(Request request) {
        return new Place(request.id("course"), null);
    }

    private Future<Reply> create(Request request, Tx tx) {
        var sent = request.json(TaughtCommentNew.class);
        var comment = NewLessonComment.of(
                sent.id(), request.id("course"), sent.lesson(), sent.parent(), writer(request), sent.body());
        return discussion
                .say(tx, comment)
                .compose(said -> stored(tx, request, comment.id()))
                .map(view -> Reply.created(request.path() + "/" + view.id(), LessonCommentViews.of(view)));
    }

    private Future<Reply> edit(Request request, Tx tx) {
        var sent = request.json(LessonCommentEdit.class);
        var comment = request.id("comment");
        return discussion
                .edit(tx, writer(request), place(request), comment, sent.version(), NewLessonComment.text(sent.body()))
                .compose(x -> stored(tx, request, comment))
                .map(view -> Reply.json(LessonCommentViews.of(view)));
    }

    private Future<Reply> remove(Request request) {
        return db.write(
                request.scope(),
                tx -> Discussion.remove(tx, writer(request), place(request), request.id("comment"), request.ip())
                        .map(x -> Reply.empty()));
    }

    private static Future<Reply> restore(Request request, Tx tx) {
        return Discussion.restore(tx, writer(request), place(request), request.id("comment"), request.ip())
                .map(x -> Reply.empty());
    }

    private static Future<Reply> resolve(Request request, Tx tx, boolean resolved) {
        return Discussion.resolve(tx, writer(request), place(request), request.id("comment"), resolved, request.ip())
                .map(x -> Reply.empty());
    }
}
