package dev.atrium.session;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Sessions in PostgreSQL. Idle for 14 days or 90 days old, a session is none any more. */
final class SessionStore {
    /** Read along, so that no page asks for it: which of the audiences of apps and links the contact of account {@code a} is in. */
    static final String AUDIENCES = """
            ARRAY(SELECT u.audience_id
                           FROM (SELECT w.audience_id FROM app_switch w WHERE w.tenant_id = $1 AND w.audience_id IS NOT NULL
                                  UNION SELECT n.audience_id FROM nav_item n WHERE n.tenant_id = $1 AND n.audience_id IS NOT NULL
                                  LIMIT 200) u
                          WHERE audience_has($1, u.audience_id, a.contact_id)) AS audiences
            """;

    /** The apps that hold nothing for the contact of account {@code a}. */
    static final String EMPTY = "apps_empty($1, a.contact_id) AS empty";

    /** What contact {@code c} has not read. */
    static final String UNREAD = "unread_counts($1, c.id) AS unread";

    /** The required fields of the profile that the person of contact {@code c} and account {@code a} has not filled in. */
    static final String LACKS = "profile_lacks($1, c.full_name, c.phone, a.time_zone, a.avatar, c.fields) AS lacks";

    private static final String FIND = """
            SELECT s.id, s.account_id, a.contact_id, c.full_name, a.email, c.phone, a.time_zone, a.language, a.theme, a.avatar,
                   (SELECT count(*) FROM (SELECT 1 FROM account o
                                           WHERE o.tenant_id = $1 AND o.email = a.email AND o.status = 'active' LIMIT 2) x) > 1
                     AS several,
                   s.proof, s.covers, s.proven_at, s.mfa, s.last_seen_at < portal_now() - interval '1 minute' AS stale,
                   UNREAD, AUDIENCES, EMPTY, LACKS
              FROM session s
              JOIN account a ON a.tenant_id = s.tenant_id AND a.id = s.account_id AND a.status = 'active'
              JOIN contact c ON c.tenant_id = a.tenant_id AND c.id = a.contact_id
             WHERE s.tenant_id = $1 AND s.token_hash = $2
               AND s.ends_at > portal_now() AND s.last_seen_at > portal_now() - interval '14 days'
            """.replace("UNREAD", UNREAD)
            .replace("AUDIENCES", AUDIENCES)
            .replace("EMPTY", EMPTY)
            .replace("LACKS", LACKS);
    /** A program is shown no page, so that nobody counts for it what a page's frame says. */
    private static final String BY_ID = """
            SELECT s.id, s.account_id, a.contact_id, c.full_name, a.email, c.phone, a.time_zone, a.language, a.theme, a.avatar,
                   false AS several, s.proof, s.covers, s.proven_at, s.mfa, false AS stale,
                   NULL::jsonb AS unread, AUDIENCES, ARRAY[]::text[] AS empty, LACKS
              FROM session s
              JOIN account a ON a.tenant_id = s.tenant_id AND a.id = s.account_id AND a.status = 'active'
              JOIN contact c ON c.tenant_id = a.tenant_id AND c.id = a.contact_id
             WHERE s.tenant_id = $1 AND s.id = $2
               AND s.ends_at > portal_now() AND s.last_seen_at > portal_now() - interval '14 days'
            """.replace("AUDIENCES", AUDIENCES).replace("LACKS", LACKS);

