package dev.atrium.courses.play;

import dev.atrium.courses.Standing;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody for whom a course is, as staff see them.
 *
 * @param open whether they may take it now
 * @param enrolledAt null where they have not begun
 * @param seenAt when they had anything of it open last
 * @param done how many of the {@code counted} lessons are done
 */
record Learner(
        UUID contact,
        String name,
        String email,
        boolean open,
        @Nullable Instant enrolledAt,
        @Nullable Instant seenAt,
        @Nullable Instant completedAt,
        @Nullable Instant pausedAt,
        int done,
        int counted) {
    public int percent() {
        return Standing.percent(done, counted, completedAt != null);
    }

    /** {@code finished}, {@code shut}, {@code paused}, {@code under-way} or {@code not-begun}. */
    public String state() {
        if (completedAt != null) return "finished";
        if (!open) return "shut";
        if (pausedAt != null) return "paused";
        return enrolledAt == null ? "not-begun" : "under-way";
    }
}
