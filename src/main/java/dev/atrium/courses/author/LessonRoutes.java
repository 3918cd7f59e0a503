package dev.atrium.courses.author;

import dev.atrium.courses.CourseFrame;
import dev.atrium.courses.Lesson;
import dev.atrium.courses.Tree;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.files.Sizes;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaModule;
import dev.atrium.media.MediaObject;
import dev.atrium.media.MediaProblem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Precondition;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** One lesson on the console: its form, its file, its captions. */
final class LessonRoutes {
    static final String ONE = CourseRoutes.ONE + "/lessons/:lesson";
    /** So much goes by one form; whatever is larger comes piece by piece. */
    private static final long FORM_BYTES = 100L * 1024 * 1024;

    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");

    private final Db db;
    private final Hosts hosts;
    private final Vertx vertx;
    private final MediaModule media;
    private final CourseFrame frame;

    LessonRoutes(Vertx vertx, Db db, Hosts hosts, MediaModule media, CourseFrame frame) {
        this.vertx = vertx;
        this.db = db;
        this.hosts = hosts;
        this.media = media;
        this.frame = frame;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        staff.get(ONE, this::one).summary("Show a lesson and its form");
        staff.post(ONE, this::change)
                .summary("Change a lesson")
                .names("unlock_lesson", "earlier-lesson")
                .longForm()
                .shows(this::one);
        staff.get(ONE + "/media", this::play)
                .summary("Play the video or recording of a lesson, in whole or in ranges")
                .names("course", "open-course")
                .names("lesson", "played-lesson")
                .ofScript();
        staff.get(ONE + "/file", this::file).summary("Save the file of a lesson");
        staff.post(ONE + "/file", this::upload)
                .summary("Put a file into a lesson")
                .uploads(FORM_BYTES)
                .shows(this::one);
        staff.post(ONE + "/file/remove", this::remove).summary("Take the file out of a lesson");
        staff.post(ONE + "/captions", this::caption)
                .summary("Put captions of one language to a lesson")
                .names("lesson", "video-lesson")
                .uploads(2L * Vtt.MOST_BYTES)
                .shows(this::one);
        staff.post(ONE + "/captions/remove", this::uncaption)
                .summary("Take the captions of a language from a lesson")
                .names("lesson", "video-lesson")
                .shows(this::one);
        media.media()
                .ofStaff()
                .mount(routes, Permission.CONTENT, ONE + "/uploads", LessonRoutes::known, LessonRoutes::attach);
    }

    static Future<Lesson> found(Tx tx, Request request) {
        return Authoring.found(tx, request.id("course")).map(tree -> Outlining.lesson(tree, request.id("lesson")));
    }

    private Future<Reply> one(Request request) {
        var course = request.id("course");
        return OutlineRoutes.zone(hosts, request)
                .compose(zone -> db.read(
                        Desk.of(request).scope(),
                        tx -> Authoring.found(tx, course).compose(tree -> {
                            var lesson = Outlining.lesson(tree, request.id("lesson"));
                            var rest = new OutlineStore(tx, course).rest(lesson.id());
                            var captions = new CaptionStore(tx).names(lesson.id());
                            return Future.all(rest, captions).map(x -> {
                                var more = rest.result().orElseThrow(Problem::notFound);
                                var model = frame.model(request, tree.course(), "outline");
                                LessonView.form(model, request, tree, lesson, LessonView.draft(lesson, more), zone);
                                shown(model, request, tree, lesson, more, captions.result());
                                return Reply.page(
                                        "courses/desk-lesson", Reply.Layout.CONSOLE, "courses.desk.lesson", model);
                            });
                        })));
    }

    private static void shown(
            Map<String, Object> model,
            Request request,
            Tree tree,
            Lesson lesson,
            OutlineStore.Rest rest,
            List<CaptionStore.Named> captions) {
        model.put("lesson", lesson);
        model.put("lessonUrl", Desk.of(request).path("/courses/" + tree.course().id() + "/lessons/" + lesson.id()));
        model.put("fileName", rest.file());
        model.put("fileSize", Sizes.say(request, rest.size()));
        Player.of(request, lesson).ifPresent(player -> model.put("playing", player));
        model.put("captions", captions);
        model.put("sectionTitle", Outlining.section(tree, lesson.section()).title());
    }

    private Future<Reply> change(Request request) {
        var desk = Desk.of(request);
        var course = request.id("course");
        var id = request.id("lesson");
        var from = Precondition.of(request.form().number("version"));
        return OutlineRoutes.zone(hosts, request)
                .compose(zone -> db.write(
                        desk.scope(),
                        tx -> found(tx, request)
                                .compose(lesson -> Outlining.change(
                                        tx,
                                        course,
                                        id,
                                        from,
                                        LessonDraft.of(request.form(), lesson.kind(), zone),
                                        request.ip()))))
                .map(x -> desk.done("/courses/" + course + "/lessons/" + id, "lesson-saved"));
    }

