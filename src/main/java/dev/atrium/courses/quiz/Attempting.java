package dev.atrium.courses.quiz;

import dev.atrium.courses.Door;
import dev.atrium.courses.Lesson;
import dev.atrium.courses.LessonKind;
import dev.atrium.courses.Progress;
import dev.atrium.courses.TreeStore;
import dev.atrium.db.Tx;
import dev.atrium.facts.Events;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.RateLimit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What becomes of attempts: begun, saved, ended. Whoever asks has come through the {@link Door}; the clock alone has not, since
 * what was begun while somebody might is counted though they may no more.
 */
final class Attempting {
    private static final String KIND = "quiz.close";
    /** An attempt keeps its questions, up to two megabytes: nobody makes hundreds of them in one go. */
    private static final int STARTS = 20;

    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final Hosts hosts;
    private final Progress progress;

    Attempting(Hosts hosts, Progress progress) {
        this.hosts = hosts;
        this.progress = progress;
    }

    /** Ends what was left open. */
    JobKind kind() {
        return new JobKind.InTx(KIND, JobKind.Limits.USUAL, this::close);
    }

    /** The quiz of an open lesson; fails with {@code not-found} where the lesson is none. */
    static Future<Quiz> quiz(Tx tx, Door.Opened opened) {
        if (opened.lesson().kind() != LessonKind.QUIZ) throw Problem.notFound();
        return new QuizStore(tx).quiz(opened.lesson().id()).map(found -> found.orElseThrow(Problem::notFound));
    }

    static Future<Tries> tries(Tx tx, Door.Opened opened) {
        return quiz(tx, opened)
                .compose(quiz -> new AttemptStore(tx)
                        .tries(opened.lesson().id(), opened.inside().standing().contact(), quiz));
    }

    /**
     * The attempt that is open from now on: a new one, or the one that was open. Of any number at once one begins, and all get it.
     *
     * @throws Problem 409 {@code quiz-empty}, {@code quiz-attempts-gone} or, with how long to wait, {@code quiz-cooldown};
     *     429 {@code quiz-starts-many} where they began 20 within ten minutes
     */
    Future<UUID> start(Tx tx, Tenant tenant, Door.Opened opened) {
        var lesson = opened.lesson();
        var contact = opened.inside().standing().contact();
        var store = new AttemptStore(tx);
        return quiz(tx, opened)
                .compose(quiz -> progress.opened(tx, tenant, lesson.course(), lesson.id(), contact)
                        .compose(x -> new QuizStore(tx).questions(lesson.id()))
                        .compose(questions -> {
                            if (questions.isEmpty()) throw Problem.of(409, "quiz-empty");
                            var id = Ids.next();
                            return store.start(
                                            id, lesson.id(), contact, Sheet.draw(quiz, questions, Sheet.Dice.secret()))
                                    .compose(begun -> begun
                                            ? limited(tx, contact).compose(y -> begun(tx, lesson, contact, id))
                                            : there(tx, opened));
                        }));
    }

    /** Of those that began, so that whoever goes on with one is never refused. */
    private static Future<Void> limited(Tx tx, UUID contact) {
        return RateLimit.take(tx, "quiz-start:" + contact, WINDOW).map(taken -> {
            if (taken.over(STARTS)) throw Problem.tooMany("quiz-starts-many", taken.waitSeconds(), taken.waitMinutes());
            return null;
        });
    }

    private static Future<UUID> begun(Tx tx, Lesson lesson, UUID contact, UUID id) {
        return new AttemptStore(tx).own(lesson.id(), contact, id).compose(found -> {
            var due = found.orElseThrow().dueAt();
            return due == null
                    ? Future.succeededFuture(id)
                    : Jobs.schedule(tx, KIND, id.toString(), due.plus(Attempt.GRACE), new JsonObject())
                            .map(id);
        });
    }

    /** The one that is open; or why none can be begun. */
    private static Future<UUID> there(Tx tx, Door.Opened opened) {
        return tries(tx, opened).map(tries -> {
            var open = tries.open();
            if (open.isPresent()) return open.get().id();
            if (tries.left() == 0) throw Problem.of(409, "quiz-attempts-gone");
            var waits = tries.waits();
            long seconds = waits == null
                    ? 1
                    : Math.max(1, Duration.between(tries.now(), waits).toSeconds());
            throw Problem.later(409, "quiz-cooldown", seconds, (seconds + 59) / 60);
        });
    }

