package dev.atrium.privacy;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything of the transaction's tenant that it may take along, table by table. */
final class PortalStore {
    private static final String TABLES = "SELECT relation FROM portal_tables()";
    private static final String ROWS = "SELECT place, line FROM portal_rows($1, $2, $3)";

    private PortalStore() {}

    /** The tables, by name. */
    static Future<List<String>> tables(Tx tx) {
        return tx.list(TABLES, row -> row.getString(0));
    }

    /** The rows of {@code table} after {@code place}, at most {@code wanted}, by primary key. */
    static Future<List<PersonStore.Line>> rows(Tx tx, String table, @Nullable JsonObject place, int wanted) {
        return tx.list(
                ROWS,
                row -> new PersonStore.Line((JsonObject) row.getJson("place"), (JsonObject) row.getJson("line")),
                table,
                place,
                wanted);
    }
}
