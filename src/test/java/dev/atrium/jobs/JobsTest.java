package dev.atrium.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import dev.atrium.web.RateLimit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever becomes of the workers, a job's effect happens once or visibly not at all, and nobody waits for somebody else's. */
class JobsTest {
    private static final JobKind.Limits LIMITS = new JobKind.Limits(Duration.ofMinutes(2), 3, Duration.ofDays(3));
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start();
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @AfterEach
    void clear() {
        portal.execute("DELETE FROM job");
        portal.execute("DELETE FROM rate_limit");
    }

    private static Db db() {
        return portal.house().db();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static <T> T in(String slug, Function<Tx, Future<T>> work) {
        return await(db().write(Scope.job(portal.tenantId(slug), "test"), work));
    }

    private static void schedule(String kind, String key, Duration in) {
        in(
                Portal.ACME,
                tx -> Jobs.schedule(
                        tx, kind, key, portal.house().clock().now().plus(in), new JsonObject().put("key", key)));
    }

    private static void scheduleMany(String kind, int n) {
        in(Portal.ACME, tx -> {
            Future<Void> last = Future.succeededFuture();
            for (int i = 0; i < n; i++)
                last = Jobs.schedule(tx, kind, "k" + i, portal.house().clock().now(), new JsonObject());
            return last;
        });
    }

    private static JobWorker worker(JobKind kind) {
        return new JobWorker(db(), new JobKinds().add(kind), 6, 6, (tx, job) -> Future.succeededFuture());
    }

    /** Claims and does until there is nothing left that is due. */
    private static void drain(JobWorker worker) {
        while (await(worker.fill(() -> {})) > 0 || worker.underWay() > 0) Portal.pause(2);
    }

    private static void until(BooleanSupplier reached) {
        for (int i = 0; i < 1_000 && !reached.getAsBoolean(); i++) Portal.pause(10);
        assertTrue(reached.getAsBoolean(), "not reached in time");
    }

    /** An effect that counts itself in the transaction. */
    private static Future<Void> count(Tx tx, String effect) {
        return RateLimit.take(tx, effect, Duration.ofDays(1000)).mapEmpty();
    }

    private static long counted(String effect) {
        return portal.count("SELECT coalesce(sum(count), 0) FROM rate_limit WHERE key = ?", effect);
    }

    private static List<Object> row(String key) {
        return portal.query("SELECT state, attempts, last_error FROM job WHERE key = ?", key)
                .getFirst();
    }

    @Test
    void fifty_workers_at_once_do_no_job_twice() {
        scheduleMany("race", 300);
        var begun = new ConcurrentLinkedQueue<UUID>();
        Race.of(50, i -> {
            drain(worker(new JobKind.InTx("race", LIMITS, (tx, job) -> {
                begun.add(job.id());
                return count(tx, job.key());
            })));
            return i;
        });
        assertEquals(300, begun.size());
        assertEquals(300, portal.count("SELECT count(*) FROM rate_limit WHERE key LIKE 'k%' AND count = 1"));
        assertEquals(300, portal.count("SELECT count(*) FROM job WHERE state = 'done' AND attempts = 1"));
        System.out.println("jobs done twice by 50 workers: 0 of 300");
    }

    /** A deed that ends when the test says so. */
    private static JobWorker sleeper(String kind, String effect, int hands, Queue<Promise<String>> asleep) {
        var outside = new JobKind.Outside<String>(
                kind,
                LIMITS,
                job -> {
                    var promise = Promise.<String>promise();
                    asleep.add(promise);
                    return promise.future();
                },
                (tx, job, said) -> count(tx, effect));
        return new JobWorker(db(), new JobKinds().add(outside), hands, hands, (tx, job) -> Future.succeededFuture());
    }

    /** An effect that is written at once, in a transaction that ends when the test says so. */
    private static JobWorker sleeperInside(String kind, String effect, int hands, Queue<Promise<Void>> asleep) {
        var inTx = new JobKind.InTx(
                kind,
                LIMITS,
                (tx, job) -> count(tx, effect + " " + job.key()).compose(x -> {
                    var promise = Promise.<Void>promise();
                    asleep.add(promise);
                    return promise.future();
                }));
        return new JobWorker(db(), new JobKinds().add(inTx), hands, hands, (tx, job) -> Future.succeededFuture());
    }

    @Test
    void a_worker_that_slept_past_its_lease_changes_nothing_while_another_has_the_job_or_has_done_it() {
        scheduleMany("sleepy", 50);
        var late = new ConcurrentLinkedQueue<Promise<String>>();
        var later = new ConcurrentLinkedQueue<Promise<String>>();
        var sleeper = sleeper("sleepy", "late", 50, late);
        var other = sleeper("sleepy", "in time", 50, later);
        assertEquals(50, await(sleeper.fill(() -> {})));
        portal.move(Duration.ofMinutes(3));
        assertEquals(50, await(other.fill(() -> {})));
        for (int i = 0; i < 25; i++) late.remove().complete("too late: another has it in hand");
        until(() -> sleeper.underWay() == 25);
        later.forEach(promise -> promise.complete("now"));
        until(() -> other.underWay() == 0);
        late.forEach(promise -> promise.complete("too late: another has done it"));
        until(() -> sleeper.underWay() == 0);
        assertEquals(0, counted("late"));
        assertEquals(50, counted("in time"));
        System.out.println("late results refused: 50 of 50");
    }

    @Test
    void a_worker_that_slept_past_its_lease_inside_its_transaction_is_rolled_back() {
        // Each sleeper holds a connection; six of the eight that a test has leave two for everybody else.
        int hands = 3;
        int rounds = 17;
        scheduleMany("nap", hands * rounds);
        for (int round = 0; round < rounds; round++) {
            var late = new ConcurrentLinkedQueue<Promise<Void>>();
            var later = new ConcurrentLinkedQueue<Promise<Void>>();
            var sleeper = sleeperInside("nap", "late", hands, late);
            var other = sleeperInside("nap", "in time", hands, later);
            assertEquals(hands, await(sleeper.fill(() -> {})));
            until(() -> late.size() == hands);
            portal.move(Duration.ofMinutes(3));
            assertEquals(hands, await(other.fill(() -> {})));
            until(() -> later.size() == hands);
            late.forEach(promise -> promise.complete());
            until(() -> sleeper.underWay() == 0);
            later.forEach(promise -> promise.complete());
            until(() -> other.underWay() == 0);
        }
        assertEquals(0, portal.count("SELECT count(*) FROM rate_limit WHERE key LIKE 'late%'"));
        assertEquals(
                hands * rounds,
                portal.count("SELECT count(*) FROM rate_limit WHERE key LIKE 'in time%' AND count = 1"));
        System.out.println("late transactions rolled back: " + hands * rounds + " of " + hands * rounds);
    }

    @Test
    void ten_thousand_jobs_of_one_tenant_do_not_delay_the_single_one_of_another() {
        portal.execute("""
                INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at)
                SELECT ?, gen_random_uuid(), 'bulk', 'b' || i, now() - interval '1 day', now() FROM generate_series(1, 10000) i
                """, portal.tenantId(Portal.ACME));
        var order = new ConcurrentLinkedQueue<UUID>();
        var worker = worker(new JobKind.InTx("bulk", LIMITS, (tx, job) -> {
            order.add(job.tenant());
            return Future.succeededFuture();
        }));
        for (int i = 0; i < 5; i++) await(worker.fill(() -> {}));
        in(
                Portal.GLOBEX,
                tx -> Jobs.schedule(tx, "bulk", "single", portal.house().clock().now(), new JsonObject()));
        int before = order.size() + worker.underWay();
        var globex = portal.tenantId(Portal.GLOBEX);
        for (int i = 0; i < 500 && !order.contains(globex); i++) {
            await(worker.fill(() -> {}));
            Portal.pause(2);
        }
        int place = new ArrayList<>(order).indexOf(globex);
        assertTrue(place >= 0 && place - before < 2 * 6, "begun after " + (place - before) + " others");
        until(() -> worker.underWay() == 0);
    }

    @Test
    void a_failing_job_comes_back_later_and_later_and_is_given_up_where_it_can_be_seen_and_retried() {
        var broken = new AtomicInteger(1);
        var worker = worker(new JobKind.InTx("fails", LIMITS, (tx, job) -> {
            if (broken.get() == 1) throw new IllegalStateException("the printer is on fire");
            return count(tx, "printed");
        }));
        schedule("fails", "page", Duration.ZERO);
        for (int attempt = 1; attempt <= 3; attempt++) {
            drain(worker);
            assertEquals(attempt == 3 ? "dead" : "queued", row("page").getFirst());
            assertEquals(attempt, row("page").get(1));
            assertEquals("the printer is on fire", row("page").getLast());
            if (attempt < 3) {
                int n = attempt;
                drain(worker);
                assertEquals(n, row("page").get(1), "not before it is due again");
                portal.move(Duration.ofSeconds(3));
            }
        }
        var dead = in(Portal.ACME, tx -> Jobs.dead(tx, 10));
        assertEquals("page", dead.getFirst().key());
        assertEquals(1, await(Jobs.backlog(db())).dead());
        assertThrows(
                Exception.class,
                () -> in(Portal.GLOBEX, tx -> Jobs.retry(tx, dead.getFirst().id())));
        broken.set(0);
        in(Portal.ACME, tx -> Jobs.retry(tx, dead.getFirst().id()));
        drain(worker);
        assertEquals("done", row("page").getFirst());
        assertEquals(1, counted("printed"));
        var again = assertThrows(
                Exception.class,
                () -> in(Portal.ACME, tx -> Jobs.retry(tx, dead.getFirst().id())));
        assertEquals("job-not-dead", ((Problem) again.getCause()).code());
    }

    @Test
    void a_hopeless_or_aged_job_is_given_up_at_once_and_one_that_takes_its_server_down_in_the_end() {
        drainFailing("hopeless", new GiveUp("410 Gone"));
        assertEquals(List.of("dead", 1, "410 Gone"), row("hopeless"));

        var impatient = worker(new JobKind.InTx(
                "aged", new JobKind.Limits(Duration.ofMinutes(2), 99, Duration.ofHours(1)), (tx, job) -> {
                    throw new IllegalStateException("not yet");
                }));
        schedule("aged", "aged", Duration.ofDays(30));
        portal.move(Duration.ofDays(30).plusMinutes(1));
        drain(impatient);
        assertEquals("queued", row("aged").getFirst(), "age is counted from when it was wanted");
        portal.move(Duration.ofHours(2));
        drain(impatient);
        assertEquals("dead", row("aged").getFirst());
        schedule("aged", "overdue", Duration.ofDays(-30));
        drain(impatient);
        assertEquals("queued", row("overdue").getFirst(), "nobody wanted it before it was asked for");

        schedule("kills", "kills", Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            await(worker(new JobKind.Outside<String>(
                            "kills",
                            LIMITS,
                            job -> Promise.<String>promise().future(),
                            (tx, job, r) -> Future.succeededFuture()))
                    .fill(() -> {}));
            portal.move(Duration.ofMinutes(3));
        }
        drain(worker(new JobKind.InTx("kills", LIMITS, (tx, job) -> count(tx, "never"))));
        assertEquals("dead", row("kills").getFirst());
        assertEquals(0, counted("never"));
    }

    private static void drainFailing(String name, RuntimeException failure) {
        schedule(name, name, Duration.ZERO);
        drain(worker(new JobKind.InTx(name, LIMITS, (tx, job) -> Future.failedFuture(failure))));
    }

    @Test
    void the_back_off_grows_from_a_second_to_six_hours() {
        for (int attempt = 1; attempt <= 40; attempt++) {
            long base = attempt > 15 ? 21_600_000 : Math.min(21_600_000, 1_000L << (attempt - 1));
            long delay = JobWorker.delay(attempt).toMillis();
            assertTrue(delay >= base && delay <= base + base / 4, attempt + ": " + delay);
        }
    }

    @Test
    void a_server_killed_after_the_deed_leaves_it_to_be_done_again_and_finished_once() {
        schedule("deed", "deed", Duration.ZERO);
        var deeds = new AtomicInteger();
        var killed = worker(new JobKind.Outside<String>(
                "deed",
                LIMITS,
                job -> {
                    deeds.incrementAndGet();
                    return Promise.<String>promise().future();
                },
                (tx, job, r) -> count(tx, "finished")));
        await(killed.fill(() -> {}));
        var next = worker(new JobKind.Outside<>(
                "deed",
                LIMITS,
                job -> Future.succeededFuture(deeds.incrementAndGet()),
                (tx, job, r) -> count(tx, "finished")));
        drain(next);
        assertEquals(1, deeds.get(), "under the lease it is the other's");
        portal.move(Duration.ofMinutes(3));
        drain(next);
        assertEquals(2, deeds.get());
        assertEquals(1, counted("finished"));
    }

    @Test
    void what_is_due_in_thirty_days_happens_when_thirty_days_have_passed() {
        portal.house().jobs().add(new JobKind.InTx("reminder", LIMITS, (tx, job) -> count(tx, "reminded")));
        schedule("reminder", "r", Duration.ofDays(30));
        portal.move(Duration.ofDays(29));
        Portal.pause(1_500);
        assertEquals(0, counted("reminded"));
        portal.move(Duration.ofDays(1));
        until(() -> counted("reminded") == 1);
        assertEquals("done", row("r").getFirst());
    }

    @Test
    void scheduling_an_open_job_again_moves_it_and_cancelling_takes_it_back() {
        schedule("moves", "m", Duration.ZERO);
        schedule("moves", "m", Duration.ofDays(1));
        assertEquals(1, portal.count("SELECT count(*) FROM job"));
        var worker = worker(new JobKind.InTx("moves", LIMITS, (tx, job) -> count(tx, "moved")));
        drain(worker);
        assertEquals(0, counted("moved"));
        assertEquals(true, in(Portal.ACME, tx -> Jobs.cancel(tx, "moves", "m")));
        assertEquals(false, in(Portal.ACME, tx -> Jobs.cancel(tx, "moves", "m")));
        portal.move(Duration.ofDays(2));
        drain(worker);
        assertEquals(0, counted("moved"));
    }

    @Test
    void a_job_scheduled_anew_in_a_workers_hand_runs_once_more_and_one_cancelled_there_counts_for_nothing() {
        var asleep = new ConcurrentLinkedQueue<Promise<String>>();
        var worker = worker(new JobKind.Outside<String>(
                "hand",
                LIMITS,
                job -> {
                    var promise = Promise.<String>promise();
                    asleep.add(promise);
                    return promise.future();
                },
                (tx, job, r) -> count(tx, job.payload().getString("key") + " " + r)));
        schedule("hand", "h", Duration.ZERO);
        await(worker.fill(() -> {}));
        schedule("hand", "h", Duration.ZERO);
        asleep.remove().complete("first");
        until(() -> worker.underWay() == 0);
        assertEquals("queued", row("h").getFirst());
        await(worker.fill(() -> {}));
        asleep.remove().complete("second");
        until(() -> worker.underWay() == 0);
        assertEquals("done", row("h").getFirst());
        assertEquals(1, counted("h first"));
        assertEquals(1, counted("h second"));
        schedule("hand", "c", Duration.ZERO);
        await(worker.fill(() -> {}));
        in(Portal.ACME, tx -> Jobs.cancel(tx, "hand", "c"));
        asleep.remove().complete("cancelled");
        until(() -> worker.underWay() == 0);
        assertEquals(0, counted("c cancelled"));
    }

    @Test
    void what_is_done_is_swept_after_a_week_and_what_was_given_up_after_three_months() {
        schedule("tidy", "done", Duration.ZERO);
        drain(worker(new JobKind.InTx("tidy", LIMITS, (tx, job) -> Future.succeededFuture())));
        drainFailing("dead", new GiveUp("no"));
        portal.execute("UPDATE job SET finished_at = now() - interval '8 days'");
        assertEquals(1, portal.count("SELECT gone FROM sys_sweep_jobs(100)"));
        assertEquals("dead", row("dead").getFirst());
        portal.execute("UPDATE job SET finished_at = now() - interval '91 days'");
        assertEquals(1, portal.count("SELECT gone FROM sys_sweep_jobs(100)"));
    }
}
