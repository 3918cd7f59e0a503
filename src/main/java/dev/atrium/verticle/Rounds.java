package dev.atrium.verticle;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims what is due, round after round: whenever somebody says that there is something, and once in a while for what fell due
 * meanwhile. One claim at a time; whatever woke us during one, or a claim that found something, is followed by another.
 */
final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final long STEP_MS = 10;
    private static final int STOP_STEPS = 400;

    private final Vertx vertx;
    private final Context context;
    private final String what;
    private final Function<Runnable, Future<Integer>> claim;
    private final IntSupplier underWay;
    private boolean claiming;
    private boolean again;
    private boolean stopping;

    /**
     * @param what is claimed, for the log
     * @param claim begins as much as there is room for and says how much; what it is given is to be called when there is room
     *     again, on any thread
     * @param underWay how much has been begun and has not ended
     */
    Rounds(Vertx vertx, String what, Function<Runnable, Future<Integer>> claim, IntSupplier underWay) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.what = what;
        this.claim = claim;
        this.underWay = underWay;
    }

    /** Begins. */
    void start(String wakeAddress, long everyMillis) {
        vertx.eventBus().consumer(wakeAddress, message -> wake());
        vertx.setPeriodic(everyMillis, timer -> wake());
    }

    private void wake() {
        again = true;
        if (claiming || stopping) return;
        claiming = true;
        again = false;
        claim.apply(() -> context.runOnContext(x -> wake())).onComplete(claimed -> {
            claiming = false;
            if (claimed.failed())
                LOG.warn("{} round failed: {}", what, claimed.cause().toString());
            else if (again || claimed.result() > 0) wake();
        });
    }

    /** Lets what is under way end, at most four seconds; the rest is another server's once its lease has run out. */
    Future<?> stop() {
        stopping = true;
        return idle(STOP_STEPS);
    }

    private Future<?> idle(int steps) {
        boolean busy = claiming || underWay.getAsInt() > 0;
        return busy && steps > 0
                ? vertx.timer(STEP_MS, TimeUnit.MILLISECONDS).compose(x -> idle(steps - 1))
                : Future.succeededFuture();
    }
}
