package dev.atrium.courses.assignment;

import dev.atrium.courses.CoursesModule;
import dev.atrium.courses.Door;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaModule;
import dev.atrium.media.MediaObject;
import dev.atrium.media.MediaProblem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a learner hands in: a page of it that works without script, and which the page of the lesson shows as well. */
final class HandInRoutes {
    private static final String ONE = "/courses/:course/lessons/:lesson/assignment";
    /** So much goes by one form. */
    private static final long FORM_BYTES = 25L * 1024 * 1024;

    private final Db db;
    private final MediaModule media;
    private final Handing handing;
    private final HandInPart part;

    HandInRoutes(Db db, MediaModule media, Handing handing, HandInPart part) {
        this.db = db;
        this.media = media;
        this.handing = handing;
        this.part = part;
    }

    void mount(Routes routes) {
        var client = routes.client(CoursesModule.APP.key());
        named(client.get(ONE, this::page))
                .summary("Show the person's work in an assignment")
                .landing();
        named(client.post(ONE, this::send))
                .summary("Keep the person's work in an assignment, put a file to it, or hand it in")
                .uploads(FORM_BYTES)
                .shows(this::page);
        named(client.post(ONE + "/draft", this::autosave))
                .summary("Keep what is being written in an assignment")
                .longForm()
                .ofScript();
        named(client.post(ONE + "/files/remove", this::detach))
                .names("remove", "task-file")
                .summary("Take a file from what is being written in an assignment")
                .uploads(FORM_BYTES)
                .shows(this::page);
        named(client.get(ONE + "/files/:file", this::file))
                .names("file", "task-file")
                .summary("Save a file of the person's own work")
                .ownEyes();
        named(client.post(ONE + "/messages", this::say))
                .names("lesson", "task-lesson-sent")
                .summary("Write to staff about one's own work")
                .longForm()
                .shows(this::page);
    }

    private static Route named(Route route) {
        return route.names("course", "open-course").names("lesson", "task-lesson");
    }

    private Future<Reply> page(Request request) {
        return (request.viewing().isPresent()
                        ? db.read(
                                request.scope(),
                                tx -> Handing.open(tx, request).compose(opened -> shown(tx, request, opened)))
                        : db.write(
                                request.scope(),
                                tx -> Handing.open(tx, request)
                                        .compose(opened -> handing.seen(tx, request.tenant(), opened)
                                                .map(opened))
                                        .compose(opened -> shown(tx, request, opened))))
                .map(model -> Reply.page("courses/assignment/work", Reply.Layout.PORTAL, "assignment.work", model));
    }

    private Future<Map<String, Object>> shown(Tx tx, Request request, Door.Opened opened) {
        return part.model(tx, request, opened).map(work -> model(opened, work));
    }

    private static Map<String, Object> model(Door.Opened opened, Map<String, Object> work) {
        Map<String, Object> model = new HashMap<>();
        model.put("lesson", opened.lesson());
        model.put("assignment", work);
        return model;
    }

    private static Reply back(Door.Opened opened, String word) {
        return Reply.redirect(Handing.path(opened)).with(new Cookies.Change(Cookies.FLASH, word, 60));
    }

    private interface Step<T> {
        Future<T> of(Tx tx, Door.Opened opened);
    }

    private <T> Future<T> write(Request request, Step<T> step) {
        return db.write(request.scope(), tx -> Handing.open(tx, request).compose(opened -> step.of(tx, opened)));
    }

    /** The text is kept before anything else is done, so that no refusal of a file or of the whole takes it away. */
    private Future<Reply> send(Request request) {
        var body = Handing.text("body", request.form().raw("body"));
        boolean filed = request.uploads().stream().anyMatch(file -> file.size() > 0);
        boolean handsIn = request.form().text("act").equals("submit");
        return write(
                        request,
                        (tx, opened) -> handing.write(tx, request.tenant(), opened, body)
                                .map(opened))
                .compose(opened -> filed ? attached(request).map(opened) : Future.succeededFuture(opened))
                .compose(opened -> handsIn
                        ? submitted(request, body)
                        : Future.succeededFuture(back(opened, filed ? "file-added" : "hand-in-kept")));
    }

    private Future<MediaObject> attached(Request request) {
        return media.media()
                .keep(
                        request,
                        "file",
                        MediaObject.Purpose.FILE,
                        (tx, file) -> Handing.open(tx, request)
                                .compose(opened -> handing.attach(
                                        tx,
                                        request.tenant(),
                                        opened,
                                        request.session().account(),
                                        file)))
                .recover(e -> Future.failedFuture(refusal(e)));
    }

    /** Why a file was not taken, beside its field. */
    private static Throwable refusal(Throwable e) {
        if (e instanceof MediaProblem) return Problem.invalid("file", "file-type");
        if (!(e instanceof Problem problem)) return e;
        for (var field : List.of("size", "name")) {
            var word = problem.fields().get(field);
            if (word != null) return Problem.invalid(Map.of("file", word));
        }
        return e;
    }

    private Future<Reply> submitted(Request request, String body) {
        return write(
                request,
                (tx, opened) -> handing.submit(tx, request.tenant(), opened, body, request.ip())
                        .map(handed -> back(opened, "hand-in-sent")));
    }

    private Future<Reply> autosave(Request request) {
        var body = Handing.text("body", request.form().raw("body"));
        return write(
                request,
                (tx, opened) ->
                        handing.write(tx, request.tenant(), opened, body).map(x -> Reply.empty()));
    }

    private Future<Reply> detach(Request request) {
        var file = request.form().id("remove");
        boolean typed = request.form().has("body");
        var body = Handing.text("body", request.form().raw("body"));
        return write(
                request,
                (tx, opened) -> (typed
                                ? handing.write(tx, request.tenant(), opened, body)
                                : Future.<Void>succeededFuture())
                        .compose(x -> Handing.detach(tx, opened, file))
                        .map(x -> back(opened, "file-removed")));
    }

    private Future<Reply> file(Request request) {
        return db.read(request.scope(), tx -> own(tx, request).compose(file -> media.attachment(tx, file.media())));
    }

    /** Asked of the door on each request. */
    static Future<HandIn.Attached> own(Tx tx, Request request) {
        return Handing.open(tx, request)
                .compose(opened -> new HandInStore(tx).of(opened.lesson().id(), Handing.contact(opened)))
                .compose(work ->
                        HandInPart.file(tx, work.orElseThrow(Problem::notFound).id(), request.id("file")));
    }

    private Future<Reply> say(Request request) {
        var form = request.form();
        return write(
                request,
                (tx, opened) -> handing.say(
                                tx, opened, form.nonce(), request.session().name(), form.raw("message"))
                        .map(said -> back(opened, "hand-in-said")));
    }
}
