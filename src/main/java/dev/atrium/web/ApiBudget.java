package dev.atrium.web;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Requests per minute of one account, one key of the business, or one network that showed neither; said in every answer by
 * RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10). In memory on each node and bounded: it keeps
 * the house quiet, while what guards codes and passwords is counted in the database ({@link RateLimit}).
 */
final class ApiBudget {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int perMinute;
    private final LoadingCache<String, Bucket> buckets;

    ApiBudget(int perMinute) {
        this.perMinute = perMinute;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(50_000)
                .expireAfterAccess(WINDOW.multipliedBy(2))
                .build(who -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(perMinute).refillIntervally(perMinute, WINDOW))
                        .build());
    }

    /** Takes one request of {@code who} and says in the answer what is left; seconds to wait where nothing was, else 0. */
    long take(String who, HttpServerResponse response) {
        var probe = buckets.get(who).tryConsumeAndReturnRemaining(1);
        response.putHeader("RateLimit-Policy", "\"minute\";q=" + perMinute + ";w=" + WINDOW.toSeconds())
                .putHeader(
                        "RateLimit",
                        "\"minute\";r=" + probe.getRemainingTokens() + ";t=" + seconds(probe.getNanosToWaitForReset()));
        return probe.isConsumed() ? 0 : Math.max(1, seconds(probe.getNanosToWaitForRefill()));
    }

    private static long seconds(long nanos) {
        return (nanos + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
    }
}
