package dev.atrium.communities.talk;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Page;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was said, found by its words, in the channels that the reader sees and in no others. */
final class SearchStore {
    /** Around what was found: characters that nobody can type here, since they are taken out of the text first. */
    static final char OPEN = '\u0001';

    static final char CLOSE = '\u0002';

    /** The last word may be a beginning. What stands between the marks is what was found; the rest is text. */
    private static final String FIND = """
            WITH typed AS (SELECT websearch_to_tsquery('simple', $3) AS words),
            wanted AS (SELECT CASE WHEN t.words::text ~ '''$' THEN (t.words::text || ':*')::tsquery ELSE t.words END AS words FROM typed t),
            seen AS MATERIALIZED (
              SELECT c.id, c.name, c.private, m.role, g.slug, g.name AS group_name
                FROM membership m
                JOIN community_group g ON g.tenant_id = $1 AND g.id = m.group_id
                JOIN channel c ON c.tenant_id = $1 AND c.group_id = m.group_id
               WHERE m.tenant_id = $1 AND m.contact_id = $2 AND m.status = 'active' AND ($4::uuid IS NULL OR m.group_id = $4)
                 AND channel_seen(c, $2)),
            hits AS (
              (SELECT p.id, p.id AS post_id, false AS comment, p.channel_id, p.author_id, p.staff_id, p.author_name, p.title, p.body, p.published_at AS at
                 FROM post p, wanted w
                WHERE p.tenant_id = $1 AND p.state = 'published' AND p.words @@ w.words AND p.channel_id IN (SELECT id FROM seen)
                  AND ($5::uuid[] IS NULL OR p.author_id = ANY ($5)) AND p.published_at >= $6 AND p.published_at < $7
                  AND (p.published_at, p.id) < ($8::timestamptz, $9::uuid)
                ORDER BY p.published_at DESC, p.id DESC LIMIT $10)
              UNION ALL
              (SELECT k.id, k.post_id, true, p.channel_id, k.author_id, k.staff_id, k.author_name, p.title, k.body, k.created_at
                 FROM comment k JOIN post p ON p.tenant_id = $1 AND p.id = k.post_id AND p.state = 'published', wanted w
                WHERE k.tenant_id = $1 AND k.removed_at IS NULL AND k.words @@ w.words AND p.channel_id IN (SELECT id FROM seen)
                  AND ($5::uuid[] IS NULL OR k.author_id = ANY ($5)) AND k.created_at >= $6 AND k.created_at < $7
                  AND (k.created_at, k.id) < ($8::timestamptz, $9::uuid)
                ORDER BY k.created_at DESC, k.id DESC LIMIT $10)),
            newest AS (SELECT * FROM hits h ORDER BY h.at DESC, h.id DESC LIMIT $10)
            SELECT n.id, n.post_id, n.comment, n.at, s.slug, s.group_name, s.name AS channel, n.title,
                   CASE WHEN s.private AND s.role = 'owner' THEN s.id END AS closed,
                   coalesce(a.full_name, CASE WHEN n.staff_id IS NOT NULL THEN n.author_name END, '') AS author,
                   ts_headline('simple', translate(CASE WHEN n.comment THEN n.body ELSE n.title || E'\\n' || n.body END, $11 || $12, ''), w.words,
                               'StartSel="' || $11 || '", StopSel="' || $12 || '", MaxWords=40, MinWords=20') AS part
              FROM newest n JOIN seen s ON s.id = n.channel_id CROSS JOIN wanted w
              LEFT JOIN contact a ON a.tenant_id = $1 AND a.id = n.author_id
             ORDER BY n.at DESC, n.id DESC LIMIT $10
            """;

    /** Without words: all that some people wrote. */
    private static final String OF_PEOPLE =
            FIND.replace("AND p.words @@ w.words ", "").replace("AND k.words @@ w.words ", "");

