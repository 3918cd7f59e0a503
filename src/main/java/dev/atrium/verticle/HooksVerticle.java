package dev.atrium.verticle;

import dev.atrium.webhooks.Courier;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sends webhooks whenever something was queued, and every second what fell due meanwhile. */
public final class HooksVerticle extends VerticleBase {
    private static final long EVERY_MS = 1_000;

    private final Courier courier;
    private @Nullable Rounds rounds;

    public HooksVerticle(Courier courier) {
        this.courier = courier;
    }

    @Override
    public Future<?> start() {
        rounds = new Rounds(vertx, "webhook", courier::fill, courier::underWay);
        rounds.start(Courier.WAKE, EVERY_MS);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        courier.close();
        return Objects.requireNonNull(rounds).stop();
    }
}
