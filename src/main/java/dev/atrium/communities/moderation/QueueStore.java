package dev.atrium.communities.moderation;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What waits for those who moderate, and what they decide. {@code $2} is the moderator, null for the business; {@code $3} the group or null. */
final class QueueStore {
    static final int MOST = 100;

    /** Of each kind the oldest; what was taken away meanwhile asks for no decision. */
    private static final String ITEMS = """
            WITH waiting AS (
              SELECT p.id AS object_id, 'post' AS kind, true AS waiting, p.group_id, p.id AS post_id, NULL::uuid AS comment_id,
                     NULL::uuid AS person_id, p.created_at AS since, 0 AS reports,
                     words_say($1, p.group_id, p.title || E'\\n' || p.body) <> '' AS words, '[]'::jsonb AS notes
                FROM post p JOIN channel c ON c.tenant_id = p.tenant_id AND c.id = p.channel_id
               WHERE p.tenant_id = $1 AND p.state = 'waiting' AND ($3::uuid IS NULL OR p.group_id = $3) AND ($4::uuid IS NULL OR p.id = $4)
                 AND ($2::uuid IS NULL OR channel_moderated(c, $2))
               ORDER BY p.created_at, p.id LIMIT 100),
            reported AS (
              SELECT r.object_id, CASE WHEN r.person_id IS NOT NULL THEN 'member' WHEN r.comment_id IS NOT NULL THEN 'comment' ELSE 'post' END,
                     false, r.group_id, r.post_id, r.comment_id, r.person_id, min(r.at), count(r.reporter_id)::int,
                     bool_or(r.reason = 'words'),
                     jsonb_agg(jsonb_build_object('reason', r.reason, 'note', r.note, 'at', r.at, 'id', r.reporter_id,
                                                  'name', coalesce(x.full_name, '')) ORDER BY r.at, r.id)
                FROM report r
                LEFT JOIN contact x ON x.tenant_id = r.tenant_id AND x.id = r.reporter_id
                LEFT JOIN post p ON p.tenant_id = r.tenant_id AND p.id = r.post_id
                LEFT JOIN comment o ON o.tenant_id = r.tenant_id AND o.id = r.comment_id
               WHERE r.tenant_id = $1 AND r.decided_at IS NULL AND ($3::uuid IS NULL OR r.group_id = $3)
                 AND ($4::uuid IS NULL OR r.object_id = $4)
                 AND (r.post_id IS NULL OR p.state = 'published') AND (r.comment_id IS NULL OR o.removed_at IS NULL)
                 AND ($2::uuid IS NULL OR report_moderated(r, $2))
               GROUP BY r.object_id, r.group_id, r.post_id, r.comment_id, r.person_id
               ORDER BY min(r.at), r.object_id LIMIT 100)
            SELECT i.*, g.slug, g.name AS group_name, coalesce(c.name, '') AS channel, CASE WHEN c.private THEN c.id END AS closed, w.author_id, w.title, w.body,
                   coalesce(a.full_name, '') AS author, coalesce(m.role, '') AS role,
                   CASE WHEN m.muted_until > portal_now() THEN m.muted_until END AS muted_until
              FROM (SELECT * FROM waiting UNION ALL SELECT * FROM reported) i
              JOIN community_group g ON g.tenant_id = $1 AND g.id = i.group_id
              LEFT JOIN post p ON p.tenant_id = $1 AND p.id = i.post_id
              LEFT JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
              LEFT JOIN comment o ON o.tenant_id = $1 AND o.id = i.comment_id
              CROSS JOIN LATERAL (SELECT CASE i.kind WHEN 'member' THEN i.person_id WHEN 'comment' THEN o.author_id ELSE p.author_id END AS author_id,
                                         CASE i.kind WHEN 'post' THEN p.title ELSE '' END AS title,
                                         CASE i.kind WHEN 'comment' THEN o.body WHEN 'post' THEN p.body ELSE '' END AS body) w
              LEFT JOIN contact a ON a.tenant_id = $1 AND a.id = w.author_id
              LEFT JOIN membership m ON m.tenant_id = $1 AND m.group_id = i.group_id AND m.contact_id = w.author_id AND m.status = 'active'
             ORDER BY i.since, i.object_id LIMIT 100
            """;

