package dev.atrium.communities.digest;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who wants the mail of a group, and what would stand in it: never more than they see. Nor what an owner sees of private channels
 * without belonging to them: a mail cannot note that they looked, and a look is theirs to take.
 */
final class DigestStore {
    private static final String INSIDE = """
            (NOT c.private OR EXISTS (SELECT FROM channel_member n WHERE n.tenant_id = $1 AND n.channel_id = c.id AND n.contact_id = $3))
            """;
    /** What somebody muted tells them nothing. */
    private static final String HEARD = """
            NOT EXISTS (SELECT FROM post_follow f WHERE f.tenant_id = $1 AND f.post_id = p.id AND f.contact_id = $3 AND f.state = 'muted')
            """;

    private static final String PACE =
            "SELECT pace FROM group_digest WHERE tenant_id = $1 AND group_id = $2 AND contact_id = $3";
    private static final String CHOOSE = """
            INSERT INTO group_digest AS d (tenant_id, group_id, contact_id, pace)
            SELECT m.tenant_id, m.group_id, m.contact_id, $4 FROM membership m
             WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.contact_id = $3 AND m.status = 'active'
            ON CONFLICT (tenant_id, group_id, contact_id) DO UPDATE SET pace = EXCLUDED.pace
            """;
    private static final String END =
            "DELETE FROM group_digest WHERE tenant_id = $1 AND group_id = $2 AND contact_id = $3";
    /** Whoever is out, and whatever is archived, gets none. */
    private static final String TAKE = """
            UPDATE group_digest d SET told_at = portal_now()
              FROM (SELECT x.told_at FROM group_digest x WHERE x.tenant_id = $1 AND x.group_id = $2 AND x.contact_id = $3 FOR UPDATE) o,
                   membership m, community_group g
             WHERE d.tenant_id = $1 AND d.group_id = $2 AND d.contact_id = $3
               AND m.tenant_id = $1 AND m.group_id = $2 AND m.contact_id = $3 AND m.status = 'active'
               AND g.tenant_id = $1 AND g.id = $2 AND g.status = 'active'
            RETURNING o.told_at, d.pace, g.slug, g.name
            """;

    private static final String ACCOUNT = """
            SELECT a.language, a.time_zone FROM account a WHERE a.tenant_id = $1 AND a.contact_id = $2 ORDER BY a.created_at LIMIT 1
            """;
    private static final String MAY = "SELECT $2::uuid IS NULL OR audience_has($1, $2, $3)";
    /** The newest of people whom they follow, of whom each is in the group as well. */
    private static final String FOLLOWED = """
            WITH seen AS MATERIALIZED (
              SELECT c.id FROM channel c WHERE c.tenant_id = $1 AND c.group_id = $2 AND channel_seen(c, $3))
            SELECT p.id, p.title, left(p.body, 400) AS body, a.full_name AS by, p.comments, p.reactions
              FROM post p
              JOIN seen s ON s.id = p.channel_id
              JOIN person_follow f ON f.tenant_id = $1 AND f.contact_id = $3 AND f.followed_id = p.author_id
              JOIN membership m ON m.tenant_id = $1 AND m.group_id = $2 AND m.contact_id = p.author_id AND m.status = 'active'
              JOIN contact a ON a.tenant_id = $1 AND a.id = p.author_id
             WHERE p.tenant_id = $1 AND p.group_id = $2 AND p.state = 'published' AND p.published_at > $4
               AND NOT blocked_between($1, $3, p.author_id)
             ORDER BY p.published_at DESC, p.id DESC LIMIT 5
            """;

    /** What most was said and felt about first, but for what was told above. */
    private static final String POSTS = """
            SELECT p.id, p.title, left(p.body, 400) AS body, coalesce(a.full_name, CASE WHEN p.staff_id IS NOT NULL THEN p.author_name END, '') AS by,
                   p.comments, p.reactions
              FROM channel c
             CROSS JOIN LATERAL (SELECT * FROM post x WHERE x.tenant_id = $1 AND x.channel_id = c.id AND x.state = 'published'
                                    AND x.published_at > $4 AND x.author_id IS DISTINCT FROM $3 AND x.id <> ALL ($5::uuid[])
                                    AND NOT blocked_between($1, $3, x.author_id)
                                  ORDER BY x.published_at DESC, x.id DESC LIMIT 100) p
              LEFT JOIN contact a ON a.tenant_id = $1 AND a.id = p.author_id
             WHERE c.tenant_id = $1 AND c.group_id = $2 AND channel_seen(c, $3) AND %s AND %s
             ORDER BY p.reactions + 2 * p.comments DESC, p.published_at DESC, p.id LIMIT 5
            """.formatted(INSIDE, HEARD);

