package dev.atrium.wall;

import dev.atrium.harness.Portal;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A video in the course of {@link WallLearn} with captions and a note; and what staff do about whoever takes it. */
final class WallPlay {
    private final Portal portal;
    private final WallFixture fixture;

    WallPlay(Portal portal, WallFixture fixture) {
        this.portal = portal;
        this.fixture = fixture;
    }

    static UUID id(String tenant, String who, String entity) {
        return UUID.nameUUIDFromBytes(("play " + tenant + " " + who + " " + entity).getBytes(StandardCharsets.UTF_8));
    }

    void furnish(String tenant, String who, UUID contact) {
        var at = portal.tenantId(tenant);
        var course = WallLearn.id(tenant, who, "course");
        var lesson = id(tenant, who, "lesson");
        var words = Canary.around(tenant, who);
        portal.execute(
                """
                INSERT INTO lesson (tenant_id, id, course_id, section_id, title, position, kind, body, media_id, seconds, completion)
                VALUES (?, ?, ?, ?, ?, 1, 'video', ?, ?, 100, 'watched') ON CONFLICT DO NOTHING""",
                at,
                lesson,
                course,
                WallLearn.id(tenant, who, "section"),
                words,
                words,
                video(at, tenant, who, words));
        portal.execute(
                "INSERT INTO lesson_caption (tenant_id, lesson_id, language, label, vtt) VALUES (?, ?, 'en', ?, ?) ON CONFLICT DO NOTHING",
                at,
                lesson,
                words,
                "WEBVTT\n\n00:01.000 --> 00:02.000\n" + words + "\n");
        portal.execute(
                "INSERT INTO lesson_note (tenant_id, id, lesson_id, contact_id, second, body) VALUES (?, ?, ?, ?, 7, ?) ON CONFLICT DO NOTHING",
                at,
                id(tenant, who, "note"),
                lesson,
                contact,
                Canary.of(tenant, who));
        fresh(at, tenant, course);
    }

    /** The grant holds, the clock runs or not, and somebody else has no access yet. */
    void state(String tenant, String who, boolean paused) {
        var at = portal.tenantId(tenant);
        var course = WallLearn.id(tenant, who, "course");
        portal.execute("UPDATE course_grant SET ends_at = NULL WHERE tenant_id = ? AND course_id = ?", at, course);
        portal.execute(
                "UPDATE enrolment SET paused_at = CASE WHEN ? THEN now() END WHERE tenant_id = ? AND course_id = ?",
                paused,
                at,
                course);
    }

    private void fresh(UUID at, String tenant, UUID course) {
        var contact = id(tenant, Canary.HOUSE, "fresh");
        portal.execute(
                "INSERT INTO contact (tenant_id, id, full_name, email) VALUES (?, ?, ?, 'fresh-learner@example.com') ON CONFLICT DO NOTHING",
                at,
                contact,
                Canary.of(tenant, Canary.HOUSE));
        portal.execute(
                "DELETE FROM course_grant WHERE tenant_id = ? AND course_id = ? AND contact_id = ?",
                at,
                course,
                contact);
    }

    private UUID video(UUID at, String tenant, String who, String words) {
        var media = id(tenant, who, "video");
        var key = media.toString().replace("-", "");
        portal.execute("""
                INSERT INTO media_object (tenant_id, id, account_id, staff_id, purpose, name, type, size, sha256, storage_key, state)
                VALUES (?, ?, NULL, ?, 'file', ?, 'video/mp4', ?, '\\x00112233445566778899aabbccddeeff', ?, 'ready')
                ON CONFLICT DO NOTHING""", at, media, media, words + ".mp4", words.length(), key);
        fixture.stored(
                "objects/" + key.substring(0, 2) + "/" + key.substring(2, 4) + "/" + key,
                words.getBytes(StandardCharsets.UTF_8));
        return media;
    }
}