    private static final String DECIDE = """
            UPDATE report r SET decided_at = portal_now(), outcome = $5
             WHERE r.tenant_id = $1 AND r.object_id = $4 AND r.decided_at IS NULL AND ($3::uuid IS NULL OR r.group_id = $3)
               AND ($2::uuid IS NULL OR report_moderated(r, $2))
            """;
    private static final String REMOVE_COMMENT = """
            UPDATE comment o SET removed_at = portal_now(), version = o.version + 1,
                   removed_by = CASE WHEN $2::uuid IS NULL THEN 'staff' ELSE 'moderator' END
              FROM post p, channel c
             WHERE o.tenant_id = $1 AND o.id = $3 AND o.removed_at IS NULL AND p.tenant_id = $1 AND p.id = o.post_id
               AND c.tenant_id = $1 AND c.id = p.channel_id AND ($2::uuid IS NULL OR channel_moderated(c, $2))
            RETURNING o.post_id, p.group_id, p.channel_id, c.private
            """;
    private static final String BENCH = """
            SELECT EXISTS (SELECT FROM channel c WHERE c.tenant_id = $1 AND c.group_id = $2 AND channel_moderated(c, $3))
                OR coalesce(group_role($1, $2, $3) IN ('owner', 'admin', 'moderator'), false)
            """;
    private static final String TELL = "SELECT moderation_tell($1, $2)";
    private static final String GROUP = "SELECT slug, name FROM community_group WHERE tenant_id = $1 AND id = $2";
    /** Whoever has something to decide; those who have not read yet that something waits know that there is something to do. */
    private static final String UNTOLD = """
            SELECT DISTINCT m.contact_id FROM membership m
              LEFT JOIN channel_member x ON x.tenant_id = m.tenant_id AND x.group_id = m.group_id AND x.contact_id = m.contact_id AND x.manager
             WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.status = 'active' AND (m.role <> 'member' OR x.contact_id IS NOT NULL)
               AND NOT EXISTS (SELECT FROM notification n WHERE n.tenant_id = $1 AND n.contact_id = m.contact_id
                                  AND n.type = 'community.reported' AND n.about_id = $2 AND n.read_at IS NULL)
               AND (EXISTS (SELECT FROM report r LEFT JOIN post p ON p.tenant_id = $1 AND p.id = r.post_id
                              LEFT JOIN comment o ON o.tenant_id = $1 AND o.id = r.comment_id
                             WHERE r.tenant_id = $1 AND r.group_id = $2 AND r.decided_at IS NULL AND (r.post_id IS NULL OR p.state = 'published')
                               AND (r.comment_id IS NULL OR o.removed_at IS NULL) AND report_moderated(r, m.contact_id))
                 OR EXISTS (SELECT FROM post p JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
                             WHERE p.tenant_id = $1 AND p.group_id = $2 AND p.state = 'waiting' AND channel_moderated(c, m.contact_id)))
             LIMIT 50
            """;

    /** A comment that was taken away, and where. */
    record Gone(UUID post, UUID group, UUID channel, boolean closed) {}

    /** A group as mails name it. */
    record Named(String slug, String name) {}

    private final Tx tx;

    QueueStore(Tx tx) {
        this.tx = tx;
    }

    /** The oldest first. */
    Future<List<QueueItem>> items(Judge judge) {
        return tx.list(ITEMS, QueueStore::item, tx.tenant(), judge.contact(), judge.group(), null);
    }

    /** What is to be decided about one thing; reported and waiting at once is two. */
    Future<List<QueueItem>> items(Judge judge, UUID object) {
        return tx.list(ITEMS, QueueStore::item, tx.tenant(), judge.contact(), judge.group(), object);
    }

    /** Ends what is open about the thing; false where somebody was faster. */
    Future<Boolean> decide(Judge judge, UUID object, String outcome) {
        return tx.run(DECIDE, tx.tenant(), judge.contact(), judge.group(), object, outcome)
                .map(n -> n > 0);
    }

    Future<Optional<Gone>> removeComment(@Nullable UUID contact, UUID comment) {
        return tx.first(
                REMOVE_COMMENT,
                row -> new Gone(
                        row.getUUID("post_id"),
                        row.getUUID("group_id"),
                        row.getUUID("channel_id"),
                        row.getBoolean("private")),
                tx.tenant(),
                contact,
                comment);
    }

    /** Whether somebody moderates anything of the group. */
    Future<Boolean> bench(UUID contact, UUID group) {
        return tx.first(BENCH, row -> row.getBoolean(0), tx.tenant(), group, contact)
                .map(found -> found.orElse(false));
    }

    Future<Void> tellSoon(UUID group) {
        return tx.first(TELL, row -> true, tx.tenant(), group).mapEmpty();
    }

    Future<Optional<Named>> named(UUID group) {
        return tx.first(GROUP, row -> new Named(row.getString(0), row.getString(1)), tx.tenant(), group);
    }

    Future<List<UUID>> untold(UUID group) {
        return tx.list(UNTOLD, row -> row.getUUID(0), tx.tenant(), group);
    }

    private static QueueItem item(Row row) {
        var muted = row.getOffsetDateTime("muted_until");
        return new QueueItem(
                row.getUUID("object_id"),
                Kind.of(row.getString("kind")).orElseThrow(),
                row.getBoolean("waiting"),
                row.getUUID("group_id"),
                row.getString("slug"),
                row.getString("group_name"),
                row.getString("channel"),
                row.getUUID("closed"),
                row.getUUID("post_id"),
                row.getUUID("author_id"),
                row.getString("author"),
                row.getString("role"),
                muted == null ? null : muted.toInstant(),
                row.getString("title"),
                row.getString("body"),
                time(row),
                row.getInteger("reports"),
                row.getBoolean("words"),
                notes(row.getJsonArray("notes")));
    }

    private static Instant time(Row row) {
        return Objects.requireNonNull(row.getOffsetDateTime("since")).toInstant();
    }

    private static List<JsonObject> notes(JsonArray notes) {
        return notes.stream().map(JsonObject.class::cast).toList();
    }
}
