package dev.atrium.wall;

import dev.atrium.harness.Portal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What was said below the lesson of {@link WallLearn}: by the client, by somebody else, by staff. Made as it was whenever it is asked for. */
final class WallComments {
    private static final String PAGE = "/courses/:course/lessons/:lesson/comments";
    private static final String API = "/api/v1/courses/:course/lessons/:lesson/comments";
    private static final String DESK = "/t/:slug/courses/:course/comments";
    private static final String BUSINESS = "/api/v1/business/courses/:course/comments";

    static final Map<String, Map<String, String>> FIELDS = Map.ofEntries(
            Map.entry(PAGE, Map.of("body", "Walked")),
            Map.entry(PAGE + "/:comment/edit", Map.of("body", "Walked", "version", "1")),
            Map.entry(PAGE + "/:comment/react", Map.of("word", "like")),
            Map.entry(PAGE + "/:comment/follow", Map.of("state", "following")),
            Map.entry(PAGE + "/:comment/report", Map.of("reason", "spam")),
            Map.entry(API, Map.of("body", "Walked")),
            Map.entry(API + "/:comment", Map.of("body", "Walked again", "version", "1")),
            Map.entry(API + "/:comment/reaction", Map.of("word", "like")),
            Map.entry(API + "/:comment/follow", Map.of("state", "following")),
            Map.entry(API + "/:comment/report", Map.of("reason", "spam")),
            Map.entry(DESK, Map.of("body", "Walked")),
            Map.entry(DESK + "/edit", Map.of("body", "Walked", "version", "1")),
            Map.entry(DESK + "/switch", Map.of("to", "on")),
            Map.entry(BUSINESS, Map.of("body", "Walked")),
            Map.entry(BUSINESS + "/:comment", Map.of("body", "Walked again", "version", "1")));

    /** What a key of the business wrote is its own to change, and the walk's keys have written nothing. */
    static final Set<String> UNSEEN = Set.of("PATCH " + BUSINESS + "/:comment");

    private final Portal portal;

    WallComments(Portal portal) {
        this.portal = portal;
    }

    static UUID id(String tenant, String who, String entity) {
        return UUID.nameUUIDFromBytes(
                ("lesson comment " + tenant + " " + who + " " + entity).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param other whoever wrote what the client can report
     * @param staff the e-mail address of whoever of staff wrote there
     */
    void furnish(String tenant, String who, UUID contact, UUID other, String staff) {
        var at = portal.tenantId(tenant);
        var lesson = WallLearn.id(tenant, who, "lesson");
        portal.execute("UPDATE lesson SET comments = true WHERE tenant_id = ? AND id = ?", at, lesson);
        portal.execute(
                "DELETE FROM lesson_comment WHERE tenant_id = ? AND lesson_id = ? AND id NOT IN (?, ?, ?, ?, ?)",
                at,
                lesson,
                id(tenant, who, "question"),
                id(tenant, who, "comment"),
                id(tenant, who, "seen"),
                id(tenant, who, "removed"),
                id(tenant, who, "staff"));
        comment(tenant, who, "question", contact, null, false);
        comment(tenant, who, "comment", contact, null, false);
        comment(tenant, who, "removed", contact, null, true);
        comment(tenant, who, "seen", other, null, false);
        comment(tenant, who, "staff", null, staff, false);
        var seen = id(tenant, who, "seen");
        portal.execute(
                "INSERT INTO lesson_comment_reaction (tenant_id, comment_id, contact_id, word) VALUES (?, ?, ?, 'love') ON CONFLICT DO NOTHING",
                at,
                seen,
                contact);
        portal.execute(
                "INSERT INTO lesson_comment_mention (tenant_id, comment_id, contact_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                at,
                seen,
                contact);
        portal.execute(
                "INSERT INTO lesson_comment_follow (tenant_id, comment_id, contact_id, state) VALUES (?, ?, ?, 'muted') ON CONFLICT (tenant_id, comment_id, contact_id) DO UPDATE SET state = 'muted'",
                at,
                seen,
                contact);
        portal.execute(
                "INSERT INTO lesson_comment_report (tenant_id, id, comment_id, reporter_id, reason, note) VALUES (?, ?, ?, ?, 'spam', ?) ON CONFLICT (tenant_id, comment_id, reporter_id) DO UPDATE SET decided_at = NULL",
                at,
                id(tenant, who, "report"),
                seen,
                contact,
                Canary.of(tenant, who));
    }

    private static String name(String tenant, String who, String entity) {
        return switch (entity) {
            case "staff" -> Canary.of(tenant, "staff");
            case "seen" -> Canary.of(tenant, Canary.HOUSE);
            default -> Canary.of(tenant, who);
        };
    }

    private void comment(String tenant, String who, String entity, UUID author, String staff, boolean removed) {
        // What others have read stays when its author is erased; what was taken back goes.
        var words = removed ? Canary.of(tenant, who) : Canary.around(tenant, who);
        portal.execute(
                """
                INSERT INTO lesson_comment (tenant_id, id, course_id, lesson_id, author_id, staff_id, author_name, body, removed_at, removed_by,
                                            created_at)
                VALUES (?, ?, ?, ?, ?, (SELECT s.id FROM staff s WHERE s.email = ?), ?, ?, CASE WHEN ? THEN now() END,
                        CASE WHEN ? THEN 'author' ELSE '' END, now() - interval '1 hour')
                ON CONFLICT (tenant_id, id) DO UPDATE SET author_id = excluded.author_id, staff_id = excluded.staff_id,
                       author_name = excluded.author_name, body = excluded.body, removed_at = excluded.removed_at,
                       removed_by = excluded.removed_by, resolved_at = NULL, edited_at = NULL, version = 1""",
                portal.tenantId(tenant),
                id(tenant, who, entity),
                WallLearn.id(tenant, who, "course"),
                WallLearn.id(tenant, who, "lesson"),
                author,
                staff,
                name(tenant, who, entity),
                words,
                removed,
                removed);
    }
}
