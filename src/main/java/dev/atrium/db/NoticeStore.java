package dev.atrium.db;

import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** What nodes tell one another and must not miss, in PostgreSQL. */
final class NoticeStore {
    private static final String ADD =
            "INSERT INTO notice (tenant_id, id, node, address, body) VALUES ($1, $2, $3, $4, $5)";
    private static final String SINCE = "SELECT id, address, body FROM sys_notices($1, $2)";

    /** Something that another node has said. */
    record Notice(UUID id, String address, String body) {}

    private NoticeStore() {}

    static Future<Integer> add(Tx tx, UUID node, String address, String body) {
        return tx.run(ADD, tx.tenant(), Ids.next(), node, address, body);
    }

    /** What others than {@code node} have said in the last so many seconds, over all tenants, the first first. */
    static Future<List<Notice>> since(Db db, UUID node, int seconds) {
        return db.system(
                SINCE,
                row -> new Notice(row.getUUID("id"), row.getString("address"), row.getString("body")),
                node,
                seconds);
    }
}
