package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.facts.Events;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Timelines of contacts in PostgreSQL. */
final class ContactEventStore {
    /** In one order everywhere, so that no two who hold several contacts wait for each other. */
    private static final String HOLD = """
            SELECT c.id FROM contact c
             WHERE c.tenant_id = $1 AND c.id IN (
               SELECT coalesce(f.contact_id, f.object_id) FROM fact f
                WHERE f.tenant_id = $1 AND f.id = ANY ($2) AND (f.contact_id IS NOT NULL OR f.object = 'contact'))
             ORDER BY c.id LIMIT 100 FOR KEY SHARE
            """;
    /** From the facts as they stand now, and for contacts that there are: a fact may outlive its contact. */
    private static final String APPEND = """
            INSERT INTO contact_event (tenant_id, id, contact_id, at, kind, object, object_id, actor_kind, actor_id, data, expires_at)
            SELECT $1, f.id, c.id, f.at, f.kind, f.object, f.object_id, f.actor_kind, f.actor_id, f.data, f.expires_at
              FROM fact f
              JOIN contact c ON c.tenant_id = $1 AND c.id = coalesce(f.contact_id, f.object_id)
             WHERE f.tenant_id = $1 AND f.id = ANY ($2) AND (f.contact_id IS NOT NULL OR f.object = 'contact')
            ON CONFLICT (tenant_id, id) DO NOTHING
            """;

    private static final String PAGE = """
            SELECT id, kind, at, actor_kind, actor_id, object, object_id, data FROM contact_event
             WHERE tenant_id = $1 AND contact_id = $2 AND (at, id) < ($3, $4)
             ORDER BY at DESC, id DESC LIMIT $5
            """;
    /** After everything that can be: the first page begins before this. */
    private static final Events.Place END = new Events.Place(Instant.parse("9999-12-31T00:00:00Z"), new UUID(-1, -1));

    private final Tx tx;

    ContactEventStore(Tx tx) {
        this.tx = tx;
    }

    /** Holds the contacts that these facts are about until the transaction ends. */
    Future<List<UUID>> hold(UUID[] facts) {
        return tx.list(HOLD, row -> row.getUUID(0), tx.tenant(), facts);
    }

    /** Adds what is not there yet; how many. */
    Future<Integer> append(UUID[] facts) {
        return tx.run(APPEND, tx.tenant(), facts);
    }

    /** What happened to a contact, newest first: before {@code place}, at most {@code limit}. */
    Future<List<ContactEvent>> page(UUID contact, Events.@Nullable Place before, int limit) {
        var place = Objects.requireNonNullElse(before, END);
        var at = place.at().atOffset(ZoneOffset.UTC);
        return tx.list(PAGE, ContactEventStore::event, tx.tenant(), contact, at, place.id(), limit);
    }

    private static ContactEvent event(Row row) {
        return new ContactEvent(
                row.getUUID("id"),
                row.getString("kind"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("actor_kind"),
                row.getUUID("actor_id"),
                row.getString("object"),
                row.getUUID("object_id"),
                row.getJsonObject("data"));
    }
}
