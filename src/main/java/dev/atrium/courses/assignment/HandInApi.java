package dev.atrium.courses.assignment;

import dev.atrium.courses.CoursesModule;
import dev.atrium.courses.Door;
import dev.atrium.courses.assignment.AssignmentViews.HandInMessageNew;
import dev.atrium.courses.assignment.AssignmentViews.HandInMessageView;
import dev.atrium.courses.assignment.AssignmentViews.HandInText;
import dev.atrium.courses.assignment.AssignmentViews.HandInUpload;
import dev.atrium.courses.assignment.AssignmentViews.HandInView;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.media.MediaModule;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;

/** What a learner hands in, for programs of a client's account: the same door and the same rules as the pages. */
final class HandInApi {
    private static final String ONE = "/api/v1/courses/:course/lessons/:lesson/assignment";

    private final Db db;
    private final MediaModule media;
    private final Handing handing;

    HandInApi(Db db, MediaModule media, Handing handing) {
        this.db = db;
        this.media = media;
        this.handing = handing;
    }

    void mount(Routes routes) {
        var reading = routes.program("learning:read", CoursesModule.APP.key());
        named(reading.get(ONE, this::one))
                .summary("Get what an open assignment asks for and the account's work in it")
                .gives(HandInView.class, AssignmentViews.VIEW)
                .refuses(403, 404);
        named(reading.get(ONE + "/files/:file", this::file))
                .names("file", "task-file")
                .summary("Get a file of the account's own work")
                .givesBytes("application/octet-stream")
                .refuses(403, 404);
        var writing = routes.program("learning:write", CoursesModule.APP.key());
        work(writing.put(ONE + "/draft", this::write))
                .summary("Keep what is being written, in place of what was")
                .takes(HandInText.class, AssignmentViews.TEXT)
                .refuses(403, 404, 409, 422);
        work(writing.post(ONE + "/files", this::attach))
                .summary("Put a ready upload of the account to what is being written; at most 5")
                .names("upload", "task-upload")
                .takes(HandInUpload.class, new HandInUpload(AssignmentViews.FILE.id()))
                .refuses(403, 404, 409, 422);
        named(writing.delete(ONE + "/files/:file", this::detach))
                .names("file", "task-file")
                .summary("Take a file from what is being written")
                .refuses(403, 404);
        work(writing.post(ONE + "/submit", this::submit))
                .summary("Hand in this text with the files that were put to it")
                .takes(HandInText.class, AssignmentViews.TEXT)
                .refuses(403, 404, 409, 422);
        named(writing.post(ONE + "/messages", this::say))
                .names("lesson", "task-lesson-sent")
                .summary("Write to staff about work that was handed in")
                .idempotent()
                .takes(HandInMessageNew.class, AssignmentViews.QUESTION)
                .creates(HandInMessageView.class, AssignmentViews.MESSAGE)
                .refuses(403, 404, 409, 422, 429);
    }

    private static Route named(Route route) {
        return route.names("course", "open-course").names("lesson", "task-lesson");
    }

    private static Route work(Route route) {
        return named(route).idempotent().gives(HandInView.class, AssignmentViews.VIEW);
    }

    private static Future<Reply> now(Tx tx, Door.Opened opened) {
        var lesson = opened.lesson().id();
        return HandInPart.whole(tx, lesson, Handing.contact(opened))
                .map(whole -> Reply.json(AssignmentViews.of(lesson, whole)));
    }

    private Future<Reply> one(Request request) {
        return db.write(
                request.scope(),
                tx -> Handing.open(tx, request)
                        .compose(opened ->
                                handing.seen(tx, request.tenant(), opened).map(opened))
                        .compose(opened -> now(tx, opened)));
    }

    private Future<Reply> file(Request request) {
        return db.read(
                request.scope(),
                tx -> HandInRoutes.own(tx, request).compose(file -> media.attachment(tx, file.media())));
    }

    private Future<Reply> write(Request request, Tx tx) {
        var body = Handing.text("text", request.json(HandInText.class).text());
        return Handing.open(tx, request)
                .compose(opened ->
                        handing.write(tx, request.tenant(), opened, body).compose(x -> now(tx, opened)));
    }

    private Future<Reply> attach(Request request, Tx tx) {
        var upload = request.json(HandInUpload.class).upload();
        return Handing.open(tx, request)
                .compose(opened -> handing.attachOwn(
                                tx, request.tenant(), opened, request.session().account(), upload)
                        .compose(x -> now(tx, opened)));
    }

    private Future<Reply> detach(Request request) {
        return db.write(
                request.scope(),
                tx -> Handing.open(tx, request)
                        .compose(opened -> Handing.detach(tx, opened, request.id("file")))
                        .map(x -> Reply.empty()));
    }

    private Future<Reply> submit(Request request, Tx tx) {
        var body = Handing.text("text", request.json(HandInText.class).text());
        return Handing.open(tx, request)
                .compose(opened -> handing.submit(tx, request.tenant(), opened, body, request.ip())
                        .compose(x -> now(tx, opened)));
    }

    private Future<Reply> say(Request request, Tx tx) {
        var text = request.json(HandInMessageNew.class).text();
        var id = Ids.next();
        return Handing.open(tx, request)
                .compose(opened -> handing.say(tx, opened, id, request.session().name(), text))
                .map(said -> Reply.created(request.path() + "/" + id, AssignmentViews.of(said)));
    }
}
