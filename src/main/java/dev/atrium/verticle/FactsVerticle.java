package dev.atrium.verticle;

import dev.atrium.facts.Delivery;
import dev.atrium.facts.Events;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers facts as soon as they are committed and brings them to their readers; every second whatever was missed. Where they
 * never stop coming, a few times a second: readers then take many together.
 */
public final class FactsVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(FactsVerticle.class);
    private static final long EVERY_MS = 1_000;
    /** Rounds that are done without a pause. */
    private static final int AT_ONCE = 12;

    private static final long STEP_MS = 10;
    private static final int STOP_STEPS = 400;

    private final Delivery delivery;
    private final long apartNanos;
    private boolean busy;
    private boolean again;
    private boolean looking;
    private boolean stopping;
    private boolean resting;
    /** When the rounds so far were due, had they been done one by one (the generic cell rate algorithm, ITU-T I.371). */
    private long due = System.nanoTime();

    /** @param perSecond rounds where one follows the other, after the first few */
    public FactsVerticle(Delivery delivery, int perSecond) {
        this.delivery = delivery;
        this.apartNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    @Override
    public Future<?> start() {
        vertx.eventBus().consumer(Events.WAKE, message -> wake(false));
        vertx.setPeriodic(EVERY_MS, timer -> wake(true));
        return Future.succeededFuture();
    }

    /** One round at a time; whatever woke us meanwhile is followed by another. */
    private void wake(boolean look) {
        again = true;
        looking |= look;
        if (busy || stopping || rests()) return;
        busy = true;
        again = false;
        boolean looks = looking;
        looking = false;
        delivery.number()
                .compose(x -> looks ? delivery.look() : Future.succeededFuture())
                .onComplete(done -> {
                    busy = false;
                    if (done.failed())
                        LOG.warn("fact round failed: {}", done.cause().toString());
                    else if (again) wake(false);
                });
    }

    /** Whether there were enough rounds for now; it goes on by itself. */
    private boolean rests() {
        if (resting) return true;
        long now = System.nanoTime();
        long early = due - now - AT_ONCE * apartNanos;
        if (early <= 0) {
            due = Math.max(due, now) + apartNanos;
            return false;
        }
        resting = true;
        vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(early) + 1, x -> {
            resting = false;
            wake(false);
        });
        return true;
    }

    /** Lets the turns under way end, at most four seconds; what was not read stays unread. */
    @Override
    public Future<?> stop() {
        stopping = true;
        delivery.close();
        return idle(STOP_STEPS);
    }

    private Future<?> idle(int steps) {
        return (busy || delivery.underWay() > 0) && steps > 0
                ? vertx.timer(STEP_MS, TimeUnit.MILLISECONDS).compose(x -> idle(steps - 1))
                : Future.succeededFuture();
    }
}
