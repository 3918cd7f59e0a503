package dev.atrium.api;

import dev.atrium.db.Tx;
import dev.atrium.secrets.ApiSecret;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys in PostgreSQL. An owner is an account's id, or null for the business. */
final class ApiKeyStore {
    private static final String COLUMNS = """
            SELECT id, account_id, name, prefix, scopes, created_at, expires_at, last_used_at, last_used_from, revoked_at,
                   coalesce(last_used_at < portal_now() - interval '1 minute', true) AS stale
              FROM api_key WHERE tenant_id = $1
            """;
    private static final String LIVING = " AND revoked_at IS NULL AND expires_at > portal_now()";
    private static final String BY_SECRET = COLUMNS + LIVING + " AND secret_hash = $2";
    private static final String BY_ID = COLUMNS + LIVING + " AND id = $2";
    private static final String LIST =
            COLUMNS + " AND account_id IS NOT DISTINCT FROM $2 ORDER BY created_at DESC, id DESC LIMIT 100";
    private static final String TOUCH = """
            UPDATE api_key SET last_used_at = portal_now(), last_used_from = left($3, 60)
             WHERE tenant_id = $1 AND id = $2
               AND coalesce(last_used_at < portal_now() - interval '1 minute', true)
            """;
    // Makers of keys of one owner stand in line, so that counting and adding are one.
    private static final String LINE =
            "SELECT pg_advisory_xact_lock(hashtextextended($1::text || ' ' || coalesce($2::uuid::text, ''), 7246004))";
    private static final String INSERT = """
            INSERT INTO api_key (tenant_id, id, account_id, name, prefix, secret_hash, scopes, expires_at)
            SELECT $1, $3, $2, $4, $5, $6, $7, portal_now() + make_interval(days => $8)
             WHERE (SELECT count(*) FROM api_key
                     WHERE tenant_id = $1 AND account_id IS NOT DISTINCT FROM $2
                       AND revoked_at IS NULL AND expires_at > portal_now()) < $9
            ON CONFLICT (tenant_id, id) DO NOTHING
            """;
    private static final String KNOWN =
            "SELECT 1 FROM api_key WHERE tenant_id = $1 AND account_id IS NOT DISTINCT FROM $2 AND id = $3";
    private static final String REVOKE = """
            UPDATE api_key SET revoked_at = portal_now()
             WHERE tenant_id = $1 AND id = $3 AND account_id IS NOT DISTINCT FROM $2 AND revoked_at IS NULL
            """;

    /** A living key, and whether its last use is due to be written. */
    record Found(ApiKey key, boolean stale) {}

    private final Tx tx;

    ApiKeyStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Found>> bySecret(ApiSecret secret) {
        return tx.first(BY_SECRET, ApiKeyStore::found, tx.tenant(), Buffer.buffer(secret.hash()));
    }

    Future<Optional<Found>> byId(UUID id) {
        return tx.first(BY_ID, ApiKeyStore::found, tx.tenant(), id);
    }

    /** The newest hundred, ended ones included. */
    Future<List<ApiKey>> list(@Nullable UUID owner) {
        return tx.list(LIST, row -> found(row).key(), tx.tenant(), owner);
    }

    Future<Integer> touch(UUID id, String network) {
        return tx.run(TOUCH, tx.tenant(), id, network);
    }

    /** Whether it was added: not where the owner has {@code most} living ones, nor where the id is taken. */
    Future<Boolean> insert(@Nullable UUID owner, KeyDraft draft, ApiSecret secret, int most) {
        tx.first(LINE, row -> row, tx.tenant().toString(), owner);
        return tx.run(
                        INSERT,
                        tx.tenant(),
                        owner,
                        draft.id(),
                        draft.name(),
                        secret.prefix(),
                        Buffer.buffer(secret.hash()),
                        draft.scopes().toArray(String[]::new),
                        draft.days(),
                        (long) most)
                .map(rows -> rows == 1);
    }

    /** Whether the owner has a key of this id. */
    Future<Boolean> known(@Nullable UUID owner, UUID id) {
        return tx.first(KNOWN, row -> row, tx.tenant(), owner, id).map(Optional::isPresent);
    }

    /** Whether there was a key to revoke. */
    Future<Boolean> revoke(@Nullable UUID owner, UUID id) {
        return tx.run(REVOKE, tx.tenant(), owner, id).map(rows -> rows == 1);
    }

    private static Found found(Row row) {
        var key = new ApiKey(
                row.getUUID("id"),
                Optional.ofNullable(row.getUUID("account_id")),
                row.getString("name"),
                row.getString("prefix"),
                List.of(row.getArrayOfStrings("scopes")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant(),
                instant(row.getOffsetDateTime("last_used_at")),
                row.getString("last_used_from"),
                instant(row.getOffsetDateTime("revoked_at")));
        return new Found(key, row.getBoolean("stale"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
