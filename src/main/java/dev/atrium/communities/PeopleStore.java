package dev.atrium.communities;

import dev.atrium.db.Tx;
import dev.atrium.web.Faces;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is in a group, as those see it who run it. */
final class PeopleStore {
    private static final String RUNNING = """
            SELECT contact_id FROM membership
             WHERE tenant_id = $1 AND group_id = $2 AND status = 'active' AND role IN ('owner', 'admin')
             ORDER BY role DESC, joined_at LIMIT 20
            """;

    private static final String FACES = """
            SELECT m.contact_id, c.full_name, a.id AS account_id, coalesce(a.avatar, '') AS avatar
              FROM membership m
              JOIN contact c ON c.tenant_id = m.tenant_id AND c.id = m.contact_id
              LEFT JOIN LATERAL (SELECT x.id, x.avatar FROM account x WHERE x.tenant_id = m.tenant_id AND x.contact_id = m.contact_id LIMIT 1) a ON true
             WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.status = 'active'
             ORDER BY m.joined_at DESC, m.contact_id LIMIT 8
            """;

    private static final String AFTER = """
            SELECT g.name, g.slug, m.contact_id FROM community_group g
              LEFT JOIN membership m ON m.tenant_id = g.tenant_id AND m.group_id = g.id AND m.role = 'owner'
             WHERE g.tenant_id = $1 AND g.id = $2
            """;

    /** A group after its owner is gone; {@code owner} is who follows, null where the team runs it now. */
    record After(String name, String slug, @Nullable UUID owner) {}

    /** Somebody of the group, as a row of faces shows them. */
    record Face(UUID contact, String name, String avatarUrl) {}

    private final Tx tx;

    PeopleStore(Tx tx) {
        this.tx = tx;
    }

    /** Its owner and admins, at most twenty. */
    Future<List<UUID>> running(UUID group) {
        return tx.list(RUNNING, row -> row.getUUID(0), tx.tenant(), group);
    }

    /** Who owns the group now; empty where there is no such group. */
    Future<Optional<After>> after(UUID group) {
        return tx.first(
                AFTER,
                row -> new After(row.getString("name"), row.getString("slug"), row.getUUID("contact_id")),
                tx.tenant(),
                group);
    }

    /** Those who came last, at most eight. */
    Future<List<Face>> faces(UUID group) {
        return tx.list(
                FACES,
                row -> new Face(row.getUUID("contact_id"), row.getString("full_name"), avatar(row)),
                tx.tenant(),
                group);
    }

    private static String avatar(Row row) {
        var account = row.getUUID("account_id");
        return account == null ? "" : Faces.url(account, row.getString("avatar"));
    }
}
