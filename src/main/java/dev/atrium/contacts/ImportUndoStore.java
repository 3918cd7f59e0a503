package dev.atrium.contacts;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Taking an import back, in PostgreSQL: row by row from the last to the first, each by one guarded statement. */
final class ImportUndoStore {
    private static final String LAST = """
            SELECT row, outcome, contact_id, version, before FROM contact_import_row
             WHERE tenant_id = $1 AND import_id = $2 AND row < $3 AND outcome IN ('created', 'updated') AND contact_id IS NOT NULL
             ORDER BY row DESC LIMIT $4
            """;
    private static final String REMOVE = """
            DELETE FROM contact c WHERE c.tenant_id = $1 AND c.id = $2 AND c.version = $3 AND NOT contact_touched($2, $4)
            """;
    private static final String RESTORE = """
            UPDATE contact c SET full_name = x.full_name, email = x.email, phone = x.phone, stage = x.stage, source = x.source,
                   external_id = x.external_id, fields = x.fields, version = c.version + 1, updated_at = portal_now()
              FROM jsonb_to_record($4) x (full_name text, email text, phone text, stage text, source text, external_id text, fields jsonb)
             WHERE c.tenant_id = $1 AND c.id = $2 AND c.version = $3
            RETURNING c.version
            """;
    private static final String UNTAG = """
            DELETE FROM contact_tag t WHERE t.tenant_id = $1 AND t.contact_id = $2
               AND t.tag_id IN (SELECT x::uuid FROM jsonb_array_elements_text($3) x)
            """;
    private static final String LEAVE = """
            DELETE FROM company_member m WHERE m.tenant_id = $1 AND m.contact_id = $2
               AND m.company_id IN (SELECT x::uuid FROM jsonb_array_elements_text($3) x)
            """;
    private static final String OUTCOME = """
            UPDATE contact_import_row SET outcome = $4 WHERE tenant_id = $1 AND import_id = $2 AND row = $3
            """;

    /** A row that did something, and what is needed to take it back. */
    record Deed(int row, boolean created, UUID contact, int version, JsonObject before) {}

    private final Tx tx;

    ImportUndoStore(Tx tx) {
        this.tx = tx;
    }

    /** The deeds before row {@code place}, the last first. */
    Future<List<Deed>> last(UUID id, int place, int limit) {
        return tx.list(LAST, ImportUndoStore::deed, tx.tenant(), id, place, limit);
    }

    /** False where somebody touched the contact since. */
    Future<Boolean> remove(UUID id, Deed deed) {
        return tx.run(REMOVE, tx.tenant(), deed.contact(), deed.version(), id).map(rows -> rows == 1);
    }

    /** The contact's version from now on; empty where somebody touched them since. */
    Future<Optional<Integer>> restore(Deed deed) {
        return tx.first(
                RESTORE,
                row -> row.getInteger(0),
                tx.tenant(),
                deed.contact(),
                deed.version(),
                deed.before().getJsonObject("was"));
    }

    Future<Integer> untag(Deed deed) {
        tx.run(UNTAG, tx.tenant(), deed.contact(), deed.before().getJsonArray("tags"));
        return tx.run(LEAVE, tx.tenant(), deed.contact(), deed.before().getJsonArray("companies"));
    }

    Future<Integer> outcome(UUID id, int row, String outcome) {
        return tx.run(OUTCOME, tx.tenant(), id, row, outcome);
    }

    private static Deed deed(Row row) {
        return new Deed(
                row.getInteger("row"),
                row.getString("outcome").equals("created"),
                row.getUUID("contact_id"),
                row.getInteger("version"),
                row.getJsonObject("before"));
    }
}
