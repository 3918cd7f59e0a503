package dev.atrium.courses.author;

import dev.atrium.courses.quiz.QuizFile;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code course.json} of a course's file says. Lessons are counted over all sections, from 1; files and captions are named by
 * their path in the ZIP.
 *
 * @param format {@link #FORMAT}
 * @param cover the path of its picture
 */
public record CourseFile(
        int format,
        String title,
        String slug,
        String summary,
        String description,
        int minutes,
        String anchor,
        boolean advances,
        List<PackedTeacher> instructors,
        @Nullable String cover,
        List<PackedSection> sections) {
    static final int FORMAT = 1;

    public record PackedTeacher(String name, String about) {}

    public record PackedSection(String title, PackedUnlock opens, List<PackedLesson> lessons) {}

    /** @param lesson its number, of {@code after_lesson} */
    public record PackedUnlock(
            String unlock,
            @Nullable Integer lesson,
            @Nullable Integer days,
            @Nullable Instant at) {}

    /**
     * @param file the path of its file, which was called {@code file_name}
     * @param quiz what a quiz lesson asks; files of before there were quizzes have none
     * @param assignment what an assignment asks for; missing where that is the usual, or it is none
     */
    public record PackedLesson(
            String title,
            String kind,
            boolean published,
            boolean required,
            String body,
            String embed,
            int seconds,
            @Nullable Instant meets_at,
            int meets_minutes,
            String meets_link,
            String replay,
            String completion,
            int completion_seconds,
            PackedUnlock opens,
            boolean comments,
            @Nullable String file,
            @Nullable String file_name,
            List<PackedCaption> captions,
            @Nullable QuizFile quiz,
            @Nullable PackedAssignment assignment) {}

    /** What work is asked for, as {@code AssignmentTerms} has it. */
    public record PackedAssignment(
            String due,
            @Nullable Instant due_at,
            @Nullable Integer due_days,
            boolean late,
            int resubmissions,
            @Nullable Integer accept_points,
            List<PackedCriterion> rubric) {}

    public record PackedCriterion(String title, int points, List<PackedLevel> levels) {}

    public record PackedLevel(int points, String title) {}

    public record PackedCaption(String language, String label, String file) {}
}
