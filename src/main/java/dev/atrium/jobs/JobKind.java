package dev.atrium.jobs;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * A kind of work: its name, its limits, and what is to be done. Handlers run on an event loop and must not block; heavy
 * computing goes through {@code executeBlocking}. They run at least once, and a failed future is tried again.
 */
public sealed interface JobKind {
    String name();

    Limits limits();

    /**
     * How long a worker may take, and how often and for how long a failing job is tried before it is given up.
     *
     * @param lease longer than the work takes; a worker that is silent for longer loses the job to another
     * @param attempts tries in all
     * @param age counted from when the job was wanted
     */
    record Limits(Duration lease, int attempts, Duration age) {
        /** Two minutes, 25 tries, three days. */
        public static final Limits USUAL = new Limits(Duration.ofMinutes(2), 25, Duration.ofDays(3));

        public Limits {
            if (lease.toSeconds() < 5 || attempts < 1 || age.isNegative())
                throw new IllegalArgumentException("a lease of at least 5 s, one attempt at least, an age");
        }
    }

    /** Work in the database alone. */
    interface Effect {
        Future<Void> apply(Tx tx, Job job);
    }

    /** Work in the world outside, which no transaction takes back. */
    interface Deed<R> {
        Future<R> perform(Job job);
    }

    /** What becomes of the result of a {@link Deed}. */
    interface Ending<R> {
        Future<Void> finish(Tx tx, Job job, R result);
    }

    /** Effect and "done" share one transaction: it happens once, or not at all. */
    record InTx(String name, Limits limits, Effect effect) implements JobKind {}

    /** The deed may happen more than once, where a server dies after it; its ending happens once. */
    record Outside<R>(String name, Limits limits, Deed<R> deed, Ending<R> ending) implements JobKind {}
}
