package dev.atrium.communities.talk;

import dev.atrium.communities.talk.MentionStore.Words;
import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What members of a group want to hear of it, and who is to be mailed what all of it were told. */
final class HeardStore {
    /** Before everybody. */
    static final UUID FIRST = new UUID(0, 0);

    /** $2 the post, $3 what says it, $4 who wrote that, $5 where the last batch ended. */
    private static final String PEOPLE = """
              FROM post p JOIN channel c ON c.tenant_id = $1 AND c.id = p.channel_id
              JOIN membership m ON m.tenant_id = $1 AND m.group_id = p.group_id AND m.status = 'active'
             WHERE p.tenant_id = $1 AND p.id = $2 AND p.state = 'published' AND m.contact_id > $5 AND m.contact_id IS DISTINCT FROM $4
               AND channel_seen(c, m.contact_id)
               AND NOT EXISTS (SELECT FROM mention n WHERE n.tenant_id = $1 AND n.object_id = $3 AND n.contact_id = m.contact_id)
               AND NOT EXISTS (SELECT FROM post_follow f WHERE f.tenant_id = $1 AND f.post_id = p.id AND f.contact_id = m.contact_id
                                                           AND f.state = 'muted')
            """;

    private static final String CALLED = "SELECT m.contact_id" + PEOPLE + """
               AND m.notify <> 'none'
               AND EXISTS (SELECT FROM everyone_call e WHERE e.tenant_id = $1 AND e.post_id = p.id AND e.object_id = $3)
             ORDER BY m.contact_id LIMIT $6
            """;
    /** Nobody is mailed every post who did not ask for it: whoever did has a row that says so. */
    private static final String MAILED = "SELECT m.contact_id" + PEOPLE + """
               AND m.notify = 'all'
               AND EXISTS (SELECT FROM notification_choice h WHERE h.tenant_id = $1 AND h.contact_id = m.contact_id
                              AND h.type = 'community.new_posts' AND h.channel = 'mail' AND h.pace <> 'off')
             ORDER BY m.contact_id LIMIT $6
            """;

    private static final String STATE = """
            SELECT m.notify FROM membership m WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.contact_id = $3 AND m.status = 'active'
            """;
    /** What was there before they asked to hear of it is no news. */
    private static final String CHOOSE = """
            UPDATE membership m SET notify = $4,
                   posts_told_at = CASE WHEN m.notify <> 'all' AND $4 = 'all' THEN portal_now() ELSE m.posts_told_at END,
                   calls_told_at = CASE WHEN m.notify = 'none' AND $4 <> 'none' THEN portal_now() ELSE m.calls_told_at END
             WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.contact_id = $3 AND m.status = 'active'
            """;

    private final Tx tx;

    HeardStore(Tx tx) {
        this.tx = tx;
    }

    /** Who is to be mailed that everyone was called: those after {@code last}, by id. */
    Future<List<UUID>> called(Words words, UUID last, int limit) {
        return people(CALLED, words, last, limit);
    }

    /** Who asked for a mail of every new post of the group: those after {@code last}, by id. */
    Future<List<UUID>> mailed(Words words, UUID last, int limit) {
        return people(MAILED, words, last, limit);
    }

    private Future<List<UUID>> people(String sql, Words words, UUID last, int limit) {
        return tx.list(
                sql,
                row -> row.getUUID("contact_id"),
                tx.tenant(),
                words.place().post(),
                words.object(),
                words.author(),
                last,
                limit);
    }

    /** {@code all}, {@code named} or {@code none}; empty for whoever is not in the group. */
    Future<Optional<String>> state(UUID group, UUID contact) {
        return tx.first(STATE, row -> row.getString("notify"), tx.tenant(), group, contact);
    }

    /** False for whoever is not in the group. */
    Future<Boolean> choose(UUID group, UUID contact, String notify) {
        return tx.run(CHOOSE, tx.tenant(), group, contact, notify).map(n -> n == 1);
    }
}
