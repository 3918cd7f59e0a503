package dev.atrium.courses.quiz;

import dev.atrium.courses.CoursesModule;
import dev.atrium.courses.play.Entrance;
import dev.atrium.courses.quiz.QuizViews.QuizAnswers;
import dev.atrium.courses.quiz.QuizViews.QuizAttemptView;
import dev.atrium.courses.quiz.QuizViews.QuizState;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Quizzes for programs of a client's account: the same door, the same clock. */
final class QuizApi {
    private static final String ROOT = "/api/v1" + Entrance.LESSON + "/quiz";
    private static final String ALL = ROOT + "/attempts";
    private static final String ONE = ALL + "/:attempt";

    private final Db db;
    private final Attempting attempting;

    QuizApi(Db db, Attempting attempting) {
        this.db = db;
        this.attempting = attempting;
    }

    void mount(Routes routes) {
        var reading = routes.program("learning:read", CoursesModule.APP.key());
        var writing = routes.program("learning:write", CoursesModule.APP.key());
        named(reading.get(ROOT, this::state))
                .summary("Get how the quiz of an open lesson is taken, and the account's attempts")
                .gives(QuizState.class, QuizViews.STATE)
                .refuses(403, 404);
        named(writing.post(ALL, this::start))
                .summary("Begin an attempt, or get the one that is open")
                .idempotent()
                .creates(QuizAttemptView.class, QuizViews.TAKING)
                .refuses(403, 404, 409, 429);
        named(reading.get(ONE, this::one))
                .summary("Get an attempt: what it asks while it is open, and how it went afterwards")
                .names("attempt", "quiz-attempt")
                .gives(QuizAttemptView.class, QuizViews.RESULT)
                .refuses(403, 404);
        named(writing.put(ONE + "/answers", this::save))
                .summary("Save all answers so far")
                .names("attempt", "quiz-attempt")
                .idempotent()
                .takes(QuizAnswers.class, QuizViews.ANSWERS)
                .gives(QuizAttemptView.class, QuizViews.TAKING)
                .refuses(403, 404, 409, 422);
        named(writing.post(ONE + "/submit", this::submit))
                .summary("Submit an attempt; without answers, what was saved")
                .names("attempt", "quiz-attempt")
                .mayTake(QuizAnswers.class, QuizViews.ANSWERS)
                .gives(QuizAttemptView.class, QuizViews.RESULT)
                .refuses(403, 404, 409, 422);
    }

    private static Route named(Route route) {
        return route.names("course", "open-course").names("lesson", "quiz-lesson");
    }

    private Future<Reply> state(Request request) {
        return db.read(
                request.scope(),
                tx -> Entrance.of(tx, request)
                        .compose(opened -> Attempting.tries(tx, opened))
                        .map(tries -> Reply.json(QuizViews.of(tries))));
    }

    private Future<Reply> start(Request request, Tx tx) {
        return Entrance.of(tx, request)
                .compose(opened ->
                        attempting.start(tx, request.tenant(), opened).compose(id -> Attempting.own(tx, opened, id)))
                .map(attempt -> Reply.created(request.path() + "/" + attempt.id(), QuizViews.of(attempt)));
    }

    private Future<Reply> one(Request request) {
        return db.read(
                request.scope(), tx -> shown(tx, request, request.id("attempt")).map(Reply::json));
    }

    private static Future<QuizAttemptView> shown(Tx tx, Request request, UUID id) {
        return Entrance.of(tx, request)
                .compose(opened -> Attempting.own(tx, opened, id)
                        .compose(attempt -> attempt.open()
                                ? Future.succeededFuture(QuizViews.of(attempt))
                                : Future.all(Attempting.tries(tx, opened), new AttemptStore(tx).keys(id))
                                        .map(all -> ended(attempt, all.resultAt(0), all.resultAt(1)))));
    }

    private static QuizAttemptView ended(Attempt attempt, Tries tries, List<Key> keys) {
        return QuizViews.of(attempt, Marked.questions(attempt, keys), tries.reveals(), tries.explains());
    }

    private Future<Reply> save(Request request, Tx tx) {
        var sent = request.json(QuizAnswers.class);
        return Entrance.of(tx, request)
                .compose(opened -> Attempting.own(tx, opened, request.id("attempt")))
                .compose(attempt -> Attempting.save(tx, attempt, Answers.of(attempt, sent.answers())))
                .compose(x -> shown(tx, request, request.id("attempt")))
                .map(Reply::json);
    }

    /** What ends it stays, also where what was sent came too late and is refused: no one transaction with its answer. */
    private Future<Reply> submit(Request request) {
        var sent = request.maybeJson(QuizAnswers.class);
        return db.write(
                        request.scope(),
                        tx -> Entrance.of(tx, request)
                                .compose(opened -> Attempting.own(tx, opened, request.id("attempt")))
                                .compose(attempt -> {
                                    Optional<Map<UUID, Given>> answers =
                                            sent.map(one -> Answers.of(attempt, one.answers()));
                                    return attempting.submit(tx, request.tenant(), attempt, answers);
                                }))
                .compose(ended -> {
                    if (ended.late() && sent.isPresent()) throw Problem.of(409, "quiz-late");
                    return one(request);
                });
    }
}
