package dev.atrium.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Scope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * Collects what waits to be written to one feed on this node and commits it together: one transaction at a time for a feed, up
 * to 64 commands in it, each answered after its COMMIT. The feed's row is locked from its number to the commit, so that one
 * by one a feed could not have more events than the disk has commits. Who comes alone begins at once, what comes meanwhile goes
 * next. Only where several came together lately, the first waits for as many, for a millisecond at most: else it would leave
 * alone each time, and each listener be written to once for it and once for the others. For the same reason those who wait while
 * a round is under way wait now and then for those of that round as well: who writes on and on is answered and comes again.
 *
 * @param <C> a command
 * @param <R> what becomes of it; a refusal that concerns one command alone is a result too, and no failure
 */
public final class Gather<C, R> {
    /** So many commands go together at most. */
    public static final int TOGETHER = 64;
    /** Waiting for one feed; one more is told to come back. */
    private static final int WAITING = 1_024;
    /** The longest that anybody waits for company. */
    private static final long LINGER_MS = 1;
    /** How long at most where it is tried whether more come together. */
    private static final long LONGEST_LINGER_MS = 20;
    /** So many rounds say how many may be expected. */
    private static final int REMEMBERED = 8;

    /** Where commands wait for one another. */
    private record Lane(UUID tenant, String name) {}

    private record Waiting<C, R>(C command, Promise<R> promise) {}

    private final Vertx vertx;
    private final Db db;
    private final BiFunction<Tx, List<C>, Future<List<R>>> work;
    /** What goes on in a lane; guarded by itself. */
    private static final class Traffic<C, R> {
        final Deque<Waiting<C, R>> waiting = new ArrayDeque<>();
        final int[] sizes = new int[REMEMBERED];
        int rounds;
        boolean underWay;
        /** Which wait for company this is: one that has been overtaken does nothing. */
        long linger;

        /** Not to be waited for again before the next round. */
        boolean lingering;

        /** How many waited when the last round was answered. */
        int left;

        /** How many are to go together next, as it was said when the first of them came. */
        int target;

        /** Whether that is more than came together lately. */
        boolean trying;

        int target() {
            if (lingering) return target;
            int lately = Arrays.stream(sizes).max().orElse(1);
            int last = sizes[Math.floorMod(rounds - 1, REMEMBERED)];
            target = Math.min(TOGETHER, rounds % REMEMBERED == 0 ? Math.max(lately, last + left) : lately);
            trying = target > lately;
            return target;
        }
    }

    /** One that nobody comes by is forgotten, unless something waits there. */
    private final Cache<Lane, Traffic<C, R>> lanes = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterAccess(Duration.ofMinutes(1))
            .build();

    /** @param work does all of them, in their order, and says of each what became of it */
    public Gather(Vertx vertx, Db db, BiFunction<Tx, List<C>, Future<List<R>>> work) {
        this.vertx = vertx;
        this.db = db;
        this.work = work;
    }

    /**
     * Completes, on the caller's context, after the commit; fails with {@link Problem} 503 where too many wait already.
     *
     * @param lane the same for what is written to the same feed
     */
    public Future<R> submit(UUID tenant, String lane, C command) {
        Promise<R> promise = ((ContextInternal) vertx.getOrCreateContext()).promise();
        var here = new Lane(tenant, lane);
        var traffic = lanes.get(here, x -> new Traffic<>());
        synchronized (traffic) {
            if (traffic.waiting.size() >= WAITING) return Future.failedFuture(Problem.unavailable());
            traffic.waiting.add(new Waiting<>(command, promise));
        }
        round(here, traffic, false);
        return promise.future();
    }

    private void round(Lane lane, Traffic<C, R> traffic, boolean waited) {
        var together = new ArrayList<Waiting<C, R>>();
        synchronized (traffic) {
            if (traffic.underWay || traffic.waiting.isEmpty()) return;
            if (!waited && traffic.waiting.size() < traffic.target()) {
                linger(lane, traffic);
                return;
            }
            while (together.size() < TOGETHER && !traffic.waiting.isEmpty()) together.add(traffic.waiting.poll());
            traffic.sizes[traffic.rounds++ % REMEMBERED] = together.size();
            traffic.underWay = true;
            traffic.lingering = false;
            traffic.linger++;
        }
        commit(lane, together).onComplete(x -> {
            synchronized (traffic) {
                traffic.underWay = false;
                traffic.left = traffic.waiting.size();
            }
            round(lane, traffic, false);
        });
    }

    private void linger(Lane lane, Traffic<C, R> traffic) {
        if (traffic.lingering) return;
        traffic.lingering = true;
        long mine = traffic.linger;
        long begun = System.nanoTime();
        boolean trying = traffic.trying;
        vertx.setTimer(LINGER_MS, x -> {
            if (!trying) {
                waited(lane, traffic, mine);
                return;
            }
            // The loop was busy bringing what was committed to its listeners: who waits for that comes when it is done.
            long busy = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            vertx.setTimer(Math.clamp(busy / 2, LINGER_MS, LONGEST_LINGER_MS), y -> waited(lane, traffic, mine));
        });
    }

    /** Goes with those who are there, unless that wait is over. */
    private void waited(Lane lane, Traffic<C, R> traffic, long linger) {
        synchronized (traffic) {
            if (traffic.linger != linger) return;
        }
        round(lane, traffic, true);
    }

    /** One that cannot be done takes nobody along: where all together failed, each is tried alone. */
    private Future<Void> commit(Lane lane, List<Waiting<C, R>> together) {
        var commands = together.stream().map(Waiting::command).toList();
        return db.planned(Scope.job(lane.tenant(), "feeds"), tx -> work.apply(tx, commands))
                .transform(done -> {
                    if (done.succeeded()) {
                        for (int i = 0; i < together.size(); i++)
                            together.get(i).promise().complete(done.result().get(i));
                        return Future.succeededFuture();
                    }
                    if (together.size() == 1) {
                        together.getFirst().promise().fail(done.cause());
                        return Future.succeededFuture();
                    }
                    Future<Void> each = Future.succeededFuture();
                    for (var one : together) each = each.compose(x -> commit(lane, List.of(one)));
                    return each;
                });
    }
}
