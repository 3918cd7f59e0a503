package dev.atrium.courses.author;

import dev.atrium.courses.Lesson;
import dev.atrium.courses.LessonKind;
import dev.atrium.courses.Tree;
import dev.atrium.courses.Unlock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Courses as programs of the business read and write them. */
final class CourseViews {
    /** A course in a list. */
    public record CourseRow(
            UUID id, String slug, String title, String state, int minutes, int lessons, Instant created_at) {}

    public record CourseRows(
            List<CourseRow> items, @Nullable String next) {}

    /** @param staff whoever of the team this is */
    public record TeacherView(
            String name, @Nullable String about, @Nullable UUID staff) {}

    /** @param unlock now, after_previous, after_lesson, days or at; the member of that name says the rest */
    public record SectionView(
            UUID id,
            String title,
            String unlock,
            @Nullable UUID unlock_lesson,
            @Nullable Integer unlock_days,
            @Nullable Instant unlock_at,
            List<LessonLine> lessons) {}

    /** A lesson in an outline. */
    public record LessonLine(
            UUID id, String title, String kind, boolean published, boolean required, int seconds, int version) {}

    /** A course with its outline. */
    public record CourseWhole(
            UUID id,
            String slug,
            String title,
            String summary,
            String description,
            int minutes,
            String state,
            String anchor,
            boolean advances,
            List<TeacherView> instructors,
            List<SectionView> sections,
            int version,
            @Nullable Instant published_at) {}

    /**
     * What a course is to be; what is left out is empty.
     *
     * @param anchor from when days of unlocking count: enrolment or first_open
     */
    public record CourseWish(
            String title,
            @Nullable String slug,
            @Nullable String summary,
            @Nullable String description,
            @Nullable Integer minutes,
            @Nullable String anchor,
            @Nullable Boolean advances,
            @Nullable List<TeacherView> instructors) {
        CourseDraft draft() {
            return CourseDraft.of(
                    new Wrong(),
                    text(slug),
                    title,
                    text(summary),
                    text(description),
                    Objects.requireNonNullElse(minutes, 0),
                    anchor == null ? "enrolment" : anchor,
                    advances == null || advances,
                    Objects.requireNonNullElse(instructors, List.<TeacherView>of()).stream()
                            .map(one -> new CourseDraft.Taught(one.name().strip(), text(one.about()), one.staff()))
                            .toList());
        }
    }

    /** @param state draft, published or archived */
    public record CourseTurn(String state) {}

    public record SectionWish(
            String title,
            @Nullable String unlock,
            @Nullable UUID unlock_lesson,
            @Nullable Integer unlock_days,
            @Nullable Instant unlock_at) {
        Opening opening(Wrong wrong) {
            return Opening.of(unlock, unlock_lesson, unlock_days, unlock_at, wrong);
        }
    }

    /** Where a section or lesson goes: before another one, or last where that is left out. */
    public record SectionPlace(@Nullable UUID before) {}

    public record LessonPlace(UUID section, @Nullable UUID before) {}

    /** @param file its name; null where there is none */
    public record LessonWhole(
            UUID id,
            UUID section,
            String title,
            String kind,
            boolean published,
            boolean required,
            String body,
            String embed,
            int seconds,
            @Nullable String file,
            List<String> captions,
            @Nullable Instant meets_at,
            int meets_minutes,
            String meets_link,
            String replay,
            String completion,
            int completion_seconds,
            String unlock,
            @Nullable UUID unlock_lesson,
            @Nullable Integer unlock_days,
            @Nullable Instant unlock_at,
            boolean comments,
            int version) {}

    /**
     * What a lesson is to be; what is left out is empty, and its completion that of its kind.
     *
     * @param section of a new lesson; a lesson that is there is moved by its own address
     * @param kind of a new lesson; it stays what it is
     */
    public record LessonWish(
            @Nullable UUID section,
            String title,
            @Nullable String kind,
            @Nullable Boolean published,
            @Nullable Boolean required,
            @Nullable String body,
            @Nullable String embed,
            @Nullable Integer seconds,
            @Nullable Instant meets_at,
            @Nullable Integer meets_minutes,
            @Nullable String meets_link,
            @Nullable String replay,
            @Nullable String completion,
            @Nullable Integer completion_seconds,
            @Nullable String unlock,
            @Nullable UUID unlock_lesson,
            @Nullable Integer unlock_days,
            @Nullable Instant unlock_at,
            @Nullable Boolean comments) {
        LessonDraft draft(Wrong wrong, LessonKind of) {
            return LessonDraft.of(
                    wrong,
                    title,
                    of,
                    published != null && published,
                    required == null || required,
                    text(body),
                    text(embed),
                    number(seconds),
                    meets_at,
                    number(meets_minutes),
                    text(meets_link),
                    text(replay),
                    completion == null ? of.usual.word() : completion,
                    number(completion_seconds),
                    Opening.of(unlock, unlock_lesson, unlock_days, unlock_at, wrong),
                    comments != null && comments);
        }
    }

