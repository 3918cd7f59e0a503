package dev.atrium.courses.learn;

import dev.atrium.courses.Completion;
import dev.atrium.courses.Door;
import dev.atrium.courses.Door.Inside;
import dev.atrium.courses.Door.Opened;
import dev.atrium.courses.Lesson;
import dev.atrium.courses.LessonKind;
import dev.atrium.courses.Progress;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.media.MediaModule;
import dev.atrium.web.Cookies;
import dev.atrium.web.EmbedHosts;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A lesson: what it holds, what follows it, and that it is done. */
final class LessonRoutes {
    static final String ONE = LearnRoutes.ONE + "/lessons/:lesson";
    private static final String ENTITY = "open-lesson";

    private final Vertx vertx;
    private final Db db;
    private final MediaModule media;
    private final Progress progress;
    private final List<Beside> beside;

    LessonRoutes(Vertx vertx, Db db, MediaModule media, Progress progress, List<Beside> beside) {
        this.vertx = vertx;
        this.db = db;
        this.media = media;
        this.progress = progress;
        this.beside = beside;
    }

    void mount(Routes routes) {
        var client = routes.client(LearnRoutes.APP);
        client.get(ONE, this::page)
                .summary("Show a lesson")
                .names("course", "open-course")
                .names("lesson", ENTITY)
                .landing();
        client.get(ONE + "/file", this::file)
                .summary("Save the file of a lesson")
                .names("course", "open-course")
                .names("lesson", ENTITY);
        client.post(ONE + "/done", this::done)
                .summary("Mark a lesson as done")
                .names("course", "open-course")
                .names("lesson", ENTITY)
                .shows(this::page);
        client.post(ONE + "/undone", this::undone)
                .summary("Take the mark from a lesson")
                .names("course", "open-course")
                .names("lesson", ENTITY)
                .shows(this::page);
        client.post(ONE + "/viewed", this::viewed)
                .summary("Report for how long a lesson was in sight")
                .names("course", "open-course")
                .names("lesson", ENTITY)
                .ofScript();
    }

    /** A lesson that is shown, open or not. */
    private static Lesson lesson(Request request, Inside inside) {
        return inside.tree().lesson(request.id("lesson")).orElseThrow(Problem::notFound);
    }

    private static Future<Opened> open(Tx tx, Request request) {
        return LearnRoutes.inside(tx, request).map(inside -> Door.open(inside, request.id("lesson")));
    }

    /** @param text null where the lesson is not open yet: then nothing of what it holds is read */
    private record Shown(Opened at, LearnStore.@Nullable Text text, Map<String, Object> model) {}

    private Future<Reply> page(Request request) {
        return db.read(
                        request.scope(),
                        tx -> LearnRoutes.inside(tx, request).compose(inside -> {
                            var at = new Opened(inside, lesson(request, inside));
                            return inside.state(at.lesson()).isOpen()
                                    ? shown(tx, request, at)
                                    : Future.succeededFuture(new Shown(at, null, new HashMap<>()));
                        }))
                .compose(shown -> shown.text() == null
                        ? Future.succeededFuture(locked(request, shown))
                        : opened(request, shown, shown.text()));
    }

    private Future<Shown> shown(Tx tx, Request request, Opened opened) {
        Map<String, Object> model = new HashMap<>();
        var filled = beside.stream()
                .map(part -> part.fill(tx, request, opened, model))
                .toList();
        var text = new LearnStore(tx)
                .text(opened.lesson().id(), opened.inside().standing().contact());
        return Future.all(Future.all(filled), text).map(x -> new Shown(opened, text.result(), model));
    }

    /** It says when it opens, and nothing of what it holds. */
    private static Reply locked(Request request, Shown shown) {
        frame(shown.model(), request, shown.at().inside(), shown.at().lesson());
        return Reply.page("courses/locked", Reply.Layout.PORTAL, "learn.lesson", shown.model());
    }

    private Future<Reply> opened(Request request, Shown shown, LearnStore.Text text) {
        var opened = shown.at();
        return noted(request, opened)
                .compose(x -> LearnRoutes.text(vertx, text.body()))
                .map(body -> {
                    var model = shown.model();
                    if (body != null) model.put("body", body);
                    frame(model, request, opened.inside(), opened.lesson());
                    fill(model, request, opened, text);
                    var page = Reply.page("courses/lesson", Reply.Layout.PORTAL, "learn.lesson", model);
                    var origin = EmbedHosts.origin(opened.lesson().embed(), text.hosts());
                    if (origin.isEmpty()) return page;
                    model.put("embed", opened.lesson().embed());
                    return new Reply.Showing(page, origin);
                });
    }

    /** Where they are is remembered, and never where staff look on. */
    private Future<Void> noted(Request request, Opened opened) {
        if (request.viewing().isPresent()) return Future.succeededFuture();
        return db.write(
                request.scope(),
                tx -> progress.opened(
                        tx,
                        request.tenant(),
                        opened.lesson().course(),
                        opened.lesson().id(),
                        opened.inside().standing().contact()));
    }

    private static void frame(Map<String, Object> model, Request request, Inside inside, Lesson lesson) {
        var outline = new Outline(request, inside);
        LearnRoutes.head(model, request, inside);
        model.put("line", outline.line(lesson, true));
        model.put(
                "place",
                request.say(
                        "learn.place",
                        Way.number(inside, lesson),
                        inside.tree().lessons().count()));
        outline.part(lesson.section(), lesson.id()).ifPresent(part -> model.put("part", part));
        Way.beside(inside, lesson, -1).ifPresent(before -> model.put("before", outline.line(before, false)));
        Way.beside(inside, lesson, 1).ifPresent(next -> model.put("next", outline.line(next, false)));
    }

