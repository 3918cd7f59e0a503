package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
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

/** Links of staff in PostgreSQL. One is used by one statement, which asks everything that must still be so. */
final class SignInLinkStore {
    private static final String TARGET = """
            SELECT a.id, coalesce(a.email, c.email) AS email, coalesce(a.status = 'active', false) AS active, s.magic_links
              FROM contact c
              JOIN tenant_settings s ON s.tenant_id = c.tenant_id
              LEFT JOIN account a ON a.tenant_id = c.tenant_id AND a.contact_id = c.id
             WHERE c.tenant_id = $1 AND c.id = $2
            """;
    private static final String INSERT = """
            INSERT INTO sign_in_link (tenant_id, id, token_hash, contact_id, account_id, email, next, handed, maker, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, left($9, 200), portal_now() + make_interval(secs => $10))
            """;
    private static final String USE = """
            UPDATE sign_in_link l SET used_at = portal_now()
              FROM account a
             WHERE l.tenant_id = $1 AND l.token_hash = $2 AND l.used_at IS NULL AND l.revoked_at IS NULL
               AND l.expires_at > portal_now()
               AND a.tenant_id = l.tenant_id AND a.id = l.account_id AND a.status = 'active' AND a.email = l.email
               AND EXISTS (SELECT 1 FROM tenant_settings s WHERE s.tenant_id = $1 AND s.magic_links)
            RETURNING l.id, l.account_id, l.email, l.next, l.handed
            """;
    private static final String LOOK = """
            SELECT l.email, l.next,
                   l.used_at IS NULL AND l.revoked_at IS NULL AND l.expires_at > portal_now()
                     AND a.status = 'active' AND a.email = l.email
                     AND (SELECT s.magic_links FROM tenant_settings s WHERE s.tenant_id = $1) AS alive
              FROM sign_in_link l JOIN account a ON a.tenant_id = l.tenant_id AND a.id = l.account_id
             WHERE l.tenant_id = $1 AND l.token_hash = $2
            """;
    private static final String COLUMNS = """
            SELECT l.id, l.contact_id, c.full_name, l.next, l.handed, l.maker, l.created_at, l.expires_at,
                   CASE WHEN l.used_at IS NOT NULL THEN 'used' WHEN l.revoked_at IS NOT NULL THEN 'revoked'
                        WHEN l.expires_at <= portal_now() THEN 'expired' ELSE 'sent' END AS state
              FROM sign_in_link l JOIN contact c ON c.tenant_id = l.tenant_id AND c.id = l.contact_id
            """;
    private static final String OF_CONTACT = COLUMNS + """
             WHERE l.tenant_id = $1 AND l.contact_id = $2 ORDER BY l.created_at DESC, l.id DESC LIMIT 50
            """;
    private static final String NEWEST = COLUMNS + """
             WHERE l.tenant_id = $1 ORDER BY l.created_at DESC, l.id DESC LIMIT 50
            """;
    private static final String ONE =
            COLUMNS + " WHERE l.tenant_id = $1 AND l.id = $2 AND ($3::uuid IS NULL OR l.contact_id = $3)";
    private static final String REVOKE = """
            UPDATE sign_in_link SET revoked_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND ($3::uuid IS NULL OR contact_id = $3)
               AND used_at IS NULL AND revoked_at IS NULL AND expires_at > portal_now()
            RETURNING contact_id, account_id
            """;
    private static final String LIVING = """
            SELECT count(*) FROM (SELECT 1 FROM sign_in_link
             WHERE tenant_id = $1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > portal_now() LIMIT 1000) x
            """;
    private static final String CANDIDATES = """
            SELECT c.id, c.full_name, a.email, a.last_seen_at
              FROM account a JOIN contact c ON c.tenant_id = a.tenant_id AND c.id = a.contact_id
             WHERE a.tenant_id = $1 AND a.status = 'active'
               AND ($2 = '' OR strpos(lower(c.full_name), lower($2)) > 0 OR strpos(a.email, lower($2)) > 0)
             ORDER BY a.last_seen_at DESC NULLS FIRST, c.full_name, c.id LIMIT $3
            """;