    /** @param upload one that has come in whole */
    public record LessonFileWish(UUID upload, @Nullable String sha256) {}

    /**
     * @param language as a tag, such as pt-BR
     * @param label as which players offer them; the language's own name where it is missing
     * @param vtt captions as WebVTT
     */
    public record CaptionWish(String language, @Nullable String label, String vtt) {}

    /** Captions of which language are to go. */
    public record CaptionGone(String language) {}

    static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final UUID PART = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e22");
    private static final UUID LESSON = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e23");
    private static final Instant AT = Instant.parse("2026-11-01T09:00:00Z");

    static final CourseRow ROW = new CourseRow(ID, "light", "Light for products", "published", 90, 12, AT);
    static final CourseWhole COURSE = new CourseWhole(
            ID,
            "light",
            "Light for products",
            "From the window to three lamps.",
            "What you need: **one lamp**.",
            90,
            "published",
            "enrolment",
            true,
            List.of(new TeacherView("Olivia Owner", "Photographer", null)),
            List.of(new SectionView(
                    PART,
                    "Beginnings",
                    "days",
                    null,
                    7,
                    null,
                    List.of(new LessonLine(LESSON, "Windows and lamps", "video", true, true, 480, 3)))),
            4,
            AT);
    static final CourseWish COURSE_WISH = new CourseWish(
            "Light for products", "light", "From the window to three lamps.", "", 90, "enrolment", true, List.of());
    static final SectionWish SECTION_WISH = new SectionWish("Beginnings", "days", null, 7, null);
    static final LessonWhole LESSON_WHOLE = new LessonWhole(
            LESSON,
            PART,
            "Windows and lamps",
            "video",
            true,
            true,
            "",
            "",
            480,
            "windows.mp4",
            List.of("en"),
            null,
            0,
            "",
            "",
            "watched",
            0,
            "now",
            null,
            null,
            null,
            false,
            3);
    static final LessonWish LESSON_WISH = new LessonWish(
            PART,
            "Windows and lamps",
            "video",
            true,
            true,
            "",
            "",
            480,
            null,
            null,
            null,
            null,
            "watched",
            null,
            "now",
            null,
            null,
            null,
            false);

    private CourseViews() {}

    private static String text(@Nullable String sent) {
        return sent == null ? "" : sent.strip();
    }

    private static int number(@Nullable Integer sent) {
        return sent == null ? 0 : sent;
    }

    static CourseRow row(CourseStore.Listed one) {
        return new CourseRow(
                one.id(), one.slug(), one.title(), one.state(), one.minutes(), one.lessons(), one.createdAt());
    }

    static CourseWhole whole(Tree tree, List<CourseDraft.Taught> taught) {
        var course = tree.course();
        return new CourseWhole(
                course.id(),
                course.slug(),
                course.title(),
                course.summary(),
                course.description(),
                course.minutes(),
                course.state().word(),
                course.anchor().word(),
                course.advances(),
                taught.stream()
                        .map(one -> new TeacherView(one.name(), one.about(), one.staff()))
                        .toList(),
                tree.branches().stream().map(CourseViews::section).toList(),
                course.version(),
                course.publishedAt());
    }

    static SectionView section(Tree.Branch branch) {
        var section = branch.section();
        var opens = Opening.of(section.unlock());
        return new SectionView(
                section.id(),
                section.title(),
                opens.word(),
                opens.lesson(),
                opens.days(),
                opens.at(),
                branch.lessons().stream().map(CourseViews::line).toList());
    }

    private static LessonLine line(Lesson lesson) {
        return new LessonLine(
                lesson.id(),
                lesson.title(),
                lesson.kind().word(),
                lesson.published(),
                lesson.required(),
                lesson.seconds(),
                lesson.version());
    }

    static LessonWhole lesson(Lesson lesson, OutlineStore.Rest rest, List<CaptionStore.Named> captions) {
        Unlock unlock = lesson.unlock();
        var opens = Opening.of(unlock);
        return new LessonWhole(
                lesson.id(),
                lesson.section(),
                lesson.title(),
                lesson.kind().word(),
                lesson.published(),
                lesson.required(),
                rest.body(),
                lesson.embed(),
                lesson.seconds(),
                rest.file().isEmpty() ? null : rest.file(),
                captions.stream().map(CaptionStore.Named::language).toList(),
                lesson.meetsAt(),
                lesson.meetsMinutes(),
                rest.link(),
                rest.replay(),
                lesson.completion().word(),
                lesson.completionSeconds(),
                opens.word(),
                opens.lesson(),
                opens.days(),
                opens.at(),
                lesson.comments(),
                lesson.version());
    }
}
