package dev.atrium.communities;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A group as one person stands in it; whoever may not know of the group has no seat.
 *
 * @param accent the group's own colour, {@code #rrggbb}; empty where it wears the portal's
 * @param role {@code owner}, {@code admin}, {@code moderator}, or the word for a plain one; empty for whoever is not in it
 * @param requested whether they asked to come in and wait for an answer
 * @param mutedUntil until when they may write nothing; null where they may
 */
public record Seat(
        UUID group,
        String slug,
        String name,
        String visibility,
        String accent,
        boolean archived,
        String role,
        boolean requested,
        @Nullable Instant mutedUntil,
        int members) {
    public boolean member() {
        return !role.isEmpty();
    }

    /** May remove what others wrote, mute and ban, and let posts through. */
    public boolean moderates() {
        return runs() || role.equals("moderator");
    }

    /** May change the group, its channels and who is what in it. */
    public boolean runs() {
        return owns() || role.equals("admin");
    }

    public boolean owns() {
        return role.equals("owner");
    }
}
