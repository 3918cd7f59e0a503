package dev.atrium.courses.author;

import dev.atrium.courses.author.CourseViews.CaptionGone;
import dev.atrium.courses.author.CourseViews.CaptionWish;
import dev.atrium.courses.author.CourseViews.LessonFileWish;
import dev.atrium.courses.author.CourseViews.LessonPlace;
import dev.atrium.courses.author.CourseViews.LessonWhole;
import dev.atrium.courses.author.CourseViews.LessonWish;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.media.ProgramUploads;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.UUID;

/** Lessons, their files and captions for programs of the business. */
final class BusinessLessonsApi {
    private static final String ROOT = BusinessCoursesApi.ONE + "/lessons";
    private static final String ONE = ROOT + "/:lesson";

    private final Db db;
    private final ProgramUploads uploads;

    BusinessLessonsApi(Db db, ProgramUploads uploads) {
        this.db = db;
        this.uploads = uploads;
    }

    void mount(Routes routes) {
        var reading = routes.business("courses:read");
        reading.get(ONE, this::one)
                .summary("Get a lesson of a course")
                .versioned()
                .gives(LessonWhole.class, CourseViews.LESSON_WHOLE)
                .refuses(404);
        reading.get(ONE + "/file", this::file)
                .summary("Get the way to the bytes of a lesson's file: a redirect that is good for five minutes")
                .leads()
                .refuses(404);
        lessons(routes);
        parts(routes);
    }

    private void lessons(Routes routes) {
        var writing = routes.business("courses:write");
        writing.post(ROOT, this::add)
                .summary("Add a lesson to a section of a course")
                .names("section", "section")
                .names("unlock_lesson", "earlier-lesson")
                .idempotent()
                .takes(LessonWish.class, CourseViews.LESSON_WISH)
                .creates(LessonWhole.class, CourseViews.LESSON_WHOLE)
                .refuses(404, 409, 422);
        writing.put(ONE, this::change)
                .summary("Change a lesson; neither its kind nor its place")
                .names("unlock_lesson", "earlier-lesson")
                .versioned()
                .idempotent()
                .takes(LessonWish.class, CourseViews.LESSON_WISH)
                .gives(LessonWhole.class, CourseViews.LESSON_WHOLE)
                .refuses(404, 422);
        writing.post(ONE + "/place", this::place)
                .summary("Move a lesson of a course, be it into another section")
                .names("section", "section")
                .names("before", "earlier-lesson")
                .idempotent()
                .takes(LessonPlace.class, new LessonPlace(CourseViews.ID, null))
                .gives(LessonWhole.class, CourseViews.LESSON_WHOLE)
                .refuses(404, 409);
        writing.delete(ONE, this::delete)
                .summary("Delete a lesson with its file, and how far people are in it")
                .refuses(404);
    }

    private void parts(Routes routes) {
        var writing = routes.business("courses:write");
        writing.post(ONE + "/file", this::attach)
                .summary("Make an upload that has come in whole the file of a lesson")
                .names("upload", "program-upload")
                .takes(LessonFileWish.class, new LessonFileWish(CourseViews.ID, null))
                .gives(LessonWhole.class, CourseViews.LESSON_WHOLE)
                .refuses(404, 422);
        writing.delete(ONE + "/file", this::detach)
                .summary("Take the file out of a lesson")
                .refuses(404);
        writing.post(ONE + "/captions", this::caption)
                .summary("Put captions of one language to a video or audio lesson, in place of those there are")
                .names("lesson", "video-lesson")
                .idempotent()
                .takes(
                        CaptionWish.class,
                        new CaptionWish("en", "English", "WEBVTT\n\n00:01.000 --> 00:04.000\nThis is a window.\n"))
                .gives(LessonWhole.class, CourseViews.LESSON_WHOLE)
                .refuses(404, 409, 422);
        writing.post(ONE + "/captions/remove", this::uncaption)
                .summary("Take the captions of a language from a lesson")
                .names("lesson", "video-lesson")
                .idempotent()
                .takes(CaptionGone.class, new CaptionGone("en"))
                .gives(LessonWhole.class, CourseViews.LESSON_WHOLE)
                .refuses(404);
    }

    private static Future<LessonWhole> whole(Tx tx, UUID course, UUID id) {
        return Authoring.found(tx, course).compose(tree -> {
            var lesson = Outlining.lesson(tree, id);
            var rest = new OutlineStore(tx, course).rest(id);
            var captions = new CaptionStore(tx).names(id);
            return Future.all(rest, captions)
                    .map(x -> CourseViews.lesson(
                            lesson, rest.result().orElseThrow(Problem::notFound), captions.result()));
        });
    }

