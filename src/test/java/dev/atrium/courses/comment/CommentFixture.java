package dev.atrium.courses.comment;

import dev.atrium.courses.play.PlayFixture;
import dev.atrium.harness.Portal;
import java.util.UUID;

/** A course with lessons that are commented on, put where it lies. */
public final class CommentFixture {
    private final Portal portal;
    private final UUID tenant;
    private final PlayFixture play;

    public CommentFixture(Portal portal) {
        this.portal = portal;
        this.tenant = portal.tenantId(Portal.ACME);
        this.play = new PlayFixture(portal, Portal.ACME);
    }

    public UUID person(String name, String email) {
        return play.person(name, email);
    }

    public UUID course(String slug) {
        return play.course(slug);
    }

    /** A text that is commented on; {@code rest} sets further columns, such as {@code comments = false}. */
    public UUID lesson(UUID course, int position, String rest) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO lesson (tenant_id, id, course_id, section_id, title, position, kind, body, completion, comments) VALUES (?, ?, ?, ?, ?, ?, 'text', 'Words', 'manual', true)",
                tenant,
                id,
                course,
                course,
                "Lesson " + position,
                position);
        if (!rest.isEmpty()) portal.execute("UPDATE lesson SET " + rest + " WHERE id = ?", id);
        return id;
    }

    public void grant(UUID course, UUID contact) {
        play.grant(course, contact);
    }

    /** Takes access away, as the clock does: nobody is told. */
    public void over(UUID course, UUID contact) {
        portal.execute(
                "UPDATE course_grant SET ends_at = portal_now() - interval '1 second' WHERE course_id = ? AND contact_id = ?",
                course,
                contact);
    }

    /** Names somebody of staff among those who teach. */
    public void teaches(UUID course, String email) {
        portal.execute(
                "INSERT INTO course_instructor (tenant_id, course_id, id, name, staff_id) SELECT ?, ?, ?, full_name, id FROM staff WHERE email = ?",
                tenant,
                course,
                UUID.randomUUID(),
                email);
    }
}
