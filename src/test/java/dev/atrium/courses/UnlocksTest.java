package dev.atrium.courses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When lessons open, by hand and against a plain model of the same rule. */
class UnlocksTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final UUID COURSE = new UUID(1, 1);
    private static final UUID ANA = new UUID(2, 2);

    private static Course course(Course.Anchor anchor) {
        return new Course(
                COURSE, "light", "Light", "", "", null, 0, Course.State.PUBLISHED, anchor, true, 0, 1, Instant.EPOCH);
    }

    private static UUID id(int section, int lesson) {
        return new UUID(section + 10, lesson + 1);
    }

    private static Lesson lesson(int section, int number, boolean required, Unlock unlock) {
        return new Lesson(
                id(section, number),
                COURSE,
                id(section, -1),
                "Lesson",
                LessonKind.TEXT,
                true,
                required,
                null,
                "",
                0,
                null,
                0,
                Completion.MANUAL,
                0,
                unlock,
                false,
                1);
    }

    private static Tree.Branch branch(int number, Unlock unlock, Lesson... lessons) {
        return new Tree.Branch(new Section(id(number, -1), "Section", unlock), List.of(lessons));
    }

    private static Standing standing(
            Instant enrolled, @Nullable Instant opened, @Nullable Instant paused, long seconds, UUID... done) {
        return new Standing(
                ANA, true, enrolled, opened, null, null, paused, seconds, Set.of(done), BERLIN, Instant.EPOCH);
    }

    private static Unlocks.State state(Tree tree, Standing standing, Instant now, UUID lesson) {
        return Objects.requireNonNull(Unlocks.of(tree, standing, now, BERLIN).get(lesson));
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
    }

    private static Tree days(int days, Course.Anchor anchor) {
        return new Tree(
                course(anchor), List.of(branch(0, new Unlock.Now(), lesson(0, 0, true, new Unlock.Days(days)))));
    }

    @Test
    void days_are_those_of_the_calendar_though_the_clocks_change() {
        // On 28 March 2027 the clocks go forward: the day has 23 hours.
        var tree = days(1, Course.Anchor.ENROLMENT);
        var from = standing(at("2027-03-27T18:00"), null, null, 0);
        var until = assertInstanceOf(Unlocks.Until.class, state(tree, from, at("2027-03-28T17:59"), id(0, 0)));
        assertEquals(at("2027-03-28T18:00"), until.at());
        assertEquals(Duration.ofHours(23), Duration.between(at("2027-03-27T18:00"), until.at()));
        assertTrue(state(tree, from, at("2027-03-28T18:00"), id(0, 0)).isOpen());
        // And on 31 October back: it has 25.
        from = standing(at("2027-10-30T18:00"), null, null, 0);
        until = assertInstanceOf(Unlocks.Until.class, state(tree, from, at("2027-10-30T19:00"), id(0, 0)));
        assertEquals(Duration.ofHours(25), Duration.between(at("2027-10-30T18:00"), until.at()));
    }

    @Test
    void days_since_the_first_opening_begin_with_it() {
        var tree = days(2, Course.Anchor.FIRST_OPEN);
        var now = at("2027-05-10T09:00");
        var unopened = assertInstanceOf(
                Unlocks.Until.class, state(tree, standing(at("2027-01-01T09:00"), null, null, 0), now, id(0, 0)));
        assertEquals(at("2027-05-12T09:00"), unopened.at());
        var opened = standing(at("2027-01-01T09:00"), at("2027-05-08T09:00"), null, 0);
        assertTrue(state(tree, opened, now, id(0, 0)).isOpen());
    }

    @Test
    void a_pause_shuts_nothing_that_was_open_and_shifts_what_was_not() {
        var tree = days(7, Course.Anchor.ENROLMENT);
        var enrolled = at("2027-05-01T09:00");
        var early = standing(enrolled, null, at("2027-05-03T09:00"), 0);
        assertInstanceOf(Unlocks.Paused.class, state(tree, early, at("2027-05-20T09:00"), id(0, 0)));
        var resumed = standing(enrolled, null, null, Duration.ofDays(10).toSeconds());
        var until = assertInstanceOf(Unlocks.Until.class, state(tree, resumed, at("2027-05-13T09:00"), id(0, 0)));
        assertEquals(at("2027-05-18T09:00"), until.at());
        var late = standing(enrolled, null, at("2027-05-09T09:00"), 0);
        assertTrue(state(tree, late, at("2027-05-20T09:00"), id(0, 0)).isOpen());
    }

    @Test
    void what_waits_for_a_lesson_says_which() {
        var tree = new Tree(
                course(Course.Anchor.ENROLMENT),
                List.of(
                        branch(
                                0,
                                new Unlock.Now(),
                                lesson(0, 0, true, new Unlock.Now()),
                                lesson(0, 1, false, new Unlock.AfterPrevious()),
                                lesson(0, 2, true, new Unlock.AfterPrevious())),
                        branch(
                                1,
                                new Unlock.AfterPrevious(),
                                lesson(1, 0, true, new Unlock.AfterLesson(Optional.empty())))));
        var now = at("2027-05-01T09:00");
        var none = standing(now, null, null, 0);
        assertEquals(new Unlocks.AfterLesson(id(0, 0)), state(tree, none, now, id(0, 1)));
        // The one before is not required: nothing waits for it.
        assertTrue(state(tree, none, now, id(0, 2)).isOpen());
        assertEquals(new Unlocks.AfterSection(id(0, -1)), state(tree, none, now, id(1, 0)));
        var done = standing(now, null, null, 0, id(0, 0), id(0, 2));
        assertTrue(state(tree, done, now, id(1, 0)).isOpen());
    }

    @Test
    void of_10000_histories_none_differs_from_the_plain_model() {
        int differences = 0;
        int shut = 0;
        int asked = 0;
        for (int seed = 0; seed < 10_000; seed++) {
            var history = new History(new Random(seed));
            var states = Unlocks.of(history.tree, history.standing, history.now, BERLIN);
            assertEquals(history.tree.lessons().count(), states.size());
            for (var lesson : history.tree.lessons().toList()) {
                asked++;
                var state = Objects.requireNonNull(states.get(lesson.id()));
                boolean open = history.open(lesson, history.now);
                if (!open) shut++;
                if (open != state.isOpen()) differences++;
                if (!(state instanceof Unlocks.Until until)) continue;
                // The time that is told is the very one: open then, and not the moment before.
                if (!history.open(lesson, until.at())
                        || history.open(lesson, until.at().minusMillis(1))) differences++;
            }
        }
        System.out.println(
                "unlocks: " + differences + " of " + asked + " lessons differ from the plain model, " + shut + " shut");
        assertEquals(0, differences);
        assertTrue(shut > 10_000);
    }

    /** A course, how far somebody is in it, and the rule once more, as one would explain it. */
    private static final class History {
        private final Random random;
        private final Tree tree;
        private final Standing standing;
        private final Instant now;

        History(Random random) {
            this.random = random;
            var base = random.nextBoolean() ? at("2027-03-20T00:00") : at("2027-10-24T00:00");
            var branches = new ArrayList<Tree.Branch>();
            for (int s = 0; s < 1 + random.nextInt(4); s++) {
                var lessons = new ArrayList<Lesson>();
                for (int l = 0; l < random.nextInt(5); l++)
                    lessons.add(lesson(s, l, random.nextInt(3) > 0, unlock(base)));
                branches.add(new Tree.Branch(new Section(id(s, -1), "Section", unlock(base)), lessons));
            }
            this.tree = new Tree(
                    course(random.nextBoolean() ? Course.Anchor.ENROLMENT : Course.Anchor.FIRST_OPEN), branches);
            var done = new HashSet<UUID>();
            for (var lesson : tree.lessons().toList()) if (random.nextInt(3) > 0) done.add(lesson.id());
            var enrolled = base.plusSeconds(random.nextInt(5 * 86_400));
            var opened = random.nextInt(4) == 0 ? null : enrolled.plusSeconds(random.nextInt(2 * 86_400));
            this.now = base.plusSeconds(random.nextInt(20 * 86_400));
            var paused = random.nextInt(4) == 0 ? enrolled.plusSeconds(random.nextInt(10 * 86_400)) : null;
            // Nobody pauses a course ahead of time.
            if (paused != null && paused.isAfter(now)) paused = null;
            long seconds = random.nextInt(3) == 0 ? random.nextInt(3 * 86_400) : 0;
            this.standing = new Standing(ANA, true, enrolled, opened, null, null, paused, seconds, done, BERLIN, now);
        }

        private Unlock unlock(Instant base) {
            return switch (random.nextInt(6)) {
                case 0 -> new Unlock.AfterPrevious();
                case 1 ->
                    new Unlock.AfterLesson(
                            random.nextInt(5) == 0
                                    ? Optional.empty()
                                    : Optional.of(id(random.nextInt(4), random.nextInt(4))));
                case 2 -> new Unlock.Days(random.nextInt(9));
                case 3 -> new Unlock.At(base.plusSeconds(random.nextInt(15 * 86_400)));
                default -> new Unlock.Now();
            };
        }

        /** Whether the lesson is open at {@code when}, for somebody who has done no more by then. */
        boolean open(Lesson wanted, Instant when) {
            Lesson previous = null;
            List<Lesson> section = List.of();
            for (var branch : tree.branches()) {
                for (var lesson : branch.lessons()) {
                    if (lesson.id().equals(wanted.id())) {
                        boolean before = previous == null || !previous.required() || has(previous.id());
                        boolean all = section.stream()
                                .filter(Lesson::required)
                                .map(Lesson::id)
                                .allMatch(this::has);
                        return met(branch.section().unlock(), all, when) && met(lesson.unlock(), before, when);
                    }
                    previous = lesson;
                }
                if (!branch.lessons().isEmpty()) section = branch.lessons();
            }
            throw new AssertionError();
        }

        private boolean has(UUID lesson) {
            return standing.done().contains(lesson);
        }

        private boolean met(Unlock unlock, boolean previous, Instant when) {
            if (unlock instanceof Unlock.AfterPrevious) return previous;
            if (unlock instanceof Unlock.AfterLesson after) {
                return after.lesson().isEmpty()
                        || tree.lessons()
                                .noneMatch(lesson ->
                                        lesson.id().equals(after.lesson().get()))
                        || has(after.lesson().get());
            }
            if (unlock instanceof Unlock.At at) return !when.isBefore(at.at());
            if (unlock instanceof Unlock.Days days) return elapsed(days.days(), when);
            return true;
        }

        /** Day by day on the calendar, then as many seconds as the clock stood still. */
        private boolean elapsed(int days, Instant when) {
            var anchor =
                    tree.course().anchor() == Course.Anchor.FIRST_OPEN ? standing.openedAt() : standing.enrolledAt();
            var begin = (anchor == null ? now : anchor).atZone(BERLIN);
            var day = begin.toLocalDate();
            for (int i = 0; i < days; i++) day = day.plusDays(1);
            var opens = ZonedDateTime.ofLocal(day.atTime(begin.toLocalTime()), BERLIN, begin.getOffset())
                    .toInstant()
                    .plusSeconds(standing.pausedSeconds());
            var paused = standing.pausedAt();
            var clock = paused != null && paused.isBefore(when) ? paused : when;
            return !clock.isBefore(opens);
        }
    }
}
