package dev.atrium.kernel;

import java.security.SecureRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids made in the process, so that a retried create keeps its id and any PostgreSQL from 15 on will do. */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /** A time-ordered UUID, version 7 (RFC 9562, section 5.7). */
    public static UUID next() {
        var random = new byte[10];
        RANDOM.nextBytes(random);
        long high = (System.currentTimeMillis() << 16) | 0x7000 | ((random[0] & 0x0F) << 8) | (random[1] & 0xFF);
        long low = 0;
        for (int i = 2; i < 10; i++) low = (low << 8) | (random[i] & 0xFF);
        return new UUID(high, (low & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L);
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
