package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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
    /** For pages alone: no way in asks it, so that a known address costs what an unknown one does. */
    private static final String COMPANIES = """
            SELECT a.id, min(o.name) AS company
              FROM account a
              JOIN company_member m ON m.tenant_id = a.tenant_id AND m.contact_id = a.contact_id
               AND (m.until IS NULL OR m.until >= portal_now()::date)
              JOIN company o ON o.tenant_id = m.tenant_id AND o.id = m.company_id
             WHERE a.tenant_id = $1 AND a.id = ANY($2) GROUP BY a.id LIMIT 50
            """;

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1::text || ' ' || $2, 7246002))";
    private static final String INSERT = """
            INSERT INTO account (tenant_id, id, contact_id, email, password_hash, origin, language, verified_at, password_set_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $8 THEN portal_now() END,
                    CASE WHEN $5::text IS NOT NULL THEN portal_now() END)
            """;
    private static final String TAKEN = "SELECT EXISTS (SELECT FROM account WHERE tenant_id = $1 AND email = $2)";
    /** Whoever got as far as the second factor with the old password begins anew. */
    private static final String SET_PASSWORD = """
            WITH tickets AS (UPDATE factor_ticket SET used_at = portal_now()
                              WHERE tenant_id = $1 AND owner_id = $2 AND used_at IS NULL)
            UPDATE account SET password_hash = $3, password_set_at = portal_now(), version = version + 1
             WHERE tenant_id = $1 AND id = $2
            """;

    private static final String MOVE = """
            UPDATE account SET email = $4, verified_at = portal_now(), version = version + 1
             WHERE tenant_id = $1 AND id = $2 AND email = $3
            """;
    private static final String EMAIL = "SELECT email FROM account WHERE tenant_id = $1 AND id = $2 FOR UPDATE";
    private static final String JOIN = "SELECT relation, moved, ended FROM account_join($1, $2) LIMIT 100";
    private static final String LOCK_OUT = """
            WITH keys AS (UPDATE api_key SET revoked_at = portal_now()
                           WHERE tenant_id = $1 AND account_id = $2 AND revoked_at IS NULL),
                 passkeys AS (DELETE FROM passkey WHERE tenant_id = $1 AND owner_id = $2),
                 app AS (DELETE FROM totp WHERE tenant_id = $1 AND owner_id = $2),
                 codes AS (DELETE FROM recovery_code WHERE tenant_id = $1 AND owner_id = $2),
                 tickets AS (DELETE FROM factor_ticket WHERE tenant_id = $1 AND owner_id = $2),
                 challenges AS (DELETE FROM passkey_challenge WHERE tenant_id = $1 AND owner_id = $2)
            UPDATE account SET password_hash = NULL, password_set_at = NULL, version = version + 1 WHERE tenant_id = $1 AND id = $2
            """;
    private static final String OF_CONTACT = COLUMNS + " WHERE a.tenant_id = $1 AND a.contact_id = $2 FOR UPDATE OF a";
    private static final String REHASH = """
            UPDATE account SET password_hash = $4 WHERE tenant_id = $1 AND id = $2 AND password_hash = $3
            """;
    private static final String PREFERENCES = """
            UPDATE account SET time_zone = $3, language = $4, version = version + 1 WHERE tenant_id = $1 AND id = $2
            """;
    private static final String LANGUAGE =
            "UPDATE account SET language = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2";
    private static final String THEME = "UPDATE account SET theme = $3 WHERE tenant_id = $1 AND id = $2";
    /**
     * The first proof of the address of an account that was opened by a link handed over ends what was set up before it: whoever
     * held the link need not be the person (security: pre-hijacked accounts).
     */
    private static final String VERIFIED = """
            WITH meant AS (SELECT a.id, EXISTS (SELECT FROM invitation i
                                                 WHERE i.tenant_id = $1 AND i.contact_id = a.contact_id AND i.accepted_way = 'copy') AS handed
                             FROM account a WHERE a.tenant_id = $1 AND a.id = ANY($2) AND a.verified_at IS NULL FOR UPDATE OF a),
                 proven AS (UPDATE account a SET verified_at = portal_now(),
                                   password_hash = CASE WHEN m.handed THEN NULL ELSE a.password_hash END,
                                   password_set_at = CASE WHEN m.handed THEN NULL ELSE a.password_set_at END
                              FROM meant m WHERE a.tenant_id = $1 AND a.id = m.id),
                 keys AS (UPDATE api_key k SET revoked_at = portal_now() FROM meant m
                           WHERE k.tenant_id = $1 AND k.account_id = m.id AND m.handed AND k.revoked_at IS NULL)
            DELETE FROM session s USING meant m WHERE s.tenant_id = $1 AND s.account_id = m.id AND m.handed
            """;
    /** A picture of before the media package stood in a table of its own; it goes with the next change. */
    private static final String AVATAR = """
            WITH old AS (DELETE FROM avatar WHERE tenant_id = $1 AND account_id = $2)
            UPDATE account SET avatar = $3 WHERE tenant_id = $1 AND id = $2
            """;

    private static final String PICTURE = """
            SELECT bytes, type, etag FROM avatar WHERE tenant_id = $1 AND account_id = $2 AND account_id = $3
            """;
    private static final String PICTURE_OF = """
            SELECT v.bytes, v.type, v.etag FROM account a
              JOIN avatar v ON v.tenant_id = a.tenant_id AND v.account_id = a.id
             WHERE a.tenant_id = $1 AND a.contact_id = $2
            """;
    private static final String COUNT = "SELECT count(*) FROM account WHERE tenant_id = $1 AND status = 'active'";
    private static final String NEWEST = COLUMNS + " WHERE a.tenant_id = $1 ORDER BY a.created_at DESC LIMIT 8";

    private static final String CONTACT = "SELECT contact_id FROM account WHERE tenant_id = $1 AND id = $2";

    private static final String PROFILE = """
            SELECT c.full_name, a.email, c.phone, a.time_zone, a.language, a.avatar, c.fields, c.version AS of_contact,
                   a.version AS of_account, profile_lacks($1, c.full_name, c.phone, a.time_zone, a.avatar, c.fields) AS lacks
              FROM account a JOIN contact c ON c.tenant_id = a.tenant_id AND c.id = a.contact_id
             WHERE a.tenant_id = $1 AND a.id = $2
            """;

    /** What an account says about its person, which required fields lack, and the versions of the two rows that say it. */
    record Profile(
            String name,
            String email,
            String phone,
            String timeZone,
            String language,
            String avatar,
            JsonObject answers,
            Set<String> lacks,
            String version) {}

    /** A stored picture as it is served. */
    record Picture(Buffer bytes, String type, String etag) {}

    private final Tx tx;

    AccountStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Profile>> profile(UUID id) {
        return tx.first(PROFILE, AccountStore::profile, tx.tenant(), id);
    }

    /** The same, and nobody changes it until this transaction ends. */
    Future<Optional<Profile>> profileToChange(UUID id) {
        return tx.first(PROFILE + " FOR UPDATE", AccountStore::profile, tx.tenant(), id);
    }

    private static Profile profile(Row row) {
        return new Profile(
                row.getString("full_name"),
                row.getString("email"),
                row.getString("phone"),
                row.getString("time_zone"),
                row.getString("language"),
                row.getString("avatar"),
                row.getJsonObject("fields"),
                Set.of(row.getArrayOfStrings("lacks")),
                row.getInteger("of_contact") + "." + row.getInteger("of_account"));
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

    /** The firm of each account that has one, by account. */
    Future<Map<UUID, String>> companies(List<Account> accounts) {
        var ids = accounts.stream().map(Account::id).toArray(UUID[]::new);
        return tx.list(COMPANIES, row -> Map.entry(row.getUUID("id"), row.getString("company")), tx.tenant(), ids)
                .map(rows -> rows.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Registrations of one address happen one after the other until this transaction ends. */
    Future<Void> lock(Email email) {
        return tx.first(LOCK, row -> row, tx.tenant().toString(), email.address())
                .mapEmpty();
    }

    /** Whether the address has an account, be it one that is disabled. */
    Future<Boolean> taken(Email email) {
        return tx.first(TAKEN, row -> row.getBoolean(0), tx.tenant(), email.address())
                .map(Optional::orElseThrow);
    }

    Future<UUID> insert(UUID id, Registration.Person person) {
        return tx.run(
                        INSERT,
                        tx.tenant(),
                        id,
                        person.contact(),
                        person.email().address(),
                        person.passwordHash(),
                        person.origin(),
                        person.language(),
                        person.proven())
                .map(id);
    }

    Future<Integer> setPassword(UUID id, String hash) {
        return tx.run(SET_PASSWORD, tx.tenant(), id, hash);
    }

    /** Moves it to another address; none where {@code from} is no longer its own. */
    Future<Integer> move(UUID id, Email from, Email to) {
        return tx.run(MOVE, tx.tenant(), id, from.address(), to.address());
    }

    /** Its address, held until this transaction ends. */
    Future<String> email(UUID id) {
        return tx.first(EMAIL, row -> row.getString(0), tx.tenant(), id).map(Optional::orElseThrow);
    }

    /** What somebody else may have set or made to come back is worth nothing: password, second factors and keys. */
    Future<Integer> lockOut(UUID id) {
        return tx.run(LOCK_OUT, tx.tenant(), id);
    }

    /** Ends {@code closed} in favour of {@code stays}: table by table how many rows went over, and how many ended. */
    Future<List<JsonObject>> join(UUID stays, UUID closed) {
        return tx.list(
                JOIN,
                row -> new JsonObject()
                        .put("table", row.getString(0))
                        .put("moved", row.getLong(1))
                        .put("dropped", row.getLong(2)),
                stays,
                closed);
    }

    /** The account of a contact, whatever its state, held until this transaction ends. */
    Future<Optional<Account>> ofContact(UUID contact) {
        return tx.first(OF_CONTACT, AccountStore::account, tx.tenant(), contact);
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

    /** The id of the picture's file, or empty where there is none. */
    Future<Integer> avatar(UUID account, String picture) {
        return tx.run(AVATAR, tx.tenant(), account, picture);
    }

    /** The picture of {@code account} as {@code viewer} may see it: their own. */
    Future<Optional<Picture>> picture(UUID account, UUID viewer) {
        return tx.first(PICTURE, AccountStore::picture, tx.tenant(), account, viewer);
    }

    /** The picture of the contact's account. */
    Future<Optional<Picture>> pictureOf(UUID contact) {
        return tx.first(PICTURE_OF, AccountStore::picture, tx.tenant(), contact);
    }

    private static Picture picture(Row row) {
        return new Picture(row.getBuffer("bytes"), row.getString("type"), row.getString("etag"));
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
