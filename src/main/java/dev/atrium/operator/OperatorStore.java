package dev.atrium.operator;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.secrets.Token;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The installation in PostgreSQL: over all tenants, so through {@code portal_sys} functions, but for what one tenant's scope can do. */
final class OperatorStore {
    private static final String LISTED = """
            SELECT tenant_id, slug, name, status, created_at, suspended_at, delete_at, label, host, nearest, mails, jobs FROM
            """;
    private static final String TENANTS = LISTED + " sys_operator_tenants($1, $2, $3)";
    private static final String TENANT = LISTED + " sys_operator_tenant($1)";
    private static final String OPEN = "SELECT sys_operator_open($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    private static final String OWNER = "SELECT owned, email, expires_at FROM sys_operator_owner($1)";
    private static final String ASK_OWNER = "SELECT sys_operator_owner_ask($1, $2, $3)";
    private static final String OWNERS = "SELECT email, full_name, language FROM sys_portal_owners()";
    private static final String BY_SLUG = "SELECT tenant_id FROM sys_operator_by_slug($1)";
    private static final String USAGE = """
            SELECT contacts, contacts_allowed, mails, mails_allowed, sockets_allowed, stored, stored_allowed, delete_at
              FROM sys_operator_usage($1)
            """;
    private static final String DELETE_AT = """
            UPDATE tenant SET status = 'suspended', suspended_at = coalesce(suspended_at, portal_now()), delete_at = $2
             WHERE tenant_id = $1 AND delete_at IS NULL RETURNING slug
            """;
    private static final String KEEP = """
            UPDATE tenant SET delete_at = NULL WHERE tenant_id = $1 AND delete_at > portal_now() RETURNING slug
            """;
    private static final String LIMIT = """
            INSERT INTO tenant_limit (tenant_id, contacts_allowed, mails_allowed, sockets_allowed) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant_id) DO UPDATE SET contacts_allowed = $2, mails_allowed = $3, sockets_allowed = $4
            """;
    private static final String STORED = """
            INSERT INTO storage_quota (tenant_id, allowed) VALUES ($1, $2)
            ON CONFLICT (tenant_id) DO UPDATE SET allowed = $2
            """;
    private static final String LINES = "SELECT id, at, person, action, name, ip FROM sys_installation_lines($1, $2)";
    private static final String NOTE = "SELECT sys_installation_note($1, $2, $3, $4, $5, $6, $7)";
    private static final String FACTS = "SELECT active, suspended, people, database FROM sys_installation_facts()";
    private static final String SET_STATUS = """
            UPDATE tenant SET status = $2, suspended_at = CASE WHEN $2 = 'suspended' THEN portal_now() END
             WHERE tenant_id = $1 AND status <> $2 AND delete_at IS NULL RETURNING slug
            """;
    // What waited while the tenant was suspended is as old afterwards as it was before.
    private static final String AGE_JOBS = """
            UPDATE job j SET wanted_at = j.wanted_at + (portal_now() - greatest(t.suspended_at, j.wanted_at))
              FROM tenant t
             WHERE j.tenant_id = $1 AND t.tenant_id = $1 AND t.status = 'suspended' AND j.state = 'queued' AND j.wanted_at < portal_now()
            """;
    private static final String AGE_MAILS = """
            UPDATE mail_outbox m SET held = m.held + (portal_now() - greatest(t.suspended_at, m.created_at))
              FROM tenant t
             WHERE m.tenant_id = $1 AND t.tenant_id = $1 AND t.status = 'suspended' AND m.state = 'queued'
            """;

    /**
     * A business as operators see it: nothing of its clients. Of a suspended one also how much waits, counted up to 1,000.
     *
     * @param label its sub-domain
     * @param host its own primary domain; null where links lead to the sub-domain
     * @param nearest how much of the limit that is closest is used, in percent; 0 without limits
     */
    record Listed(
            UUID id,
            String slug,
            String name,
            boolean active,
            Instant createdAt,
            @Nullable Instant suspendedAt,
            @Nullable Instant deleteAt,
            String label,
            @Nullable String host,
            int nearest,
            long mails,
            long jobs) {}

    /** A line of the installation's audit. */
    record Line(UUID id, Instant at, String person, String action, String name, String ip) {}

    /** Who owns a portal: somebody, or nobody yet but whoever was asked last, at {@code asked} until {@code expires}. */
    record Owner(boolean owned, String asked, @Nullable Instant expires) {}

    /** How many there are. */
    record Facts(long active, long suspended, long people, String database) {}

    /** What a new business is opened with. */
    record Opening(
            UUID tenant,
            Slug slug,
            String name,
            Email owner,
            Token invitation,
            OffsetDateTime invitedUntil,
            @Nullable UUID by,
            String ip) {}

    private final Db db;

    OperatorStore(Db db) {
        this.db = db;
    }

    Future<List<Listed>> tenants(String afterSlug, String needle, int wanted) {
        return db.system(TENANTS, OperatorStore::listed, afterSlug, needle, wanted);
    }

    Future<Optional<Listed>> tenant(UUID id) {
        return db.system(TENANT, OperatorStore::listed, id)
                .map(list -> list.stream().findFirst());
    }

