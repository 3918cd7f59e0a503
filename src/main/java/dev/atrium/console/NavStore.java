package dev.atrium.console;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What stands beside the apps, in PostgreSQL. */
final class NavStore {
    static final int MOST = 40;

    private static final String ALL = """
            SELECT id, kind, label, icon, url, body, embed_url, signed, position, audience_id FROM nav_item
             WHERE tenant_id = $1 ORDER BY position, label, id LIMIT 40
            """;
    private static final String ONE = """
            SELECT id, kind, label, icon, url, body, embed_url, signed, position, audience_id FROM nav_item
             WHERE tenant_id = $1 AND id = $2
            """;
    private static final String INSERT = """
            INSERT INTO nav_item (tenant_id, id, kind, label, icon, url, body, embed_url, signed, position, audience_id)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
             WHERE (SELECT count(*) FROM nav_item WHERE tenant_id = $1) < 40
            ON CONFLICT (tenant_id, id) DO NOTHING
            """;
    private static final String CHANGE = """
            UPDATE nav_item SET label = $4, icon = $5, url = $6, body = $7, embed_url = $8, signed = $9, position = $10,
                   audience_id = $11
             WHERE tenant_id = $1 AND id = $2 AND kind = $3
            """;
    private static final String DELETE = "DELETE FROM nav_item WHERE tenant_id = $1 AND id = $2";

    private final Tx tx;

    NavStore(Tx tx) {
        this.tx = tx;
    }

    Future<List<NavItem>> all() {
        return tx.list(ALL, NavStore::item, tx.tenant());
    }

    Future<Optional<NavItem>> one(UUID id) {
        return tx.first(ONE, NavStore::item, tx.tenant(), id);
    }

    /** False where it was there already, or there are {@link #MOST}. */
    Future<Boolean> insert(NavItem item, @Nullable UUID audience) {
        return write(INSERT, item, audience);
    }

    /** False where there is none of this kind. */
    Future<Boolean> change(NavItem item, @Nullable UUID audience) {
        return write(CHANGE, item, audience);
    }

    private Future<Boolean> write(String sql, NavItem i, @Nullable UUID audience) {
        return tx.run(
                        sql,
                        tx.tenant(),
                        i.id(),
                        i.kind(),
                        i.label(),
                        i.icon(),
                        i.url(),
                        i.body(),
                        i.embedUrl(),
                        i.signed(),
                        i.position(),
                        audience)
                .map(rows -> rows == 1);
    }

    Future<Boolean> delete(UUID id) {
        return tx.run(DELETE, tx.tenant(), id).map(rows -> rows == 1);
    }

    private static NavItem item(Row row) {
        return new NavItem(
                row.getUUID("id"),
                row.getString("kind"),
                row.getString("label"),
                row.getString("icon"),
                row.getString("url"),
                row.getString("body"),
                row.getString("embed_url"),
                row.getBoolean("signed"),
                row.getInteger("position"),
                row.getUUID("audience_id"));
    }
}
