package dev.atrium.verticle;

import dev.atrium.notifications.MailOutbox;
import dev.atrium.notifications.MailPost;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Drains the outbox whenever something is queued, and every two seconds for what fell due meanwhile. On an event loop: on
 * a virtual thread some of three hundred mails hung in three runs of three, on an event loop none did; why was not found.
 */
public final class MailVerticle extends VerticleBase {
    private static final long EVERY_MS = 2_000;

    private final Supplier<MailPost> make;
    private @Nullable MailPost post;
    private @Nullable Rounds rounds;

    public MailVerticle(Supplier<MailPost> make) {
        this.make = make;
    }

    @Override
    public Future<?> start() {
        var made = make.get();
        post = made;
        rounds = new Rounds(vertx, "mail", made::fill, made::underWay);
        rounds.start(MailOutbox.WAKE, EVERY_MS);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return Objects.requireNonNull(rounds)
                .stop()
                .compose(x -> Objects.requireNonNull(post).close());
    }
}
