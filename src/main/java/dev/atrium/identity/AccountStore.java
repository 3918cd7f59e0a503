package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts in PostgreSQL. */
final class AccountStore {
    /** More accounts of one address than this cannot be told apart by a person, nor tried against a password. */
    static final int MOST = 50;

    private static final String COLUMNS = """
            SELECT a.id, a.contact_id, c.full_name, a.email, a.password_hash, a.language, a.created_at, a.last_seen_at
              FROM account a JOIN contact c ON c.tenant_id = a.tenant_id AND c.id = a.contact_id
            """;
    private static final String BY_EMAIL = COLUMNS + """
             WHERE a.tenant_id = $1 AND a.email = $2 AND a.status = 'active'
             ORDER BY a.last_seen_at DESC NULLS LAST, a.created_at LIMIT 50
            """;
    private static final String BY_IDS = COLUMNS + """
             WHERE a.tenant_id = $1 AND a.id = ANY($2) AND a.status = 'active'
             ORDER BY a.last_seen_at DESC NULLS LAST, a.created_at LIMIT 50
            """;
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1::text || ' ' || $2, 7246002))";
    private static final String INSERT = """
            INSERT INTO account (tenant_id, id, contact_id, email, password_hash, origin, language, verified_at)
            VALUES ($1, $2, $3, $4, $5, 'signup', $6, portal_now())
            """;
    private static final String SET_PASSWORD = """
            UPDATE account SET password_hash = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2
            """;
    private static final String REHASH = """
            UPDATE account SET password_hash = $4 WHERE tenant_id = $1 AND id = $2 AND password_hash = $3
            """;
    private static final String PREFERENCES = """
            UPDATE account SET time_zone = $3, language = $4, version = version + 1 WHERE tenant_id = $1 AND id = $2
            """;
    private static final String LANGUAGE =
            "UPDATE account SET language = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2";
    private static final String THEME = "UPDATE account SET theme = $3 WHERE tenant_id = $1 AND id = $2";
    private static final String VERIFIED =
            "UPDATE account SET verified_at = portal_now() WHERE tenant_id = $1 AND id = ANY($2) AND verified_at IS NULL";
    private static final String AVATAR = """
            WITH picture AS (
              INSERT INTO avatar (tenant_id, account_id, etag, type, bytes) VALUES ($1, $2, $3, $4, $5)
              ON CONFLICT (tenant_id, account_id) DO UPDATE
                 SET etag = excluded.etag, type = excluded.type, bytes = excluded.bytes
              RETURNING etag)
            UPDATE account a SET avatar = picture.etag FROM picture WHERE a.tenant_id = $1 AND a.id = $2
            """;
    private static final String NO_AVATAR = """
            WITH gone AS (DELETE FROM avatar WHERE tenant_id = $1 AND account_id = $2)
            UPDATE account SET avatar = '' WHERE tenant_id = $1 AND id = $2
            """;
    private static final String PICTURE = """
            SELECT bytes, type, etag FROM avatar WHERE tenant_id = $1 AND account_id = $2 AND account_id = $3
            """;
    private static final String COUNT = "SELECT count(*) FROM account WHERE tenant_id = $1 AND status = 'active'";
    private static final String NEWEST = COLUMNS + " WHERE a.tenant_id = $1 ORDER BY a.created_at DESC LIMIT 8";

    private static final String CONTACT = "SELECT contact_id FROM account WHERE tenant_id = $1 AND id = $2";

    /** A stored picture as it is served. */
    record Picture(Buffer bytes, String type, String etag) {}

    private final Tx tx;

    AccountStore(Tx tx) {
        this.tx = tx;
    }

    /** Whose account it is. */
    Future<UUID> contact(UUID account) {
        return tx.first(CONTACT, row -> row.getUUID(0), tx.tenant(), account).map(Optional::orElseThrow);
    }

    /** Every active account of the address, the last used first. */
    Future<List<Account>> byEmail(Email email) {
        return tx.list(BY_EMAIL, AccountStore::account, tx.tenant(), email.address());
    }

    Future<List<Account>> byIds(List<UUID> ids) {
        return tx.list(BY_IDS, AccountStore::account, tx.tenant(), ids.toArray(UUID[]::new));
    }

    /** Registrations of one address happen one after the other until this transaction ends. */
    Future<Void> lock(Email email) {
        return tx.first(LOCK, row -> row, tx.tenant().toString(), email.address())
                .mapEmpty();
    }

    Future<UUID> insert(UUID id, UUID contact, Email email, @Nullable String passwordHash, String language) {
        return tx.run(INSERT, tx.tenant(), id, contact, email.address(), passwordHash, language)
                .map(id);
    }

    Future<Integer> setPassword(UUID id, String hash) {
        return tx.run(SET_PASSWORD, tx.tenant(), id, hash);
    }

    /** Replaces an imported or outdated hash, unless the password was changed meanwhile. */
    Future<Integer> rehash(UUID id, String old, String hash) {
        return tx.run(REHASH, tx.tenant(), id, old, hash);
    }

    Future<Integer> preferences(UUID id, String timeZone, String language) {
        return tx.run(PREFERENCES, tx.tenant(), id, timeZone, language);
    }

    Future<Integer> theme(UUID id, String theme) {
        return tx.run(THEME, tx.tenant(), id, theme);
    }

    Future<Integer> language(UUID id, String tag) {
        return tx.run(LANGUAGE, tx.tenant(), id, tag);
    }

    /** The address of granted accounts is proven by their first code. */
    Future<Integer> verified(List<UUID> ids) {
        return tx.run(VERIFIED, tx.tenant(), ids.toArray(UUID[]::new));
    }

    Future<Integer> avatar(UUID account, String etag, String type, Buffer bytes) {
        return tx.run(AVATAR, tx.tenant(), account, etag, type, bytes);
    }

    Future<Integer> noAvatar(UUID account) {
        return tx.run(NO_AVATAR, tx.tenant(), account);
    }

    /** The picture of {@code account} as {@code viewer} may see it: their own. */
    Future<Optional<Picture>> picture(UUID account, UUID viewer) {
        return tx.first(
                PICTURE,
                row -> new Picture(row.getBuffer("bytes"), row.getString("type"), row.getString("etag")),
                tx.tenant(),
                account,
                viewer);
    }

    Future<Long> count() {
        return tx.first(COUNT, row -> row.getLong(0), tx.tenant()).map(Optional::orElseThrow);
    }

    Future<List<Account>> newest() {
        return tx.list(NEWEST, AccountStore::account, tx.tenant());
    }

    private static Account account(Row row) {
        var created = row.getOffsetDateTime("created_at");
        return new Account(
                row.getUUID("id"),
                row.getUUID("contact_id"),
                row.getString("full_name"),
                row.getString("email"),
                row.getString("password_hash"),
                row.getString("language"),
                created.toInstant(),
                instant(row.getOffsetDateTime("last_seen_at")));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
