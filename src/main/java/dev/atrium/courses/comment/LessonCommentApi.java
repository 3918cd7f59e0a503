package dev.atrium.courses.comment;

import dev.atrium.courses.CoursesModule;
import dev.atrium.courses.Door.Opened;
import dev.atrium.courses.comment.LessonCommentViews.LessonCommentEdit;
import dev.atrium.courses.comment.LessonCommentViews.LessonCommentFeeling;
import dev.atrium.courses.comment.LessonCommentViews.LessonCommentFollow;
import dev.atrium.courses.comment.LessonCommentViews.LessonCommentList;
import dev.atrium.courses.comment.LessonCommentViews.LessonCommentNew;
import dev.atrium.courses.comment.LessonCommentViews.LessonCommentReport;
import dev.atrium.courses.comment.LessonCommentViews.LessonCommentView;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Comments below lessons for programs of a client's account: the same door opens them as the pages. */
final class LessonCommentApi {
    private static final String LIST = "/api/v1/courses/:course/lessons/:lesson/comments";
    private static final String ONE = LIST + "/:comment";

    private final Db db;
    private final Discussion discussion;

    LessonCommentApi(Db db, Discussion discussion) {
        this.db = db;
        this.discussion = discussion;
    }

    void mount(Routes routes) {
        var reading = routes.program("learning:read", CoursesModule.APP.key());
        named(reading.get(LIST, this::list))
                .summary("List the comments of an open lesson, the oldest first, replies among them")
                .pages()
                .query("unresolved", "yes: only questions that nobody called answered")
                .gives(LessonCommentList.class, new LessonCommentList(List.of(LessonCommentViews.EXAMPLE), null))
                .refuses(403, 404);
        named(reading.get(ONE, this::one))
                .summary("Get a comment of an open lesson")
                .names("comment", "lesson-comment")
                .gives(LessonCommentView.class, LessonCommentViews.EXAMPLE)
                .refuses(403, 404);
        var writing = routes.program("learning:write", CoursesModule.APP.key());
        named(writing.post(LIST, (request, tx) -> create(request, tx)))
                .summary(
                        "Comment on an open lesson or reply to a comment; sent again with the same id, it is said once")
                .names("parent", "lesson-question")
                .takes(LessonCommentNew.class, LessonCommentViews.SAID)
                .creates(LessonCommentView.class, LessonCommentViews.EXAMPLE)
                .refuses(403, 404, 409, 422, 429);
        named(writing.patch(ONE, (request, tx) -> edit(request, tx)))
                .summary("Say something else in a comment of one's own")
                .names("comment", "lesson-comment")
                .takes(LessonCommentEdit.class, LessonCommentViews.EDITED)
                .gives(LessonCommentView.class, LessonCommentViews.EXAMPLE)
                .refuses(403, 404, 409, 422, 429);
        named(writing.delete(ONE, this::remove))
                .summary("Take a comment back; it can be brought back for thirty days")
                .names("comment", "lesson-comment")
                .refuses(403, 404);
        acts(writing);
    }

    private void acts(Routes.Mount writing) {
        named(writing.put(ONE + "/resolution", (request, tx) -> resolve(request, tx, true)))
                .summary("Say that a question of one's own is answered")
                .names("comment", "lesson-question")
                .refuses(403, 404);
        named(writing.delete(
                        ONE + "/resolution", request -> db.write(request.scope(), tx -> resolve(request, tx, false))))
                .summary("Say that a question of one's own is not answered after all")
                .names("comment", "lesson-question")
                .refuses(403, 404);
        named(writing.put(ONE + "/reaction", (request, tx) -> react(request, tx)))
                .summary("React to a comment of a lesson")
                .names("comment", "lesson-comment")
                .takes(LessonCommentFeeling.class, new LessonCommentFeeling("like"))
                .refuses(403, 404, 422, 429);
        named(writing.delete(ONE + "/reaction", request -> db.write(request.scope(), tx -> felt(request, tx, ""))))
                .summary("Take one's reaction back")
                .names("comment", "lesson-comment")
                .refuses(403, 404, 429);
        named(writing.put(ONE + "/follow", (request, tx) -> follow(request, tx)))
                .summary("Follow or mute a question")
                .names("comment", "lesson-question")
                .takes(LessonCommentFollow.class, new LessonCommentFollow("following"))
                .refuses(403, 404, 422);
        named(writing.post(ONE + "/report", (request, tx) -> report(request, tx)))
                .summary("Report what somebody else wrote to staff; again by the same account it stays one report")
                .names("comment", "seen-lesson-comment")
                .takes(LessonCommentReport.class, new LessonCommentReport("spam", null))
                .refuses(403, 404, 422);
    }

