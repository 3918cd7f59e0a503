package dev.atrium.verticle;

import dev.atrium.media.Paper;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** One worker thread of {@link Paper}: pictures today, documents later. Half the cores have one, at least one has. */
public final class PaperVerticle extends VerticleBase {
    private final Paper paper;

    public PaperVerticle(Paper paper) {
        this.paper = paper;
    }

    /** How many are deployed. */
    public static int instances() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    @Override
    public Future<?> start() {
        paper.join(context);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        paper.leave(context);
        return Future.succeededFuture();
    }
}
