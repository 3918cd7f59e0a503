package dev.atrium.communities;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What waits for whoever runs or moderates groups, each figure counted up to a hundred. */
final class WaitStore {
    private static final int COUNTED = 99;

    private static final String REQUESTS = """
            (SELECT count(*)::int FROM (SELECT 1 FROM membership q WHERE q.tenant_id = $1 AND q.group_id = g.id
                                           AND q.status = 'requested' LIMIT 100) x)""";
    /** What a queue lists (moderation.QueueStore): posts that wait, and things that were reported. */
    private static final String ITEMS = """
            (SELECT count(*)::int FROM (
               SELECT 1 FROM post p JOIN channel c ON c.tenant_id = p.tenant_id AND c.id = p.channel_id
                WHERE p.tenant_id = $1 AND p.group_id = g.id AND p.state = 'waiting' AND ($2::uuid IS NULL OR channel_moderated(c, $2))
                LIMIT 100) x)
            + (SELECT count(*)::int FROM (
               SELECT DISTINCT r.object_id FROM report r
                 LEFT JOIN post p ON p.tenant_id = r.tenant_id AND p.id = r.post_id
                 LEFT JOIN comment o ON o.tenant_id = r.tenant_id AND o.id = r.comment_id
                WHERE r.tenant_id = $1 AND r.group_id = g.id AND r.decided_at IS NULL AND ($2::uuid IS NULL OR report_moderated(r, $2))
                  AND (r.post_id IS NULL OR p.state = 'published') AND (r.comment_id IS NULL OR o.removed_at IS NULL) LIMIT 100) x)""";

    private static final String MINE = "SELECT g.id, CASE WHEN m.role IN ('owner', 'admin') THEN " + REQUESTS
            + " ELSE 0 END AS requests, " + ITEMS + """
             AS items
              FROM membership m
              JOIN community_group g ON g.tenant_id = m.tenant_id AND g.id = m.group_id AND g.status = 'active'
             WHERE m.tenant_id = $1 AND m.contact_id = $2 AND m.status = 'active' AND m.role IN ('owner', 'admin', 'moderator') LIMIT 200
            """;
    private static final String STAFF = "SELECT g.id, " + REQUESTS + " AS requests, " + ITEMS
            + " AS items FROM community_group g WHERE g.tenant_id = $1 AND g.id = $3";

    /** @param requests people who ask to come in; {@code items} what waits for a decision */
    record Waits(int requests, int items) {
        static final Waits NOTHING = new Waits(0, 0);

        /** The figure beside the page of this key; empty where nothing waits there. */
        String beside(String key) {
            return switch (key) {
                case "manage", "requests" -> said(requests);
                case "queue" -> said(items);
                default -> "";
            };
        }

        String all() {
            return said(requests + items);
        }

        private static String said(int n) {
            return n == 0 ? "" : n > COUNTED ? COUNTED + "+" : Integer.toString(n);
        }
    }

    private final Tx tx;

    WaitStore(Tx tx) {
        this.tx = tx;
    }

    /** By group, for each that they moderate. */
    Future<Map<UUID, Waits>> mine(UUID contact) {
        return tx.list(MINE, row -> Map.entry(row.getUUID("id"), waits(row)), tx.tenant(), contact)
                .map(rows -> {
                    Map<UUID, Waits> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getKey(), row.getValue()));
                    return found;
                });
    }

    /** For staff, who decide about all of it. */
    Future<Waits> staff(UUID group) {
        return tx.first(STAFF, WaitStore::waits, tx.tenant(), null, group).map(found -> found.orElse(Waits.NOTHING));
    }

    private static Waits waits(Row row) {
        return new Waits(row.getInteger("requests"), row.getInteger("items"));
    }
}
