package dev.atrium.domain;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Domains and sub-domains of a tenant in PostgreSQL. */
final class DomainStore {
    /** Custom domains of one tenant, those included that were removed and still lead to the portal. */
    static final int MOST = 20;

    private static final String COLUMNS = """
            SELECT d.id, d.host, d.state, d.is_primary, d.redirects, d.until, d.token, d.verified_at, d.watched_from,
                   d.checked_at, d.next_check_at, d.failing_since, d.report, d.tls_attempts, d.tls_error, d.tls_retry_at,
                   (SELECT c.not_after FROM domain_certificate c WHERE c.tenant_id = $1 AND c.domain_id = d.id) AS not_after,
                   d.created_at, d.version
              FROM domain d WHERE d.tenant_id = $1
            """;
    private static final String LIST = COLUMNS + " ORDER BY d.is_primary DESC, d.created_at, d.host LIMIT 40";
    private static final String ONE = COLUMNS + " AND d.id = $2";
    private static final String LOCK = ONE + " FOR UPDATE OF d";
    private static final String PRIMARY = COLUMNS + " AND d.is_primary FOR UPDATE OF d";
    // Whoever counts, waits for whoever counts at the same time.
    private static final String TURN = "SELECT 1 FROM tenant_settings WHERE tenant_id = $1 FOR UPDATE";
    private static final String CLAIM = """
            INSERT INTO domain (tenant_id, id, host, token)
            SELECT $1, $2, $3, $4 WHERE (SELECT count(*) FROM domain WHERE tenant_id = $1) < $5
            ON CONFLICT (tenant_id, host) DO UPDATE
               SET until = NULL, redirects = false, watched_from = portal_now(), version = domain.version + 1
             WHERE domain.until IS NOT NULL
            RETURNING id
            """;
    private static final String HAS = "SELECT id FROM domain WHERE tenant_id = $1 AND host = $2 AND until IS NULL";
    private static final String HELD = "SELECT sys_domain_held($1)";
    private static final String PROVE = "SELECT sys_domain_prove($1, $2)";
    private static final String LOOKED = """
            UPDATE domain SET state = $3, failing_since = $4, report = $5, checked_at = $10, next_check_at = $6,
                   verified_at = CASE WHEN $7 THEN NULL ELSE verified_at END,
                   is_primary = is_primary AND NOT $7,
                   token = CASE WHEN $7 THEN $8 ELSE token END, version = version + 1
             WHERE tenant_id = $1 AND id = $2 AND version = $9
            """;
    private static final String WATCH = """
            UPDATE domain SET watched_from = portal_now(),
                   state = CASE WHEN state = 'stalled' THEN 'pending_dns' ELSE state END
             WHERE tenant_id = $1 AND id = $2 AND verified_at IS NULL AND until IS NULL
            """;
    private static final String DEMOTE = """
            UPDATE domain SET is_primary = false, redirects = $2, version = version + 1
             WHERE tenant_id = $1 AND is_primary
            """;
    private static final String PROMOTE = """
            UPDATE domain SET is_primary = true, redirects = false, version = version + 1
             WHERE tenant_id = $1 AND id = $2 AND state = 'active' AND verified_at IS NOT NULL AND until IS NULL
            """;
    private static final String REDIRECT = """
            UPDATE domain SET redirects = $3, version = version + 1
             WHERE tenant_id = $1 AND id = $2 AND NOT is_primary AND until IS NULL
            """;
    private static final String LEAVE = """
            UPDATE domain SET until = portal_now() + interval '12 months', is_primary = false, version = version + 1
             WHERE tenant_id = $1 AND id = $2 AND verified_at IS NOT NULL AND until IS NULL
            """;
    private static final String RELEASE = "DELETE FROM domain WHERE tenant_id = $1 AND id = $2";
    private static final String LABELS = """
            SELECT label, since, until FROM subdomain WHERE tenant_id = $1 AND (until IS NULL OR until > portal_now())
             ORDER BY until DESC NULLS FIRST, label LIMIT 20
            """;
    private static final String TAKE = "SELECT sys_subdomain_take($1)";
    private static final String OWNERS = "SELECT id FROM sys_team() WHERE role = 'owner' LIMIT 20";

    /** A sub-domain; {@code until} is null for the one in use. */
    record Label(String label, Instant since, @Nullable Instant until) {}

    private final Tx tx;

    DomainStore(Tx tx) {
        this.tx = tx;
    }

    /** The primary one first; at most forty. */
    Future<List<Domain>> list() {
        return tx.list(LIST, DomainStore::domain, tx.tenant());
    }

