package dev.atrium.web;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * Attempts per time that survive a restart: one row per tenant and key, taken by one statement, so that parallel requests
 * cannot slip past the count. The taking must be committed even where the request is then refused: take first, in a
 * transaction that ends well, and refuse afterwards.
 */
public final class RateLimit {
    private static final String TAKE = """
            INSERT INTO rate_limit AS r (tenant_id, key, count, resets_at)
            VALUES ($1, $2, 1, portal_now() + make_interval(secs => $3))
            ON CONFLICT (tenant_id, key) DO UPDATE
               SET count = CASE WHEN r.resets_at <= portal_now() THEN 1 ELSE r.count + 1 END,
                   resets_at = CASE WHEN r.resets_at <= portal_now() THEN excluded.resets_at ELSE r.resets_at END
            RETURNING count, ceil(extract(epoch FROM resets_at - portal_now()))::bigint AS wait
            """;
    private static final String PEEK = """
            SELECT count, ceil(extract(epoch FROM resets_at - portal_now()))::bigint AS wait
              FROM rate_limit WHERE tenant_id = $1 AND key = $2 AND resets_at > portal_now()
            """;
    private static final String FORGET = "DELETE FROM rate_limit WHERE tenant_id = $1 AND key = $2";

    /** How many were taken in this window, and seconds until it ends. */
    public record Count(int taken, long waitSeconds) {
        /** Whether this taking went past {@code limit}. */
        public boolean over(int limit) {
            return taken > limit;
        }

        public long waitMinutes() {
            return Math.max(1, (waitSeconds + 59) / 60);
        }
    }

    private RateLimit() {}

    /** Takes one attempt of {@code key}; the window begins with its first. */
    public static Future<Count> take(Tx tx, String key, Duration window) {
        return tx.first(TAKE, row -> new Count(row.getInteger(0), row.getLong(1)), tx.tenant(), key, (double)
                        window.toSeconds())
                .map(Optional::orElseThrow);
    }

    /** What has been taken so far, without taking. */
    public static Future<Count> peek(Tx tx, String key) {
        return tx.first(PEEK, row -> new Count(row.getInteger(0), row.getLong(1)), tx.tenant(), key)
                .map(found -> found.orElse(new Count(0, 0)));
    }

    /** Starts anew, after a success. */
    public static Future<Integer> forget(Tx tx, String key) {
        return tx.run(FORGET, tx.tenant(), key);
    }
}
