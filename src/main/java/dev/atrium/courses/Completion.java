package dev.atrium.courses;

import java.util.Locale;

/** What completes a lesson. Its word in the database and in the API is the name in lower case. */
public enum Completion {
    /** The learner says so. */
    MANUAL,
    /** It was open, in sight, for so many seconds. */
    VIEWED,
    /** At least 90 % of its distinct seconds were played. */
    WATCHED,
    QUIZ_PASSED,
    ASSIGNMENT_ACCEPTED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
