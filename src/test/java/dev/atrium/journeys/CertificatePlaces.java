package dev.atrium.journeys;

import dev.atrium.harness.Portal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** Courses that give certificates, and one of each kind. */
final class CertificatePlaces {
    /** Of the console, by what follows the tenant. */
    static final Map<String, String> CONSOLE = Map.of(
            "/courses/certificates",
            "/courses/certificates",
            "/courses/certificates/new",
            "/courses/certificates/new",
            "/courses/certificates/design",
            "/courses/certificates/design",
            "/courses/certificates/rules",
            "/courses/certificates/rules",
            "/courses/certificates/:certificate",
            "/courses/certificates/{certificate}");

    private CertificatePlaces() {}

    static UUID id(String slug, String kind) {
        return UUID.nameUUIDFromBytes(("place " + slug + " " + kind).getBytes(StandardCharsets.UTF_8));
    }

    static String code(String kind) {
        return kind.equals("valid")
                ? "1111-2222-3333-4444"
                : kind.equals("expired") ? "2222-3333-4444-5555" : "3333-4444-5555-6666";
    }

    static String path(String slug, String path) {
        return path.replace("{certificate}", id(slug, "valid").toString());
    }

    /** @param said what stands in names and titles */
    static void furnish(Portal portal, String slug, UUID contact, String said) {
        var tenant = portal.tenantId(slug);
        for (var kind : new String[] {"valid", "expired", "revoked"}) {
            var course = id(slug, "course " + kind);
            var title = said.substring(0, Math.min(120, said.length()));
            portal.execute(
                    "INSERT INTO course (tenant_id, id, slug, title, state, published_at, minutes) VALUES (?, ?, ?, ?, 'published', now(), 270)",
                    tenant,
                    course,
                    "certified-" + kind,
                    title);
            portal.execute(
                    "INSERT INTO certificate_rule (tenant_id, course_id, enabled, months) VALUES (?, ?, true, 12)",
                    tenant,
                    course);
            portal.execute(
                    "INSERT INTO verifiable (tenant_id, id, kind, code) VALUES (?, ?, 'certificate', ?)",
                    tenant,
                    id(slug, kind),
                    code(kind).replace("-", ""));
            portal.execute(
                    """
                    INSERT INTO certificate (tenant_id, id, course_id, contact_id, learner, course, instructors, look, issued_at, expires_at, shared)
                    SELECT c.tenant_id, ?, ?, c.id, c.full_name, ?, ?,
                           jsonb_build_object('layout', 'classic', 'title', 'Certificate', 'body', '{learner}', 'issuer', ?::text),
                           now() - interval '40 days', now() + make_interval(days => ?), ?
                      FROM contact c WHERE c.tenant_id = ? AND c.id = ?""",
                    id(slug, kind),
                    course,
                    title,
                    title,
                    title,
                    kind.equals("expired") ? -3 : 300,
                    kind.equals("valid"),
                    tenant,
                    contact);
        }
        portal.execute(
                "UPDATE certificate SET revoked_at = now(), reason = ? WHERE tenant_id = ? AND id = ?",
                said,
                tenant,
                id(slug, "revoked"));
    }
}
