package dev.atrium.notifications;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a business sends its mail, and how its server does, in PostgreSQL. */
final class MailSettingsStore {
    private static final String READ = """
            SELECT version, from_name, reply_to, footer, server_on, host, port, tls, username, password IS NOT NULL AS secret,
                   from_address, codes_by_platform, failures, rests_until, fault, failing_since, succeeded_at
              FROM mail_settings WHERE tenant_id = $1
            """;
    private static final String PASSWORD =
            "SELECT password FROM mail_settings WHERE tenant_id = $1 AND version = $2 AND password IS NOT NULL";
    private static final String NAME = """
            INSERT INTO mail_settings AS s (tenant_id, from_name, reply_to, footer) SELECT $1, $3, $4, $5 WHERE $2 <= 0
            ON CONFLICT (tenant_id) DO NOTHING RETURNING version
            """;
    private static final String RENAME = """
            UPDATE mail_settings SET version = version + 1, from_name = $3, reply_to = $4, footer = $5, changed_at = portal_now()
             WHERE tenant_id = $1 AND version = $2 RETURNING version
            """;
    private static final String SERVER = """
            UPDATE mail_settings SET version = version + 1, server_on = $3, host = $4, port = $5, tls = $6, username = $7,
                   password = CASE WHEN $8 THEN $9::bytea ELSE password END, from_address = $10, codes_by_platform = $11,
                   failures = 0, rests_until = NULL, fault = '', failing_since = NULL, succeeded_at = NULL,
                   changed_at = portal_now()
             WHERE tenant_id = $1 AND version = $2 RETURNING version
            """;
    private static final String ROW = """
            INSERT INTO mail_settings (tenant_id, version) SELECT $1, 0 WHERE $2 <= 0 ON CONFLICT (tenant_id) DO NOTHING RETURNING version
            """;
    /** After the third failure in a row it rests: half a minute, then twice as long each time, a quarter of an hour at most. */
    private static final String FAILED = """
            UPDATE mail_settings SET failures = failures + 1, fault = left($3, 500),
                   failing_since = coalesce(failing_since, portal_now()),
                   rests_until = CASE WHEN failures + 1 < 3 THEN NULL
                                      ELSE portal_now() + least(interval '15 minutes', interval '30 seconds' * power(2, least(failures - 2, 10))) END
             WHERE tenant_id = $1 AND version = $2 RETURNING failures
            """;

    private static final String SUCCEEDED = """
            UPDATE mail_settings SET failures = 0, rests_until = NULL, fault = '', failing_since = NULL, succeeded_at = portal_now()
             WHERE tenant_id = $1 AND version = $2
               AND (failures > 0 OR succeeded_at IS NULL OR succeeded_at < portal_now() - interval '1 minute')
            """;
    private static final String RESUME = """
            UPDATE mail_settings SET rests_until = NULL WHERE tenant_id = $1 AND failures > 0 RETURNING failures
            """;
    /** What waits only because of the server may leave at once when that is put right. */
    private static final String DUE = """
            UPDATE mail_outbox SET due_at = portal_now()
             WHERE tenant_id = $1 AND id IN (SELECT id FROM mail_outbox WHERE tenant_id = $1 AND state = 'queued'
                                                AND answer <> '' AND leased_until IS NULL AND due_at > portal_now()
                                              ORDER BY due_at LIMIT 10000 FOR UPDATE SKIP LOCKED)
            """;

    private final Tx tx;

    MailSettingsStore(Tx tx) {
        this.tx = tx;
    }

    Future<MailSettings> read() {
        return tx.first(READ, MailSettingsStore::settings, tx.tenant()).map(found -> found.orElse(MailSettings.NONE));
    }

    /** The sealed password of just this version. */
    Future<Optional<Buffer>> password(int version) {
        return tx.first(PASSWORD, row -> row.getBuffer(0), tx.tenant(), version);
    }

    /** Empty where somebody else changed the settings meanwhile. */
    Future<Optional<Integer>> name(MailSettings to) {
        var sql = to.version() <= 0 ? NAME : RENAME;
        return tx.first(
                sql, row -> row.getInteger(0), tx.tenant(), to.version(), to.fromName(), to.replyTo(), to.footer());
    }

    /**
     * Another server, or none; what was known of the circuit is forgotten.
     *
     * @param password sealed; null keeps the one there is, unless {@code forget}
     */
    Future<Optional<Integer>> server(int version, MailSettings.Server to, @Nullable Buffer password, boolean forget) {
        var ready = version > 0
                ? Future.succeededFuture(Optional.of(version))
                : tx.first(ROW, row -> row.getInteger(0), tx.tenant(), version);
        return ready.compose(known -> known.isEmpty()
                ? Future.succeededFuture(Optional.<Integer>empty())
                : tx.first(
                        SERVER,
                        row -> row.getInteger(0),
                        tx.tenant(),
                        known.get(),
                        to.on(),
                        to.host(),
                        to.port(),
                        to.tls().name().toLowerCase(Locale.ROOT),
                        to.user(),
                        forget || password != null,
                        password,
                        to.from(),
                        to.codesByPlatform()));
    }

    /** Counted for the settings that were tried, and for no later ones. */
    Future<Optional<Integer>> failed(int version, String fault) {
        return tx.first(FAILED, row -> row.getInteger(0), tx.tenant(), version, fault);
    }

    Future<Integer> succeeded(int version) {
        return tx.run(SUCCEEDED, tx.tenant(), version);
    }

    /** Ends the rest of a server that failed; false where it does well. */
    Future<Boolean> resume() {
        return tx.first(RESUME, row -> true, tx.tenant()).map(Optional::isPresent);
    }

    /** Makes due what failed before, at most ten thousand mails. */
    Future<Integer> due() {
        return tx.run(DUE, tx.tenant());
    }

    private static MailSettings settings(Row row) {
        var server = new MailSettings.Server(
                row.getBoolean("server_on"),
                row.getString("host"),
                row.getInteger("port"),
                MailSettings.Tls.valueOf(row.getString("tls").toUpperCase(Locale.ROOT)),
                row.getString("username"),
                row.getBoolean("secret"),
                row.getString("from_address"),
                row.getBoolean("codes_by_platform"));
        var circuit = new MailSettings.Circuit(
                row.getInteger("failures"),
                instant(row.getOffsetDateTime("rests_until")),
                row.getString("fault"),
                instant(row.getOffsetDateTime("failing_since")),
                instant(row.getOffsetDateTime("succeeded_at")));
        return new MailSettings(
                row.getInteger("version"),
                row.getString("from_name"),
                row.getString("reply_to"),
                row.getString("footer"),
                server,
                circuit);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
