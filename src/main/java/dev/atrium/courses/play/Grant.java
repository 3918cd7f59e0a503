package dev.atrium.courses.play;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What lets somebody take a course.
 *
 * @param kind who: {@code contact}, {@code tag}, {@code company} or {@code group}
 * @param thing the id of that
 * @param name of that, as the business calls it
 * @param level of a group: the least level there, 1 for every member; else null
 * @param startsAt null: since it was made
 * @param endsAt null: until somebody ends it
 * @param state {@code open}, {@code ahead} or {@code over}, as it is now
 */
record Grant(
        UUID id,
        String kind,
        UUID thing,
        String name,
        @Nullable Integer level,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        Instant createdAt,
        String state) {
    public boolean over() {
        return state.equals("over");
    }
}
