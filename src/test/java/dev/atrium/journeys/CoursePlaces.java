package dev.atrium.journeys;

import dev.atrium.harness.Portal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Pages on which courses are written: one as courses are, and one in which everything is as long as the database lets it be. */
final class CoursePlaces {
    static final UUID COURSE = new UUID(0x7400, 0x8000000000000001L);
    private static final UUID SECTION = new UUID(0x7400, 0x8000000000000002L);
    private static final UUID EMPTY = new UUID(0x7400, 0x8000000000000003L);
    private static final UUID VIDEO = new UUID(0x7400, 0x8000000000000004L);
    private static final UUID LIVE = new UUID(0x7400, 0x8000000000000005L);

    /** Route to address, below the tenant's slug: the same in both portals. */
    static final Map<String, String> CONSOLE = console();

    private CoursePlaces() {}

    private static Map<String, String> console() {
        var pages = new LinkedHashMap<String, String>();
        pages.put("/courses", "/courses");
        pages.put("/courses/new", "/courses/new");
        pages.put("/courses/import", "/courses/import");
        pages.put("/courses/:course", "/courses/" + COURSE);
        pages.put("/courses/:course/about", "/courses/" + COURSE + "/about");
        pages.put("/courses/:course/sections/:section", "/courses/" + COURSE + "/sections/" + SECTION);
        pages.put("/courses/:course/lessons/:lesson", "/courses/" + COURSE + "/lessons/" + VIDEO);
        pages.put("/courses/:course/preview", "/courses/" + COURSE + "/preview");
        pages.put("/courses/:course/preview/:lesson", "/courses/" + COURSE + "/preview/" + LIVE);
        return pages;
    }

    static String name(String route) {
        return route.substring(1).replaceAll("[/:]+", "-");
    }

    /** @param said what the business wrote, at least one character and at most 120 */
    static void furnish(Portal portal, String slug, String said) {
        var tenant = portal.tenantId(slug);
        portal.execute(
                """
                INSERT INTO course (tenant_id, id, slug, title, summary, description, minutes, state, published_at)
                VALUES (?, ?, ?, ?, ?, ?, 90, 'published', now())""",
                tenant,
                COURSE,
                slug.equals(Portal.ACME) ? "desk-light" : "l".repeat(80),
                said,
                said,
                "## " + said + "\n\n" + said);
        portal.execute(
                "INSERT INTO course_instructor (tenant_id, course_id, id, name, about) VALUES (?, ?, ?, ?, ?)",
                tenant,
                COURSE,
                UUID.randomUUID(),
                said,
                said);
        section(portal, tenant, SECTION, said, 0);
        section(portal, tenant, EMPTY, said, 1);
        lesson(portal, tenant, VIDEO, said, "video", "watched", 0);
        lesson(portal, tenant, LIVE, said, "live", "manual", 1);
        var kinds = Map.of("text", "viewed", "audio", "watched", "file", "manual", "quiz", "quiz_passed");
        int n = 2;
        for (var kind : kinds.entrySet())
            lesson(portal, tenant, UUID.randomUUID(), said, kind.getKey(), kind.getValue(), n++);
        portal.execute("UPDATE lesson SET published = false WHERE tenant_id = ? AND kind = 'quiz'", tenant);
        portal.execute(
                "UPDATE lesson SET unlock = 'after_lesson', unlock_lesson = ? WHERE tenant_id = ? AND kind = 'text'",
                VIDEO,
                tenant);
        portal.execute(
                "UPDATE lesson SET unlock = 'days', unlock_days = 7 WHERE tenant_id = ? AND kind = 'audio'", tenant);
        portal.execute(
                "UPDATE lesson SET unlock = 'at', unlock_at = '2026-12-01 10:00Z', meets_at = '2026-12-01 18:00Z', meets_link = 'https://meet.example.com/x' WHERE tenant_id = ? AND id = ?",
                tenant,
                LIVE);
        portal.execute(
                "INSERT INTO lesson_caption (tenant_id, lesson_id, language, label, vtt) VALUES (?, ?, 'en', ?, ?)",
                tenant,
                VIDEO,
                said.substring(0, said.offsetByCodePoints(0, Math.min(60, said.codePointCount(0, said.length())))),
                "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n");
    }

    private static void section(Portal portal, UUID tenant, UUID id, String said, int position) {
        portal.execute(
                "INSERT INTO course_section (tenant_id, id, course_id, title, position, unlock) VALUES (?, ?, ?, ?, ?, ?)",
                tenant,
                id,
                COURSE,
                said,
                position,
                position == 0 ? "now" : "after_previous");
    }

    private static void lesson(
            Portal portal, UUID tenant, UUID id, String said, String kind, String completion, int position) {
        portal.execute("""
                INSERT INTO lesson (tenant_id, id, course_id, section_id, title, kind, body, completion, completion_seconds, position)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 30, ?)""", tenant, id, COURSE, SECTION, said, kind, said, completion, position);
    }
}
