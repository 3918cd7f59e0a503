package dev.atrium.objectlink;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Principal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Object links in PostgreSQL. */
final class ObjectLinkStore {
    private static final String INSERT = """
            INSERT INTO object_link (tenant_id, id, token_hash, kind, object_id, access, contact_id, life_seconds, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, portal_now() + make_interval(secs => $8))
            """;
    private static final String USE = """
            UPDATE object_link SET uses = uses + 1, last_used_at = portal_now()
             WHERE tenant_id = $1 AND token_hash = $2 AND revoked_at IS NULL AND expires_at > portal_now()
            RETURNING id, kind, object_id, access, contact_id
            """;
    private static final String LIST = """
            SELECT l.id, l.access, coalesce(c.full_name, '') AS contact_name, l.created_at, l.expires_at, l.uses, l.last_used_at,
                   CASE WHEN l.revoked_at IS NOT NULL THEN 'revoked' WHEN l.expires_at <= portal_now() THEN 'expired' ELSE 'alive' END AS state
              FROM object_link l LEFT JOIN contact c ON c.tenant_id = $1 AND c.id = l.contact_id
             WHERE l.tenant_id = $1 AND l.kind = $2 AND l.object_id = $3
             ORDER BY l.created_at DESC, l.id DESC LIMIT 100
            """;
    private static final String REVOKE = """
            UPDATE object_link SET revoked_at = portal_now()
             WHERE tenant_id = $1 AND kind = $2 AND object_id = $3 AND id = $4 AND revoked_at IS NULL AND expires_at > portal_now()
            """;
    // A revoked link was taken back on purpose: no new one comes of it.
    private static final String RENEWABLE = """
            SELECT l.id, l.kind, l.object_id, l.access, l.contact_id, l.life_seconds, c.full_name, c.email
              FROM object_link l JOIN contact c ON c.tenant_id = $1 AND c.id = l.contact_id
             WHERE l.tenant_id = $1 AND l.token_hash = $2 AND l.revoked_at IS NULL
            """;

    /** What a link is made of. */
    record Made(
            String kind,
            UUID object,
            Principal.Right right,
            @Nullable UUID contact,
            Duration life) {}

    /** An old link and whom a new one may be mailed to. */
    record Renewable(UUID id, Made made, String name, Email email) {}

    private final Tx tx;

    ObjectLinkStore(Tx tx) {
        this.tx = tx;
    }

    Future<Integer> insert(UUID id, Buffer hash, Made made) {
        return tx.run(
                INSERT,
                tx.tenant(),
                id,
                hash,
                made.kind(),
                made.object(),
                made.right().name().toLowerCase(Locale.ROOT),
                made.contact(),
                made.life().toSeconds());
    }

    Future<Optional<Principal.ObjectGuest>> use(Buffer hash) {
        return tx.first(
                USE,
                row -> new Principal.ObjectGuest(
                        row.getUUID("id"),
                        row.getString("kind"),
                        row.getUUID("object_id"),
                        right(row),
                        row.getUUID("contact_id")),
                tx.tenant(),
                hash);
    }

    Future<List<ObjectLink>> list(String kind, UUID object) {
        return tx.list(LIST, ObjectLinkStore::link, tx.tenant(), kind, object);
    }

    Future<Boolean> revoke(String kind, UUID object, UUID link) {
        return tx.run(REVOKE, tx.tenant(), kind, object, link).map(rows -> rows == 1);
    }

    Future<Optional<Renewable>> renewable(Buffer hash) {
        return tx.first(RENEWABLE, ObjectLinkStore::renewable, tx.tenant(), hash)
                .map(found -> found.flatMap(x -> x));
    }

    /** Empty where the stored address is none that mail can be sent to. */
    private static Optional<Renewable> renewable(Row row) {
        var made = new Made(
                row.getString("kind"),
                row.getUUID("object_id"),
                right(row),
                row.getUUID("contact_id"),
                Duration.ofSeconds(row.getLong("life_seconds")));
        return Email.parse(row.getString("email"))
                .map(email -> new Renewable(row.getUUID("id"), made, row.getString("full_name"), email));
    }

    private static ObjectLink link(Row row) {
        var used = row.getOffsetDateTime("last_used_at");
        return new ObjectLink(
                row.getUUID("id"),
                right(row),
                row.getString("contact_name"),
                ObjectLink.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Objects.requireNonNull(row.getOffsetDateTime("created_at")).toInstant(),
                Objects.requireNonNull(row.getOffsetDateTime("expires_at")).toInstant(),
                row.getLong("uses"),
                used == null ? null : used.toInstant());
    }

    private static Principal.Right right(Row row) {
        return Principal.Right.valueOf(row.getString("access").toUpperCase(Locale.ROOT));
    }
}
