package dev.atrium.viewas;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The accounts to choose from, in PostgreSQL. */
final class ViewAsStore {
    private static final String SEARCH = """
            SELECT a.id, c.full_name, a.email
              FROM account a JOIN contact c ON c.tenant_id = a.tenant_id AND c.id = a.contact_id
             WHERE a.tenant_id = $1 AND a.status = 'active'
               AND ($2 = '' OR strpos(lower(c.full_name), lower($2)) > 0 OR strpos(a.email, lower($2)) > 0)
             ORDER BY c.full_name, a.id LIMIT 20
            """;
    private static final String FIND = """
            SELECT a.id, c.full_name, a.email
              FROM account a JOIN contact c ON c.tenant_id = a.tenant_id AND c.id = a.contact_id
             WHERE a.tenant_id = $1 AND a.id = $2 AND a.status = 'active'
            """;

    /** An account that may be looked at. */
    record Choice(UUID id, String name, String email) {}

    private final Tx tx;

    ViewAsStore(Tx tx) {
        this.tx = tx;
    }

    Future<List<Choice>> search(String text) {
        return tx.list(SEARCH, ViewAsStore::choice, tx.tenant(), text);
    }

    Future<Optional<Choice>> find(UUID account) {
        return tx.first(FIND, ViewAsStore::choice, tx.tenant(), account);
    }

    private static Choice choice(Row row) {
        return new Choice(row.getUUID("id"), row.getString("full_name"), row.getString("email"));
    }
}
