package dev.atrium.courses.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A course of 200 lessons beside one of ten, which differ in nothing else. */
class LongCourseTest {
    private static final int SECTION = 10;
    private static Portal portal;
    private static LearnFixture fixture;
    private static UUID anaId;
    private static Visitor ana;

    private record Course(String slug, UUID id, List<UUID> lessons) {
        String page() {
            return "/courses/" + slug;
        }

        /** In the midst of its first section. */
        String lesson() {
            return page() + "/lessons/" + lessons.get(SECTION / 2);
        }
    }

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.settings(Portal.ACME, "profile_required = '{}'");
        fixture = new LearnFixture(portal);
        anaId = fixture.person("ana");
        ana = portal.as(Portal.ACME, "ana@example.com");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Course course(String slug, int lessons) {
        var id = fixture.course(slug, "published");
        var all = new ArrayList<UUID>();
        for (int section = 1; section <= lessons / SECTION; section++) {
            var in = fixture.section(id, section);
            for (int i = 1; i <= SECTION; i++)
                all.add(fixture.lesson(id, in, section * 100 + i, "unlock = 'after_previous', seconds = 300"));
        }
        fixture.grant(id, anaId);
        var made = new Course(slug, id, all);
        ana.get(made.page()).expect(200);
        portal.execute("""
                INSERT INTO lesson_progress (tenant_id, lesson_id, contact_id, course_id, completed_at)
                SELECT l.tenant_id, l.id, ?, l.course_id, now() FROM lesson l WHERE l.course_id = ? AND l.position % 100 <= 6""", anaId, id);
        return made;
    }

    @Test
    void a_long_course_shows_one_section_at_a_time_and_all_when_asked() {
        var course = course("folded", 200);
        var first = course.lessons().getFirst().toString();
        var eighth = course.lessons().get(6).toString();
        var last = course.lessons().getLast().toString();
        var page = ana.get(course.page()).expect(200).body();
        assertTrue(page.contains(eighth), "the section to go on with is open");
        assertFalse(page.contains(last));
        assertTrue(page.contains("6 of 10 lessons done"));
        var section = portal.query("SELECT section_id FROM lesson WHERE id = ?", UUID.fromString(last))
                .getFirst()
                .getFirst();
        var unfolded =
                ana.get(course.page() + "?section=" + section).expect(200).body();
        assertTrue(unfolded.contains(last));
        assertFalse(unfolded.contains(first));
        var all = ana.get(course.page() + "?section=all").expect(200).body();
        course.lessons().forEach(lesson -> assertTrue(all.contains(lesson.toString())));
        assertTrue(
                ana.get(course.page() + "?section=nonsense").expect(200).body().contains(eighth));
    }

    @Test
    void what_changes_in_the_outline_is_seen_at_once() {
        var course = course("moving", 10);
        var lesson = course.lessons().get(1);
        assertTrue(ana.get(course.page()).expect(200).body().contains(lesson.toString()));
        portal.execute("UPDATE lesson SET title = 'Called anew' WHERE id = ?", lesson);
        assertTrue(ana.get(course.page()).expect(200).body().contains("Called anew"));
        portal.execute("UPDATE course_section SET title = 'Part anew' WHERE course_id = ?", course.id());
        assertTrue(ana.get(course.page()).expect(200).body().contains("Part anew"));
        portal.execute("DELETE FROM lesson WHERE id = ?", lesson);
        assertFalse(ana.get(course.page()).expect(200).body().contains(lesson.toString()));
        ana.get(course.page() + "/lessons/" + lesson).expect(404);
    }

    @Test
    void a_long_course_costs_little_more_than_a_short_one() {
        var few = course("few", 10);
        var many = course("many", 200);
        portal.execute("ANALYZE lesson");
        portal.execute("ANALYZE lesson_progress");
        // What a page of it shows does not grow with the course; how long that takes is for bench/course to say.
        assertEquals(SECTION, lines(few.page()));
        assertEquals(SECTION, lines(many.page()));
        assertEquals(lines(few.lesson()), lines(many.lesson()));
        time("course", few.page(), many.page());
        time("lesson", few.lesson(), many.lesson());
    }

    private static int lines(String page) {
        return ana.get(page).expect(200).body().split("outline-line", -1).length - 1;
    }

    /** The medians of both pages, asked for in turn; printed as one line. */
    private static void time(String page, String few, String many) {
        int rounds = Integer.getInteger("bench.rounds", 10);
        var times = new long[2][rounds];
        for (int i = -rounds; i < rounds; i++) {
            for (int j = 0; j < 2; j++) {
                long begun = System.nanoTime();
                ana.get(j == 0 ? few : many).expect(200);
                if (i >= 0) times[j][i] = System.nanoTime() - begun;
            }
        }
        for (var all : times) Arrays.sort(all);
        double short10 = times[0][rounds / 2] / 1e6;
        double long200 = times[1][rounds / 2] / 1e6;
        System.out.printf(
                Locale.ROOT,
                "{\"long\":{\"page\":\"%s\",\"rounds\":%d,\"ms_10\":%.2f,\"ms_200\":%.2f,\"ratio\":%.3f}}%n",
                page,
                rounds,
                short10,
                long200,
                long200 / short10);
    }
}
