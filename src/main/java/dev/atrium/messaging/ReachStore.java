package dev.atrium.messaging;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Whom a client may write to, and whom they want to hear nothing of. */
final class ReachStore {
    private static final String PEOPLE = """
            SELECT c.id, c.full_name FROM contact c
             WHERE c.tenant_id = $1
               AND c.id IN (SELECT y.contact_id FROM membership x
                              JOIN membership y ON y.tenant_id = $1 AND y.group_id = x.group_id AND y.status = 'active'
                             WHERE x.tenant_id = $1 AND x.contact_id = $2 AND x.status = 'active')
               AND ($3 = '' OR position(lower($3) IN lower(c.full_name)) > 0)
               AND chat_open($1, $2, c.id)
             ORDER BY lower(c.full_name), c.id LIMIT $4
            """;
    private static final String OPEN = """
            SELECT c.id, c.full_name FROM contact c
             WHERE c.tenant_id = $1 AND c.id = ANY ($3::uuid[]) AND chat_open($1, $2, c.id) ORDER BY c.id LIMIT 40
            """;
    private static final String NAMES =
            "SELECT id, full_name FROM contact WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id LIMIT 40";
    private static final String BLOCK = """
            INSERT INTO chat_block (tenant_id, contact_id, blocked_id)
            SELECT $1, $2, c.id FROM contact c
             WHERE c.tenant_id = $1 AND c.id = $3 AND c.id <> $2
               AND (EXISTS (SELECT FROM participant p JOIN participant o
                                ON o.tenant_id = $1 AND o.conversation_id = p.conversation_id AND o.contact_id = $3
                             WHERE p.tenant_id = $1 AND p.contact_id = $2)
                 OR chat_open($1, $2, $3))
            ON CONFLICT DO NOTHING
            """;
    private static final String BLOCKS =
            "SELECT FROM chat_block WHERE tenant_id = $1 AND contact_id = $2 AND blocked_id = $3";
    private static final String UNBLOCK =
            "DELETE FROM chat_block WHERE tenant_id = $1 AND contact_id = $2 AND blocked_id = $3";
    private static final String BLOCKED = """
            SELECT c.id, c.full_name FROM chat_block b JOIN contact c ON c.tenant_id = $1 AND c.id = b.blocked_id
             WHERE b.tenant_id = $1 AND b.contact_id = $2 ORDER BY lower(c.full_name), c.id LIMIT 200
            """;

    /** Somebody of the portal by name. */
    record Person(UUID id, String name) {}

    private final Tx tx;

    ReachStore(Tx tx) {
        this.tx = tx;
    }

    /** Those that {@code contact} may begin to write to, by name, whose name holds {@code words}. */
    Future<List<Person>> people(UUID contact, String words, int limit) {
        return tx.list(PEOPLE, row -> new Person(row.getUUID(0), row.getString(1)), tx.tenant(), contact, words, limit);
    }

    /** Those of {@code wanted} that {@code contact} may begin to write to. */
    Future<List<Person>> open(UUID contact, List<UUID> wanted) {
        return tx.list(
                OPEN,
                row -> new Person(row.getUUID(0), row.getString(1)),
                tx.tenant(),
                contact,
                wanted.toArray(UUID[]::new));
    }

    Future<List<Person>> names(List<UUID> people) {
        return tx.list(
                NAMES, row -> new Person(row.getUUID(0), row.getString(1)), tx.tenant(), people.toArray(UUID[]::new));
    }

    /** False where they were blocked already, or are nobody whom {@code contact} could meet here. */
    Future<Boolean> block(UUID contact, UUID other) {
        return tx.run(BLOCK, tx.tenant(), contact, other).map(rows -> rows == 1);
    }

    Future<Boolean> blocks(UUID contact, UUID other) {
        return tx.first(BLOCKS, row -> true, tx.tenant(), contact, other).map(found -> found.orElse(false));
    }

    Future<Boolean> unblock(UUID contact, UUID other) {
        return tx.run(UNBLOCK, tx.tenant(), contact, other).map(rows -> rows == 1);
    }

    Future<List<Person>> blocked(UUID contact) {
        return tx.list(BLOCKED, row -> new Person(row.getUUID(0), row.getString(1)), tx.tenant(), contact);
    }
}
