package dev.atrium.domain;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Certificates, and what proves to authorities that names are ours, in PostgreSQL. */
final class CertificateStore {
    private static final String CHALLENGE = """
            INSERT INTO acme_challenge (tenant_id, domain_id, token, answer, expires_at)
            VALUES ($1, $2, $3, $4, portal_now() + interval '1 hour')
            ON CONFLICT (tenant_id, domain_id, token) DO UPDATE SET answer = excluded.answer, expires_at = excluded.expires_at
            """;
    private static final String ANSWER = "SELECT answer FROM sys_acme_answer($1, $2)";
    // A name that was lost meanwhile gets no certificate.
    private static final String SAVE = """
            INSERT INTO domain_certificate (tenant_id, domain_id, chain, key_sealed, not_before, not_after)
            SELECT tenant_id, id, $3, $4, $5, $6 FROM domain WHERE tenant_id = $1 AND id = $2 AND verified_at IS NOT NULL
            ON CONFLICT (tenant_id, domain_id) DO UPDATE
               SET chain = excluded.chain, key_sealed = excluded.key_sealed, not_before = excluded.not_before,
                   not_after = excluded.not_after, issued_at = portal_now()
            """;
    private static final String ISSUED = """
            UPDATE domain SET tls_attempts = 0, tls_error = '', tls_retry_at = NULL,
                   state = CASE WHEN state IN ('issuing_tls', 'dns_ok') THEN 'active' ELSE state END, version = version + 1
             WHERE tenant_id = $1 AND id = $2
            """;
    private static final String FAILED = """
            UPDATE domain SET tls_attempts = tls_attempts + 1, tls_error = left($3, 500), tls_retry_at = $4,
                   state = CASE WHEN $5 AND state = 'issuing_tls' THEN 'caa_blocked' ELSE state END, version = version + 1
             WHERE tenant_id = $1 AND id = $2
            """;
    private static final String PAGE = "SELECT host, chain, key_sealed, not_after FROM sys_certificates($1, $2)";
    private static final String ACCOUNT = "SELECT key_sealed FROM sys_acme_account($1, $2)";

    /** A certificate with its key, sealed. */
    record Kept(String host, String chain, Buffer locked, Instant until) {}

    private CertificateStore() {}

    static Future<Void> challenge(Tx tx, UUID domain, String token, String answer) {
        return tx.run(CHALLENGE, tx.tenant(), domain, token, answer).mapEmpty();
    }

    static Future<Optional<String>> answer(Db db, String host, String token) {
        return db.system(ANSWER, row -> row.getString(0), host, token)
                .map(found -> found.stream().findFirst());
    }

    /** False where the name is no longer held. */
    static Future<Boolean> save(Tx tx, UUID domain, String chain, byte[] locked, Instant from, Instant until) {
        return tx.run(
                        SAVE,
                        tx.tenant(),
                        domain,
                        chain,
                        Buffer.buffer(locked),
                        from.atOffset(ZoneOffset.UTC),
                        until.atOffset(ZoneOffset.UTC))
                .map(rows -> rows == 1);
    }

    static Future<Void> issued(Tx tx, UUID domain) {
        return tx.run(ISSUED, tx.tenant(), domain).mapEmpty();
    }

    static Future<Void> failed(Tx tx, UUID domain, String why, Instant retry, boolean caa) {
        return tx.run(FAILED, tx.tenant(), domain, why, retry.atOffset(ZoneOffset.UTC), caa)
                .mapEmpty();
    }

    /** The next certificates in the order of their hosts. */
    static Future<List<Kept>> page(Db db, String after, int limit) {
        return db.system(PAGE, CertificateStore::kept, after, limit);
    }

    /** The account's sealed key; {@code fresh} becomes it where there is none yet, and an empty one makes none. */
    static Future<Optional<byte[]>> account(Db db, String directory, byte[] fresh) {
        return db.system(ACCOUNT, row -> row.getBuffer(0).getBytes(), directory, Buffer.buffer(fresh))
                .map(found -> found.stream().findFirst());
    }

    private static Kept kept(Row row) {
        return new Kept(
                row.getString("host"),
                row.getString("chain"),
                Objects.requireNonNull(row.getBuffer("key_sealed")),
                row.getOffsetDateTime("not_after").toInstant());
    }
}
