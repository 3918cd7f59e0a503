package dev.atrium.privacy;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a person's rows through the functions that follow the data catalogue. */
final class PersonStore {
    private static final String FIND = """
            SELECT c.id, c.full_name, coalesce(a.email, c.email) AS email, coalesce(a.language, '') AS language,
                   c.legal_hold, s.erasure_days, a.id AS account_id
              FROM contact c
              JOIN tenant_settings s ON s.tenant_id = c.tenant_id
              LEFT JOIN account a ON a.tenant_id = c.tenant_id AND a.contact_id = c.id
             WHERE c.tenant_id = $1 AND c.id = $2
            """;
    private static final String HOLDINGS = """
            SELECT relation, held, exported, erasure, reason FROM person_holdings($1)
             WHERE held > 0 ORDER BY relation LIMIT 1000
            """;
    private static final String ROWS = "SELECT place, line FROM person_rows($1, $2, $3, $4)";
    private static final String HOLD = """
            UPDATE contact SET legal_hold = $3, updated_at = portal_now() WHERE tenant_id = $1 AND id = $2
            """;

    /** A row of an exported table as it leaves the house, and its place in the table. */
    record Line(JsonObject place, JsonObject values) {}

    private final Tx tx;

    PersonStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Person>> find(UUID contact) {
        return tx.first(
                FIND,
                row -> new Person(
                        row.getUUID("id"),
                        row.getString("full_name"),
                        row.getString("email"),
                        row.getString("language"),
                        row.getString("legal_hold"),
                        row.getInteger("erasure_days"),
                        row.getUUID("account_id")),
                tx.tenant(),
                contact);
    }

    Future<List<Person.Holding>> holdings(UUID contact) {
        return tx.list(
                HOLDINGS,
                row -> new Person.Holding(
                        row.getString("relation"),
                        row.getLong("held"),
                        row.getBoolean("exported"),
                        row.getString("erasure"),
                        row.getString("reason")),
                contact);
    }

    /** The rows of {@code table} after {@code place}, at most {@code wanted}, by primary key. */
    Future<List<Line>> rows(UUID contact, String table, @Nullable JsonObject place, int wanted) {
        return tx.list(
                ROWS,
                row -> new Line((JsonObject) row.getJson("place"), (JsonObject) row.getJson("line")),
                contact,
                table,
                place,
                wanted);
    }

    /** Sets or, with an empty reason, lifts a legal hold; 0 where there is no such contact. */
    Future<Integer> hold(UUID contact, String reason) {
        return tx.run(HOLD, tx.tenant(), contact, reason);
    }
}
