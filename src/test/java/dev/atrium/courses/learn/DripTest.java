package dev.atrium.courses.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the clock opens is told: each lesson once, several at one time together. */
class DripTest {
    private Portal portal;
    private LearnFixture fixture;
    private UUID anaId;
    private UUID course;
    private UUID section;
    /** For how long the portal's clock is ahead of the database's own. */
    private long ahead;

    @BeforeEach
    void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        portal.settings(Portal.ACME, "profile_required = '{}'");
        fixture = new LearnFixture(portal);
        anaId = fixture.person("ana");
        course = fixture.course("lenses", "published");
        section = fixture.section(course, 1);
        fixture.lesson(course, section, 1, "");
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private void begin() {
        fixture.grant(course, anaId);
        portal.changed(Portal.ACME);
        ana().get("/courses/lenses").expect(200);
        await(1, "SELECT count(*) FROM enrolment WHERE drip_begun");
    }

    private Visitor ana() {
        return portal.as(Portal.ACME, "ana@example.com");
    }

    private Visitor staff() {
        return portal.asStaff("olivia@staff.example");
    }

    private void move(Duration by) {
        portal.move(by);
        ahead += by.toSeconds();
    }

    private void await(long count, String sql, Object... values) {
        for (int i = 0; i < 300 && portal.count(sql, values) != count; i++) Portal.pause(50);
        assertEquals(count, portal.count(sql, values), sql);
    }

    private long mails(String type) {
        return portal.count("SELECT count(*) FROM mail_outbox WHERE kind = ?", type);
    }

    /** Until everybody has been looked at whose time has come. */
    private void settle() {
        await(0, "SELECT count(*) FROM enrolment WHERE drip_at <= now() + ? * interval '1 second'", ahead);
    }

    @Test
    void what_opens_at_one_time_is_one_mail_and_nothing_is_told_twice() {
        fixture.lesson(course, section, 2, "unlock = 'days', unlock_days = 2");
        fixture.lesson(course, section, 3, "unlock = 'days', unlock_days = 2");
        var last = fixture.lesson(course, section, 4, "unlock = 'days', unlock_days = 5");
        fixture.lesson(course, section, 5, "unlock = 'days', unlock_days = 5, published = false");
        fixture.lesson(course, section, 6, "unlock = 'after_previous'");
        begin();
        assertEquals(0, mails("course.drip") + mails("course.unlocked"), "what is open from the beginning is no news");
        move(Duration.ofDays(2).plusMinutes(1));
        await(1, "SELECT count(*) FROM mail_outbox WHERE kind = 'course.unlocked'");
        settle();
        assertEquals(2, portal.count("SELECT count(*) FROM lesson_told"));
        move(Duration.ofDays(3));
        await(1, "SELECT count(*) FROM mail_outbox WHERE kind = 'course.drip'");
        assertEquals(1, portal.count("SELECT count(*) FROM lesson_told WHERE lesson_id = ?", last));
        // The course is changed: everybody is looked at anew, and hears nothing again.
        staff().post("/t/acme/courses/" + course + "/archive", Map.of());
        settle();
        assertEquals(List.of(1L, 1L), List.of(mails("course.drip"), mails("course.unlocked")));
    }

    @Test
    void a_stopped_clock_tells_nothing_and_goes_on_where_it_stood() {
        fixture.lesson(course, section, 2, "unlock = 'days', unlock_days = 3");
        begin();
        var person = "/t/acme/courses/" + course + "/people/" + anaId;
        move(Duration.ofDays(1));
        staff().post(person + "/pause", Map.of()).expect(303);
        assertEquals(1, portal.count("SELECT count(*) FROM enrolment WHERE paused_at IS NOT NULL"));
        move(Duration.ofDays(10));
        settle();
        assertEquals(0, mails("course.drip"));
        staff().post(person + "/resume", Map.of()).expect(303);
        settle();
        assertEquals(0, mails("course.drip"), "two days are left");
        move(Duration.ofDays(2).plusMinutes(1));
        await(1, "SELECT count(*) FROM mail_outbox WHERE kind = 'course.drip'");
    }

    @Test
    void whoever_has_finished_or_lost_access_hears_of_nothing() {
        fixture.lesson(course, section, 2, "unlock = 'days', unlock_days = 1");
        begin();
        portal.execute("UPDATE course_grant SET ends_at = now() + interval '1 hour' WHERE contact_id = ?", anaId);
        move(Duration.ofDays(1).plusMinutes(1));
        settle();
        assertEquals(0, mails("course.drip"), "no access");
        portal.execute("UPDATE course_grant SET ends_at = NULL WHERE contact_id = ?", anaId);
        portal.execute("UPDATE enrolment SET completed_at = now()");
        move(Duration.ofDays(1).plusMinutes(1));
        settle();
        assertEquals(0, mails("course.drip"), "they have finished");
        assertEquals(1, portal.count("SELECT count(*) FROM lesson_told"));
    }
}
