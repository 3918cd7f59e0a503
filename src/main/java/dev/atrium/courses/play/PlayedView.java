package dev.atrium.courses.play;

import org.jspecify.annotations.Nullable;

/**
 * What a report came to.
 *
 * @param watched distinct seconds so far
 * @param lasts of so many; 0 where that is not known
 * @param done whether the lesson is completed
 * @param next what comes after it, where its end was reported and that is open
 */
public record PlayedView(
        int watched, int lasts, boolean done, @Nullable NextLesson next) {
    /** @param begins whether it is to begin by itself */
    public record NextLesson(String title, String url, boolean begins) {}
}
