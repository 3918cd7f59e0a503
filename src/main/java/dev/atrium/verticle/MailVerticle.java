package dev.atrium.verticle;

import dev.atrium.notifications.MailOutbox;
import dev.atrium.notifications.MailPost;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains the outbox whenever something is queued, and every two seconds for what fell due meanwhile. On an event loop: on
 * a virtual thread some of three hundred mails hung in three runs of three, on an event loop none did; why was not found.
 */
public final class MailVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(MailVerticle.class);
    private static final long EVERY_MS = 2_000;
    private static final long STEP_MS = 10;
    private static final int STOP_STEPS = 400;

    private final Supplier<MailPost> make;
    private @Nullable MailPost post;
    private boolean filling;
    private boolean again;
    private boolean stopping;

    public MailVerticle(Supplier<MailPost> make) {
        this.make = make;
    }

    @Override
    public Future<?> start() {
        post = make.get();
        vertx.eventBus().consumer(MailOutbox.WAKE, message -> wake());
        vertx.setPeriodic(EVERY_MS, timer -> wake());
        return Future.succeededFuture();
    }

    private MailPost post() {
        return Objects.requireNonNull(post);
    }

    /** One claim at a time; whatever woke us meanwhile, or a claim that found something, is followed by another. */
    private void wake() {
        again = true;
        if (filling || stopping) return;
        filling = true;
        again = false;
        post().fill(this::wake).onComplete(claimed -> {
            filling = false;
            if (claimed.failed())
                LOG.warn("mail round failed: {}", claimed.cause().toString());
            else if (again || claimed.result() > 0) wake();
        });
    }

    /** Lets what is being sent finish, at most four seconds: what was handed over is marked, the rest stays due. */
    @Override
    public Future<?> stop() {
        stopping = true;
        return idle(STOP_STEPS).compose(x -> post().close());
    }

    private Future<?> idle(int steps) {
        boolean busy = filling || post().underWay() > 0;
        return busy && steps > 0
                ? vertx.timer(STEP_MS, TimeUnit.MILLISECONDS).compose(x -> idle(steps - 1))
                : Future.succeededFuture();
    }
}