    private static final String BY_KEY = """
            SELECT $3::uuid AS id, a.id AS account_id, a.contact_id, c.full_name, a.email, c.phone, a.time_zone, a.language,
                   a.theme, a.avatar, false AS several, 'key' AS proof, ARRAY[]::uuid[] AS covers,
                   timestamptz 'epoch' AS proven_at, false AS mfa, false AS stale,
                   NULL::jsonb AS unread, AUDIENCES, ARRAY[]::text[] AS empty, LACKS
              FROM account a
              JOIN contact c ON c.tenant_id = a.tenant_id AND c.id = a.contact_id
             WHERE a.tenant_id = $1 AND a.id = $2 AND a.status = 'active'
            """.replace("AUDIENCES", AUDIENCES).replace("LACKS", LACKS);
    // A view is asked for as its own requests ask: it ends with the staff session and with the role.
    private static final String ACCOUNT_OF = """
            SELECT a.id
              FROM (SELECT s.account_id FROM session s
                     WHERE s.tenant_id = $1 AND s.id = $2
                       AND s.ends_at > portal_now() AND s.last_seen_at > portal_now() - interval '14 days'
                     UNION ALL
                    SELECT k.account_id FROM api_key k
                     WHERE k.tenant_id = $1 AND k.id = $2 AND k.revoked_at IS NULL AND k.expires_at > portal_now()
                     UNION ALL
                    SELECT f.account_id FROM view_session v, sys_view_session_find($1, v.token_hash) f
                     WHERE v.tenant_id = $1 AND v.id = $2) holder
              JOIN account a ON a.tenant_id = $1 AND a.id = holder.account_id AND a.status = 'active'
              JOIN tenant t ON t.tenant_id = $1 AND t.status = 'active'
            """;
    private static final String TOUCH = """
            WITH seen AS (
              UPDATE session SET last_seen_at = portal_now()
               WHERE tenant_id = $1 AND id = $2 AND last_seen_at < portal_now() - interval '1 minute'
              RETURNING account_id)
            UPDATE account a SET last_seen_at = portal_now() FROM seen WHERE a.tenant_id = $1 AND a.id = seen.account_id
            """;
    private static final String OPEN = """
            INSERT INTO session (tenant_id, id, token_hash, account_id, proof, covers, ip, user_agent, mfa, proven_at, ends_at)
            SELECT $1, $2, $3, $4, $5, $6, $7, left($8, 300), $10,
                   coalesce(old.proven_at, CASE WHEN $5 = 'handed' THEN timestamptz 'epoch' ELSE portal_now() END),
                   coalesce(old.ends_at, portal_now() + interval '90 days')
              FROM (SELECT 1) new LEFT JOIN session old ON old.tenant_id = $1 AND old.id = $9
             WHERE $9::uuid IS NULL OR $4 = ANY(old.covers)
            """;
    private static final String RENEW = """
            WITH old AS (SELECT id, token_hash FROM session
                          WHERE tenant_id = $1 AND account_id = $2 AND id = $3 AND ends_at > portal_now() FOR UPDATE)
            UPDATE session s SET token_hash = $4, proof = $5, proven_at = portal_now(), mfa = s.mfa OR $6
              FROM old WHERE s.tenant_id = $1 AND s.id = old.id
            RETURNING old.token_hash
            """;
    private static final String SEEN =
            "UPDATE account SET last_seen_at = portal_now() WHERE tenant_id = $1 AND id = $2";
    private static final String LIST = """
            SELECT id, ip, user_agent, created_at, last_seen_at FROM session
             WHERE tenant_id = $1 AND account_id = $2
               AND ends_at > portal_now() AND last_seen_at > portal_now() - interval '14 days'
             ORDER BY last_seen_at DESC LIMIT 50
            """;
    private static final String END =
            "DELETE FROM session WHERE tenant_id = $1 AND account_id = $2 AND id = $3 RETURNING token_hash";
    private static final String END_ALL =
            "DELETE FROM session WHERE tenant_id = $1 AND account_id = $2 AND id <> $3 RETURNING token_hash";
    private static final String END_TENANT = "DELETE FROM session WHERE tenant_id = $1";
    private static final String UNCOVER = """
            UPDATE session s SET covers = array_remove(s.covers, $2)
             WHERE s.tenant_id = $1 AND s.id <> $3 AND $2 = ANY(s.covers)
               AND s.account_id IN (SELECT o.id FROM account a
                                      JOIN account o ON o.tenant_id = a.tenant_id AND o.email = a.email
                                     WHERE a.tenant_id = $1 AND a.id = $2)
            RETURNING token_hash
            """;
    private static final String CONTACT_HASHES = """
            SELECT s.token_hash FROM account a JOIN session s ON s.tenant_id = a.tenant_id AND s.account_id = a.id
             WHERE a.tenant_id = $1 AND a.contact_id = $2 LIMIT 1000
            """;
    private static final String HASHES =
            "SELECT token_hash FROM session WHERE tenant_id = $1 AND account_id = $2 LIMIT 1000";

    /** A session and whether its last-seen time is due to be written. */
    record Found(Session session, boolean stale) {}

    private final Tx tx;

    SessionStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Found>> find(Buffer hash) {
        return tx.first(FIND, SessionStore::found, tx.tenant(), hash);
    }

