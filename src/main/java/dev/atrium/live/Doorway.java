package dev.atrium.live;

import dev.atrium.kernel.Problem;
import java.util.concurrent.TimeUnit;

/**
 * How many may come in a second, on one node: to let somebody in costs as much as a page, and when thousands were cut off at
 * once they would come back at once, before everybody who asks for a page. Those who come too soon are told when to come again.
 */
final class Doorway {
    private static final int SPREAD_SECONDS = 8;

    private final int perSecond;
    private double free;
    private long then;
    private int refused;

    /** @param perSecond it lets in as many at once, if nobody came for a second */
    Doorway(int perSecond) {
        this.perSecond = perSecond;
        this.free = perSecond;
        this.then = System.nanoTime();
    }

    /** Fails with {@link Problem} 503 {@code busy}; those who come together are told to come again at different times. */
    synchronized void enter() {
        long now = System.nanoTime();
        free = Math.min(perSecond, free + (now - then) * perSecond / (double) TimeUnit.SECONDS.toNanos(1));
        then = now;
        if (free < 1) throw Problem.later(503, "busy", 1 + refused++ % SPREAD_SECONDS);
        free--;
    }
}
