package dev.atrium.wall;

import dev.atrium.harness.Portal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** Assignments in the course of {@link WallLearn} with what its client hands in. Made as they were before whenever they are asked for. */
final class WallAssignment {
    private static final String OWN = "/courses/:course/lessons/:lesson/assignment";
    private static final String DESK = "/t/:slug/courses/:course/hand-ins/:work";
    private static final String API = "/api/v1/business/courses/:course/";

    /** Fields without which a form or a program is refused before an id is looked at. */
    static final Map<String, Map<String, String>> FIELDS = Map.ofEntries(
            Map.entry(OWN, Map.of("body", "Walked", "act", "save")),
            Map.entry(OWN + "/draft", Map.of("body", "Walked")),
            Map.entry(OWN + "/messages", Map.of("message", "Walked")),
            Map.entry("/api/v1" + OWN + "/draft", Map.of("text", "Walked")),
            Map.entry("/api/v1" + OWN + "/submit", Map.of("text", "Walked")),
            Map.entry("/api/v1" + OWN + "/messages", Map.of("text", "Walked")),
            Map.entry(
                    "/t/:slug/courses/:course/lessons/:lesson/assignment",
                    Map.of(
                            "due",
                            "none",
                            "resubmissions",
                            "2",
                            "version",
                            "1",
                            "criterion_0",
                            "Walked",
                            "points_0",
                            "5")),
            Map.entry(DESK + "/decide", Map.of("decision", "accepted", "number", "1", "feedback", "Walked")),
            Map.entry(DESK + "/messages", Map.of("message", "Walked")),
            Map.entry(
                    API + "lessons/:lesson/assignment",
                    Map.of("due", "none", "late", "true", "resubmissions", "2", "rubric", "[]")),
            Map.entry(
                    API + "hand-ins/:work/decision",
                    Map.of("decision", "accepted", "number", "1", "feedback", "Walked")),
            Map.entry(API + "hand-ins/:work/messages", Map.of("text", "Walked")));

    private final Portal portal;
    private final WallFixture fixture;

    WallAssignment(Portal portal, WallFixture fixture) {
        this.portal = portal;
        this.fixture = fixture;
    }

    static UUID id(String tenant, String who, String entity) {
        return UUID.nameUUIDFromBytes(
                ("assignment " + tenant + " " + who + " " + entity).getBytes(StandardCharsets.UTF_8));
    }

    /** A lesson where the client writes, one where their work waits, one where it is at its end; a file of each, and one of none. */
    void furnish(String tenant, String who, UUID account, UUID contact) {
        work(tenant, who, account, contact, "lesson", "draft");
        work(tenant, who, account, contact, "sent", "submitted");
        work(tenant, who, account, contact, "ended", "rejected");
        file(tenant, who, account, "upload");
    }

    private void work(String tenant, String who, UUID account, UUID contact, String kind, String state) {
        var at = portal.tenantId(tenant);
        var words = Canary.around(tenant, who);
        var lesson = id(tenant, who, kind);
        var course = WallLearn.id(tenant, who, "course");
        boolean draft = state.equals("draft");
        portal.execute("""
                INSERT INTO lesson (tenant_id, id, course_id, section_id, title, position, kind, body, completion, required)
                VALUES (?, ?, ?, ?, ?, 5, 'assignment', ?, 'assignment_accepted', false) ON CONFLICT DO NOTHING""", at, lesson, course, WallLearn.id(tenant, who, "section"), words, words);
        portal.execute("""
                INSERT INTO assignment_terms (tenant_id, lesson_id, rubric)
                VALUES (?, ?, jsonb_build_array(jsonb_build_object('title', ?::text, 'points', 5, 'levels', '[]'::jsonb)))
                ON CONFLICT (tenant_id, lesson_id) DO UPDATE SET version = 1, resubmissions = 3""", at, lesson, words);
        var own = Canary.of(tenant, who);
        var work = id(tenant, who, "work " + kind);
        portal.execute(
                "INSERT INTO hand_in (tenant_id, id, lesson_id, course_id, contact_id) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                at,
                work,
                lesson,
                course,
                contact);
        portal.execute(
                "DELETE FROM hand_in_version WHERE tenant_id = ? AND hand_in_id = ? AND number > ?",
                at,
                work,
                draft ? 0 : 1);
        portal.execute(
                "UPDATE hand_in SET state = ?, body = ?, versions = ?, extra = 0, submitted_at = CASE WHEN ? THEN NULL ELSE now() END WHERE tenant_id = ? AND id = ?",
                state,
                own,
                draft ? 0 : 1,
                draft,
                at,
                work);
        if (!draft) version(at, work, contact, own, state);
        int number = draft ? 0 : 1;
        attach(at, work, file(tenant, who, account, "file " + kind), number, own);
        portal.execute(
                "DELETE FROM hand_in_file WHERE tenant_id = ? AND hand_in_id = ? AND number <> ?", at, work, number);
    }

