package dev.atrium.courses.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.courses.Completion;
import dev.atrium.courses.Course;
import dev.atrium.courses.Lesson;
import dev.atrium.courses.LessonKind;
import dev.atrium.courses.Section;
import dev.atrium.courses.Tree;
import dev.atrium.courses.Unlock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Lessons that wait for one another, and the order of what is moved. */
class CircleTest {
    private static final Course COURSE = new Course(
            id(0), "light", "Light", "", "", null, 0, Course.State.DRAFT, Course.Anchor.ENROLMENT, true, 0, 1, null);

    private static UUID id(int n) {
        return new UUID(0, n);
    }

    private static Lesson lesson(int n, UUID section, boolean required, Unlock unlock) {
        return new Lesson(
                id(n),
                id(0),
                section,
                "Lesson " + n,
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

    private static Unlock after(int n) {
        return new Unlock.AfterLesson(Optional.of(id(n)));
    }

    private static Tree tree(List<Unlock> sections, List<List<Lesson>> lessons) {
        var branches = new ArrayList<Tree.Branch>();
        for (int i = 0; i < sections.size(); i++)
            branches.add(new Tree.Branch(new Section(id(1000 + i), "S" + i, sections.get(i)), lessons.get(i)));
        return new Tree(COURSE, branches);
    }

    @Test
    void lessons_that_wait_for_one_another_are_found() {
        var now = new Unlock.Now();
        var previous = new Unlock.AfterPrevious();
        var fine = tree(
                List.of(now, previous),
                List.of(
                        List.of(lesson(1, id(1000), true, now), lesson(2, id(1000), true, previous)),
                        List.of(lesson(3, id(1001), true, after(1)))));
        assertEquals(Optional.empty(), Circle.of(fine));

        var self = tree(List.of(now), List.of(List.of(lesson(1, id(1000), true, after(1)))));
        assertTrue(Circle.of(self).isPresent());

        var two = tree(
                List.of(now),
                List.of(List.of(lesson(1, id(1000), true, after(2)), lesson(2, id(1000), true, previous))));
        assertTrue(Circle.of(two).isPresent(), "the first waits for the second, which waits for the one before it");

        var optional = tree(
                List.of(now),
                List.of(List.of(lesson(1, id(1000), false, after(2)), lesson(2, id(1000), true, previous))));
        assertEquals(Optional.empty(), Circle.of(optional), "what is not required is not waited for");

        var section = tree(
                List.of(after(2), now),
                List.of(List.of(lesson(1, id(1000), true, now)), List.of(lesson(2, id(1001), true, after(1)))));
        assertTrue(Circle.of(section).isPresent(), "a section that waits for what waits for one of its lessons");
    }

    /** Whatever can open is opened, again and again; what stays closed waits for itself somewhere. */
    private static boolean stuck(Tree tree) {
        var done = new HashSet<UUID>();
        boolean more = true;
        while (more) {
            more = false;
            for (int s = 0; s < tree.branches().size(); s++) {
                var branch = tree.branches().get(s);
                if (!open(
                        branch.section().unlock(),
                        s == 0 ? List.of() : tree.branches().get(s - 1).lessons(),
                        done)) continue;
                for (var lesson : branch.lessons()) {
                    var all = tree.lessons().toList();
                    int at = all.indexOf(lesson);
                    if (open(lesson.unlock(), at == 0 ? List.of() : List.of(all.get(at - 1)), done))
                        more |= done.add(lesson.id());
                }
            }
        }
        return done.size() < tree.lessons().count();
    }

    private static boolean open(Unlock unlock, List<Lesson> before, Set<UUID> done) {
        return switch (unlock) {
            case Unlock.AfterLesson after -> done.contains(after.lesson().orElseThrow());
            case Unlock.AfterPrevious previous ->
                before.stream().filter(Lesson::required).allMatch(lesson -> done.contains(lesson.id()));
            default -> true;
        };
    }

    @Test
    void ten_thousand_courses_are_judged_like_by_opening_them_lesson_by_lesson() {
        var random = new Random(7);
        int different = 0;
        int circles = 0;
        for (int round = 0; round < 10_000; round++) {
            var tree = drawn(random);
            boolean found = Circle.of(tree).isPresent();
            if (found) circles++;
            if (found != stuck(tree)) different++;
        }
        System.out.println(different + " of 10000 courses judged otherwise, " + circles + " with a circle");
        assertEquals(0, different);
        assertTrue(circles > 1000 && circles < 9000);
    }

    private static Tree drawn(Random random) {
        int sections = 1 + random.nextInt(4);
        int lessons = sections + random.nextInt(8);
        var rules = new ArrayList<Unlock>();
        var all = new ArrayList<List<Lesson>>();
        for (int i = 0; i < sections; i++) {
            rules.add(rule(random, lessons, 6));
            all.add(new ArrayList<>());
        }
        for (int n = 1; n <= lessons; n++) {
            int section = random.nextInt(sections);
            all.get(section).add(lesson(n, id(1000 + section), random.nextInt(4) > 0, rule(random, lessons, 3)));
        }
        return tree(rules, all);
    }

    private static Unlock rule(Random random, int lessons, int rare) {
        if (random.nextInt(rare) > 0) return new Unlock.Now();
        return random.nextBoolean() ? new Unlock.AfterPrevious() : after(1 + random.nextInt(lessons));
    }

    @Test
    void lessons_step_out_of_their_section_and_land_where_they_are_dropped() {
        var now = new Unlock.Now();
        var tree = tree(
                List.of(now, now, now),
                List.of(
                        List.of(lesson(1, id(1000), true, now), lesson(2, id(1000), true, now)),
                        List.of(lesson(3, id(1001), true, now)),
                        List.of()));
        assertEquals("1000:2,1 1001:3 1002:", said(Order.stepLesson(tree, id(2), true)));
        assertEquals("1000:1 1001:2,3 1002:", said(Order.stepLesson(tree, id(2), false)));
        assertEquals("1000:1,2,3 1001: 1002:", said(Order.stepLesson(tree, id(3), true)));
        assertEquals("1000:1,2 1001: 1002:3", said(Order.stepLesson(tree, id(3), false)));
        assertEquals("1000:1,2 1001:3 1002:", said(Order.stepLesson(tree, id(1), true)), "the first goes no higher");
        assertEquals("1000:2 1001:1,3 1002:", said(Order.beforeLesson(tree, id(1), id(1001), id(3))));
        assertEquals("1000:2 1001:3 1002:1", said(Order.beforeLesson(tree, id(1), id(1002), null)));
        assertEquals("1000:2,1 1001:3 1002:", said(Order.beforeLesson(tree, id(1), id(1000), null)));
        assertEquals("1000:1,2 1001:3 1002:", said(Order.beforeLesson(tree, id(1), id(1000), id(1))));
        assertEquals(List.of(id(1001), id(1000), id(1002)), Order.step(tree, id(1001), true));
        assertEquals(List.of(id(1000), id(1001), id(1002)), Order.step(tree, id(1000), true));
        assertEquals(List.of(id(1002), id(1000), id(1001)), Order.before(tree, id(1002), id(1000)));
        assertEquals(List.of(id(1001), id(1002), id(1000)), Order.before(tree, id(1000), null));
    }

    private static String said(List<Order.Spot> spots) {
        var text = new StringBuilder();
        for (int section = 1000; section < 1003; section++) {
            var here = id(section);
            if (!text.isEmpty()) text.append(' ');
            text.append(section)
                    .append(':')
                    .append(String.join(
                            ",",
                            spots.stream()
                                    .filter(spot -> spot.section().equals(here))
                                    .map(spot -> Long.toString(spot.lesson().getLeastSignificantBits()))
                                    .toList()));
        }
        return text.toString();
    }
}
