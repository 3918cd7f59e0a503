package dev.atrium.courses.assignment;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** A course with one assignment, put where it lies, and what people do with it. */
public final class HandFixture {
    static final byte[] PDF = "%PDF-1.4 a drawing".getBytes(StandardCharsets.US_ASCII);

    private final Portal portal;
    private final UUID tenant;

    public HandFixture(Portal portal) {
        this.portal = portal;
        this.tenant = portal.tenantId(Portal.ACME);
    }

    public UUID person(String name, String email) {
        var account = portal.account(Portal.ACME, name, email);
        return (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
    }

    public UUID course(String slug) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO course (tenant_id, id, slug, title, state, published_at) VALUES (?, ?, ?, ?, 'published', now() - interval '30 days')",
                tenant,
                id,
                slug,
                "Course " + slug);
        portal.execute(
                "INSERT INTO course_section (tenant_id, id, course_id, title) VALUES (?, ?, ?, 'First')",
                tenant,
                id,
                id);
        return id;
    }

    /** An assignment of the course's one section. */
    public UUID assignment(UUID course) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO lesson (tenant_id, id, course_id, section_id, title, kind, body, completion) VALUES (?, ?, ?, ?, 'First series', 'assignment', 'Three sides.', 'assignment_accepted')",
                tenant,
                id,
                course,
                course);
        return id;
    }

    /** @param rest further columns with their values, such as {@code due = 'days', due_days = 3} */
    public void terms(UUID lesson, String rest) {
        portal.execute(
                "INSERT INTO assignment_terms (tenant_id, lesson_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                tenant,
                lesson);
        portal.execute("UPDATE assignment_terms SET " + rest + " WHERE lesson_id = ?", lesson);
    }

    public void grant(UUID course, UUID contact) {
        portal.execute(
                "INSERT INTO course_grant (tenant_id, id, course_id, contact_id) VALUES (?, ?, ?, ?)",
                tenant,
                UUID.randomUUID(),
                course,
                contact);
    }

    static String path(UUID course, UUID lesson) {
        return "/courses/" + course + "/lessons/" + lesson + "/assignment";
    }

    /** The form of a learner: text, what is to be done with it, and a file where there is one. */
    static Answer form(Visitor who, String path, String body, String act, String name, byte[] file) {
        var head = part("body", body) + part("act", act)
                + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        return who.send(
                "POST",
                path,
                head.getBytes(StandardCharsets.UTF_8),
                file,
                "\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8),
                "multipart/form-data; boundary=x");
    }

    private static String part(String name, String value) {
        return "--x\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    static Answer handIn(Visitor who, String path, String body) {
        return who.post(path, Map.of("body", body, "act", "submit"));
    }

    UUID work(UUID lesson, UUID contact) {
        return (UUID) portal.query("SELECT id FROM hand_in WHERE lesson_id = ? AND contact_id = ?", lesson, contact)
                .getFirst()
                .getFirst();
    }

    String state(UUID work) {
        return (String) portal.query("SELECT state FROM hand_in WHERE id = ?", work)
                .getFirst()
                .getFirst();
    }
}
