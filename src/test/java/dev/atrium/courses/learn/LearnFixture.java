package dev.atrium.courses.learn;

import dev.atrium.harness.Portal;
import java.util.UUID;

/** Courses of a test, put where they lie. */
final class LearnFixture {
    private final Portal portal;
    private final UUID tenant;

    LearnFixture(Portal portal) {
        this.portal = portal;
        this.tenant = portal.tenantId(Portal.ACME);
    }

    UUID person(String name) {
        var account = portal.account(Portal.ACME, name, name + "@example.com");
        return (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
    }

    UUID course(String slug, String state) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO course (tenant_id, id, slug, title, state, published_at, archived_at) VALUES (?, ?, ?, ?, ?, now() - interval '30 days', CASE WHEN ? = 'archived' THEN now() END)",
                tenant,
                id,
                slug,
                "Course " + slug,
                state,
                state);
        return id;
    }

    UUID section(UUID course, int position) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO course_section (tenant_id, id, course_id, title, position) VALUES (?, ?, ?, ?, ?)",
                tenant,
                id,
                course,
                "Section " + position,
                position);
        return id;
    }

    /** A text that the learner marks as done; {@code rest} sets further columns, such as {@code required = false}. */
    UUID lesson(UUID course, UUID section, int position, String rest) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO lesson (tenant_id, id, course_id, section_id, title, position, kind, body, completion) VALUES (?, ?, ?, ?, ?, ?, 'text', ?, 'manual')",
                tenant,
                id,
                course,
                section,
                "Lesson " + position,
                position,
                "Secret words " + position);
        if (!rest.isEmpty()) portal.execute("UPDATE lesson SET " + rest + " WHERE id = ?", id);
        return id;
    }

    void grant(UUID course, UUID contact) {
        portal.execute(
                "INSERT INTO course_grant (tenant_id, id, course_id, contact_id) VALUES (?, ?, ?, ?)",
                tenant,
                UUID.randomUUID(),
                course,
                contact);
    }
}
