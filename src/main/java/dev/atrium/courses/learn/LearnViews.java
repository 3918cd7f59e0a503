package dev.atrium.courses.learn;

import dev.atrium.courses.Door.Inside;
import dev.atrium.courses.Lesson;
import dev.atrium.courses.Tree;
import dev.atrium.courses.Unlocks;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What programs of a client's account read of courses. The names are those of the API. */
final class LearnViews {
    private static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final UUID OTHER = UUID.fromString("01931f80-12aa-7d02-8c41-5e9d3b7f6a10");
    private static final Instant THEN = Instant.parse("2026-11-01T09:00:00Z");

    private LearnViews() {}

    /**
     * A course that the account may take, and how far it is.
     *
     * @param minutes how long it takes; 0 where the business does not say
     * @param percent of the lessons by which progress is counted
     * @param enrolled_at when it was begun; null before
     * @param completed_at when it was finished, which it stays
     */
    public record LearnCourse(
            UUID id,
            String slug,
            String title,
            String summary,
            int minutes,
            int lessons,
            int percent,
            @Nullable Instant enrolled_at,
            @Nullable Instant completed_at) {}

    public record LearnCourses(List<LearnCourse> items) {}

    /**
     * A lesson in the outline.
     *
     * @param kind {@code video}, {@code text}, {@code audio}, {@code file}, {@code quiz}, {@code assignment} or {@code live}
     * @param completion what completes it: {@code manual}, {@code viewed}, {@code watched}, {@code quiz_passed} or
     *     {@code assignment_accepted}
     * @param opens_at when it opens by itself; null where it is open, or waits for something else
     * @param after the lesson or section that is to be done before; null where it waits for none
     */
    public record LearnLesson(
            UUID id,
            String title,
            String kind,
            String completion,
            boolean required,
            boolean open,
            boolean done,
            @Nullable Instant opens_at,
            @Nullable UUID after) {}

    public record LearnSection(UUID id, String title, List<LearnLesson> lessons) {}

    /** A course with its outline. */
    public record LearnOutline(
            UUID id,
            String slug,
            String title,
            String description,
            int percent,
            @Nullable Instant completed_at,
            List<LearnSection> sections) {}

    /**
     * What an open lesson holds.
     *
     * @param body Markdown
     * @param embed the address of a video elsewhere; null where there is none
     * @param file the name of its file; null where there is none
     * @param meets_at of a live session; its link is given from shortly before it until it is over
     */
    public record LearnContent(
            UUID id,
            UUID course,
            String title,
            String kind,
            String body,
            @Nullable String embed,
            @Nullable String file,
            @Nullable Instant meets_at,
            @Nullable String join,
            @Nullable String replay,
            int viewed_seconds,
            boolean done) {}

    /** Seconds in which the lesson was in sight since the last report, 60 at most; what is more than time has passed counts for nothing. */
    public record ViewedNew(int seconds) {}

    /** How far the account is now. */
    public record LearnProgress(UUID course, UUID lesson, boolean done, int percent, boolean finished) {}

    static final LearnCourse COURSE =
            new LearnCourse(ID, "light-and-lenses", "Light and lenses", "How light falls.", 90, 12, 25, THEN, null);
    static final LearnOutline OUTLINE = new LearnOutline(
            ID,
            "light-and-lenses",
            "Light and lenses",
            "How light *falls*.",
            25,
            null,
            List.of(new LearnSection(
                    OTHER,
                    "Light",
                    List.of(new LearnLesson(
                            OTHER, "Three kinds of light", "text", "manual", true, false, false, THEN, null)))));
    static final LearnContent CONTENT = new LearnContent(
            OTHER,
            ID,
            "Three kinds of light",
            "text",
            "Hard, soft, and **none**.",
            null,
            null,
            null,
            null,
            null,
            12,
            false);
    static final LearnProgress DONE = new LearnProgress(ID, OTHER, true, 33, false);

    static LearnCourse of(LearnStore.Shelved course) {
        return new LearnCourse(
                course.id(),
                course.slug(),
                course.title(),
                course.summary(),
                course.minutes(),
                course.lessons(),
                course.percent(),
                course.enrolledAt(),
                course.completedAt());
    }

    static LearnOutline of(Inside inside) {
        var course = inside.tree().course();
        return new LearnOutline(
                course.id(),
                course.slug(),
                course.title(),
                course.description(),
                inside.standing().percent(inside.tree()),
                inside.standing().completedAt(),
                inside.tree().branches().stream()
                        .filter(branch -> !branch.lessons().isEmpty())
                        .map(branch -> section(inside, branch))
                        .toList());
    }

    private static LearnSection section(Inside inside, Tree.Branch branch) {
        return new LearnSection(
                branch.section().id(),
                branch.section().title(),
                branch.lessons().stream().map(lesson -> lesson(inside, lesson)).toList());
    }

    private static LearnLesson lesson(Inside inside, Lesson lesson) {
        var state = inside.state(lesson);
        return new LearnLesson(
                lesson.id(),
                lesson.title(),
                lesson.kind().word(),
                lesson.completion().word(),
                lesson.required(),
                state.isOpen(),
                inside.standing().done().contains(lesson.id()),
                state instanceof Unlocks.Until until ? until.at() : null,
                after(state));
    }

    private static @Nullable UUID after(Unlocks.State state) {
        return switch (state) {
            case Unlocks.AfterLesson after -> after.lesson();
            case Unlocks.AfterSection after -> after.section();
            case Unlocks.Open x -> null;
            case Unlocks.Until x -> null;
            case Unlocks.Paused x -> null;
        };
    }

    static LearnContent of(Inside inside, Lesson lesson, LearnStore.Text text) {
        return new LearnContent(
                lesson.id(),
                lesson.course(),
                lesson.title(),
                lesson.kind().word(),
                text.body(),
                none(lesson.embed()),
                none(text.file()),
                lesson.meetsAt(),
                Way.joinable(lesson, inside.standing().now()) ? none(text.link()) : null,
                none(text.replay()),
                text.viewed(),
                inside.standing().done().contains(lesson.id()));
    }

    private static @Nullable String none(String text) {
        return text.isEmpty() ? null : text;
    }
}
