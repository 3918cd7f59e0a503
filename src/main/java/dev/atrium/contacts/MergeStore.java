package dev.atrium.contacts;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Merging in PostgreSQL: both contacts are held in the order of their ids, so that two merges at once wait for each other. */
final class MergeStore {
    private static final String HOLD = """
            SELECT c.id, c.version, c.legal_hold <> '' AS held,
                   EXISTS (SELECT FROM account a WHERE a.tenant_id = $1 AND a.contact_id = c.id) AS account,
                   EXISTS (SELECT FROM erasure e WHERE e.tenant_id = $1 AND e.contact_id = c.id AND e.state <> 'cancelled') AS leaving
              FROM contact c WHERE c.tenant_id = $1 AND c.id IN ($2, $3) ORDER BY c.id LIMIT 2 FOR UPDATE
            """;
    // Everything of a person in one statement may take longer than a page may.
    private static final String PATIENCE = "SELECT set_config('statement_timeout', '30s', true)";
    private static final String ABSORB = "SELECT relation, moved, dropped FROM contact_absorb($1, $2) LIMIT 1000";
    private static final String DROP = "DELETE FROM contact WHERE tenant_id = $1 AND id = $2 AND version = $3";
    private static final String KEEP = """
            UPDATE contact SET full_name = $4, email = $5, phone = $6, stage = $7, source = $8, owner_id = $9, external_id = $10,
                   fields = $11, created_at = least(created_at, $12), version = version + 1, updated_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND version = $3
            """;
    private static final String NOTE = """
            INSERT INTO contact_merge (tenant_id, gone_id, kept_id) VALUES ($1, $2, $3)
            ON CONFLICT (tenant_id, gone_id) DO UPDATE SET kept_id = excluded.kept_id, at = excluded.at
            """;
    private static final String WHERE = "SELECT kept_id FROM contact_merge WHERE tenant_id = $1 AND gone_id = $2";
    private static final String LIKELY = """
            SELECT c.id, c.full_name, c.email FROM contact c
             WHERE c.tenant_id = $1 AND c.id <> $2
               AND (c.email = $3 OR c.name_key = lower($4)) ORDER BY c.email <> $3, c.created_at, c.id LIMIT 8
            """;

    /** One of the two, held until the transaction ends. */
    record Held(UUID id, int version, boolean hold, boolean account, boolean leaving) {}

    /** Somebody who may be the same person. */
    record Likely(UUID id, String name, String email) {}

    private final Tx tx;

    MergeStore(Tx tx) {
        this.tx = tx;
    }

    Future<List<Held>> hold(UUID one, UUID other) {
        return tx.list(HOLD, MergeStore::held, tx.tenant(), one, other);
    }

    /** Gives everything of {@code gone} to {@code kept}: table by table how many rows moved, and how many were there already. */
    Future<JsonObject> absorb(UUID kept, UUID gone) {
        tx.first(PATIENCE, row -> row);
        return tx.list(
                        ABSORB,
                        row -> new JsonObject()
                                .put("table", row.getString(0))
                                .put("moved", row.getLong(1))
                                .put("dropped", row.getLong(2)),
                        kept,
                        gone)
                .map(tables -> new JsonObject().put("tables", tables));
    }

    Future<Boolean> drop(UUID id, int version) {
        return tx.run(DROP, tx.tenant(), id, version).map(rows -> rows == 1);
    }

    /** Writes what was chosen; false where {@code kept} is no longer of the version that was chosen from. */
    Future<Boolean> keep(Contact kept, Contact chosen, Contact gone) {
        return tx.run(
                        KEEP,
                        tx.tenant(),
                        kept.id(),
                        kept.version(),
                        chosen.fullName(),
                        chosen.email(),
                        chosen.phone(),
                        chosen.stage(),
                        chosen.source(),
                        chosen.owner(),
                        chosen.externalId(),
                        chosen.fields(),
                        gone.createdAt().atOffset(java.time.ZoneOffset.UTC))
                .map(rows -> rows == 1);
    }

    Future<Integer> note(UUID gone, UUID kept) {
        return tx.run(NOTE, tx.tenant(), gone, kept);
    }

    /** Whom somebody was merged into. */
    Future<Optional<UUID>> into(UUID gone) {
        return tx.first(WHERE, row -> row.getUUID(0), tx.tenant(), gone);
    }

    Future<List<Likely>> likely(Contact contact) {
        return tx.list(
                LIKELY,
                row -> new Likely(row.getUUID(0), row.getString(1), row.getString(2)),
                tx.tenant(),
                contact.id(),
                contact.email(),
                contact.fullName());
    }

    private static Held held(Row row) {
        return new Held(
                row.getUUID("id"),
                row.getInteger("version"),
                row.getBoolean("held"),
                row.getBoolean("account"),
                row.getBoolean("leaving"));
    }
}
