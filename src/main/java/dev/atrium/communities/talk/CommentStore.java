package dev.atrium.communities.talk;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Page;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Comments in PostgreSQL: how they come in, and how they are read. Who may is decided in the statements. */
final class CommentStore {
    /** Replies that stand under one comment on its page. */
    static final int MOST_REPLIES = 50;

    /** Whoever writes holds their membership until the commit: a ban waits, or is waited for, and so does what they write beside. */
    private static final String HOLD = """
            SELECT 1 FROM membership m
             WHERE m.tenant_id = $1 AND m.contact_id = $3
               AND m.group_id = (SELECT p.group_id FROM post p WHERE p.tenant_id = $1 AND p.id = $2) FOR NO KEY UPDATE
            """;

    private static final String INSERT = """
            WITH judged AS (
              SELECT %s, coalesce(r.parent_id, r.id) AS top,
                     CASE
                       WHEN $4::uuid IS NULL AND NOT channel_seen(c, $3) THEN 'unknown'
                       WHEN o.id IS NOT NULL AND (o.author_id IS DISTINCT FROM $3 OR o.staff_id IS DISTINCT FROM $4 OR o.post_id <> $2)
                         THEN 'taken'
                       WHEN o.id IS NOT NULL THEN 'repeated'
                       WHEN $4::uuid IS NULL AND NOT channel_speaks(c, $3) THEN 'closed'
                       WHEN c.archived_at IS NOT NULL OR g.status <> 'active' THEN 'closed'
                       WHEN $6::uuid IS NOT NULL AND r.id IS NULL THEN 'gone'
                       WHEN $3::uuid IS NOT NULL
                        AND (SELECT count(*) FROM (SELECT 1 FROM comment x WHERE x.tenant_id = $1 AND x.author_id = $3
                                                      AND x.created_at > portal_now() - make_interval(secs => 60) LIMIT $9) n) >= $9
                         THEN 'many'
                       ELSE 'kept' END AS verdict
                FROM post p
                JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
                JOIN community_group g ON g.tenant_id = $1 AND g.id = p.group_id
                LEFT JOIN comment o ON o.tenant_id = $1 AND o.id = $5
                LEFT JOIN comment r ON r.tenant_id = $1 AND r.post_id = $2 AND r.id = $6 AND r.removed_at IS NULL
               WHERE p.tenant_id = $1 AND p.id = $2 AND p.state = 'published'),
            kept AS (
              INSERT INTO comment (tenant_id, id, post_id, parent_id, author_id, staff_id, author_name, body)
              SELECT $1, $5, $2, j.top, $3, $4, $7, $8 FROM judged j WHERE j.verdict = 'kept'
              ON CONFLICT (tenant_id, id) DO NOTHING RETURNING id)
            SELECT j.*, CASE WHEN j.verdict = 'kept' AND NOT EXISTS (SELECT FROM kept) THEN 'repeated' ELSE j.verdict END AS became
              FROM judged j
            """.formatted(Place.COLUMNS);

    private static final String COLUMNS = """
            SELECT k.id, k.post_id, k.parent_id, k.author_id, k.staff_id,
                   coalesce(a.full_name, CASE WHEN k.staff_id IS NOT NULL THEN k.author_name END, '') AS author,
                   coalesce(u.id, k.author_id, k.staff_id) AS face_id, coalesce(u.avatar, '') AS avatar, coalesce(m.role, '') AS role,
                   coalesce(level_shown(g, m), 0) AS level,
                   CASE WHEN k.removed_at IS NULL THEN k.body ELSE '' END AS body, k.created_at, k.edited_at,
                   k.removed_at IS NOT NULL AS removed, coalesce(p.answer_id = k.id, false) AS answer,
                   CASE WHEN k.removed_at IS NULL THEN k.reacted ELSE '{}' END AS reacted, k.version
              FROM comment k
              JOIN post p ON p.tenant_id = k.tenant_id AND p.id = k.post_id
              JOIN channel c ON c.tenant_id = p.tenant_id AND c.id = p.channel_id
              JOIN community_group g ON g.tenant_id = p.tenant_id AND g.id = p.group_id
              LEFT JOIN contact a ON a.tenant_id = k.tenant_id AND a.id = k.author_id
              LEFT JOIN membership m ON m.tenant_id = k.tenant_id AND m.group_id = p.group_id AND m.contact_id = k.author_id
                                    AND m.status = 'active'
              LEFT JOIN account u ON u.tenant_id = k.tenant_id AND u.contact_id = k.author_id
            """;
    private static final String SEEN = """
             p.state = 'published' AND ($2::uuid IS NULL OR channel_seen(c, $2))
            """;

    /** All of a post in the order of writing, replies among them; what was taken back and has no replies is not there. */
    private static final String LIST = COLUMNS + " WHERE k.tenant_id = $1 AND k.post_id = $3 AND" + SEEN + """
               AND k.removed_at IS NULL AND (k.created_at, k.id) > ($4::timestamptz, $5::uuid)
             ORDER BY k.created_at, k.id LIMIT $6
            """;

