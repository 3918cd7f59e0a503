package dev.atrium.courses.certificate;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as it was issued.
 *
 * @param code its serial, and what it is checked by
 * @param course null where the course is no more; its title stays
 * @param learner the name as it was on that day
 * @param instructors their names, one behind the other
 * @param minutes how long the course takes; 0 where that is not said
 * @param look layout, words, accent and language of its sheet
 * @param expiresAt null where it is good for ever
 * @param shared whether whoever has the code is shown the name
 * @param byHand whether staff issued it
 */
record Award(
        UUID id,
        String code,
        @Nullable UUID course,
        UUID contact,
        String learner,
        String title,
        String instructors,
        int minutes,
        JsonObject look,
        Instant issuedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        String reason,
        boolean shared,
        boolean byHand) {
    enum State {
        VALID,
        EXPIRED,
        REVOKED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    State state(Instant now) {
        if (revokedAt != null) return State.REVOKED;
        return expiresAt != null && !expiresAt.isAfter(now) ? State.EXPIRED : State.VALID;
    }

    /** Four by four, as people read it to one another. */
    String serial() {
        return Serial.spoken(code);
    }
}
