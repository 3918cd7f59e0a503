package dev.atrium.kernel;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;

/** What a server does again and again for as long as it runs. */
public final class Periodic {
    private Periodic() {}

    /**
     * Does it on the caller's loop, first after as long as between two.
     *
     * <p>Vert.x keeps the timers of a server that has ended, and the JVM's cleaner keeps Vert.x: what a timer does would hold all
     * that it can reach until the process ends. Verticles need this not, theirs end when they are undeployed.
     */
    public static void every(Vertx vertx, long millis, Runnable turn) {
        long timer = vertx.setPeriodic(millis, x -> turn.run());
        ((VertxInternal) vertx).addCloseHook(done -> {
            vertx.cancelTimer(timer);
            done.succeed();
        });
    }
}