    private static void fill(Map<String, Object> model, Request request, Opened opened, LearnStore.Text text) {
        var lesson = opened.lesson();
        var now = opened.inside().standing().now();
        boolean done = opened.inside().standing().done().contains(lesson.id());
        model.put("lesson", lesson);
        model.put("plays", lesson.kind().plays());
        model.put("file", text.file());
        model.put("done", done);
        if (text.completedAt() != null) model.put("completedAt", text.completedAt());
        model.put("byHand", Way.byHand(lesson));
        model.put("toDo", toDo(request, lesson));
        if (lesson.completion() == Completion.VIEWED && !done) {
            model.put("viewed", text.viewed());
            model.put("needs", lesson.completionSeconds());
        }
        if (lesson.kind() == LessonKind.LIVE)
            live(model, lesson, text, Way.joinable(lesson, now), Way.over(lesson, now));
    }

    private static void live(
            Map<String, Object> model, Lesson lesson, LearnStore.Text text, boolean joinable, boolean over) {
        if (lesson.meetsAt() != null) model.put("meets", lesson.meetsAt());
        model.put("meetsMinutes", lesson.meetsMinutes());
        model.put("over", over);
        model.put("join", joinable ? text.link() : "");
        model.put("joinLater", !joinable && !over && !text.link().isEmpty());
        model.put("replay", text.replay());
    }

    /** What completes it, in a sentence. */
    private static String toDo(Request request, Lesson lesson) {
        if (Way.byHand(lesson)) return "";
        return switch (lesson.completion()) {
            case MANUAL -> "";
            case VIEWED -> request.count("learn.todo.viewed", lesson.completionSeconds());
            case WATCHED -> request.say("learn.todo.watched");
            case QUIZ_PASSED -> request.say("learn.todo.quiz");
            case ASSIGNMENT_ACCEPTED -> request.say("learn.todo.assignment");
        };
    }

    private Future<Reply> file(Request request) {
        return db.read(request.scope(), tx -> open(tx, request).compose(opened -> attached(tx, opened.lesson())));
    }

    /** Asked of the door on each request, for a part of the file as for all of it. */
    private Future<Reply> attached(Tx tx, Lesson lesson) {
        if (lesson.media() == null) throw Problem.notFound();
        return media.attachment(tx, Objects.requireNonNull(lesson.media()));
    }

    private Future<Reply> done(Request request) {
        return db.write(
                        request.scope(),
                        tx -> open(tx, request)
                                .compose(opened ->
                                        said(tx, request, progress, opened).map(opened)))
                .compose(opened -> db.read(request.scope(), tx -> LearnRoutes.inside(tx, request))
                        .map(inside -> after(opened.lesson(), inside)));
    }

    /** The learner says that it is done; fails where that is not theirs to say. */
    static Future<Boolean> said(Tx tx, Request request, Progress progress, Opened opened) {
        var lesson = opened.lesson();
        var contact = opened.inside().standing().contact();
        if (Way.byHand(lesson)) return progress.done(tx, request.tenant(), lesson.id(), contact);
        if (lesson.completion() != Completion.VIEWED) throw Problem.of(409, "lesson-not-by-hand");
        // Without the script nobody reports what was in sight: then it is the time since it was opened that counts.
        return new LearnStore(tx).text(lesson.id(), contact).compose(text -> {
            if (!text.waited() && text.completedAt() == null) throw Problem.of(409, "lesson-not-viewed");
            return progress.done(tx, request.tenant(), lesson.id(), contact);
        });
    }

    /** On to the next one; where the course is finished or nothing is open, back to the course. */
    private static Reply after(Lesson lesson, Inside inside) {
        var course = "/courses/" + inside.tree().course().slug();
        if (inside.standing().finished()) return Reply.redirect(course).with(flash("course-finished"));
        return Way.beside(inside, lesson, 1)
                .filter(next -> inside.state(next).isOpen())
                .map(next -> Reply.redirect(Outline.url(inside, next)))
                .orElseGet(() -> Reply.redirect(course))
                .with(flash("lesson-done"));
    }

    static Cookies.Change flash(String word) {
        return new Cookies.Change(Cookies.FLASH, word, 60);
    }

    private Future<Reply> undone(Request request) {
        return db.write(
                request.scope(),
                tx -> open(tx, request)
                        .compose(opened -> progress.undone(
                                        tx,
                                        opened.lesson().course(),
                                        opened.lesson().id(),
                                        opened.inside().standing().contact())
                                .map(x -> Reply.redirect(Outline.url(opened.inside(), opened.lesson())))));
    }

    /** What {@link #viewed} answers: seconds that count, and whether the lesson is done. */
    public record SecondsViewed(int seconds, boolean done) {}

    private Future<Reply> viewed(Request request) {
        int seconds = Math.clamp(request.form().number("seconds"), 0, 60);
        return db.write(
                request.scope(),
                tx -> open(tx, request).compose(opened -> credited(tx, request, progress, opened, seconds)));
    }

    static Future<Reply> credited(Tx tx, Request request, Progress progress, Opened opened, int seconds) {
        var lesson = opened.lesson();
        return progress.viewed(
                        tx, request.tenant(), lesson, opened.inside().standing().contact(), seconds)
                .map(all -> Reply.json(new SecondsViewed(
                        all, lesson.completion() == Completion.VIEWED && all >= lesson.completionSeconds())));
    }
}
