package dev.atrium.db;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.kernel.Periodic;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every three seconds for what other nodes have said by {@link Tx#notice} and says it here once more: the bus is a hint,
 * and whom it does not reach hears of it within ten seconds all the same.
 */
public final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final long EVERY_MS = 3_000;
    /** A transaction may live for ten seconds after it wrote its notice; looked back to by two looks more than that. */
    private static final int BACK_SECONDS = 16;
    /** They are swept after an hour. */
    private static final int LONGEST_SECONDS = 3_600;

    private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

    private final Vertx vertx;
    private final Db db;
    private final Cache<UUID, Boolean> known = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofSeconds(LONGEST_SECONDS))
            .build();
    private volatile long looked = System.nanoTime();

    public Notices(Vertx vertx, Db db) {
        this.vertx = vertx;
        this.db = db;
        Periodic.every(vertx, EVERY_MS, this::look);
    }

    private void look() {
        long now = System.nanoTime();
        int back = (int) Math.min(LONGEST_SECONDS, TimeUnit.NANOSECONDS.toSeconds(now - looked) + BACK_SECONDS);
        NoticeStore.since(db, db.node(), back)
                .onSuccess(found -> {
                    looked = now;
                    found.forEach(this::say);
                })
                .onFailure(e -> LOG.warn("notices of other nodes could not be read: {}", e.toString()));
    }

    private void say(NoticeStore.Notice notice) {
        if (known.asMap().putIfAbsent(notice.id(), true) == null)
            vertx.eventBus().publish(notice.address(), notice.body(), HERE);
    }
}
