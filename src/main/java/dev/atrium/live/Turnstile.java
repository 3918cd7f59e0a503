package dev.atrium.live;

import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a few of those who come be looked up at a time, and the others wait in line: thousands who come at once would otherwise take
 * every connection to the database from everybody who asks for a page, and fail together after two seconds.
 */
final class Turnstile {
    private static final int AT_A_TIME = 2;
    /** Waiting; one more is told to come back. */
    private static final int WAITING = 20_000;

    private final Vertx vertx;
    /** Guarded by itself, as is {@link #busy}. */
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    private int busy;

    Turnstile(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Completes on the caller's context; fails with {@link Problem} 503 where too many wait already. */
    <T> Future<T> pass(Supplier<Future<T>> work) {
        Promise<T> promise = ((ContextInternal) vertx.getOrCreateContext()).promise();
        synchronized (waiting) {
            if (busy >= AT_A_TIME) {
                if (waiting.size() >= WAITING) return Future.failedFuture(Problem.unavailable());
                waiting.add(() -> run(work, promise));
                return promise.future();
            }
            busy++;
        }
        run(work, promise);
        return promise.future();
    }

    private <T> void run(Supplier<Future<T>> work, Promise<T> promise) {
        Future.succeededFuture().compose(x -> work.get()).onComplete(done -> {
            promise.handle(done);
            next();
        });
    }

    private @Nullable Runnable following() {
        synchronized (waiting) {
            var next = waiting.poll();
            if (next == null) busy--;
            return next;
        }
    }

    private void next() {
        var next = following();
        // What is known already is answered at once: thousands of those must not stand on one stack.
        if (next != null) vertx.runOnContext(x -> next.run());
    }
}