    Future<Domain> find(UUID id) {
        return tx.first(ONE, DomainStore::domain, tx.tenant(), id).map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Nobody else changes it until this transaction ends. */
    Future<Optional<Domain>> lock(UUID id) {
        return tx.first(LOCK, DomainStore::domain, tx.tenant(), id);
    }

    Future<Optional<Domain>> primary() {
        return tx.first(PRIMARY, DomainStore::domain, tx.tenant());
    }

    /** Changes of the tenant's names happen one after the other. */
    Future<Void> turn() {
        return tx.first(TURN, row -> true, tx.tenant()).mapEmpty();
    }

    /** Its id; empty where the tenant has too many, or has this one already. */
    Future<Optional<UUID>> claim(UUID id, HostName host, String token) {
        return tx.first(CLAIM, row -> row.getUUID(0), tx.tenant(), id, host.ascii(), token, MOST);
    }

    /** The tenant's own claim on the name. */
    Future<Optional<UUID>> has(HostName host) {
        return tx.first(HAS, row -> row.getUUID(0), tx.tenant(), host.ascii());
    }

    /** Whether another tenant holds it. */
    Future<Boolean> held(HostName host) {
        return tx.first(HELD, row -> row.getBoolean(0), host.ascii()).map(Optional::orElseThrow);
    }

    /** {@code proven}, {@code held} by another tenant, or {@code no}. */
    Future<String> prove(UUID id, List<String> seen) {
        return tx.first(PROVE, row -> row.getString(0), id, seen.toArray(String[]::new))
                .map(Optional::orElseThrow);
    }

    /**
     * False where it was changed since the version that {@code domain} has.
     *
     * @param began when the look began
     */
    Future<Boolean> looked(Domain domain, Step step, Report report, String freshToken, Instant began) {
        return tx.run(
                        LOOKED,
                        tx.tenant(),
                        domain.id(),
                        step.state().word(),
                        at(step.failingSince()),
                        report.json(),
                        at(step.next().orElse(null)),
                        step.lose(),
                        freshToken,
                        domain.version(),
                        at(began))
                .map(rows -> rows == 1);
    }

    /** Begins to count anew, so that a name that was given up is looked at often again. */
    Future<Void> watch(UUID id) {
        return tx.run(WATCH, tx.tenant(), id).mapEmpty();
    }

    Future<Boolean> demote(boolean redirects) {
        return tx.run(DEMOTE, tx.tenant(), redirects).map(rows -> rows == 1);
    }

    /** False where it is not active. */
    Future<Boolean> promote(UUID id) {
        return tx.run(PROMOTE, tx.tenant(), id).map(rows -> rows == 1);
    }

    Future<Boolean> redirect(UUID id, boolean redirects) {
        return tx.run(REDIRECT, tx.tenant(), id, redirects).map(rows -> rows == 1);
    }

    /** From now on it leads to the portal, for twelve months; false where it is not held. */
    Future<Boolean> leave(UUID id) {
        return tx.run(LEAVE, tx.tenant(), id).map(rows -> rows == 1);
    }

    Future<Boolean> release(UUID id) {
        return tx.run(RELEASE, tx.tenant(), id).map(rows -> rows == 1);
    }

    /** The one in use first, then those that still lead here. */
    Future<List<Label>> labels() {
        return tx.list(
                LABELS,
                row -> new Label(
                        row.getString(0), Objects.requireNonNull(instant(row, "since")), instant(row, "until")),
                tx.tenant());
    }

    /** {@code done}, {@code same}, {@code taken} or {@code many}; whatever is not done must be rolled back. */
    Future<String> take(SubDomain wanted) {
        return tx.first(TAKE, row -> row.getString(0), wanted.label()).map(Optional::orElseThrow);
    }

    /** Whom to tell: people of staff. */
    Future<List<UUID>> owners() {
        return tx.list(OWNERS, row -> row.getUUID(0));
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static Domain domain(Row row) {
        return new Domain(
                row.getUUID("id"),
                new HostName(row.getString("host")),
                DomainState.of(row.getString("state")),
                row.getBoolean("is_primary"),
                row.getBoolean("redirects"),
                instant(row, "until"),
                row.getString("token"),
                instant(row, "verified_at"),
                Objects.requireNonNull(instant(row, "watched_from")),
                instant(row, "checked_at"),
                instant(row, "next_check_at"),
                instant(row, "failing_since"),
                Report.of(row.get(JsonObject.class, "report")),
                row.getInteger("tls_attempts"),
                row.getString("tls_error"),
                instant(row, "tls_retry_at"),
                instant(row, "not_after"),
                Objects.requireNonNull(instant(row, "created_at")),
                row.getInteger("version"));
    }
}