    /** Whom a link would be for. */
    record Target(@Nullable UUID account, String email, boolean active, boolean magicLinks) {}

    /** A link that was used this very moment. */
    record Used(UUID id, UUID account, Email email, String next, boolean handed) {}

    /** Whose link was revoked. */
    record Revoked(UUID contact, UUID account) {}

    /** Somebody who can be sent a link; never seen ones first. */
    record Candidate(UUID contact, String name, String email, java.time.@Nullable Instant lastSeen) {}

    private final Tx tx;

    SignInLinkStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Target>> target(UUID contact) {
        return tx.first(
                TARGET,
                row -> new Target(
                        row.getUUID("id"),
                        Objects.requireNonNullElse(row.getString("email"), ""),
                        row.getBoolean("active"),
                        row.getBoolean("magic_links")),
                tx.tenant(),
                contact);
    }

    Future<Integer> insert(
            UUID id,
            byte[] hash,
            UUID contact,
            UUID account,
            Email email,
            String next,
            boolean handed,
            String maker,
            Duration life) {
        return tx.run(
                INSERT,
                tx.tenant(),
                id,
                Buffer.buffer(hash),
                contact,
                account,
                email.address(),
                next,
                handed,
                maker,
                (double) life.toSeconds());
    }

    /** Uses the link; of any number of requests at once at most one gets it. */
    Future<Optional<Used>> use(Buffer hash) {
        return tx.first(
                USE,
                row -> new Used(
                        row.getUUID("id"),
                        row.getUUID("account_id"),
                        new Email(row.getString("email")),
                        row.getString("next"),
                        row.getBoolean("handed")),
                tx.tenant(),
                hash);
    }

    /** The link without using it; it works in any browser. */
    Future<Optional<FlowStore.Link>> look(Buffer hash) {
        return tx.first(
                LOOK,
                row -> new FlowStore.Link(
                        new Email(row.getString("email")), row.getString("next"), true, row.getBoolean("alive")),
                tx.tenant(),
                hash);
    }

    /** The newest of a contact, at most fifty. */
    Future<List<SignInLink>> of(UUID contact) {
        return tx.list(OF_CONTACT, SignInLinkStore::link, tx.tenant(), contact);
    }

    /** The newest of the tenant, at most fifty. */
    Future<List<SignInLink>> newest() {
        return tx.list(NEWEST, SignInLinkStore::link, tx.tenant());
    }

    Future<Optional<SignInLink>> find(UUID link, @Nullable UUID contact) {
        return tx.first(ONE, SignInLinkStore::link, tx.tenant(), link, contact);
    }

    /** Ends a living link; empty where there is none such. */
    Future<Optional<Revoked>> revoke(UUID link, @Nullable UUID contact) {
        return tx.first(
                REVOKE,
                row -> new Revoked(row.getUUID("contact_id"), row.getUUID("account_id")),
                tx.tenant(),
                link,
                contact);
    }

    /** How many could still be used, counted up to a thousand. */
    Future<Long> living() {
        return tx.first(LIVING, row -> row.getLong(0), tx.tenant()).map(Optional::orElseThrow);
    }

    /** People with an account whose name or address has {@code words} in it. */
    Future<List<Candidate>> candidates(String words, int limit) {
        return tx.list(
                CANDIDATES,
                row -> {
                    var seen = row.getOffsetDateTime("last_seen_at");
                    return new Candidate(
                            row.getUUID("id"),
                            row.getString("full_name"),
                            row.getString("email"),
                            seen == null ? null : seen.toInstant());
                },
                tx.tenant(),
                words,
                limit);
    }

    private static SignInLink link(Row row) {
        return new SignInLink(
                row.getUUID("id"),
                row.getUUID("contact_id"),
                row.getString("full_name"),
                row.getString("next"),
                row.getBoolean("handed"),
                row.getString("maker"),
                SignInLink.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant());
    }
}
