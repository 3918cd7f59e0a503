package dev.atrium.wall;

import dev.atrium.harness.Portal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Courses that give certificates, and certificates of them. Made anew: what was revoked counts again, what was issued goes. */
final class WallCertificates {
    private static final String DESK = "/t/:slug/courses/certificates";
    private static final String API = "/api/v1/business/";

    /** Fields without which a form or a program is refused before an id is looked at. */
    static final Map<String, Map<String, String>> FIELDS = Map.of(
            DESK + "/new",
            Map.of("email", "crm-member@example.com"),
            DESK + "/design",
            Map.of("layout", "plain", "orientation", "portrait", "title", "Walked", "version", "0"),
            DESK + "/rules",
            Map.of("enabled", "yes", "months", "12", "remind_days", "30"),
            DESK + "/:certificate/revoke",
            Map.of("reason", "Walked"),
            API + "certificates/:certificate/revoke",
            Map.of("reason", "Walked"),
            API + "certificate-design",
            Map.of("layout", "plain", "orientation", "portrait", "title", "Walked", "body", "", "signatory", ""),
            "/api/v1/certificates/:certificate/sharing",
            Map.of("shown", "true"));

    private final Portal portal;

    WallCertificates(Portal portal) {
        this.portal = portal;
    }

    private static UUID id(String tenant, String who, String entity) {
        return UUID.nameUUIDFromBytes(
                ("certificate " + tenant + " " + who + " " + entity).getBytes(StandardCharsets.UTF_8));
    }

    /** A course of which nobody has a certificate yet. */
    UUID course(String tenant) {
        var at = portal.tenantId(tenant);
        var course = course(tenant, "fresh");
        portal.execute("DELETE FROM certificate WHERE tenant_id = ? AND course_id = ?", at, course);
        return course;
    }

    private UUID course(String tenant, String entity) {
        var at = portal.tenantId(tenant);
        var canary = Canary.of(tenant, Canary.HOUSE);
        var course = id(tenant, Canary.HOUSE, entity);
        portal.execute("""
                INSERT INTO course (tenant_id, id, slug, title, state, published_at) VALUES (?, ?, ?, ?, 'published', now())
                ON CONFLICT (tenant_id, id) DO NOTHING""", at, course, "certified-" + entity, canary);
        portal.execute(
                "INSERT INTO certificate_rule (tenant_id, course_id, enabled) VALUES (?, ?, true) ON CONFLICT DO NOTHING",
                at,
                course);
        portal.execute(
                "INSERT INTO certificate_design (tenant_id, title, version) VALUES (?, ?, 0) ON CONFLICT DO NOTHING",
                at,
                canary);
        return course;
    }

    /** The person's certificate, which counts and shows no name; the only one of its course. */
    UUID certificate(String tenant, String who, UUID contact) {
        var at = portal.tenantId(tenant);
        var id = id(tenant, who, "certificate");
        var course = course(tenant, "known");
        portal.execute(
                "DELETE FROM certificate WHERE tenant_id = ? AND course_id = ? AND contact_id = ? AND id <> ?",
                at,
                course,
                contact,
                id);
        portal.execute(
                "INSERT INTO verifiable (tenant_id, id, kind, code) VALUES (?, ?, 'certificate', ?) ON CONFLICT DO NOTHING",
                at,
                id,
                code(tenant, who).replace("-", ""));
        portal.execute("""
                INSERT INTO certificate AS e (tenant_id, id, course_id, contact_id, learner, course, look)
                VALUES (?, ?, ?, ?, ?, ?, '{"layout": "plain", "title": "Certificate", "body": "{learner}"}')
                ON CONFLICT (tenant_id, id) DO UPDATE SET revoked_at = NULL, reason = '', shared = false""", at, id, course, contact, Canary.of(tenant, who), "Known");
        return id;
    }

    /** What it is checked by. */
    static String code(String tenant, String who) {
        var hex = id(tenant, who, "code").toString().replace("-", "").toUpperCase(Locale.ROOT);
        return hex.substring(0, 4) + "-" + hex.substring(4, 8) + "-" + hex.substring(8, 12) + "-"
                + hex.substring(12, 16);
    }
}
