package dev.atrium.media;

import dev.atrium.kernel.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Heavy computing, in order of arrival, on the threads that joined: what waits is bounded, and one more fails at once with
 * {@link Problem} 429 {@code busy}, so that a flood of pictures costs neither memory nor other requests. Futures complete on
 * the caller's context.
 */
public final class Paper {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Vertx vertx;
    private final BlockingQueue<Runnable> waiting;
    private final List<Context> workers = new CopyOnWriteArrayList<>();

    /** @param bound how many jobs may wait */
    public Paper(Vertx vertx, int bound) {
        this.vertx = vertx;
        this.waiting = new ArrayBlockingQueue<>(bound);
    }

    /** A worker's context, on which jobs run one after the other from now on. */
    public void join(Context worker) {
        workers.add(worker);
    }

    public void leave(Context worker) {
        workers.remove(worker);
    }

    public <T> Future<T> submit(Callable<T> job) {
        var caller = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        if (!waiting.offer(() -> run(job, caller, promise)))
            return Future.failedFuture(Problem.tooMany("busy", RETRY_AFTER_SECONDS));
        // All are woken, since whoever is idle shall take it; the others find nothing.
        workers.forEach(worker -> worker.runOnContext(x -> next()));
        return promise.future();
    }

    private void next() {
        var job = waiting.poll();
        if (job != null) job.run();
    }

    private static <T> void run(Callable<T> job, Context caller, Promise<T> promise) {
        try {
            var result = job.call();
            caller.runOnContext(x -> promise.complete(result));
        } catch (Exception | Error e) {
            // Errors too: whoever waits must hear of it.
            caller.runOnContext(x -> promise.fail(e));
        }
    }
}
