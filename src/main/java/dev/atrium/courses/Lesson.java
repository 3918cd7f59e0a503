package dev.atrium.courses;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A lesson as the outline of a course knows it; its text is read by itself.
 *
 * @param published a draft is shown to no learner and asked of nobody
 * @param media the file that was uploaded for it
 * @param embed the address of a video elsewhere, of the allow-list; empty where there is none
 * @param seconds how long video or audio lasts; 0 where that is not known
 * @param completionSeconds of {@link Completion#VIEWED}
 */
public record Lesson(
        UUID id,
        UUID course,
        UUID section,
        String title,
        LessonKind kind,
        boolean published,
        boolean required,
        @Nullable UUID media,
        String embed,
        int seconds,
        @Nullable Instant meetsAt,
        int meetsMinutes,
        Completion completion,
        int completionSeconds,
        Unlock unlock,
        boolean comments,
        int version) {}
