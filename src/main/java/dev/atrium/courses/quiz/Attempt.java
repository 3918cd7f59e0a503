package dev.atrium.courses.quiz;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of one person, as it stands; nothing in it tells what is right.
 *
 * @param dueAt until when it can be submitted; null: no limit
 * @param submittedAt null while it is open
 * @param byClock whether it ended by itself, with what was saved
 * @param pass percent that passed it when it began
 * @param most points that were to be had
 * @param now when this was read
 */
record Attempt(
        UUID id,
        UUID lesson,
        UUID course,
        UUID contact,
        int number,
        Instant startedAt,
        @Nullable Instant dueAt,
        @Nullable Instant savedAt,
        @Nullable Instant submittedAt,
        boolean byClock,
        int pass,
        List<Asked> asked,
        Map<UUID, Given> answers,
        Map<UUID, Integer> marks,
        int points,
        int most,
        int percent,
        boolean passed,
        Instant now) {
    /** So much later what was sent in time may still come in. */
    static final Duration GRACE = Duration.ofSeconds(15);

    boolean open() {
        return submittedAt == null;
    }

    /** Open still, though its time is over and what is sent from now on counts no more. */
    boolean late() {
        return open() && dueAt != null && now.isAfter(dueAt.plus(GRACE));
    }
}
