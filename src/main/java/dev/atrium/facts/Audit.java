package dev.atrium.facts;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The audit log: one line for each act, written in the transaction of the act; nobody changes or deletes a line. */
public final class Audit {
    private static final String INSERT = """
            INSERT INTO audit (tenant_id, id, actor_kind, actor_id, action, object, object_id, detail, ip, contact_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
                    coalesce($10, CASE $6 WHEN 'contact' THEN $7
                                          WHEN 'account' THEN (SELECT a.contact_id FROM account a WHERE a.tenant_id = $1 AND a.id = $7) END))
            """;

    private Audit() {}

    /**
     * Writes a line.
     *
     * @param action what was done, past tense with its subject first, such as {@code account.switched}
     * @param object the kind of thing it was done to; {@code objectId} which one
     * @param detail no secrets and no more of a person than the act needs
     */
    public static Future<Void> record(
            Tx tx, String action, String object, @Nullable UUID objectId, JsonObject detail, String ip) {
        var principal = tx.scope().principal();
        return tx.run(
                        INSERT,
                        tx.tenant(),
                        Ids.next(),
                        principal.kind(),
                        Actor.id(principal),
                        action,
                        object,
                        objectId,
                        detail,
                        ip,
                        Actor.contact(principal))
                .mapEmpty();
    }
}