    private void version(UUID at, UUID work, UUID contact, String own, String state) {
        var decision = state.equals("submitted") ? "" : state;
        portal.execute("""
                INSERT INTO hand_in_version (tenant_id, hand_in_id, number, contact_id, body, decision, decided_at, feedback)
                VALUES (?, ?, 1, ?, ?, ?, CASE WHEN ? THEN NULL::timestamptz ELSE now() END, ?)
                ON CONFLICT (tenant_id, hand_in_id, number) DO UPDATE
                   SET decision = excluded.decision, decided_at = excluded.decided_at, feedback = excluded.feedback""", at, work, contact, own, decision, decision.isEmpty(), own);
        portal.execute(
                "INSERT INTO hand_in_message (tenant_id, id, hand_in_id, contact_id, of_team, author, body) VALUES (?, ?, ?, ?, false, ?, ?) ON CONFLICT DO NOTHING",
                at,
                UUID.nameUUIDFromBytes(("said " + work).getBytes(StandardCharsets.UTF_8)),
                work,
                contact,
                own,
                own);
    }

    private UUID file(String tenant, String who, UUID account, String entity) {
        var at = portal.tenantId(tenant);
        var media = id(tenant, who, entity);
        var words = Canary.of(tenant, who);
        var key = media.toString().replace("-", "");
        portal.execute("""
                INSERT INTO media_object (tenant_id, id, account_id, purpose, name, type, size, sha256, storage_key, state)
                VALUES (?, ?, ?, 'file', ?, 'application/pdf', ?, '\\x00112233445566778899aabbccddeeff', ?, 'ready')
                ON CONFLICT DO NOTHING""", at, media, account, words + ".pdf", words.length(), key);
        fixture.stored(
                "objects/" + key.substring(0, 2) + "/" + key.substring(2, 4) + "/" + key,
                words.getBytes(StandardCharsets.UTF_8));
        return media;
    }

    private void attach(UUID at, UUID work, UUID media, int number, String name) {
        portal.execute(
                "INSERT INTO hand_in_file (tenant_id, hand_in_id, number, media_id, name, type, size) VALUES (?, ?, ?, ?, ?, 'application/pdf', 7) ON CONFLICT DO NOTHING",
                at,
                work,
                number,
                media,
                name + ".pdf");
    }

    /** Makes somebody of staff one who teaches the course. */
    void teach(String email, UUID course) {
        portal.execute("""
                INSERT INTO course_instructor (tenant_id, course_id, id, name, staff_id)
                SELECT c.tenant_id, c.id, gen_random_uuid(), 'Walker', s.id FROM course c, staff s
                 WHERE c.id = ? AND s.email = ?
                   AND NOT EXISTS (SELECT FROM course_instructor i WHERE i.course_id = c.id AND i.staff_id = s.id)""", course, email);
    }
}
