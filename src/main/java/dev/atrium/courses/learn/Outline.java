package dev.atrium.courses.learn;

import dev.atrium.courses.Door.Inside;
import dev.atrium.courses.Lesson;
import dev.atrium.courses.LessonKind;
import dev.atrium.courses.Section;
import dev.atrium.courses.Tree;
import dev.atrium.courses.Unlocks;
import dev.atrium.kernel.Ids;
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

    /**
     * A section in it.
     *
     * @param unfold where its lessons are shown, as long as they are not; empty where they are
     * @param done how many of its lessons are done, in words
     */
    record Part(UUID id, String title, int number, List<Line> lines, String unfold, String done) {}

    /** What unfolds every section. */
    static final String ALL = "all";

    /** A course of more lessons shows those of one section at a time. */
    private static final int LONG = 40;

    private final Request request;
    private final Inside inside;

    Outline(Request request, Inside inside) {
        this.request = request;
        this.inside = inside;
    }

    /**
     * Sections that show something, with their lessons; of a long course with those of one section: the one asked for, or else
     * the one to go on with.
     *
     * @param asked the id of a section, or {@link #ALL}
     */
    List<Part> parts(String asked) {
        var shown = inside.tree().branches().stream()
                .filter(branch -> !branch.lessons().isEmpty())
                .toList();
        if (asked.equals(ALL) || !folds())
            return shown.stream()
                    .map(branch -> part(branch, shown.indexOf(branch) + 1, null))
                    .toList();
        var ids = shown.stream().map(branch -> branch.section().id()).toList();
        var named = Ids.parse(asked);
        var open = named != null && ids.contains(named)
                ? named
                : Way.onward(inside).map(Lesson::section).orElse(ids.getFirst());
        return shown.stream()
                .map(branch -> branch.section().id().equals(open)
                        ? part(branch, shown.indexOf(branch) + 1, null)
                        : folded(branch, shown.indexOf(branch) + 1))
                .toList();
    }

    /** Whether the course is so long that its sections are folded. */
    boolean folds() {
        return inside.tree().lessons().count() > LONG;
    }

    private Part folded(Tree.Branch branch, int number) {
        var id = branch.section().id();
        var url = "/courses/" + inside.tree().course().slug() + "?section=" + id + "#section-" + id;
        return new Part(id, branch.section().title(), number, List.of(), url, done(branch));
    }

    private String done(Tree.Branch branch) {
        long done = branch.lessons().stream()
                .filter(lesson -> inside.standing().done().contains(lesson.id()))
                .count();
        return request.say(
                "learn.section-done",
                done,
                request.count("learn.lessons", branch.lessons().size()));
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
        return new Part(branch.section().id(), branch.section().title(), number, lines, "", "");
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
