package dev.atrium.verticle;

import dev.atrium.db.Db;
import dev.atrium.facts.Readers;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Housekeeping: every few minutes, what nobody can use any more goes, in small batches. */
public final class SweepVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(SweepVerticle.class);
    private static final long EVERY_MS = 5 * 60 * 1000;
    private static final int BATCH = 1_000;

    private final SweepStore store;
    private boolean sweeping;

    public SweepVerticle(Db db, Readers readers) {
        this.store = new SweepStore(db, readers);
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(EVERY_MS, timer -> sweep());
        return Future.succeededFuture();
    }

    private void sweep() {
        if (sweeping) return;
        sweeping = true;
        try {
            while (round() == BATCH) {
                // A full batch means that more is waiting.
            }
        } catch (RuntimeException e) {
            LOG.warn("sweep failed: {}", e.toString());
        } finally {
            sweeping = false;
        }
    }

    private long round() {
        var swept = store.sweep(BATCH).await();
        for (var table : swept) {
            if (table.gone() > 0) LOG.info("swept {} rows of {}", table.gone(), table.what());
        }
        return swept.stream().mapToLong(SweepStore.Swept::gone).max().orElse(0);
    }
}
