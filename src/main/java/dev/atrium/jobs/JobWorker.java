package dev.atrium.jobs;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Scope;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does due jobs: claims them under a lease, does them, marks them. The marking is the last statement of the transaction of
 * the effect and asks for the claim's own fencing number: a worker that slept past its lease changes nothing.
 */
public final class JobWorker {
    private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);
    private static final long FIRST_DELAY_MS = 1_000;
    private static final long LONGEST_DELAY_MS = Duration.ofHours(6).toMillis();

    private final Db db;
    private final JobKinds kinds;
    private final int hands;
    private final int perTenant;
    private final BiFunction<Tx, Job, Future<Void>> givenUp;
    private final AtomicInteger underWay = new AtomicInteger();

    /**
     * @param hands jobs at a time on this server
     * @param perTenant of those, and over all servers, for one tenant; fewer than {@code hands}, so that somebody else's
     *     job finds a hand free
     * @param givenUp told of a job that becomes a dead letter, in that transaction
     */
    public JobWorker(Db db, JobKinds kinds, int hands, int perTenant, BiFunction<Tx, Job, Future<Void>> givenUp) {
        this.givenUp = givenUp;
        this.db = db;
        this.kinds = kinds;
        this.hands = hands;
        this.perTenant = perTenant;
    }

    /**
     * Claims as many due jobs as there are free hands, and begins to do them; says how many. Not to be called again before
     * the future completes.
     *
     * @param freed called whenever a job has ended and its hand is free again
     */
    public Future<Integer> fill(Runnable freed) {
        int room = hands - underWay.get();
        var known = kinds.all();
        if (room <= 0 || known.isEmpty()) return Future.succeededFuture(0);
        return JobStore.claim(db, room, perTenant, known).map(jobs -> {
            underWay.addAndGet(jobs.size());
            jobs.forEach(job -> run(job).onComplete(x -> {
                underWay.decrementAndGet();
                freed.run();
            }));
            return jobs.size();
        });
    }

    /** How many jobs are being done. */
    public int underWay() {
        return underWay.get();
    }

    private Future<?> run(Job job) {
        var kind = kinds.find(job.kind()).orElseThrow();
        var scope = Scope.job(job.tenant(), job.kind());
        // A job whose every attempt took the server down is counted by its claims alone.
        var attempt = job.attempt() > kind.limits().attempts()
                ? Future.<Void>failedFuture(new GiveUp("tried " + (job.attempt() - 1) + " times without an answer"))
                : attempt(scope, kind, job);
        return attempt.recover(e -> refused(scope, kind, job, e))
                .onFailure(e -> LOG.atWarn()
                        .addKeyValue("job", job.id())
                        .log("job {} was left to its lease: {}", job.kind(), e.toString()));
    }

    private Future<Void> attempt(Scope scope, JobKind kind, Job job) {
        long limit = kind.limits().lease().toMillis() * 9 / 10;
        // compose, so that a handler that throws is a failed attempt like any other
        return switch (kind) {
            case JobKind.InTx inTx ->
                db.write(
                        scope,
                        tx -> Future.succeededFuture()
                                .compose(x -> inTx.effect().apply(tx, job))
                                .timeout(limit, TimeUnit.MILLISECONDS)
                                .compose(x -> done(tx, job)));
            case JobKind.Outside<?> outside -> outside(scope, outside, job, limit);
        };
    }

    private <R> Future<Void> outside(Scope scope, JobKind.Outside<R> kind, Job job, long limit) {
        return Future.succeededFuture()
                .compose(x -> kind.deed().perform(job))
                .timeout(limit, TimeUnit.MILLISECONDS)
                .compose(result -> db.write(
                        scope, tx -> kind.ending().finish(tx, job, result).compose(x -> done(tx, job))));
    }

    private static Future<Void> done(Tx tx, Job job) {
        return new JobStore(tx).done(job).map(rows -> {
            if (rows == 0) throw new Lost();
            return null;
        });
    }

    /** Nobody's fault: another worker has the job, or it was cancelled. */
    private static final class Lost extends RuntimeException {
        Lost() {
            super("the job is another's or nobody's now", null, false, false);
        }
    }

    private Future<Void> refused(Scope scope, JobKind kind, Job job, Throwable cause) {
        if (cause instanceof Lost) {
            LOG.atInfo()
                    .addKeyValue("job", job.id())
                    .addKeyValue("fence", job.fence())
                    .log("job {} was lost while it was done; nothing of it counts", job.kind());
            return Future.succeededFuture();
        }
        boolean hopeless =
                cause instanceof GiveUp || job.attempt() >= kind.limits().attempts();
        return db.write(
                        scope,
                        tx -> new JobStore(tx)
                                .later(
                                        job,
                                        delay(job.attempt()),
                                        said(cause),
                                        hopeless,
                                        kind.limits().age())
                                .compose(state -> state.filter("dead"::equals).isPresent()
                                        ? givenUp.apply(tx, job).map(state)
                                        : Future.succeededFuture(state)))
                .map(state -> {
                    LOG.atWarn()
                            .addKeyValue("job", job.id())
                            .addKeyValue("attempt", job.attempt())
                            .log("job {} failed, now {}: {}", job.kind(), state.orElse("another's"), said(cause));
                    return null;
                });
    }

    private static String said(Throwable cause) {
        var message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    /** 1 s, 2 s, 4 s … 6 h, each with up to a quarter more, so that jobs do not come back all at once. */
    static Duration delay(int attempt) {
        long base = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS << Math.min(30, Math.max(0, attempt - 1)));
        return Duration.ofMillis(base + ThreadLocalRandom.current().nextLong(base / 4 + 1));
    }
}
