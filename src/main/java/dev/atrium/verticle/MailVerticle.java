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

/** Drains the outbox whenever something is queued, and every two seconds for what fell due meanwhile. */
public final class MailVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(MailVerticle.class);
    private static final long EVERY_MS = 2_000;

    private final Supplier<MailPost> make;
    private @Nullable MailPost post;
    private boolean draining;
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

    private void wake() {
        again = true;
        if (draining || stopping) return;
        draining = true;
        try {
            drain(Objects.requireNonNull(post));
        } catch (RuntimeException e) {
            LOG.warn("mail round failed: {}", e.toString());
        } finally {
            draining = false;
        }
    }

    private void drain(MailPost mails) {
        while (again && !stopping) {
            again = false;
            while (!stopping && mails.round().await() > 0) again = true;
        }
    }

    /** Lets the round under way finish: what was handed over is marked, what was not stays due. */
    @Override
    public Future<?> stop() {
        stopping = true;
        while (draining) vertx.timer(10, TimeUnit.MILLISECONDS).await();
        return post == null ? Future.succeededFuture() : post.close();
    }
}
