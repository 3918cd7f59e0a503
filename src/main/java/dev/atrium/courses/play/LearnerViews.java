package dev.atrium.courses.play;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What programs of the business read of learners. The names are those of the API. */
final class LearnerViews {
    private static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final UUID OTHER = UUID.fromString("01931f80-12aa-7d02-8c41-5e9d3b7f6a10");
    private static final Instant THEN = Instant.parse("2026-11-01T09:00:00Z");

    private LearnerViews() {}

    /**
     * What lets somebody take a course.
     *
     * @param kind {@code contact}, {@code tag}, {@code company} or {@code group}
     * @param thing the id of that
     * @param level of a group: the least level there; else null
     * @param state {@code open}, {@code ahead} or {@code over}
     */
    public record GrantView(
            UUID id,
            String kind,
            UUID thing,
            String name,
            @Nullable Integer level,
            @Nullable Instant starts_at,
            @Nullable Instant ends_at,
            String state) {}

    public record GrantList(List<GrantView> items, @Nullable String next) {}

    /** Whom to let in: exactly one of the first four; {@code level} 1 to 9 of a group, 1 where it is left out. */
    public record GrantNew(
            @Nullable UUID contact,
            @Nullable UUID tag,
            @Nullable UUID company,
            @Nullable UUID group,
            @Nullable Integer level,
            @Nullable Instant starts_at,
            @Nullable Instant ends_at) {}

    /**
     * Somebody for whom a course is.
     *
     * @param state {@code finished}, {@code shut}, {@code paused}, {@code under-way} or {@code not-begun}
     * @param done how many of the {@code counted} lessons are done
     */
    public record LearnerView(
            UUID contact,
            String name,
            String email,
            String state,
            int percent,
            int done,
            int counted,
            @Nullable Instant enrolled_at,
            @Nullable Instant seen_at,
            @Nullable Instant completed_at) {}

    public record LearnerList(
            List<LearnerView> items, @Nullable String next) {}

    /** How many had a lesson open, and how many completed it. */
    public record LessonReach(
            UUID id, String section, String title, String kind, boolean required, int opened, int done) {}

    /** At most 200 lessons, in the order of the course. */
    public record CourseReach(UUID course, String title, int enrolled, int finished, List<LessonReach> lessons) {}

    static final GrantView GRANT = new GrantView(OTHER, "contact", ID, "Ana Ruiz", null, null, THEN, "open");
    static final GrantNew NEW = new GrantNew(ID, null, null, null, null, null, THEN);
    static final LearnerView LEARNER =
            new LearnerView(ID, "Ana Ruiz", "ana@example.com", "under-way", 25, 3, 12, THEN, THEN, null);
    static final CourseReach REACH = new CourseReach(
            ID,
            "Light for products",
            40,
            12,
            List.of(new LessonReach(OTHER, "Light", "Windows", "video", true, 38, 31)));

    static GrantView of(Grant grant) {
        return new GrantView(
                grant.id(),
                grant.kind(),
                grant.thing(),
                grant.name(),
                grant.level(),
                grant.startsAt(),
                grant.endsAt(),
                grant.state());
    }

    static LearnerView of(Learner learner) {
        return new LearnerView(
                learner.contact(),
                learner.name(),
                learner.email(),
                learner.state(),
                learner.percent(),
                learner.done(),
                learner.counted(),
                learner.enrolledAt(),
                learner.seenAt(),
                learner.completedAt());
    }

    static CourseReach of(LearnerStore.Named course, LearnerStore.Figures figures, List<Reached> lessons) {
        return new CourseReach(
                course.id(),
                course.title(),
                figures.enrolled(),
                figures.finished(),
                lessons.stream()
                        .map(one -> new LessonReach(
                                one.id(),
                                one.section(),
                                one.title(),
                                one.kind(),
                                one.required(),
                                one.opened(),
                                one.done()))
                        .toList());
    }
}
