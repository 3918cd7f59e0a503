package dev.atrium.communities.post;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Posts that wait for a moderator, in PostgreSQL: each decision is one guarded statement. */
final class JudgedStore {
    /** What its author handed in counts as let through, so that later ones need not wait. */
    private static final String APPROVE = """
            WITH out AS (
              UPDATE post p SET state = 'published', published_at = portal_now(), version = p.version + 1
                FROM channel c, community_group g
               WHERE p.tenant_id = $1 AND p.id = $3 AND p.state = 'waiting' AND c.tenant_id = $1 AND c.id = p.channel_id
                 AND c.archived_at IS NULL AND g.tenant_id = $1 AND g.id = p.group_id AND g.status = 'active'
                 AND ($2::uuid IS NULL OR channel_moderated(c, $2))
              RETURNING p.id, p.author_id, p.group_id, p.channel_id, c.private),
            passed AS (
              UPDATE membership m SET passed = m.passed + 1 FROM out
               WHERE m.tenant_id = $1 AND m.group_id = out.group_id AND m.contact_id = out.author_id)
            SELECT id, author_id, group_id, channel_id, private FROM out
            """;
    /** It is its author's draft again: nothing that they wrote is lost. */
    private static final String DECLINE = """
            UPDATE post p SET state = 'draft', version = p.version + 1 FROM channel c
             WHERE p.tenant_id = $1 AND p.id = $3 AND p.state = 'waiting' AND c.tenant_id = $1 AND c.id = p.channel_id
               AND ($2::uuid IS NULL OR channel_moderated(c, $2))
            RETURNING p.id, p.author_id, p.group_id, p.channel_id, c.private
            """;

    private final Tx tx;

    JudgedStore(Tx tx) {
        this.tx = tx;
    }

    /** Publishes it; empty where it does not wait, or they may not. */
    Future<Optional<Judged.Done>> approve(@Nullable UUID contact, UUID post) {
        return act(APPROVE, contact, post);
    }

    /** Makes it its author's draft again. */
    Future<Optional<Judged.Done>> decline(@Nullable UUID contact, UUID post) {
        return act(DECLINE, contact, post);
    }

    private Future<Optional<Judged.Done>> act(String sql, @Nullable UUID contact, UUID post) {
        return tx.first(
                sql,
                row -> new Judged.Done(
                        row.getUUID("id"),
                        row.getUUID("author_id"),
                        row.getUUID("group_id"),
                        row.getUUID("channel_id"),
                        row.getBoolean("private")),
                tx.tenant(),
                contact,
                post);
    }
}
