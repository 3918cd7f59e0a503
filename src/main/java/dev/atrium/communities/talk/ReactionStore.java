package dev.atrium.communities.talk;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Page;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reactions in PostgreSQL: one of a person on each post and comment; triggers keep the figures. */
final class ReactionStore {
    private static final String SPOT = """
            spot AS (
              SELECT %s, g.name AS group_name, k.id AS comment_id, coalesce(k.id, p.id) AS object_id, CASE WHEN k.id IS NULL THEN p.author_id ELSE k.author_id END AS author_id,
                     channel_speaks(c, $2) AS speaks
                FROM post p JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
                JOIN community_group g ON g.tenant_id = $1 AND g.id = p.group_id
                LEFT JOIN comment k ON k.tenant_id = $1 AND k.post_id = p.id AND k.id = $4 AND k.removed_at IS NULL
               WHERE p.tenant_id = $1 AND p.id = $3 AND p.state = 'published' AND channel_seen(c, $2)
                 AND ($4::uuid IS NULL OR k.id IS NOT NULL))
            """.formatted(Place.COLUMNS);
    private static final String PUT = "WITH " + SPOT + """
            , kept AS (
              INSERT INTO reaction AS r (tenant_id, object_id, contact_id, post_id, word)
              SELECT $1, s.object_id, $2, s.post_id, $5 FROM spot s WHERE s.speaks
              ON CONFLICT (tenant_id, object_id, contact_id) DO UPDATE SET word = EXCLUDED.word, at = portal_now() WHERE r.word <> EXCLUDED.word
              RETURNING 1)
            SELECT s.*, EXISTS (SELECT FROM kept) AS changed FROM spot s
            """;
    private static final String TAKE = "WITH " + SPOT + """
            , gone AS (
              DELETE FROM reaction r USING spot s WHERE r.tenant_id = $1 AND r.object_id = s.object_id AND r.contact_id = $2 RETURNING 1)
            SELECT s.*, EXISTS (SELECT FROM gone) AS changed FROM spot s
            """;
    private static final String MINE = """
            SELECT r.object_id, r.word FROM reaction r WHERE r.tenant_id = $1 AND r.contact_id = $2 AND r.object_id = ANY ($3::uuid[]) LIMIT 10000
            """;
    /** Who reacted, the newest first; $4 a comment, or null for the post itself. */
    private static final String WHO = """
            SELECT r.contact_id, r.word, r.at, coalesce(a.full_name, '') AS name
              FROM post p JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
              JOIN reaction r ON r.tenant_id = $1 AND r.post_id = p.id AND r.object_id = coalesce($4::uuid, p.id)
              JOIN contact a ON a.tenant_id = $1 AND a.id = r.contact_id
             WHERE p.tenant_id = $1 AND p.id = $3 AND p.state = 'published' AND channel_seen(c, $2)
               AND ($4::uuid IS NULL OR EXISTS (SELECT FROM comment k WHERE k.tenant_id = $1 AND k.post_id = p.id AND k.id = $4
                                                   AND k.removed_at IS NULL))
               AND (r.at, r.contact_id) < ($5::timestamptz, $6::uuid)
             ORDER BY r.at DESC, r.contact_id DESC LIMIT $7
            """;

    private static final Instant EVER = Instant.parse("9999-12-31T00:00:00Z");
    private static final UUID LAST = new UUID(-1, -1);

    /**
     * What became of a reaction.
     *
     * @param comment null where it is the post itself
     * @param author whose words they are; null for staff, and for whoever is gone
     * @param speaks whether the person may say anything there
     */
    record Done(
            Place place,
            String group,
            @Nullable UUID comment,
            @Nullable UUID author,
            boolean speaks,
            boolean changed) {}

    /** Somebody's reaction. */
    record Given(UUID contact, String name, String word, Instant at) {
        Cursor place() {
            return Cursor.at(at, contact);
        }
    }

    private final Tx tx;

    ReactionStore(Tx tx) {
        this.tx = tx;
    }

    /** Empty where they do not see it. */
    Future<Optional<Done>> put(UUID contact, UUID post, @Nullable UUID comment, String word) {
        return tx.first(PUT, ReactionStore::done, tx.tenant(), contact, post, comment, word);
    }

    /** Empty where they do not see it. */
    Future<Optional<Done>> take(UUID contact, UUID post, @Nullable UUID comment) {
        return tx.first(TAKE, ReactionStore::done, tx.tenant(), contact, post, comment);
    }

    /** Their own on each of {@code objects}. */
    Future<Map<UUID, String>> mine(UUID contact, List<UUID> objects) {
        return tx.list(
                        MINE,
                        row -> Map.entry(row.getUUID("object_id"), Objects.requireNonNull(row.getString("word"))),
                        tx.tenant(),
                        contact,
                        objects.toArray(UUID[]::new))
                .map(ReactionStore::map);
    }

    /** Who reacted to a post or comment that {@code reader} sees, the newest first. */
    Future<List<Given>> who(UUID reader, UUID post, @Nullable UUID comment, Page.Wanted wanted) {
        var after = wanted.after();
        return tx.list(
                WHO,
                row -> new Given(
                        row.getUUID("contact_id"),
                        row.getString("name"),
                        row.getString("word"),
                        Objects.requireNonNull(row.getOffsetDateTime("at")).toInstant()),
                tx.tenant(),
                reader,
                post,
                comment,
                after.map(Cursor::time).orElse(EVER).atOffset(ZoneOffset.UTC),
                after.map(Cursor::id).orElse(LAST),
                wanted.rows());
    }

    private static <T> Map<UUID, T> map(List<Map.Entry<UUID, T>> rows) {
        Map<UUID, T> found = new HashMap<>();
        rows.forEach(row -> found.put(row.getKey(), row.getValue()));
        return found;
    }

    private static Done done(Row row) {
        return new Done(
                Place.of(row),
                row.getString("group_name"),
                row.getUUID("comment_id"),
                row.getUUID("author_id"),
                row.getBoolean("speaks"),
                row.getBoolean("changed"));
    }
}
