package dev.atrium.verticle;

import dev.atrium.jobs.JobWorker;
import dev.atrium.jobs.Jobs;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Does due jobs whenever one is scheduled, and every second for what fell due meanwhile. */
public final class JobsVerticle extends VerticleBase {
    private static final long EVERY_MS = 1_000;

    private final JobWorker worker;
    private @Nullable Rounds rounds;

    public JobsVerticle(JobWorker worker) {
        this.worker = worker;
    }

    @Override
    public Future<?> start() {
        rounds = new Rounds(vertx, "job", worker::fill, worker::underWay);
        rounds.start(Jobs.WAKE, EVERY_MS);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return Objects.requireNonNull(rounds).stop();
    }
}
