package dev.atrium.courses.learn;

import dev.atrium.courses.Door.Inside;
import dev.atrium.courses.Lesson;
import dev.atrium.courses.LessonKind;
import dev.atrium.courses.Section;
import dev.atrium.courses.Tree;
import dev.atrium.courses.Unlocks;
import dev.atrium.web.Request;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The outline of a course as a page shows it to one person. */
final class Outline {
    /**
     * A lesson in it.
     *
     * @param opens when it opens by itself; null where it is open, or nobody knows when
     * @param waits what it waits for, in a sentence; empty where it waits for nothing but time
     * @param last how long it is, in words; empty where that is not known
     */
    record Line(
            UUID id,
            String url,
            String title,
            String icon,
            String kind,
            String last,
            boolean optional,
            boolean done,
            boolean open,
            boolean current,
            @Nullable Instant opens,
            String waits,
            @Nullable Instant meets) {}

    record Part(UUID id, String title, int number, List<Line> lines) {}

    private final Request request;
    private final Inside inside;

    Outline(Request request, Inside inside) {
        this.request = request;
        this.inside = inside;
    }

    /** Sections that show something, with their lessons. */
    List<Part> parts(@Nullable UUID current) {
        var shown = inside.tree().branches().stream()
                .filter(branch -> !branch.lessons().isEmpty())
                .toList();
        return shown.stream()
                .map(branch -> part(branch, shown.indexOf(branch) + 1, current))
                .toList();
    }

    /** One section alone: of a long course the rest need not be worked out. */
    Optional<Part> part(UUID section, UUID current) {
        var shown = inside.tree().branches().stream()
                .filter(branch -> !branch.lessons().isEmpty())
                .toList();
        return shown.stream()
                .filter(branch -> branch.section().id().equals(section))
                .findFirst()
                .map(branch -> part(branch, shown.indexOf(branch) + 1, current));
    }

    private Part part(Tree.Branch branch, int number, @Nullable UUID current) {
        var lines = branch.lessons().stream()
                .map(lesson -> line(lesson, lesson.id().equals(current)))
                .toList();
        return new Part(branch.section().id(), branch.section().title(), number, lines);
    }

    Line line(Lesson lesson, boolean current) {
        var state = inside.state(lesson);
        return new Line(
                lesson.id(),
                url(inside, lesson),
                lesson.title(),
                icon(lesson.kind()),
                kind(request, lesson.kind()),
                lesson.seconds() == 0 ? "" : request.count("learn.minutes", Math.max(1, (lesson.seconds() + 30) / 60)),
                !lesson.required(),
                inside.standing().done().contains(lesson.id()),
                state.isOpen(),
                current,
                state instanceof Unlocks.Until until ? until.at() : null,
                waits(state),
                lesson.kind() == LessonKind.LIVE ? lesson.meetsAt() : null);
    }

    static String url(Inside inside, Lesson lesson) {
        return "/courses/" + inside.tree().course().slug() + "/lessons/" + lesson.id();
    }

    private String waits(Unlocks.State state) {
        return switch (state) {
            case Unlocks.Open x -> "";
            case Unlocks.Until x -> "";
            case Unlocks.AfterLesson after ->
                request.say(
                        "learn.waits.lesson",
                        inside.tree().lesson(after.lesson()).map(Lesson::title).orElse(""));
            case Unlocks.AfterSection after -> request.say("learn.waits.section", section(after.section()));
            case Unlocks.Paused x -> request.say("learn.waits.paused");
        };
    }

    private String section(UUID id) {
        return inside.tree().branches().stream()
                .map(Tree.Branch::section)
                .filter(section -> section.id().equals(id))
                .map(Section::title)
                .findFirst()
                .orElse("");
    }

    static String icon(LessonKind kind) {
        return switch (kind) {
            case VIDEO -> "video";
            case TEXT -> "file-text";
            case AUDIO -> "play";
            case FILE -> "paperclip";
            case QUIZ -> "circle-help";
            case ASSIGNMENT -> "pen-line";
            case LIVE -> "calendar";
        };
    }

    static String kind(Request request, LessonKind kind) {
        return switch (kind) {
            case VIDEO -> request.say("learn.kind.video");
            case TEXT -> request.say("learn.kind.text");
            case AUDIO -> request.say("learn.kind.audio");
            case FILE -> request.say("learn.kind.file");
            case QUIZ -> request.say("learn.kind.quiz");
            case ASSIGNMENT -> request.say("learn.kind.assignment");
            case LIVE -> request.say("learn.kind.live");
        };
    }
}
