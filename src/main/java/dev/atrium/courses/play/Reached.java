package dev.atrium.courses.play;

import java.util.UUID;

/**
 * How far learners came with a lesson.
 *
 * @param kind the word of its kind
 * @param opened how many had it open
 * @param done how many completed it
 */
record Reached(UUID id, String section, String title, String kind, boolean required, int opened, int done) {
    /** Of {@code all}, in whole percent. */
    static int percent(int some, int all) {
        return all == 0 ? 0 : (int) Math.min(100, 100L * some / all);
    }
}
