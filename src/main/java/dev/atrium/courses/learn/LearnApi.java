package dev.atrium.courses.learn;

import dev.atrium.courses.Door;
import dev.atrium.courses.Door.Inside;
import dev.atrium.courses.Door.Opened;
import dev.atrium.courses.Progress;
import dev.atrium.courses.learn.LearnViews.LearnContent;
import dev.atrium.courses.learn.LearnViews.LearnCourses;
import dev.atrium.courses.learn.LearnViews.LearnOutline;
import dev.atrium.courses.learn.LearnViews.LearnProgress;
import dev.atrium.courses.learn.LearnViews.ViewedNew;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Courses for programs of a client's account: the same rule opens them as the pages. */
final class LearnApi {
    private static final String LIST = "/api/v1/courses";
    private static final String COURSE = LIST + "/:course";
    private static final String LESSON = COURSE + "/lessons/:lesson";
    private static final String COURSE_ENTITY = "open-course";
    private static final String LESSON_ENTITY = "open-lesson";

    private final Db db;
    private final Progress progress;

    LearnApi(Db db, Progress progress) {
        this.db = db;
        this.progress = progress;
    }

    void mount(Routes routes) {
        var reading = routes.program("learning:read", LearnRoutes.APP);
        reading.get(LIST, this::list)
                .summary("List the courses that the account may take, 200 at most")
                .gives(LearnCourses.class, new LearnCourses(List.of(LearnViews.COURSE)));
        reading.get(COURSE, this::one)
                .summary("Get a course with its outline, what is open in it and what is done")
                .names("course", COURSE_ENTITY)
                .gives(LearnOutline.class, LearnViews.OUTLINE)
                .refuses(404);
        reading.get(LESSON, this::lesson)
                .summary("Get what an open lesson holds")
                .names("course", COURSE_ENTITY)
                .names("lesson", LESSON_ENTITY)
                .gives(LearnContent.class, LearnViews.CONTENT)
                .refuses(403, 404);
        var writing = routes.program("learning:write", LearnRoutes.APP);
        writing.post(LESSON + "/done", this::done)
                .summary("Mark a lesson as done that the learner ends by saying so")
                .names("course", COURSE_ENTITY)
                .names("lesson", LESSON_ENTITY)
                .idempotent()
                .gives(LearnProgress.class, LearnViews.DONE)
                .refuses(403, 404, 409);
        writing.delete(LESSON + "/done", this::undone)
                .summary("Take that mark back; a finished course stays finished")
                .names("course", COURSE_ENTITY)
                .names("lesson", LESSON_ENTITY)
                .gives(
                        LearnProgress.class,
                        new LearnProgress(LearnViews.COURSE.id(), LearnViews.CONTENT.id(), false, 25, false))
                .refuses(403, 404);
        writing.post(LESSON + "/viewed", this::viewed)
                .summary("Report for how long a lesson was in sight")
                .names("course", COURSE_ENTITY)
                .names("lesson", LESSON_ENTITY)
                .idempotent()
                .takes(ViewedNew.class, new ViewedNew(15))
                .gives(LearnProgress.class, LearnViews.DONE)
                .refuses(403, 404, 422);
    }

    private Future<Reply> list(Request request) {
        return db.read(
                        request.scope(),
                        tx -> new LearnStore(tx).list(request.session().contact()))
                .map(found -> Reply.json(
                        new LearnCourses(found.stream().map(LearnViews::of).toList())));
    }

    private static Future<Inside> inside(Tx tx, Request request) {
        return Door.inside(tx, request.session().contact(), request.id("course"));
    }

    private static Future<Opened> open(Tx tx, Request request) {
        return inside(tx, request).map(inside -> Door.open(inside, request.id("lesson")));
    }

    private Future<Reply> one(Request request) {
        return db.read(request.scope(), tx -> inside(tx, request)).map(inside -> Reply.json(LearnViews.of(inside)));
    }

    /** Whoever reads a lesson has opened it: what counts from there begins. */
    private Future<Reply> lesson(Request request) {
        return db.write(
                request.scope(),
                tx -> open(tx, request)
                        .compose(opened -> noted(tx, request, opened).map(opened))
                        .compose(opened -> new LearnStore(tx)
                                .text(opened.lesson().id(), request.session().contact())
                                .map(text -> Reply.json(LearnViews.of(opened.inside(), opened.lesson(), text)))));
    }

    private Future<Reply> done(Request request, Tx tx) {
        return open(tx, request)
                .compose(opened ->
                        noted(tx, request, opened).compose(x -> LessonRoutes.said(tx, request, progress, opened)))
                .compose(x -> now(tx, request));
    }

    private Future<Reply> undone(Request request) {
        return db.write(
                request.scope(),
                tx -> open(tx, request)
                        .compose(opened -> progress.undone(
                                tx, opened.lesson().course(), opened.lesson().id(), contact(opened)))
                        .compose(x -> now(tx, request)));
    }

    private Future<Reply> viewed(Request request, Tx tx) {
        int seconds = request.json(ViewedNew.class).seconds();
        if (seconds < 0 || seconds > 60) throw Problem.invalid("seconds", "number-invalid");
        return open(tx, request)
                .compose(opened -> noted(tx, request, opened)
                        .compose(x -> progress.viewed(tx, request.tenant(), opened.lesson(), contact(opened), seconds)))
                .compose(x -> now(tx, request));
    }

    /** Whoever works in a lesson by a program has it open. */
    private Future<Void> noted(Tx tx, Request request, Opened opened) {
        return progress.opened(
                tx, request.tenant(), opened.lesson().course(), opened.lesson().id(), contact(opened));
    }

    private static UUID contact(Opened opened) {
        return opened.inside().standing().contact();
    }

    private static Future<Reply> now(Tx tx, Request request) {
        return inside(tx, request).map(inside -> {
            var standing = inside.standing();
            var lesson = request.id("lesson");
            return Reply.json(new LearnProgress(
                    inside.tree().course().id(),
                    lesson,
                    standing.done().contains(lesson),
                    standing.percent(inside.tree()),
                    standing.finished()));
        });
    }
}
