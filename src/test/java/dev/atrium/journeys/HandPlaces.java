package dev.atrium.journeys;

import dev.atrium.harness.Portal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Assignments in the course of {@link LearnPlaces}: one to begin, one that was returned, one that waits, one that is accepted. */
final class HandPlaces {
    private static final UUID COURSE = new UUID(0x7200, 0x8000000000000001L);
    private static final UUID SECTION = new UUID(0x7200, 0x8000000000000002L);
    private static final List<String> STATES = List.of("draft", "returned", "submitted", "accepted");

    private HandPlaces() {}

    private static UUID lesson(String state) {
        return new UUID(0x7400, 0x8000000000000010L + STATES.indexOf(state));
    }

    private static UUID work(String state) {
        return new UUID(0x7400, 0x8000000000000040L + STATES.indexOf(state));
    }

    /** Name to route and address; the same in both portals. */
    static Map<String, String[]> pages() {
        var pages = new LinkedHashMap<String, String[]>();
        var one = "/courses/:course/lessons/:lesson";
        var here = "/courses/" + COURSE + "/lessons/";
        pages.put("lesson-assignment", new String[] {one, here + lesson("draft")});
        for (var state : STATES)
            pages.put("assignment-" + state, new String[] {one + "/assignment", here + lesson(state) + "/assignment"});
        return pages;
    }

    /** Name to route and address below {@code /t/slug}. */
    static Map<String, String[]> console() {
        var pages = new LinkedHashMap<String, String[]>();
        var one = "/courses/:course";
        var here = "/courses/" + COURSE;
        pages.put("hand-ins", new String[] {one + "/hand-ins", here + "/hand-ins"});
        pages.put("hand-ins-none", new String[] {one + "/hand-ins", here + "/hand-ins?q=nobodyatall"});
        pages.put("hand-in", new String[] {one + "/hand-ins/:work", here + "/hand-ins/" + work("submitted")});
        pages.put("hand-in-ended", new String[] {one + "/hand-ins/:work", here + "/hand-ins/" + work("accepted")});
        pages.put("assignment-terms", new String[] {
            one + "/lessons/:lesson/assignment", here + "/lessons/" + lesson("draft") + "/assignment"
        });
        pages.put("assignment-lesson", new String[] {one + "/lessons/:lesson", here + "/lessons/" + lesson("draft")});
        return pages;
    }

    /** @param said what people wrote, at most 120 characters */
    static void furnish(Portal portal, String slug, UUID contact, String said) {
        var tenant = portal.tenantId(slug);
        var account =
                (UUID) portal.query("SELECT id FROM account WHERE tenant_id = ? AND contact_id = ?", tenant, contact)
                        .getFirst()
                        .getFirst();
        int n = 0;
        for (var state : STATES) {
            portal.execute(
                    "INSERT INTO lesson (tenant_id, id, course_id, section_id, title, position, kind, body, completion, required) VALUES (?, ?, ?, ?, ?, ?, 'assignment', ?, 'assignment_accepted', false)",
                    tenant,
                    lesson(state),
                    COURSE,
                    SECTION,
                    said,
                    30 + n++,
                    said);
            portal.execute("""
                    INSERT INTO assignment_terms (tenant_id, lesson_id, due, due_at, accept_points, rubric)
                    VALUES (?, ?, 'at', '2031-06-01T10:00:00Z', 5, jsonb_build_array(
                      jsonb_build_object('title', ?::text, 'points', 10, 'levels', jsonb_build_array(
                        jsonb_build_object('points', 0, 'title', ?::text), jsonb_build_object('points', 10, 'title', ?::text))),
                      jsonb_build_object('title', ?::text, 'points', 5, 'levels', '[]'::jsonb)))""", tenant, lesson(state), said, said, said, said);
            boolean draft = state.equals("draft");
            portal.execute(
                    "INSERT INTO hand_in (tenant_id, id, lesson_id, course_id, contact_id, state, body, versions, submitted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, CASE WHEN ? THEN NULL ELSE '2026-11-01T10:00:00Z'::timestamptz END)",
                    tenant,
                    work(state),
                    lesson(state),
                    COURSE,
                    contact,
                    state,
                    said,
                    draft ? 0 : 1,
                    draft);
            if (!draft) version(portal, tenant, state, contact, said);
            file(portal, tenant, state, account, said, draft || state.equals("returned") ? 0 : 1);
        }
    }

    private static void version(Portal portal, UUID tenant, String state, UUID contact, String said) {
        boolean waits = state.equals("submitted");
        portal.execute(
                """
                INSERT INTO hand_in_version (tenant_id, hand_in_id, number, contact_id, body, late, submitted_at, decision, decided_at, marker,
                                             points, most, scores, feedback)
                VALUES (?, ?, 1, ?, ?, true, '2026-11-01T10:00:00Z', ?, CASE WHEN ? THEN NULL ELSE '2026-11-02T10:00:00Z'::timestamptz END, ?,
                        CASE WHEN ? THEN NULL::int ELSE 12 END, CASE WHEN ? THEN NULL::int ELSE 15 END,
                        CASE WHEN ? THEN '[]'::jsonb
                             ELSE jsonb_build_array(jsonb_build_object('title', ?::text, 'points', 12, 'most', 15)) END, ?)""",
                tenant,
                work(state),
                contact,
                said,
                waits ? "" : state,
                waits,
                said,
                waits,
                waits,
                waits,
                said,
                waits ? "" : said);
        for (int i = 0; i < 2; i++)
            portal.execute(
                    "INSERT INTO hand_in_message (tenant_id, id, hand_in_id, contact_id, of_team, author, body, at) VALUES (?, ?, ?, ?, ?, ?, ?, '2026-11-02T11:00:00Z')",
                    tenant,
                    UUID.randomUUID(),
                    work(state),
                    contact,
                    i == 1,
                    said,
                    said);
    }

    private static void file(Portal portal, UUID tenant, String state, UUID account, String said, int number) {
        var id = UUID.randomUUID();
        portal.execute("""
                INSERT INTO media_object (tenant_id, id, account_id, purpose, name, type, size, sha256, storage_key, state)
                VALUES (?, ?, ?, 'file', ?, 'application/pdf', 120000, '\\x00112233445566778899aabbccddeeff', ?, 'ready')""", tenant, id, account, said + ".pdf", id.toString().replace("-", ""));
        portal.execute(
                "INSERT INTO hand_in_file (tenant_id, hand_in_id, number, media_id, name, type, size) VALUES (?, ?, ?, ?, ?, 'application/pdf', 120000)",
                tenant,
                work(state),
                number,
                id,
                said + ".pdf");
    }
}
