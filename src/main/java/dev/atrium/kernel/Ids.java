package dev.atrium.kernel;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Ids made in the process, so that a retried create keeps its id and any PostgreSQL from 15 on will do. */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int COUNTER_BITS = 12;

    /** Milliseconds and the counter below them, as of the newest id. */
    private static final AtomicLong NEWEST = new AtomicLong();

    private Ids() {}

    /**
     * A time-ordered UUID, version 7 (RFC 9562, section 5.7), greater than any that this process made before: twelve bits
     * count within a millisecond (section 6.2, method 1), since what one transaction records bears one time and is read in
     * the order of its ids.
     */
    public static UUID next() {
        long stamp = NEWEST.updateAndGet(newest -> Math.max(newest + 1, System.currentTimeMillis() << COUNTER_BITS));
        long high = (stamp >>> COUNTER_BITS << 16) | 0x7000 | (stamp & 0x0FFF);
        return new UUID(high, (RANDOM.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L);
    }

    /** Reads an id as it stands in a URL or form; null where the text is none, which callers treat as unknown. */
    public static @Nullable UUID parse(@Nullable String text) {
        if (text == null || text.length() != 36) return null;
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
