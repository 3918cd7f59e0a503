package dev.atrium.home;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The pages that stand beside the apps, in PostgreSQL. */
final class OwnPageStore {
    private static final String ONE = """
            SELECT n.label, n.kind, n.body, n.embed_url, n.signed, s.embed_hosts
              FROM nav_item n JOIN tenant_settings s ON s.tenant_id = n.tenant_id
             WHERE n.tenant_id = $1 AND n.id = $2 AND n.kind <> 'link'
               AND (n.audience_id IS NULL OR audience_has($1, n.audience_id, $3))
            """;

    /** A page: its Markdown, or the address that stands in its frame; {@code hosts} are those that the business allows. */
    record Own(String label, String kind, String body, String embedUrl, boolean signed, List<String> hosts) {}

    private final Tx tx;

    OwnPageStore(Tx tx) {
        this.tx = tx;
    }

    /** Where it is for {@code contact}. */
    Future<Optional<Own>> one(UUID id, UUID contact) {
        return tx.first(
                ONE,
                row -> new Own(
                        row.getString(0),
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getBoolean(4),
                        List.of(row.getArrayOfStrings(5))),
                tx.tenant(),
                id,
                contact);
    }
}
