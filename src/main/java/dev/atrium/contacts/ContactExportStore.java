package dev.atrium.contacts;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Contacts with all that an export tells of them, in PostgreSQL. */
final class ContactExportStore {
    private static final String ROWS = """
            SELECT c.id, c.full_name, c.email, c.phone, c.stage, c.source, c.external_id, c.fields, c.created_at,
                   coalesce((SELECT string_agg(t.name, ', ' ORDER BY t.name_key) FROM contact_tag x
                               JOIN tag t ON t.tenant_id = x.tenant_id AND t.id = x.tag_id
                              WHERE x.tenant_id = $1 AND x.contact_id = c.id), '') AS tags,
                   coalesce(k.name, '') AS company, coalesce(k.role, '') AS role
              FROM contact c
              LEFT JOIN LATERAL (SELECT f.name, m.role FROM company_member m JOIN company f ON f.tenant_id = m.tenant_id AND f.id = m.company_id
                                  WHERE m.tenant_id = $1 AND m.contact_id = c.id ORDER BY m.created_at, f.id LIMIT 1) k ON true
             WHERE c.tenant_id = $1 AND c.id = ANY ($2) ORDER BY c.name_key, c.id LIMIT 1000
            """;

    /** A contact with the first of their companies. */
    record Line(
            UUID id,
            String name,
            String email,
            String phone,
            String stage,
            String source,
            String externalId,
            JsonObject fields,
            Instant createdAt,
            String tags,
            String company,
            String role) {}

    private final Tx tx;

    ContactExportStore(Tx tx) {
        this.tx = tx;
    }

    Future<List<Line>> lines(List<UUID> ids) {
        return tx.list(
                ROWS,
                row -> new Line(
                        row.getUUID("id"),
                        row.getString("full_name"),
                        row.getString("email"),
                        row.getString("phone"),
                        row.getString("stage"),
                        row.getString("source"),
                        row.getString("external_id"),
                        row.getJsonObject("fields"),
                        ContactStore.instant(row, "created_at"),
                        row.getString("tags"),
                        row.getString("company"),
                        row.getString("role")),
                tx.tenant(),
                ids.toArray(UUID[]::new));
    }
}
