package dev.atrium.notifications;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Contacts by whose data a template can be looked at. */
final class PreviewStore {
    private static final String FIND = """
            SELECT id, full_name, email FROM contact
             WHERE tenant_id = $1 AND (full_name ILIKE $2 OR email ILIKE $2) ORDER BY full_name, id LIMIT 8
            """;
    private static final String ONE = "SELECT id, full_name, email FROM contact WHERE tenant_id = $1 AND id = $2";

    /** Somebody real. */
    record Person(UUID id, String name, String email) {}

    private final Tx tx;

    PreviewStore(Tx tx) {
        this.tx = tx;
    }

    /** The first eight whose name or address has {@code part} in it. */
    Future<List<Person>> find(String part) {
        var pattern = "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        return tx.list(FIND, PreviewStore::person, tx.tenant(), pattern);
    }

    Future<Optional<Person>> one(UUID id) {
        return tx.first(ONE, PreviewStore::person, tx.tenant(), id);
    }

    private static Person person(Row row) {
        return new Person(row.getUUID("id"), row.getString("full_name"), row.getString("email"));
    }
}
