package dev.atrium.verticle;

import dev.atrium.webhooks.Courier;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends webhooks whenever something was queued, and every second what fell due meanwhile. */
public final class HooksVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HooksVerticle.class);
    private static final long EVERY_MS = 1_000;
    private static final long STEP_MS = 10;
    private static final int STOP_STEPS = 400;

    private final Courier courier;
    private boolean filling;
    private boolean again;
    private boolean stopping;

    public HooksVerticle(Courier courier) {
        this.courier = courier;
    }

    @Override
    public Future<?> start() {
        vertx.eventBus().consumer(Courier.WAKE, message -> wake());
        vertx.setPeriodic(EVERY_MS, timer -> wake());
        return Future.succeededFuture();
    }

    /** One claim at a time; whatever woke us meanwhile, or a claim that found something, is followed by another. */
    private void wake() {
        again = true;
        if (filling || stopping) return;
        filling = true;
        again = false;
        var context = vertx.getOrCreateContext();
        courier.fill(() -> context.runOnContext(x -> wake())).onComplete(claimed -> {
            filling = false;
            if (claimed.failed())
                LOG.warn("webhook round failed: {}", claimed.cause().toString());
            else if (again || claimed.result() > 0) wake();
        });
    }

    /** Lets what is being sent finish, at most four seconds; the rest is another server's once its lease has run out. */
    @Override
    public Future<?> stop() {
        stopping = true;
        courier.close();
        return idle(STOP_STEPS);
    }

    private Future<?> idle(int steps) {
        boolean busy = filling || courier.underWay() > 0;
        return busy && steps > 0
                ? vertx.timer(STEP_MS, TimeUnit.MILLISECONDS).compose(x -> idle(steps - 1))
                : Future.succeededFuture();
    }
}