    private static Route named(Route route) {
        return route.names("course", "open-course").names("lesson", "talked-lesson");
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        boolean unresolved = request.query("unresolved").equals("yes");
        return db.read(
                        request.scope(),
                        tx -> Spot.of(tx, request)
                                .compose(opened -> new LessonCommentStore(tx)
                                        .list(
                                                request.session().contact(),
                                                opened.lesson().course(),
                                                opened.lesson().id(),
                                                unresolved,
                                                wanted)))
                .map(rows -> wanted.page(rows, LessonComment::place))
                .map(page -> request.paged(page.map(LessonCommentViews::of), LessonCommentList::new));
    }

    private Future<Reply> one(Request request) {
        return db.read(
                        request.scope(),
                        tx -> Spot.of(tx, request)
                                .compose(opened -> stored(tx, request, opened, request.id("comment"))))
                .map(comment -> Reply.json(LessonCommentViews.of(comment)));
    }

    private static Future<LessonComment> stored(Tx tx, Request request, Opened opened, UUID comment) {
        return new LessonCommentStore(tx)
                .one(
                        request.session().contact(),
                        opened.lesson().course(),
                        opened.lesson().id(),
                        comment)
                .map(found -> found.filter(there -> !there.removed()).orElseThrow(Problem::notFound));
    }

    private static Place place(Opened opened) {
        return new Place(opened.lesson().course(), opened.lesson().id());
    }

    private Future<Reply> create(Request request, Tx tx) {
        var sent = request.json(LessonCommentNew.class);
        return Spot.of(tx, request).compose(opened -> {
            var comment = NewLessonComment.of(
                    sent.id(),
                    opened.lesson().course(),
                    opened.lesson().id(),
                    sent.parent(),
                    CommentPart.writer(request),
                    sent.body());
            return discussion
                    .say(tx, comment)
                    .compose(said -> stored(tx, request, opened, comment.id()))
                    .map(view -> Reply.created(request.path() + "/" + view.id(), LessonCommentViews.of(view)));
        });
    }

    private Future<Reply> edit(Request request, Tx tx) {
        var sent = request.json(LessonCommentEdit.class);
        var body = NewLessonComment.text(sent.body());
        var comment = request.id("comment");
        return Spot.of(tx, request)
                .compose(opened -> discussion
                        .edit(tx, CommentPart.writer(request), place(opened), comment, sent.version(), body)
                        .compose(x -> stored(tx, request, opened, comment))
                        .map(view -> Reply.json(LessonCommentViews.of(view))));
    }

    private Future<Reply> remove(Request request) {
        return db.write(
                request.scope(),
                tx -> Spot.of(tx, request)
                        .compose(opened -> Discussion.remove(
                                tx, CommentPart.writer(request), place(opened), request.id("comment"), request.ip()))
                        .map(x -> Reply.empty()));
    }

    private static Future<Reply> resolve(Request request, Tx tx, boolean resolved) {
        return Spot.of(tx, request)
                .compose(opened -> Discussion.resolve(
                        tx, CommentPart.writer(request), place(opened), request.id("comment"), resolved, request.ip()))
                .map(x -> Reply.empty());
    }

    private Future<Reply> react(Request request, Tx tx) {
        var word = request.json(LessonCommentFeeling.class).word();
        if (word.isEmpty()) throw Problem.invalid("word", "reaction-unknown");
        return felt(request, tx, word);
    }

    private Future<Reply> felt(Request request, Tx tx, String word) {
        return Spot.of(tx, request)
                .compose(opened ->
                        discussion.react(tx, request.session().contact(), place(opened), request.id("comment"), word))
                .map(x -> Reply.empty());
    }

    private static Future<Reply> follow(Request request, Tx tx) {
        var state = request.json(LessonCommentFollow.class).state();
        if (!state.isEmpty() && !state.equals("following") && !state.equals("muted"))
            throw Problem.invalid("state", "choice-invalid");
        return Spot.of(tx, request)
                .compose(opened -> new LessonSayStore(tx)
                        .follow(request.session().contact(), place(opened), request.id("comment"), state))
                .map(there -> {
                    if (!there) throw Problem.notFound();
                    return Reply.empty();
                });
    }

    private Future<Reply> report(Request request, Tx tx) {
        var sent = request.json(LessonCommentReport.class);
        var contact = request.session().contact();
        return Spot.of(tx, request)
                .compose(opened -> stored(tx, request, opened, request.id("comment")))
                .compose(comment -> {
                    if (comment.author() == null || comment.author().equals(contact)) throw Problem.notFound();
                    return discussion.report(
                            tx,
                            contact,
                            comment,
                            sent.reason(),
                            Objects.requireNonNullElse(sent.note(), ""),
                            request.ip());
                })
                .map(x -> Reply.empty());
    }
}