    /** A part of the first level, and the first replies to each of it: as many rows of an index, whatever lies behind. */
    private static final String THREAD = """
            WITH tops AS (
              SELECT t.id, t.created_at FROM comment t
               WHERE t.tenant_id = $1 AND t.post_id = $3 AND t.parent_id IS NULL AND (t.created_at, t.id) > ($4::timestamptz, $5::uuid)
                 AND (t.removed_at IS NULL OR EXISTS (SELECT FROM comment r WHERE r.tenant_id = $1 AND r.post_id = $3
                                                         AND r.parent_id = t.id AND r.removed_at IS NULL))
               ORDER BY t.created_at, t.id LIMIT $6),
            shown AS (
              SELECT id FROM tops
              UNION ALL
              SELECT r.id FROM tops t CROSS JOIN LATERAL (
                SELECT x.id FROM comment x WHERE x.tenant_id = $1 AND x.post_id = $3 AND x.parent_id = t.id AND x.removed_at IS NULL
                 ORDER BY x.created_at, x.id LIMIT $7) r)
            """
            + COLUMNS.replace("FROM comment k\n", """
            FROM shown s JOIN comment k ON k.tenant_id = $1 AND k.id = s.id
            """)
            + " WHERE" + SEEN
            + " ORDER BY k.created_at, k.id LIMIT 10000";

    /** One comment of the first level, the one that $4 is or stands under, with its replies. */
    private static final String AROUND = COLUMNS + " WHERE k.tenant_id = $1 AND k.post_id = $3 AND" + SEEN + """
               AND EXISTS (SELECT FROM comment x WHERE x.tenant_id = $1 AND x.post_id = $3 AND x.id = $4
                              AND coalesce(x.parent_id, x.id) IN (k.id, k.parent_id))
               AND (k.removed_at IS NULL OR k.parent_id IS NULL)
             ORDER BY k.created_at, k.id LIMIT 1000
            """;

    private static final String ONE = COLUMNS + " WHERE k.tenant_id = $1 AND k.id = $4 AND k.post_id = $3 AND" + SEEN;

    /** For whoever was let in already: ids to what stands there now. */
    private static final String SOME =
            COLUMNS + " WHERE k.tenant_id = $1 AND k.id = ANY ($2::uuid[]) AND p.state = 'published' LIMIT 1000";

    private static final UUID FIRST = new UUID(0, 0);

    private final Tx tx;

    CommentStore(Tx tx) {
        this.tx = tx;
    }

    /**
     * Keeps a comment where it may be kept, once; empty where there is no such post.
     *
     * @param perMinute how many a contact may write within a minute
     */
    Future<Optional<Said>> insert(NewComment comment, int perMinute) {
        var writer = comment.writer();
        var held = tx.run(HOLD, tx.tenant(), comment.post(), writer.contact());
        var kept = tx.first(
                INSERT,
                CommentStore::said,
                tx.tenant(),
                comment.post(),
                writer.contact(),
                writer.staff(),
                comment.id(),
                comment.parent(),
                writer.name(),
                comment.body(),
                perMinute);
        return held.compose(x -> kept);
    }

    /** Those of a post that {@code reader} sees (null: staff), the oldest first. */
    Future<List<Comment>> list(@Nullable UUID reader, UUID post, Page.Wanted wanted) {
        return tx.list(
                LIST, Comment::of, tx.tenant(), reader, post, time(wanted.after()), id(wanted.after()), wanted.rows());
    }

    /** A part of the first level with its first replies, {@link #MOST_REPLIES} and one each; the oldest first. */
    Future<List<Comment>> thread(@Nullable UUID reader, UUID post, Page.Wanted wanted) {
        return tx.list(
                THREAD,
                Comment::of,
                tx.tenant(),
                reader,
                post,
                time(wanted.after()),
                id(wanted.after()),
                wanted.rows(),
                MOST_REPLIES + 1);
    }

    /** The comment of the first level that {@code id} is or stands under, with its replies, at most a thousand. */
    Future<List<Comment>> around(@Nullable UUID reader, UUID post, UUID id) {
        return tx.list(AROUND, Comment::of, tx.tenant(), reader, post, id);
    }

    Future<Optional<Comment>> one(@Nullable UUID reader, UUID post, UUID id) {
        return tx.first(ONE, Comment::of, tx.tenant(), reader, post, id);
    }

    /** Those among {@code ids}, in no order. */
    Future<List<Comment>> some(List<UUID> ids) {
        return tx.list(SOME, Comment::of, tx.tenant(), (Object) ids.toArray(UUID[]::new));
    }

    private static OffsetDateTime time(Optional<Cursor> after) {
        return after.map(Cursor::time).orElse(Instant.EPOCH).atOffset(ZoneOffset.UTC);
    }

    private static UUID id(Optional<Cursor> after) {
        return after.map(Cursor::id).orElse(FIRST);
    }

    private static Said said(Row row) {
        return new Said(
                Said.Verdict.valueOf(row.getString("became").toUpperCase(Locale.ROOT)),
                Place.of(row),
                row.getUUID("top"));
    }
}