    Future<Optional<Found>> byId(UUID id) {
        return tx.first(BY_ID, SessionStore::found, tx.tenant(), id);
    }

    Future<Optional<Session>> ofKey(UUID account, UUID key) {
        return tx.first(BY_KEY, row -> found(row).session(), tx.tenant(), account, key);
    }

    Future<Optional<UUID>> accountOf(UUID holder) {
        return tx.first(ACCOUNT_OF, row -> row.getUUID(0), tx.tenant(), holder);
    }

    Future<Integer> touch(UUID session) {
        return tx.run(TOUCH, tx.tenant(), session);
    }

    /** Opens it; empty where it goes on from a session that has ended, or no longer covers the account. */
    Future<Optional<UUID>> open(Opening opening, Buffer hash) {
        var id = Ids.next();
        tx.run(SEEN, tx.tenant(), opening.account());
        return tx.run(
                        OPEN,
                        tx.tenant(),
                        id,
                        hash,
                        opening.account(),
                        opening.proof().name().toLowerCase(Locale.ROOT),
                        opening.covers().toArray(UUID[]::new),
                        opening.ip(),
                        opening.userAgent(),
                        opening.since(),
                        opening.mfa())
                .map(rows -> rows == 1 ? Optional.of(id) : Optional.empty());
    }

    /** Gives the session another token for a new proof; the old token, empty where the session has ended. */
    Future<Optional<Buffer>> renew(UUID account, UUID session, Buffer hash, Session.Proof proof, boolean mfa) {
        return tx.first(
                RENEW,
                row -> row.getBuffer(0),
                tx.tenant(),
                account,
                session,
                hash,
                proof.name().toLowerCase(Locale.ROOT),
                mfa);
    }

    Future<List<Device>> list(UUID account) {
        return tx.list(LIST, SessionStore::device, tx.tenant(), account);
    }

    Future<List<Buffer>> end(UUID account, UUID session) {
        return tx.list(END, row -> row.getBuffer(0), tx.tenant(), account, session);
    }

    Future<List<Buffer>> endAllBut(UUID account, UUID kept) {
        return tx.list(END_ALL, row -> row.getBuffer(0), tx.tenant(), account, kept);
    }

    Future<Integer> endTenant() {
        return tx.run(END_TENANT, tx.tenant());
    }

    /** No other session may switch into the account any more without a new proof. */
    Future<List<Buffer>> uncover(UUID account, UUID kept) {
        return tx.list(UNCOVER, row -> row.getBuffer(0), tx.tenant(), account, kept);
    }

    Future<List<Buffer>> hashes(UUID account) {
        return tx.list(HASHES, row -> row.getBuffer(0), tx.tenant(), account);
    }

    Future<List<Buffer>> contactHashes(UUID contact) {
        return tx.list(CONTACT_HASHES, row -> row.getBuffer(0), tx.tenant(), contact);
    }

    private static Found found(Row row) {
        var session = new Session(
                row.getUUID("id"),
                row.getUUID("account_id"),
                row.getUUID("contact_id"),
                row.getString("full_name"),
                row.getString("email"),
                row.getString("phone"),
                row.getString("time_zone"),
                row.getString("language"),
                row.getString("theme"),
                row.getString("avatar"),
                row.getBoolean("several"),
                Session.Unread.of(row.getJsonObject("unread")),
                Session.Proof.valueOf(row.getString("proof").toUpperCase(Locale.ROOT)),
                Set.of(row.getArrayOfUUIDs("covers")),
                instant(row.getOffsetDateTime("proven_at")),
                row.getBoolean("mfa"),
                Set.of(row.getArrayOfUUIDs("audiences")),
                Set.of(row.getArrayOfStrings("empty")),
                Set.of(row.getArrayOfStrings("lacks")));
        return new Found(session, row.getBoolean("stale"));
    }

    private static Device device(Row row) {
        return new Device(
                row.getUUID("id"),
                row.getString("ip"),
                row.getString("user_agent"),
                instant(row.getOffsetDateTime("created_at")),
                instant(row.getOffsetDateTime("last_seen_at")));
    }

    private static Instant instant(OffsetDateTime time) {
        return Objects.requireNonNull(time)
                .withOffsetSameInstant(ZoneOffset.UTC)
                .toInstant();
    }
}