    /** The conversation that went on most, of those that began before: what others said in it since, and nobody whom a block parts. */
    private static final String THREAD = """
            SELECT p.id, p.title, left(p.body, 400) AS body, coalesce(a.full_name, CASE WHEN p.staff_id IS NOT NULL THEN p.author_name END, '') AS by,
                   count(*)::int AS comments, 0 AS reactions
              FROM channel c
              JOIN post p ON p.tenant_id = $1 AND p.channel_id = c.id AND p.state = 'published' AND p.published_at <= $4
              JOIN comment k ON k.tenant_id = $1 AND k.post_id = p.id AND k.removed_at IS NULL AND k.created_at > $4
                   AND k.author_id IS DISTINCT FROM $3 AND NOT blocked_between($1, $3, k.author_id)
              LEFT JOIN contact a ON a.tenant_id = $1 AND a.id = p.author_id
             WHERE c.tenant_id = $1 AND c.group_id = $2 AND channel_seen(c, $3) AND NOT blocked_between($1, $3, p.author_id)
               AND %s AND %s
             GROUP BY p.id, p.title, p.body, p.staff_id, p.author_name, a.full_name ORDER BY comments DESC, p.id LIMIT 1
            """.formatted(INSIDE, HEARD);

    private static final String EVENTS = """
            SELECT e.id, e.title, e.starts_at, e.place FROM event e
             WHERE e.tenant_id = $1 AND e.group_id = $2 AND e.state = 'open' AND e.starts_at > portal_now()
               AND (e.created_at > $4 OR e.starts_at < portal_now() + make_interval(days => $5))
               AND event_seen(e, $3)
               AND (e.channel_id IS NULL OR EXISTS (SELECT FROM channel c WHERE c.tenant_id = $1 AND c.id = e.channel_id AND %s))
             ORDER BY e.starts_at, e.id LIMIT 3
            """.formatted(INSIDE);

    /** A mail that is due, with what happened since. */
    record Due(Instant since, String pace, String slug, String name) {}

    /** How somebody reads: both may be empty. */
    record Reader(String language, String zone) {}

    /** A post; the title may be empty, and the name where its author is gone. Of a conversation that went on, the comments are the new ones. */
    record Told(UUID id, String title, String body, String by, int comments, int reactions) {}

    /** A meeting that lies ahead; the place may be empty. */
    record Ahead(UUID id, String title, Instant at, String place) {}

    private final Tx tx;

    DigestStore(Tx tx) {
        this.tx = tx;
    }

    /** {@code daily}, {@code weekly}, {@code biweekly} or {@code monthly}; empty where they want none. */
    Future<Optional<String>> pace(UUID group, UUID contact) {
        return tx.first(PACE, row -> row.getString(0), tx.tenant(), group, contact);
    }

    Future<Integer> choose(UUID group, UUID contact, String pace) {
        return tx.run(CHOOSE, tx.tenant(), group, contact, pace);
    }

    Future<Integer> end(UUID group, UUID contact) {
        return tx.run(END, tx.tenant(), group, contact);
    }

    /** Marks them told up to now; empty where they want no mail of it any more. */
    Future<Optional<Due>> take(UUID group, UUID contact) {
        return tx.first(
                TAKE,
                row -> new Due(
                        Objects.requireNonNull(row.getOffsetDateTime("told_at")).toInstant(),
                        row.getString("pace"),
                        row.getString("slug"),
                        row.getString("name")),
                tx.tenant(),
                group,
                contact);
    }

    Future<Reader> reader(UUID contact) {
        return tx.first(
                        ACCOUNT,
                        row -> new Reader(
                                Objects.requireNonNullElse(row.getString(0), ""),
                                Objects.requireNonNullElse(row.getString(1), "")),
                        tx.tenant(),
                        contact)
                .map(found -> found.orElse(new Reader("", "")));
    }

    /** Whether somebody is among those for whom the app is. */
    Future<Boolean> may(@Nullable UUID audience, UUID contact) {
        return tx.first(MAY, row -> row.getBoolean(0), tx.tenant(), audience, contact)
                .map(found -> found.orElse(false));
    }

    Future<List<Told>> followed(UUID group, UUID contact, Instant since) {
        return tx.list(FOLLOWED, DigestStore::post, tx.tenant(), group, contact, time(since));
    }

    /** @param told posts that the mail names already */
    Future<List<Told>> posts(UUID group, UUID contact, Instant since, List<Told> told) {
        var ids = told.stream().map(Told::id).toArray(UUID[]::new);
        return tx.list(POSTS, DigestStore::post, tx.tenant(), group, contact, time(since), ids);
    }

    Future<Optional<Told>> thread(UUID group, UUID contact, Instant since) {
        return tx.first(THREAD, DigestStore::post, tx.tenant(), group, contact, time(since));
    }

    Future<List<Ahead>> events(UUID group, UUID contact, Instant since, int days) {
        return tx.list(
                EVENTS,
                row -> new Ahead(
                        row.getUUID("id"),
                        row.getString("title"),
                        Objects.requireNonNull(row.getOffsetDateTime("starts_at"))
                                .toInstant(),
                        row.getString("place")),
                tx.tenant(),
                group,
                contact,
                time(since),
                days);
    }

    private static Told post(Row row) {
        return new Told(
                row.getUUID("id"),
                row.getString("title"),
                row.getString("body"),
                row.getString("by"),
                row.getInteger("comments"),
                row.getInteger("reactions"));
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
