package dev.atrium.web;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * Changing requests per second and network address, in memory, so that a flood from one place costs the database nothing.
 * What guards codes and passwords is counted in the database ({@link RateLimit}).
 */
final class RequestBudget {
    private final LoadingCache<String, Bucket> buckets;

    RequestBudget(int perSecond) {
        this.buckets = Caffeine.newBuilder()
                .maximumSize(50_000)
                .expireAfterAccess(Duration.ofMinutes(1))
                .build(address -> Bucket.builder()
                        .addLimit(
                                limit -> limit.capacity(2L * perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .build());
    }

    boolean take(String address) {
        return buckets.get(address).tryConsume(1);
    }
}
