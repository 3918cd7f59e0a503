package dev.atrium.journeys;

import dev.atrium.courses.play.PlayFixture;
import dev.atrium.harness.Portal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A lesson that plays in the course of {@link LearnPlaces}, with captions and notes; and what staff see of its learners. */
final class PlayPlaces {
    private static final UUID COURSE = new UUID(0x7200, 0x8000000000000001L);
    private static final UUID SECTION = new UUID(0x7200, 0x8000000000000002L);
    private static final UUID VIDEO = new UUID(0x7300, 0x8000000000000001L);
    private static final UUID AUDIO = new UUID(0x7300, 0x8000000000000002L);

    private PlayPlaces() {}

    /** Name to route and address; the same in both portals. */
    static Map<String, String[]> pages() {
        var pages = new LinkedHashMap<String, String[]>();
        var one = "/courses/:course/lessons/:lesson";
        var here = "/courses/" + COURSE + "/lessons/";
        pages.put("lesson-video", new String[] {one, here + VIDEO});
        pages.put("lesson-audio", new String[] {one, here + AUDIO});
        pages.put("lesson-notes", new String[] {one + "/notes", here + VIDEO + "/notes"});
        return pages;
    }

    /** Name to route and address below {@code /t/slug}. */
    static Map<String, String[]> console(UUID contact) {
        var pages = new LinkedHashMap<String, String[]>();
        var one = "/courses/:course";
        var here = "/courses/" + COURSE;
        pages.put("learners-people", new String[] {one + "/people", here + "/people"});
        pages.put("learners-none", new String[] {one + "/people", here + "/people?q=nobodyatall"});
        pages.put("learners-person", new String[] {one + "/people/:contact", here + "/people/" + contact});
        pages.put("learners-access", new String[] {one + "/access", here + "/access"});
        pages.put("learners-progress", new String[] {one + "/progress", here + "/progress"});
        return pages;
    }

    /** @param said what people wrote, at most 120 characters */
    static void furnish(Portal portal, String slug, UUID contact, String said) {
        var tenant = portal.tenantId(slug);
        var fixture = new PlayFixture(portal, slug);
        lesson(portal, tenant, VIDEO, "video", 10, fixture.media(20), said);
        lesson(portal, tenant, AUDIO, "audio", 11, fixture.media(20), said);
        for (var language : new String[] {"en", "de"})
            portal.execute(
                    "INSERT INTO lesson_caption (tenant_id, lesson_id, language, label, vtt) VALUES (?, ?, ?, ?, ?)",
                    tenant,
                    VIDEO,
                    language,
                    said.substring(0, Math.min(60, said.length())),
                    "WEBVTT\n\n00:01.000 --> 00:04.000\n" + said + "\n\n00:05.000 --> 00:09.000\n" + said + "\n");
        fixture.opened(COURSE, VIDEO, contact, 60);
        portal.execute(
                "UPDATE lesson_progress SET watched = '{[0,9)}', position_s = 8 WHERE tenant_id = ? AND lesson_id = ?",
                tenant,
                VIDEO);
        for (int i = 0; i < 3; i++)
            portal.execute(
                    "INSERT INTO lesson_note (tenant_id, id, lesson_id, contact_id, second, body) VALUES (?, ?, ?, ?, ?, ?)",
                    tenant,
                    UUID.randomUUID(),
                    VIDEO,
                    contact,
                    i == 2 ? null : i * 7,
                    said);
    }

    private static void lesson(
            Portal portal, UUID tenant, UUID id, String kind, int position, UUID media, String said) {
        portal.execute(
                "INSERT INTO lesson (tenant_id, id, course_id, section_id, title, position, kind, body, media_id, seconds, completion) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 20, 'watched')",
                tenant,
                id,
                COURSE,
                SECTION,
                said,
                position,
                kind,
                said,
                media);
    }
}
