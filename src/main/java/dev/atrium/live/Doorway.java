package dev.atrium.live;

import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How many may come in a second, on one node: to let somebody in costs as much as a page, and when thousands were cut off at
 * once they would come back at once, before everybody who asks for a page. Those who come too soon wait for their turn, which
 * costs less than to come again and again; where the line is full, the next are told when to come.
 */
final class Doorway {
    /** Browsers give a connection up that is not answered within 20 seconds. */
    private static final int WAIT_SECONDS = 15;

    private static final int SPREAD_SECONDS = 8;
    /** Who may come at one time after a quiet moment, as a part of those of a second: more would stand before a page. */
    private static final double BURST = 0.2;

    private static final long TURN_MS = 20;

    private record Waiting(Promise<Void> turn, BooleanSupplier left) {}

    private final Vertx vertx;
    private final int perSecond;
    private final double burst;
    private final int most;
    /** Guarded by this object, as is all below. */
    private final Deque<Waiting> line = new ArrayDeque<>();

    private double free;
    private long then;
    private int refused;

    /** @param perSecond of whom a fifth may come at one time */
    Doorway(Vertx vertx, int perSecond) {
        this.vertx = vertx;
        this.perSecond = perSecond;
        this.most = perSecond * WAIT_SECONDS;
        this.burst = Math.max(1, perSecond * BURST);
        this.free = burst;
        this.then = System.nanoTime();
    }

    /**
     * Completes on the caller's context when they may come in.
     *
     * @param left whether whoever waits has gone, and takes nobody's turn
     * @throws Problem 503 {@code busy} where the line is full; those who come together are told to come again at different times
     */
    synchronized Future<Void> enter(BooleanSupplier left) {
        refill();
        if (line.isEmpty() && free >= 1) {
            free--;
            return Future.succeededFuture();
        }
        if (line.size() >= most) throw Problem.later(503, "busy", 1 + refused++ % SPREAD_SECONDS);
        Promise<Void> turn = ((ContextInternal) vertx.getOrCreateContext()).promise();
        line.add(new Waiting(turn, left));
        if (line.size() == 1) vertx.setTimer(TURN_MS, timer -> turns());
        return turn.future();
    }

    private void refill() {
        long now = System.nanoTime();
        free = Math.min(burst, free + (now - then) * perSecond / (double) TimeUnit.SECONDS.toNanos(1));
        then = now;
    }

    private synchronized void turns() {
        refill();
        while (free >= 1 && !line.isEmpty()) {
            var next = line.remove();
            if (next.left().getAsBoolean()) next.turn().fail(Problem.unavailable());
            else {
                free--;
                next.turn().complete();
            }
        }
        if (!line.isEmpty()) vertx.setTimer(TURN_MS, timer -> turns());
    }
}
