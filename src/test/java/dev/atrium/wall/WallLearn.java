package dev.atrium.wall;

import dev.atrium.harness.Portal;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A course that one client alone may take, who has begun it. Made as it was before whenever it is asked for. */
final class WallLearn {
    private final Portal portal;
    private final WallFixture fixture;

    WallLearn(Portal portal, WallFixture fixture) {
        this.portal = portal;
        this.fixture = fixture;
    }

    static UUID id(String tenant, String who, String entity) {
        return UUID.nameUUIDFromBytes(("learn " + tenant + " " + who + " " + entity).getBytes(StandardCharsets.UTF_8));
    }

    void furnish(String tenant, String who, UUID contact) {
        var at = portal.tenantId(tenant);
        var course = id(tenant, who, "course");
        var lesson = id(tenant, who, "lesson");
        // The business wrote it: it stays when the client is erased.
        var words = Canary.around(tenant, who);
        portal.execute("""
                INSERT INTO course (tenant_id, id, slug, title, summary, description, state, published_at)
                VALUES (?, ?, ?, ?, ?, ?, 'published', now() - interval '1 day')
                ON CONFLICT (tenant_id, id) DO UPDATE SET state = 'published', published_at = excluded.published_at, archived_at = NULL""", at, course, words, words, words, words);
        portal.execute(
                "INSERT INTO course_section (tenant_id, id, course_id, title) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                at,
                id(tenant, who, "section"),
                course,
                words);
        portal.execute("""
                INSERT INTO lesson (tenant_id, id, course_id, section_id, title, kind, body, media_id, completion)
                VALUES (?, ?, ?, ?, ?, 'file', ?, ?, 'manual') ON CONFLICT DO NOTHING""", at, lesson, course, id(tenant, who, "section"), words, words, file(at, tenant, who, words));
        portal.execute(
                "INSERT INTO course_instructor (tenant_id, course_id, id, name) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                at,
                course,
                id(tenant, who, "instructor"),
                words);
        portal.execute(
                "INSERT INTO lesson_caption (tenant_id, lesson_id, language, label, vtt) VALUES (?, ?, 'en', ?, 'WEBVTT') ON CONFLICT DO NOTHING",
                at,
                lesson,
                words);
        own(at, tenant, who, contact, course, lesson);
    }

    private void own(UUID at, String tenant, String who, UUID contact, UUID course, UUID lesson) {
        portal.execute(
                "INSERT INTO course_grant (tenant_id, id, course_id, contact_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                at,
                id(tenant, who, "grant"),
                course,
                contact);
        portal.execute(
                "INSERT INTO enrolment (tenant_id, course_id, contact_id, opened_at, seen_at) VALUES (?, ?, ?, now(), now()) ON CONFLICT DO NOTHING",
                at,
                course,
                contact);
        portal.execute(
                "INSERT INTO lesson_progress (tenant_id, lesson_id, contact_id, course_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                at,
                lesson,
                contact,
                course);
        portal.execute(
                "INSERT INTO lesson_told (tenant_id, lesson_id, contact_id, course_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                at,
                lesson,
                contact,
                course);
        portal.execute(
                "INSERT INTO lesson_note (tenant_id, id, lesson_id, contact_id, second, body) VALUES (?, ?, ?, ?, 7, ?) ON CONFLICT DO NOTHING",
                at,
                id(tenant, who, "note"),
                lesson,
                contact,
                Canary.of(tenant, who));
    }

    private UUID file(UUID at, String tenant, String who, String words) {
        var media = id(tenant, who, "file");
        var key = media.toString().replace("-", "");
        portal.execute("""
                INSERT INTO media_object (tenant_id, id, account_id, staff_id, purpose, name, type, size, sha256, storage_key, state)
                VALUES (?, ?, NULL, ?, 'file', ?, 'application/pdf', ?, '\\x00112233445566778899aabbccddeeff', ?, 'ready')
                ON CONFLICT DO NOTHING""", at, media, media, words + ".pdf", words.length(), key);
        fixture.stored(
                "objects/" + key.substring(0, 2) + "/" + key.substring(2, 4) + "/" + key,
                words.getBytes(StandardCharsets.UTF_8));
        return media;
    }
}
