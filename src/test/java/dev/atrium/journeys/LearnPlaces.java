package dev.atrium.journeys;

import dev.atrium.harness.Portal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Pages of a course as learners meet it: lessons of every kind, open, done and not open yet. */
final class LearnPlaces {
    private static final UUID COURSE = new UUID(0x7200, 0x8000000000000001L);
    private static final UUID SECTION = new UUID(0x7200, 0x8000000000000002L);
    private static final UUID LATER = new UUID(0x7200, 0x8000000000000003L);

    private LearnPlaces() {}

    private static UUID lesson(int number) {
        return new UUID(0x7200, 0x8000000000000010L + number);
    }

    /** Name to route and address; the same in both portals. */
    static Map<String, String[]> pages() {
        var pages = new LinkedHashMap<String, String[]>();
        var one = "/courses/:course/lessons/:lesson";
        pages.put("courses", new String[] {"/courses", "/courses"});
        pages.put("course", new String[] {"/courses/:course", "/courses/" + COURSE});
        pages.put("lesson-text", new String[] {one, "/courses/" + COURSE + "/lessons/" + lesson(0)});
        pages.put("lesson-live", new String[] {one, "/courses/" + COURSE + "/lessons/" + lesson(1)});
        pages.put("lesson-viewed", new String[] {one, "/courses/" + COURSE + "/lessons/" + lesson(2)});
        pages.put("lesson-quiz", new String[] {one, "/courses/" + COURSE + "/lessons/" + lesson(3)});
        pages.put("lesson-locked", new String[] {one, "/courses/" + COURSE + "/lessons/" + lesson(4)});
        pages.put("lesson-waits", new String[] {one, "/courses/" + COURSE + "/lessons/" + lesson(5)});
        return pages;
    }

    /**
     * @param title at most 120 characters
     * @param body Markdown
     */
    static void furnish(Portal portal, String slug, UUID contact, String title, String body) {
        var tenant = portal.tenantId(slug);
        portal.execute("""
                INSERT INTO course (tenant_id, id, slug, title, summary, description, minutes, state, published_at)
                VALUES (?, ?, 'light', ?, ?, ?, 90, 'published', now())""", tenant, COURSE, title, title, body);
        portal.execute(
                "INSERT INTO course_instructor (tenant_id, course_id, id, name, about) VALUES (?, ?, ?, ?, ?)",
                tenant,
                COURSE,
                UUID.randomUUID(),
                title,
                title);
        section(portal, tenant, SECTION, title, 0, "now");
        section(portal, tenant, LATER, title, 1, "after_previous");
        lesson(portal, tenant, 0, SECTION, title, body, "text", "manual", "");
        lesson(
                portal,
                tenant,
                1,
                SECTION,
                title,
                body,
                "live",
                "manual",
                "meets_at = '2031-06-01T10:00:00Z', meets_minutes = 45, meets_link = 'https://meet.example.com/x', replay = 'https://video.example.com/x'");
        lesson(portal, tenant, 2, SECTION, title, body, "text", "viewed", "completion_seconds = 30, required = false");
        lesson(portal, tenant, 3, SECTION, title, body, "quiz", "quiz_passed", "");
        lesson(
                portal,
                tenant,
                4,
                SECTION,
                title,
                body,
                "text",
                "manual",
                "unlock = 'at', unlock_at = '2031-06-01T10:00:00Z'");
        lesson(portal, tenant, 5, LATER, title, body, "text", "manual", "");
        portal.execute(
                "INSERT INTO course_grant (tenant_id, id, course_id, contact_id) VALUES (?, ?, ?, ?)",
                tenant,
                UUID.randomUUID(),
                COURSE,
                contact);
        portal.execute(
                "INSERT INTO enrolment (tenant_id, course_id, contact_id, opened_at, seen_at) VALUES (?, ?, ?, now(), now())",
                tenant,
                COURSE,
                contact);
        portal.execute(
                "INSERT INTO lesson_progress (tenant_id, lesson_id, contact_id, course_id, completed_at) VALUES (?, ?, ?, ?, '2026-11-01T10:00:00Z')",
                tenant,
                lesson(0),
                contact,
                COURSE);
    }

    private static void section(Portal portal, UUID tenant, UUID id, String title, int position, String unlock) {
        portal.execute(
                "INSERT INTO course_section (tenant_id, id, course_id, title, position, unlock) VALUES (?, ?, ?, ?, ?, ?)",
                tenant,
                id,
                COURSE,
                title,
                position,
                unlock);
    }

    private static void lesson(
            Portal portal,
            UUID tenant,
            int number,
            UUID section,
            String title,
            String body,
            String kind,
            String completion,
            String rest) {
        portal.execute(
                "INSERT INTO lesson (tenant_id, id, course_id, section_id, title, position, kind, body, completion) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                tenant,
                lesson(number),
                COURSE,
                section,
                title,
                number,
                kind,
                body,
                completion);
        if (!rest.isEmpty())
            portal.execute("UPDATE lesson SET " + rest + " WHERE tenant_id = ? AND id = ?", tenant, lesson(number));
    }
}
