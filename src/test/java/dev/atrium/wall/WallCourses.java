package dev.atrium.wall;

import dev.atrium.harness.Portal;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A course of each tenant, as authors have it: two sections with lessons and one without. Made as it was whenever it is asked for. */
final class WallCourses {
    private final Portal portal;
    private final WallFixture fixture;

    WallCourses(Portal portal, WallFixture fixture) {
        this.portal = portal;
        this.fixture = fixture;
    }

    static UUID id(String tenant, String entity) {
        return UUID.nameUUIDFromBytes(("course " + tenant + " " + entity).getBytes(StandardCharsets.UTF_8));
    }

    /** {@code course}, {@code section}, {@code empty-section}, {@code earlier-lesson}, {@code lesson} with a file, {@code video-lesson}. */
    UUID furnish(String tenant, String entity) {
        var at = portal.tenantId(tenant);
        var canary = Canary.of(tenant, Canary.HOUSE);
        var course = id(tenant, "course");
        fixture.forgetUploads(tenant);
        portal.execute(
                "DELETE FROM course WHERE tenant_id = ? AND (id = ? OR slug LIKE 'canary%' OR slug LIKE 'walked%')",
                at, course);
        portal.execute(
                "INSERT INTO course (tenant_id, id, slug, title, summary, description) VALUES (?, ?, 'walled', ?, ?, ?)",
                at,
                course,
                canary,
                canary,
                canary);
        portal.execute(
                "INSERT INTO course_instructor (tenant_id, course_id, id, name, about) VALUES (?, ?, ?, ?, ?)",
                at,
                course,
                id(tenant, "instructor"),
                canary,
                canary);
        int n = 0;
        for (var section : new String[] {"first-section", "section", "empty-section"})
            portal.execute(
                    "INSERT INTO course_section (tenant_id, id, course_id, title, position) VALUES (?, ?, ?, ?, ?)",
                    at,
                    id(tenant, section),
                    course,
                    canary,
                    n++);
        lesson(at, tenant, "first-section", "earlier-lesson", "text", "manual", null, canary);
        lesson(at, tenant, "section", "lesson", "file", "manual", fixture.file(tenant, canary), canary);
        lesson(at, tenant, "section", "video-lesson", "video", "watched", null, canary);
        portal.execute(
                "INSERT INTO lesson_caption (tenant_id, lesson_id, language, label, vtt) VALUES (?, ?, 'en', ?, ?)",
                at,
                id(tenant, "video-lesson"),
                canary,
                "WEBVTT\n\n00:01.000 --> 00:02.000\n" + canary + "\n");
        return id(tenant, entity);
    }

    private void lesson(
            UUID at,
            String tenant,
            String section,
            String lesson,
            String kind,
            String completion,
            UUID media,
            String canary) {
        portal.execute(
                "INSERT INTO lesson (tenant_id, id, course_id, section_id, title, kind, body, completion, media_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                at,
                id(tenant, lesson),
                id(tenant, "course"),
                id(tenant, section),
                canary,
                kind,
                canary,
                completion,
                media);
    }
}