    /** Whom the portal belongs to, at most fifty. */
    static Future<List<OperatorMarkStore.Person>> owners(Tx tx) {
        return tx.list(
                OWNERS, row -> new OperatorMarkStore.Person(row.getString(0), row.getString(1), row.getString(2)));
    }

    /** {@code taken}, {@code granted} or {@code invited}. */
    static Future<String> open(Tx tx, Opening opening) {
        return tx.first(
                        OPEN,
                        row -> row.getString(0),
                        opening.tenant(),
                        opening.slug().text(),
                        opening.name(),
                        opening.owner().address(),
                        Buffer.buffer(opening.invitation().hash()),
                        opening.invitedUntil(),
                        opening.by(),
                        opening.ip(),
                        Ids.next(),
                        Ids.next())
                .map(Optional::orElseThrow);
    }

    Future<Optional<Owner>> owner(UUID tenant) {
        return db.system(OWNER, OperatorStore::owner, tenant)
                .map(list -> list.stream().findFirst());
    }

    private static Owner owner(Row row) {
        var expires = row.getOffsetDateTime("expires_at");
        return new Owner(row.getBoolean("owned"), row.getString("email"), expires == null ? null : expires.toInstant());
    }

    /** What became of it, in a word: already theirs ("owned"), given at once ("granted"), or asked for ("invited"). */
    static Future<String> askOwner(Tx tx, Token invitation, Email owner, OffsetDateTime until) {
        return tx.first(ASK_OWNER, row -> row.getString(0), Buffer.buffer(invitation.hash()), owner.address(), until)
                .map(Optional::orElseThrow);
    }

    Future<Optional<UUID>> bySlug(String slug) {
        return db.system(BY_SLUG, row -> row.getUUID(0), slug)
                .map(list -> list.stream().findFirst());
    }

    Future<Optional<Usage>> usage(UUID id) {
        return db.system(USAGE, OperatorStore::usage, id)
                .map(list -> list.stream().findFirst());
    }

    /** The slug, where no deletion was asked for yet. */
    static Future<Optional<String>> deleteAt(Tx tx, OffsetDateTime at) {
        return tx.first(DELETE_AT, row -> row.getString(0), tx.tenant(), at);
    }

    /** The slug, where a deletion was asked for and has not begun. */
    static Future<Optional<String>> keep(Tx tx) {
        return tx.first(KEEP, row -> row.getString(0), tx.tenant());
    }

    static Future<Void> limit(Tx tx, Usage.Limits limits) {
        tx.run(STORED, tx.tenant(), limits.stored());
        return tx.run(LIMIT, tx.tenant(), limits.contacts(), limits.mails(), limits.sockets())
                .mapEmpty();
    }

    private static Usage usage(Row row) {
        var delete = row.getOffsetDateTime("delete_at");
        return new Usage(
                row.getLong("contacts"),
                row.getLong("mails"),
                row.getLong("stored"),
                new Usage.Limits(
                        row.getInteger("contacts_allowed"),
                        row.getInteger("mails_allowed"),
                        row.getInteger("sockets_allowed"),
                        row.getLong("stored_allowed")),
                delete == null ? null : delete.toInstant());
    }

    Future<List<Line>> lines(UUID before, int wanted) {
        return db.system(LINES, OperatorStore::line, before, wanted);
    }

    Future<Facts> facts() {
        return db.system(FACTS, row -> new Facts(row.getLong(0), row.getLong(1), row.getLong(2), row.getString(3)))
                .map(List::getFirst);
    }

    /** The slug of the tenant whose status changed; empty where it had that status already. */
    static Future<Optional<String>> status(Tx tx, String status) {
        if (status.equals("active")) {
            tx.run(AGE_JOBS, tx.tenant());
            tx.run(AGE_MAILS, tx.tenant());
        }
        return tx.first(SET_STATUS, row -> row.getString(0), tx.tenant(), status);
    }

    /** A line of the installation's audit, in the transaction of the act. */
    static Future<Void> note(Tx tx, @Nullable UUID by, String action, String slug, String ip) {
        return tx.first(NOTE, row -> row, Ids.next(), by, action, "tenant", tx.tenant(), slug, ip)
                .mapEmpty();
    }

    private static Listed listed(Row row) {
        var suspended = row.getOffsetDateTime("suspended_at");
        var delete = row.getOffsetDateTime("delete_at");
        var label = row.getString("label");
        return new Listed(
                row.getUUID("tenant_id"),
                row.getString("slug"),
                row.getString("name"),
                row.getString("status").equals("active"),
                instant(row, "created_at"),
                suspended == null ? null : suspended.toInstant(),
                delete == null ? null : delete.toInstant(),
                label == null ? row.getString("slug") : label,
                row.getString("host"),
                row.getInteger("nearest"),
                row.getLong("mails"),
                row.getLong("jobs"));
    }

    private static Line line(Row row) {
        return new Line(
                row.getUUID("id"),
                instant(row, "at"),
                row.getString("person"),
                row.getString("action"),
                row.getString("name"),
                row.getString("ip"));
    }

    private static Instant instant(Row row, String column) {
        return Objects.requireNonNull(row.getOffsetDateTime(column)).toInstant();
    }
}