    private static Future<Reply> reply(Tx tx, Request request) {
        return whole(tx, request.id("course"), request.id("lesson"))
                .map(view -> Reply.json(view).tagged(Integer.toString(view.version())));
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> reply(tx, request));
    }

    private Future<Reply> file(Request request) {
        return db.read(
                request.scope(),
                tx -> LessonRoutes.found(tx, request)
                        .compose(lesson -> new OutlineStore(tx, lesson.course())
                                .rest(lesson.id())
                                .map(rest -> {
                                    var media = lesson.media();
                                    if (media == null || rest.isEmpty()) throw Problem.notFound();
                                    return uploads.away(
                                            request, media, rest.get().file());
                                })));
    }

    private Future<Reply> add(Request request, Tx tx) {
        var course = request.id("course");
        var sent = request.json(LessonWish.class);
        var wrong = new Wrong();
        var kind = OutlineRoutes.kind(wrong, Objects.requireNonNullElse(sent.kind(), ""));
        var section = sent.section();
        if (section == null) wrong.say("section", "required-missing");
        var draft = sent.draft(wrong, kind);
        var id = Ids.next();
        return Outlining.add(tx, course, Objects.requireNonNull(section), id, draft, request.ip())
                .compose(x -> whole(tx, course, id))
                .map(view -> Reply.created("/api/v1/business/courses/" + course + "/lessons/" + id, view)
                        .tagged(Integer.toString(view.version())));
    }

    private Future<Reply> change(Request request, Tx tx) {
        var sent = request.json(LessonWish.class);
        return LessonRoutes.found(tx, request)
                .compose(lesson -> {
                    var wrong = new Wrong();
                    var kind = sent.kind();
                    if (kind != null && !kind.equals(lesson.kind().word())) wrong.say("kind", "lesson-kind-fixed");
                    var draft = sent.draft(wrong, lesson.kind());
                    return Outlining.change(tx, lesson.course(), lesson.id(), request.ifMatch(), draft, request.ip());
                })
                .compose(x -> reply(tx, request));
    }

    private Future<Reply> place(Request request, Tx tx) {
        var sent = request.json(LessonPlace.class);
        return Outlining.moveLesson(
                        tx, request.id("course"), request.id("lesson"), sent.section(), sent.before(), request.ip())
                .compose(x -> reply(tx, request));
    }

    private Future<Reply> delete(Request request) {
        return db.write(
                        request.scope(),
                        tx -> Outlining.drop(tx, request.id("course"), request.id("lesson"), request.ip()))
                .map(x -> Reply.empty());
    }

    /** Asked twice for the same upload, the second time finds it where the first one put it. */
    private Future<Reply> attach(Request request) {
        var sent = request.json(LessonFileWish.class);
        return db.read(request.scope(), tx -> LessonRoutes.found(tx, request))
                .compose(lesson -> sent.upload().equals(lesson.media())
                        ? Future.succeededFuture()
                        : uploads.complete(
                                request,
                                sent.upload(),
                                sent.sha256(),
                                (tx, file) -> Outlining.attach(
                                        tx,
                                        lesson.course(),
                                        lesson.id(),
                                        file.id(),
                                        file.type(),
                                        "upload",
                                        request.ip())))
                .compose(x -> db.read(request.scope(), tx -> reply(tx, request)));
    }

    private Future<Reply> detach(Request request) {
        return db.write(
                        request.scope(),
                        tx -> Outlining.attach(
                                tx, request.id("course"), request.id("lesson"), null, "", "upload", request.ip()))
                .map(x -> Reply.empty());
    }

    private Future<Reply> caption(Request request, Tx tx) {
        var sent = request.json(CaptionWish.class);
        var wrong = new Wrong();
        var language = LessonRoutes.language(wrong, sent.language());
        var label = sent.label() == null
                ? Whole.Caption.own(language)
                : wrong.line("label", sent.label(), Whole.Caption.MOST_LABEL, true);
        wrong.end();
        var caption = new Whole.Caption(language, label, Vtt.of(sent.vtt()));
        return Outlining.caption(tx, request.id("course"), request.id("lesson"), caption, request.ip())
                .compose(x -> reply(tx, request));
    }

    private Future<Reply> uncaption(Request request, Tx tx) {
        var language = request.json(CaptionGone.class).language();
        return Outlining.uncaption(tx, request.id("course"), request.id("lesson"), language, request.ip())
                .compose(x -> reply(tx, request));
    }
}
