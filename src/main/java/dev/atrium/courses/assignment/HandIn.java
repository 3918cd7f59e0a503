package dev.atrium.courses.assignment;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The work of one learner in one lesson.
 *
 * @param body what they are writing, or wrote last; Markdown
 * @param versions how often it was handed in
 * @param extra further hand-ins that staff allowed
 */
record HandIn(
        UUID id,
        UUID course,
        UUID lesson,
        UUID contact,
        State state,
        String body,
        int versions,
        int extra,
        @Nullable Instant submittedAt,
        @Nullable Instant decidedAt) {
    /** The longest text, in characters. */
    static final int LONGEST = 20_000;
    /** Files of one version. */
    static final int FILES = 5;
    /** The longest message beside it, in characters, and how many there may be. */
    static final int MESSAGE = 4_000;

    static final int MESSAGES = 500;
    static final int FEEDBACK = 5_000;

    /** Where it stands; its word in the database and in the API is the name in lower case. */
    enum State {
        /** Never handed in. */
        DRAFT,
        /** Waits for staff. */
        SUBMITTED,
        /** May be worked on and handed in again. */
        RETURNED,
        ACCEPTED,
        REJECTED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        /** Whether the learner works on it. */
        boolean open() {
            return this == DRAFT || this == RETURNED;
        }

        /** The colour of its badge. */
        String badge() {
            return switch (this) {
                case DRAFT -> "";
                case SUBMITTED -> "brand";
                case RETURNED -> "warn";
                case ACCEPTED -> "good";
                case REJECTED -> "bad";
            };
        }
    }

    /** How often it can still be handed in, now or once it is returned. */
    int left(AssignmentTerms terms) {
        return Math.max(0, 1 + terms.resubmissions() + extra - versions);
    }

    /** @param number of the version that has it; 0: what is being written */
    record Attached(int number, UUID media, String name, String type, long size) {}

    /** @param points null where it was not marked by points; {@code most} as the rubric was then */
    record Version(
            int number,
            String body,
            boolean late,
            Instant submittedAt,
            String decision,
            @Nullable Instant decidedAt,
            String marker,
            @Nullable Integer points,
            @Nullable Integer most,
            List<Score> scores,
            String feedback) {}

    /** What was given for one criterion, as it was called then. */
    record Score(String title, int points, int most) {}

    record Said(UUID id, boolean team, String author, String body, Instant at) {}
}