    /** Their own attempt at this quiz; 404 for anybody else's. */
    static Future<Attempt> own(Tx tx, Door.Opened opened, UUID id) {
        if (opened.lesson().kind() != LessonKind.QUIZ) throw Problem.notFound();
        return new AttemptStore(tx)
                .own(opened.lesson().id(), opened.inside().standing().contact(), id)
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    /** @throws Problem 409 {@code quiz-submitted} where it has ended, {@code quiz-late} where its time has */
    static Future<Void> save(Tx tx, Attempt attempt, Map<UUID, Given> answers) {
        return new AttemptStore(tx).save(attempt.id(), answers).map(saved -> {
            if (!saved) throw Problem.of(409, attempt.late() ? "quiz-late" : "quiz-submitted");
            return null;
        });
    }

    /** How an attempt ended: as it is now, and whether what was sent came too late. */
    record Ended(Attempt attempt, boolean late) {}

    /**
     * Ends the attempt: with {@code answers}, or, where these are empty or come too late, with what was saved. Whoever comes
     * second finds it ended.
     */
    Future<Ended> submit(Tx tx, Tenant tenant, Attempt known, Optional<Map<UUID, Given>> answers) {
        return held(tx, known.id()).compose(attempt -> {
            if (!attempt.open()) return Future.succeededFuture(new Ended(attempt, attempt.byClock()));
            boolean late = attempt.late();
            var counted = late ? attempt.answers() : answers.orElse(attempt.answers());
            return end(tx, tenant, attempt, late, counted)
                    .compose(x -> Jobs.cancel(tx, KIND, attempt.id().toString()))
                    .compose(x -> held(tx, attempt.id()))
                    .map(now -> new Ended(now, late));
        });
    }

    private static Future<Attempt> held(Tx tx, UUID id) {
        return new AttemptStore(tx).held(id).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Void> end(Tx tx, Tenant tenant, Attempt attempt, boolean byClock, Map<UUID, Given> answers) {
        var store = new AttemptStore(tx);
        return store.keys(attempt.id()).compose(keys -> {
            var score = Scoring.of(Marked.questions(attempt, keys), answers);
            return store.end(attempt, byClock, answers, score)
                    .compose(won -> won ? ended(tx, tenant, attempt, score) : Future.succeededFuture());
        });
    }

    private Future<Void> ended(Tx tx, Tenant tenant, Attempt attempt, Scoring.Score score) {
        boolean passed = score.reaches(attempt.pass());
        return new TreeStore(tx)
                .tree(attempt.course())
                .compose(tree -> {
                    var title = tree.flatMap(one -> one.lesson(attempt.lesson()))
                            .map(Lesson::title)
                            .orElse("");
                    var went = new QuizFact.Went(
                            attempt.contact(),
                            attempt.id(),
                            attempt.lesson(),
                            attempt.course(),
                            title,
                            attempt.number(),
                            score.percent());
                    Events.record(tx, new QuizFact.Submitted(went));
                    return passed ? Events.record(tx, new QuizFact.Passed(went)) : Future.succeededFuture();
                })
                .compose(x -> passed
                        ? progress.done(tx, tenant, attempt.lesson(), attempt.contact())
                                .<Void>mapEmpty()
                        : Future.succeededFuture());
    }

    /** An attempt that was left open ends with what was saved. */
    private Future<Void> close(Tx tx, Job job) {
        return new AttemptStore(tx)
                .held(UUID.fromString(job.key()))
                .compose(found -> found.filter(Attempt::open).isEmpty()
                        ? Future.succeededFuture()
                        : hosts.tenant(job.tenant())
                                .compose(tenant -> tenant.isEmpty()
                                        ? Future.succeededFuture()
                                        : end(
                                                tx,
                                                tenant.get(),
                                                found.get(),
                                                true,
                                                found.get().answers())));
    }
}