    private Future<Reply> file(Request request) {
        return db.read(
                Desk.of(request).scope(),
                tx -> found(tx, request).compose(lesson -> {
                    var file = lesson.media();
                    if (file == null) throw Problem.notFound();
                    return media.attachment(tx, file);
                }));
    }

    private Future<Reply> play(Request request) {
        return db.read(
                Desk.of(request).scope(),
                tx -> found(tx, request).compose(lesson -> {
                    var file = lesson.media();
                    if (file == null || !lesson.kind().plays()) throw Problem.notFound();
                    return media.played(tx, file);
                }));
    }

    private Future<Reply> upload(Request request) {
        var desk = Desk.of(request);
        if (request.uploads().isEmpty() || request.uploads().getFirst().size() == 0)
            throw Problem.invalid("lesson_file", "file-missing");
        // Asked before a byte is kept, and again in the transaction in which the file becomes visible.
        return db.read(desk.scope(), tx -> found(tx, request))
                .compose(x -> media.media()
                        .keep(request, MediaObject.Purpose.FILE, (tx, file) -> attached(tx, request, file)))
                .recover(e -> Future.failedFuture(refusal(e)))
                .map(x -> here(request, "lesson-file-saved"));
    }

    private static Reply here(Request request, String word) {
        return Desk.of(request).done("/courses/" + request.id("course") + "/lessons/" + request.id("lesson"), word);
    }

    private static Future<Void> attached(Tx tx, Request request, MediaObject file) {
        return Outlining.attach(
                tx, request.id("course"), request.id("lesson"), file.id(), file.type(), "lesson_file", request.ip());
    }

    /** What is wrong with the file is said at its field. */
    private static Throwable refusal(Throwable e) {
        if (e instanceof MediaProblem) return Problem.invalid("lesson_file", "file-type");
        if (!(e instanceof Problem problem)) return e;
        for (var field : List.of("size", "name")) {
            var word = problem.fields().get(field);
            if (word != null) return Problem.invalid(Map.of("lesson_file", word));
        }
        return e;
    }

    private static Future<Boolean> known(Request request, Tx tx) {
        return found(tx, request).map(true);
    }

    private static Future<String> attach(Request request, Tx tx, MediaObject file) {
        return attached(tx, request, file).map("lesson-file-saved");
    }

    private Future<Reply> remove(Request request) {
        UUID course = request.id("course");
        return db.write(
                        Desk.of(request).scope(),
                        tx -> Outlining.attach(tx, course, request.id("lesson"), null, "", "lesson_file", request.ip()))
                .map(x -> here(request, "lesson-file-removed"));
    }

    private Future<Reply> caption(Request request) {
        var form = request.form();
        var wrong = new Wrong();
        var language = language(wrong, form.text("language"));
        var label = wrong.line("label", form.text("label"), Whole.Caption.MOST_LABEL, false);
        wrong.end();
        return vtt(request)
                .map(vtt -> new Whole.Caption(language, label.isEmpty() ? Whole.Caption.own(language) : label, vtt))
                .compose(caption -> db.write(
                        Desk.of(request).scope(),
                        tx -> Outlining.caption(tx, request.id("course"), request.id("lesson"), caption, request.ip())))
                .map(x -> here(request, "captions-saved"));
    }

    /** A tag of a language, such as {@code pt-BR}. */
    static String language(Wrong wrong, String typed) {
        if (!LANGUAGE.matcher(typed).matches() || typed.length() > 35)
            wrong.say("language", typed.isEmpty() ? "required-missing" : "captions-language");
        return typed;
    }

    /** What was pasted, or else the file. */
    private Future<String> vtt(Request request) {
        var pasted = request.form().raw("vtt");
        if (!pasted.isBlank()) return Future.succeededFuture(Vtt.of(pasted.getBytes(StandardCharsets.UTF_8)));
        if (request.uploads().isEmpty() || request.uploads().getFirst().size() == 0)
            throw Problem.invalid("captions", "file-missing");
        var file = request.uploads().getFirst();
        if (file.size() > Vtt.MOST_BYTES) throw Problem.invalid("captions", "captions-large", 1);
        return vertx.fileSystem().readFile(file.uploadedFileName()).map(bytes -> Vtt.of(bytes.getBytes()));
    }

    private Future<Reply> uncaption(Request request) {
        return db.write(
                        Desk.of(request).scope(),
                        tx -> Outlining.uncaption(
                                tx,
                                request.id("course"),
                                request.id("lesson"),
                                request.form().text("language"),
                                request.ip()))
                .map(x -> here(request, "captions-removed"));
    }
}