    /** Members of the reader's groups, of which $4 is one or null, whose name or a later word of it begins with $3. */
    private static final String NAMED = """
            SELECT DISTINCT a.id FROM membership o
              JOIN membership m ON m.tenant_id = $1 AND m.group_id = o.group_id AND m.status = 'active'
              JOIN contact a ON a.tenant_id = $1 AND a.id = m.contact_id
             WHERE o.tenant_id = $1 AND o.contact_id = $2 AND o.status = 'active' AND ($4::uuid IS NULL OR o.group_id = $4)
               AND (starts_with(lower(a.full_name), lower($3)) OR strpos(lower(a.full_name), ' ' || lower($3)) > 0) LIMIT 50
            """;

    private static final String NAME = """
            SELECT a.full_name FROM contact a WHERE a.tenant_id = $1 AND a.id = $3
               AND EXISTS (SELECT FROM membership o JOIN membership m ON m.tenant_id = $1 AND m.group_id = o.group_id AND m.status = 'active'
                            WHERE o.tenant_id = $1 AND o.contact_id = $2 AND o.status = 'active' AND m.contact_id = a.id)
            """;

    private static final Instant EVER = Instant.parse("9999-12-31T00:00:00Z");
    private static final UUID LAST = new UUID(-1, -1);

    /**
     * What is looked for.
     *
     * @param group one of the reader's; null for all of them
     * @param words empty where all that {@code people} wrote is looked for
     * @param people whose words; null for anybody's
     * @param from not before, and {@code to} before this
     */
    record Wish(
            String words, @Nullable UUID group, @Nullable List<UUID> people, Instant from, Instant to) {}

    /**
     * A post or comment that was found; {@code part} bears the marks.
     *
     * @param closed the channel, where it is a private one of a group that the reader owns; otherwise null
     */
    record Hit(
            UUID id,
            UUID post,
            boolean comment,
            Instant at,
            String slug,
            String group,
            String channel,
            @Nullable UUID closed,
            String title,
            String author,
            String part) {
        Cursor place() {
            return Cursor.at(at, id);
        }

        String path() {
            var path = "/groups/" + slug + "/posts/" + post;
            return comment ? path + "?at=" + id + "#comment-" + id : path;
        }
    }

    private final Tx tx;

    SearchStore(Tx tx) {
        this.tx = tx;
    }

    /** The newest first. */
    Future<List<Hit>> find(UUID reader, Wish wish, Page.Wanted wanted) {
        var after = wanted.after();
        var people = wish.people();
        return tx.list(
                wish.words().isEmpty() ? OF_PEOPLE : FIND,
                SearchStore::hit,
                tx.tenant(),
                reader,
                wish.words(),
                wish.group(),
                people == null ? null : people.toArray(UUID[]::new),
                wish.from().atOffset(ZoneOffset.UTC),
                wish.to().atOffset(ZoneOffset.UTC),
                after.map(Cursor::time).orElse(EVER).atOffset(ZoneOffset.UTC),
                after.map(Cursor::id).orElse(LAST),
                wanted.rows(),
                String.valueOf(OPEN),
                String.valueOf(CLOSE));
    }

    /** The people of the reader's groups, or of one of them, who are called so: at most fifty. */
    Future<List<UUID>> named(UUID reader, @Nullable UUID group, String name) {
        return tx.list(NAMED, row -> row.getUUID("id"), tx.tenant(), reader, name, group);
    }

    /** What somebody of the reader's groups is called; empty for anybody else. */
    Future<Optional<String>> name(UUID reader, UUID person) {
        return tx.first(NAME, row -> row.getString("full_name"), tx.tenant(), reader, person);
    }

    private static Hit hit(Row row) {
        return new Hit(
                row.getUUID("id"),
                row.getUUID("post_id"),
                row.getBoolean("comment"),
                Objects.requireNonNull(row.getOffsetDateTime("at")).toInstant(),
                row.getString("slug"),
                row.getString("group_name"),
                row.getString("channel"),
                row.getUUID("closed"),
                row.getString("title"),
                row.getString("author"),
                row.getString("part"));
    }
}
