package dev.atrium.communities.talk;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who follows a post, and who wants to hear no more of it. */
final class FollowStore {
    private static final String SEEN = """
             FROM post p JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
             WHERE p.tenant_id = $1 AND p.id = $3 AND p.state = 'published' AND channel_seen(c, $2)
            """;
    private static final String PUT = """
            INSERT INTO post_follow (tenant_id, post_id, contact_id, state) SELECT $1, p.id, $2, $4
            """ + SEEN + """
             ON CONFLICT (tenant_id, post_id, contact_id) DO UPDATE SET state = EXCLUDED.state
            """;
    private static final String TAKE = """
            WITH there AS (SELECT p.id %s),
            gone AS (DELETE FROM post_follow f USING there t WHERE f.tenant_id = $1 AND f.post_id = t.id AND f.contact_id = $2)
            SELECT id FROM there
            """.formatted(SEEN);

    /** What they chose, else what follows from what they wrote: whoever wrote in it follows it. */
    private static final String STATE = """
            SELECT coalesce((SELECT f.state FROM post_follow f WHERE f.tenant_id = $1 AND f.post_id = p.id AND f.contact_id = $2),
                            CASE WHEN p.author_id = $2 OR EXISTS (SELECT FROM comment k WHERE k.tenant_id = $1 AND k.post_id = p.id
                                                                     AND k.author_id = $2 AND k.removed_at IS NULL)
                                 THEN 'following' ELSE '' END) AS state
            """ + SEEN;

    /** Whether what $4 does to what $2 wrote there is told them. */
    private static final String RINGS = """
            SELECT NOT blocked_between($1, $2, $4) AND NOT EXISTS (SELECT FROM post_follow f
                     WHERE f.tenant_id = $1 AND f.post_id = p.id AND f.contact_id = $2 AND f.state = 'muted') AS rings
            """ + SEEN;

    /**
     * Whom a new comment concerns, at most 100: the post's author, whoever follows it, and whoever wrote the comment that is
     * replied to; never the writer, nor who muted the post, nor who does not see it any more, nor whom a block parts from the writer.
     */
    private static final String CONCERNED = """
            SELECT x.contact, bool_or(x.why = 'reply') AS reply, bool_or(x.why = 'author') AS author FROM (
              SELECT r.author_id AS contact, 'reply' AS why FROM comment k JOIN comment r ON r.tenant_id = $1 AND r.id = k.parent_id
               WHERE k.tenant_id = $1 AND k.id = $3
              UNION ALL SELECT p.author_id, 'author' FROM post p WHERE p.tenant_id = $1 AND p.id = $2
              UNION ALL (SELECT f.contact_id, 'follows' FROM post_follow f
                          WHERE f.tenant_id = $1 AND f.post_id = $2 AND f.state = 'following' ORDER BY f.contact_id LIMIT 100)) x
              JOIN post p ON p.tenant_id = $1 AND p.id = $2 AND p.state = 'published'
              JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
              JOIN comment k ON k.tenant_id = $1 AND k.id = $3 AND k.removed_at IS NULL
             WHERE x.contact IS NOT NULL AND x.contact IS DISTINCT FROM k.author_id AND channel_seen(c, x.contact)
               AND NOT blocked_between($1, x.contact, k.author_id)
               AND NOT EXISTS (SELECT FROM post_follow f WHERE f.tenant_id = $1 AND f.post_id = $2 AND f.contact_id = x.contact AND f.state = 'muted')
               AND NOT EXISTS (SELECT FROM mention m WHERE m.tenant_id = $1 AND m.object_id = $3 AND m.contact_id = x.contact)
               AND EXISTS (SELECT FROM membership b WHERE b.tenant_id = $1 AND b.group_id = p.group_id AND b.contact_id = x.contact
                              AND b.notify <> 'none')
             GROUP BY x.contact ORDER BY 2 DESC, 3 DESC, 1 LIMIT 100
            """;

    /** Somebody to be told of a comment, and why: a reply to theirs, to their post, or that they follow it. */
    record Concerned(UUID contact, boolean reply, boolean author) {}

    private final Tx tx;

    FollowStore(Tx tx) {
        this.tx = tx;
    }

    /** Keeps {@code following} or {@code muted}; false where they do not see the post. */
    Future<Boolean> put(UUID contact, UUID post, String state) {
        return tx.run(PUT, tx.tenant(), contact, post, state).map(n -> n == 1);
    }

    /** Back to what follows from what they wrote; false where they do not see the post. */
    Future<Boolean> take(UUID contact, UUID post) {
        return tx.first(TAKE, row -> true, tx.tenant(), contact, post).map(Optional::isPresent);
    }

    /** {@code following}, {@code muted} or empty for neither; empty altogether where they do not see the post. */
    Future<Optional<String>> state(UUID contact, UUID post) {
        return tx.first(STATE, row -> row.getString("state"), tx.tenant(), contact, post);
    }

    /** Whether somebody hears of what another does to their words: not of what they muted or see no more, nor of whom a block parts from them. */
    Future<Boolean> rings(UUID contact, UUID post, UUID by) {
        return tx.first(RINGS, row -> row.getBoolean("rings"), tx.tenant(), contact, post, by)
                .map(found -> found.orElse(false));
    }

    Future<List<Concerned>> concerned(UUID post, UUID comment) {
        return tx.list(
                CONCERNED,
                row -> new Concerned(row.getUUID("contact"), row.getBoolean("reply"), row.getBoolean("author")),
                tx.tenant(),
                post,
                comment);
    }
}
