package dev.atrium.courses.quiz;

import dev.atrium.courses.CoursesModule;
import dev.atrium.courses.Door;
import dev.atrium.courses.play.Entrance;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Taking a quiz: begun by a button, saved by another or as one goes, submitted once; and how it went. */
final class AttemptRoutes {
    private static final String ROOT = Entrance.LESSON + "/quiz";
    private static final String ONE = ROOT + "/:attempt";
    private static final String ENTITY = "quiz-attempt";

    private final Db db;
    private final Attempting attempting;

    AttemptRoutes(Db db, Attempting attempting) {
        this.db = db;
        this.attempting = attempting;
    }

    void mount(Routes routes) {
        var client = routes.client(CoursesModule.APP.key());
        named(client.post(ROOT, this::start)).summary("Begin an attempt at a quiz, or go on with the one that is open");
        named(client.get(ONE, this::page))
                .summary("Show an attempt at a quiz: its questions, or how it went")
                .names("attempt", ENTITY)
                .landing();
        named(client.post(ONE + "/save", this::save))
                .summary("Save the answers so far")
                .names("attempt", ENTITY)
                .longForm()
                .shows(this::page);
        named(client.post(ONE + "/keep", this::keep))
                .summary("Save the answers so far, as a page does while somebody answers")
                .names("attempt", ENTITY)
                .longForm()
                .ofScript();
        named(client.post(ONE + "/submit", this::submit))
                .summary("Submit an attempt at a quiz")
                .names("attempt", ENTITY)
                .longForm()
                .shows(this::page);
    }

    private static Route named(Route route) {
        return route.names("course", "open-course").names("lesson", "quiz-lesson");
    }

    private Future<Reply> start(Request request) {
        return db.write(
                request.scope(),
                tx -> Entrance.of(tx, request)
                        .compose(opened -> attempting
                                .start(tx, request.tenant(), opened)
                                .map(id -> Reply.redirect(QuizPart.path(opened) + "/" + id))));
    }

    /** What a page shows: the attempt, and of one that has ended what may be seen of it. */
    private record Shown(Door.Opened opened, Attempt attempt, Tries tries, List<Key> keys) {}

    private Future<Reply> page(Request request) {
        return db.read(request.scope(), tx -> shown(tx, request)).compose(shown -> {
            if (!shown.attempt().late() || request.viewing().isPresent())
                return Future.succeededFuture(page(request, shown));
            // Its time is over, and the clock has not come by yet.
            return db.write(
                            request.scope(),
                            tx -> attempting.submit(tx, request.tenant(), shown.attempt(), Optional.empty()))
                    .compose(x -> db.read(request.scope(), tx -> shown(tx, request)))
                    .map(now -> page(request, now));
        });
    }

    /** What is right is read of an attempt that has ended, and of no other. */
    private static Future<Shown> shown(Tx tx, Request request) {
        return Entrance.of(tx, request)
                .compose(opened -> Attempting.own(tx, opened, request.id("attempt"))
                        .compose(attempt -> Attempting.tries(tx, opened).compose(tries -> {
                            Future<List<Key>> keys = attempt.open()
                                    ? Future.succeededFuture(List.of())
                                    : new AttemptStore(tx).keys(attempt.id());
                            return keys.map(all -> new Shown(opened, attempt, tries, all));
                        })));
    }

    private static Reply page(Request request, Shown shown) {
        var opened = shown.opened();
        var attempt = shown.attempt();
        Map<String, Object> model = new HashMap<>();
        model.put("course", opened.inside().tree().course());
        model.put("lesson", opened.lesson());
        model.put(
                "lessonUrl",
                Entrance.path(opened.inside().tree().course(), opened.lesson().id()));
        model.put("quizUrl", QuizPart.path(opened));
        model.put("attemptUrl", QuizPart.path(opened) + "/" + attempt.id());
        model.put("attempt", attempt);
        model.put("quiz", shown.tries().quiz());
        return attempt.open() ? taking(request, shown, model) : result(request, shown, model);
    }

    private static Reply taking(Request request, Shown shown, Map<String, Object> model) {
        var attempt = shown.attempt();
        // Nothing that was typed is lost with a form that was refused.
        var answers = request.failed() ? Answers.typed(attempt, request.form()) : attempt.answers();
        model.put("questions", new Posed(request).open(attempt.asked(), answers));
        model.put("count", attempt.asked().size());
        if (attempt.dueAt() != null) {
            model.put("due", attempt.dueAt());
            model.put("dueText", attempt.dueAt().toString());
            model.put("nowText", attempt.now().toString());
        }
        return Reply.page("courses/quiz/take", Reply.Layout.PORTAL, "quiz.taking", model);
    }

    private static Reply result(Request request, Shown shown, Map<String, Object> model) {
        var tries = shown.tries();
        var attempt = shown.attempt();
        var questions = Marked.questions(attempt, shown.keys());
        model.put("questions", new Posed(request).answered(attempt, questions, tries.reveals(), tries.explains()));
        model.put("withheld", !tries.reveals());
        model.put("passed", attempt.passed());
        model.put("left", tries.limited() ? tries.left() : 0);
        var waits = tries.waits();
        if (waits != null) model.put("waits", waits);
        model.put("may", tries.open().isEmpty() && tries.left() > 0 && waits == null && tries.questions() > 0);
        model.put("gone", tries.open().isEmpty() && tries.left() == 0 && !tries.passed());
        tries.counts().ifPresent(counts -> {
            model.put("counts", counts);
            model.put("other", !counts.id().equals(attempt.id()));
        });
        return Reply.page("courses/quiz/result", Reply.Layout.PORTAL, "quiz.result", model);
    }

    private Future<Attempt> own(Tx tx, Request request) {
        return Entrance.of(tx, request).compose(opened -> Attempting.own(tx, opened, request.id("attempt")));
    }

    private Future<Void> kept(Request request) {
        return db.write(
                request.scope(),
                tx -> own(tx, request)
                        .compose(attempt -> Attempting.save(tx, attempt, Answers.of(attempt, request.form()))));
    }

    private static Reply here(Request request, String word) {
        var path = request.path();
        return Reply.redirect(path.substring(0, path.lastIndexOf('/')))
                .with(new Cookies.Change(Cookies.FLASH, word, 60));
    }

    private Future<Reply> save(Request request) {
        return kept(request).map(x -> here(request, "quiz-saved"));
    }

    private Future<Reply> keep(Request request) {
        return kept(request).map(x -> Reply.empty());
    }

    private Future<Reply> submit(Request request) {
        return db.write(
                        request.scope(),
                        tx -> own(tx, request)
                                .compose(attempt -> attempting.submit(
                                        tx,
                                        request.tenant(),
                                        attempt,
                                        attempt.open() && !attempt.late()
                                                ? Optional.of(Answers.of(attempt, request.form()))
                                                : Optional.empty())))
                .map(ended -> here(request, ended.late() ? "quiz-late" : "quiz-submitted"));
    }
}
