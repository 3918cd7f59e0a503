package dev.atrium.console;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;

/** The business's profile in PostgreSQL. */
final class BusinessStore {
    private static final String FIND = """
            SELECT t.name, coalesce(b.legal_name, ''), coalesce(b.address, ''), coalesce(b.tax_id, ''),
                   coalesce(b.currency, 'EUR')::text, s.time_zone, s.language, s.languages, coalesce(b.version, 0)
              FROM tenant t JOIN tenant_settings s ON s.tenant_id = t.tenant_id
              LEFT JOIN business_profile b ON b.tenant_id = t.tenant_id
             WHERE t.tenant_id = $1
            """;
    private static final String PUT = """
            INSERT INTO business_profile AS b (tenant_id, legal_name, address, tax_id, currency, version)
            SELECT $1, $3, $4, $5, $6, 1 WHERE $2::int = 0 OR EXISTS (SELECT FROM business_profile WHERE tenant_id = $1)
            ON CONFLICT (tenant_id) DO UPDATE SET legal_name = $3, address = $4, tax_id = $5, currency = $6, version = b.version + 1
             WHERE b.version = $2::int
            """;
    private static final String NAME = "UPDATE tenant SET name = $2 WHERE tenant_id = $1 AND name <> $2";
    private static final String PLACE = """
            UPDATE tenant_settings SET time_zone = $2, language = $3, languages = $4
             WHERE tenant_id = $1 AND (time_zone, language, languages) IS DISTINCT FROM ($2, $3, $4)
            """;

    private final Tx tx;

    BusinessStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Business>> find() {
        return tx.first(FIND, BusinessStore::business, tx.tenant());
    }

    /** False where it was changed since the version that {@code b} names; then nothing of it is kept. */
    Future<Boolean> put(Business b) {
        return tx.run(PUT, tx.tenant(), b.version(), b.legalName(), b.address(), b.taxId(), b.currency())
                .compose(rows -> {
                    if (rows == 0) return Future.succeededFuture(false);
                    tx.run(NAME, tx.tenant(), b.name());
                    var offered = b.languages().toArray(String[]::new);
                    return tx.run(PLACE, tx.tenant(), b.timeZone(), b.language(), offered)
                            .map(true);
                });
    }

    private static Business business(Row row) {
        return new Business(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                List.of(row.getArrayOfStrings(7)),
                row.getInteger(8));
    }
}
