package dev.atrium.messaging;

import dev.atrium.db.Tx;
import dev.atrium.live.FeedSource;
import dev.atrium.live.ListenerStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Who has read how far in a conversation, and who still hears it. */
final class ReadStore {
    private static final String READ = """
            SELECT p.contact_id, p.read_seq FROM participant p
             WHERE p.tenant_id = $1 AND p.conversation_id = $2 AND p.left_at IS NULL
             UNION ALL
            SELECT NULL, v.team_seq FROM conversation v WHERE v.tenant_id = $1 AND v.id = $2 AND v.kind = 'business'
             LIMIT 40
            """;

    private static final String STILL = """
            SELECT x.number FROM unnest($2::uuid[], $3::uuid[], $4::int[]) AS x (contact_id, feed_id, number)
              JOIN participant p ON p.tenant_id = $1 AND p.conversation_id = x.feed_id AND p.contact_id = x.contact_id
              JOIN conversation v ON v.tenant_id = $1 AND v.id = p.conversation_id
              JOIN tenant_settings s ON s.tenant_id = $1
             WHERE p.left_at IS NULL AND (v.kind = 'business' OR s.client_chats)
             LIMIT $5
            """;

    private final Tx tx;

    ReadStore(Tx tx) {
        this.tx = tx;
    }

    /** Which of many still take part. */
    Future<Set<Integer>> still(List<FeedSource.Listener> some) {
        return ListenerStore.ask(tx, STILL, some);
    }

    /** {@code contact} is null for the business. */
    Future<List<JsonObject>> of(UUID conversation) {
        return tx.list(
                READ,
                row -> {
                    var contact = row.getUUID(0);
                    return new JsonObject()
                            .put("contact", contact == null ? null : contact.toString())
                            .put("seq", row.getLong(1));
                },
                tx.tenant(),
                conversation);
    }
}
