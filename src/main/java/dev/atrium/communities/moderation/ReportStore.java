package dev.atrium.communities.moderation;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody shows to those who moderate. Each says for itself whether the one who reports sees the thing. */
final class ReportStore {
    /** What is shown of the thing before it is reported. */
    record Shown(UUID group, String by, String title, String body) {}

    private static final String POST = """
            SELECT p.group_id, coalesce(a.full_name, p.author_name) AS by, p.title, p.body, p.id AS post_id, NULL::uuid AS comment_id,
                   NULL::uuid AS person_id
              FROM post p JOIN channel c ON c.tenant_id = p.tenant_id AND c.id = p.channel_id
              LEFT JOIN contact a ON a.tenant_id = p.tenant_id AND a.id = p.author_id
             WHERE p.tenant_id = $1 AND p.group_id = $3 AND p.id = $4 AND p.state = 'published' AND p.author_id <> $2 AND channel_seen(c, $2)
            """;
    private static final String COMMENT = """
            SELECT p.group_id, coalesce(a.full_name, o.author_name) AS by, '' AS title, o.body, p.id AS post_id, o.id AS comment_id,
                   NULL::uuid AS person_id
              FROM comment o JOIN post p ON p.tenant_id = o.tenant_id AND p.id = o.post_id
              JOIN channel c ON c.tenant_id = p.tenant_id AND c.id = p.channel_id
              LEFT JOIN contact a ON a.tenant_id = o.tenant_id AND a.id = o.author_id
             WHERE o.tenant_id = $1 AND p.group_id = $3 AND o.id = $4 AND o.removed_at IS NULL AND p.state = 'published' AND o.author_id <> $2
               AND channel_seen(c, $2)
            """;
    private static final String MEMBER = """
            SELECT m.group_id, a.full_name AS by, '' AS title, '' AS body, NULL::uuid AS post_id, NULL::uuid AS comment_id,
                   m.contact_id AS person_id
              FROM membership m JOIN contact a ON a.tenant_id = m.tenant_id AND a.id = m.contact_id
             WHERE m.tenant_id = $1 AND m.group_id = $3 AND m.contact_id = $4 AND m.status = 'active' AND m.contact_id <> $2
               AND group_role($1, $3, $2) IS NOT NULL
            """;
    private static final String REPORT = """
            INSERT INTO report AS r (tenant_id, id, group_id, post_id, comment_id, person_id, reporter_id, reason, note)
            SELECT $1, $5, t.group_id, t.post_id, t.comment_id, t.person_id, $2, $6, $7 FROM (
            """;
    /** Decided, it stays decided: but for what says something else since then, and for a member after a day. */
    private static final String ONCE = """
            ) t ON CONFLICT (tenant_id, group_id, object_id, reporter_id) DO UPDATE
               SET reason = excluded.reason, note = excluded.note, at = portal_now(), decided_at = NULL, outcome = ''
             WHERE r.decided_at IS NOT NULL AND CASE
               WHEN r.person_id IS NOT NULL THEN r.decided_at < portal_now() - interval '1 day'
               WHEN r.comment_id IS NOT NULL THEN EXISTS (SELECT FROM comment o WHERE o.tenant_id = r.tenant_id AND o.id = r.comment_id
                                                             AND o.edited_at > r.decided_at)
               ELSE EXISTS (SELECT FROM post p WHERE p.tenant_id = r.tenant_id AND p.id = r.post_id AND p.edited_at > r.decided_at) END
            RETURNING r.id
            """;

    private final Tx tx;

    ReportStore(Tx tx) {
        this.tx = tx;
    }

    private static String sql(Kind kind) {
        return switch (kind) {
            case POST -> POST;
            case COMMENT -> COMMENT;
            case MEMBER -> MEMBER;
        };
    }

    /** The thing, where they see it and it is not their own. */
    Future<Optional<Shown>> find(UUID reporter, UUID group, Kind kind, UUID object) {
        return tx.first(
                sql(kind),
                row -> new Shown(
                        row.getUUID("group_id"), row.getString("by"), row.getString("title"), row.getString("body")),
                tx.tenant(),
                reporter,
                group,
                object);
    }

    /** The report's id, new or open again; null where they reported it before, or may not. */
    Future<@Nullable UUID> report(UUID reporter, UUID group, Kind kind, UUID object, String reason, String note) {
        return tx.first(
                        REPORT + sql(kind) + ONCE,
                        row -> row.getUUID("id"),
                        tx.tenant(),
                        reporter,
                        group,
                        object,
                        Ids.next(),
                        reason,
                        note)
                .map(found -> found.orElse(null));
    }
}
