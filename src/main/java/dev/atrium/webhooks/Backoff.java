package dev.atrium.webhooks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** When a failed message is tried again, and how long an endpoint that only fails is left alone. */
final class Backoff {
    /** Failures in a row after which the circuit opens. */
    static final int PATIENCE = 5;

    private static final List<Duration> DELAYS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofHours(24),
            Duration.ofHours(24),
            Duration.ofHours(24));
    /** Tries of one message in all, over about four days. */
    static final int TRIES = DELAYS.size() + 1;

    private static final Duration LONGEST_OPEN = Duration.ofHours(1);

    private Backoff() {}

    /**
     * How long to wait after the {@code tries}th failed try, with up to a fifth more, so that messages do not come back all
     * at once.
     *
     * @param asked what the receiver's Retry-After says; heeded up to a day
     */
    static Duration after(int tries, Duration asked) {
        var usual = DELAYS.get(Math.min(DELAYS.size(), Math.max(1, tries)) - 1);
        var longest = DELAYS.getLast();
        var wanted = asked.compareTo(longest) > 0 ? longest : asked;
        return jittered(wanted.compareTo(usual) > 0 ? wanted : usual);
    }

    /** How long nothing is tried after {@code failures} in a row; nothing below {@link #PATIENCE}. */
    static Duration open(int failures) {
        if (failures < PATIENCE) return Duration.ZERO;
        var wait = Duration.ofMinutes(1L << Math.min(6, failures - PATIENCE));
        return jittered(wait.compareTo(LONGEST_OPEN) > 0 ? LONGEST_OPEN : wait);
    }

    private static Duration jittered(Duration base) {
        long millis = base.toMillis();
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 5 + 1));
    }
}
