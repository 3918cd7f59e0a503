package dev.atrium.courses;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A course as the business wrote it, without its lessons.
 *
 * @param description Markdown
 * @param minutes how long it takes, as the business says; 0 where it does not say
 * @param advances whether the next lesson begins by itself when one has ended
 */
public record Course(
        UUID id,
        String slug,
        String title,
        String summary,
        String description,
        @Nullable UUID cover,
        int minutes,
        State state,
        Anchor anchor,
        boolean advances,
        int position,
        int version,
        @Nullable Instant publishedAt) {
    /** A draft is seen by staff alone; an archived one stays open to whoever is enrolled, and takes nobody new. */
    public enum State {
        DRAFT,
        PUBLISHED,
        ARCHIVED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** From when the days of unlocking count. */
    public enum Anchor {
        ENROLMENT,
        FIRST_OPEN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
