package dev.atrium.identity.factor;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Passkeys and the challenges put to them in PostgreSQL. */
final class PasskeyStore {
    private static final String ASK = """
            INSERT INTO passkey_challenge (tenant_id, token_hash, purpose, owner_id, challenge, rp_id, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, portal_now() + interval '5 minutes')
            """;
    private static final String USE = """
            UPDATE passkey_challenge SET used_at = portal_now()
             WHERE tenant_id = $1 AND token_hash = $2 AND purpose = $3 AND owner_id IS NOT DISTINCT FROM $4 AND rp_id = $5
               AND used_at IS NULL AND expires_at > portal_now()
            RETURNING challenge
            """;
    private static final String LOCK =
            "SELECT pg_advisory_xact_lock(hashtextextended($1::text || ' ' || $2::text, 7246003))";
    private static final String INSERT = """
            INSERT INTO passkey (tenant_id, id, owner_id, credential_id, rp_id, public_key, sign_count, name, transports, backed_up)
            SELECT $1, $2, $3, $4, $5, $6, $7, left($8, 80), $9, $10
             WHERE (SELECT count(*) FROM passkey WHERE tenant_id = $1 AND owner_id = $3) < 20
            ON CONFLICT (tenant_id, credential_id) DO NOTHING
            """;
    private static final String FIND = """
            SELECT id, owner_id, public_key, sign_count FROM passkey WHERE tenant_id = $1 AND credential_id = $2 AND rp_id = $3
            """;
    // A copy of an authenticator is found out by a count that does not grow; who keeps none says 0 for ever.
    private static final String USED = """
            UPDATE passkey SET sign_count = $3, last_used_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND (sign_count < $3 OR (sign_count = 0 AND $3 = 0))
            """;
    private static final String LIST = """
            SELECT id, name, rp_id, created_at, last_used_at FROM passkey
             WHERE tenant_id = $1 AND owner_id = $2 ORDER BY created_at DESC LIMIT 20
            """;
    private static final String CREDENTIALS =
            "SELECT credential_id FROM passkey WHERE tenant_id = $1 AND owner_id = $2 AND rp_id = $3 LIMIT 20";
    private static final String RENAME =
            "UPDATE passkey SET name = $4 WHERE tenant_id = $1 AND owner_id = $2 AND id = $3";
    private static final String REMOVE =
            "DELETE FROM passkey WHERE tenant_id = $1 AND owner_id = $2 AND id = $3 RETURNING name";

    /** What an assertion is checked against. */
    record Stored(UUID id, UUID owner, Buffer key, long count) {}

    /** A new passkey. */
    record Fresh(
            UUID id,
            Buffer credential,
            Buffer key,
            long count,
            String name,
            List<String> transports,
            boolean backedUp) {}

    private final Tx tx;

    PasskeyStore(Tx tx) {
        this.tx = tx;
    }

    Future<Void> ask(byte[] token, Passkeys.Purpose purpose, @Nullable UUID owner, byte[] challenge, String rpId) {
        return tx.run(ASK, tx.tenant(), Buffer.buffer(token), word(purpose), owner, Buffer.buffer(challenge), rpId)
                .mapEmpty();
    }

    Future<Optional<Buffer>> use(byte[] token, Passkeys.Purpose purpose, @Nullable UUID owner, String rpId) {
        return tx.first(USE, row -> row.getBuffer(0), tx.tenant(), Buffer.buffer(token), word(purpose), owner, rpId);
    }

    private static String word(Passkeys.Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }

    /** False where the owner has twenty, or somebody has this one. */
    Future<Boolean> insert(UUID owner, String rpId, Fresh fresh) {
        tx.run(LOCK, tx.tenant().toString(), owner.toString());
        return tx.run(
                        INSERT,
                        tx.tenant(),
                        fresh.id(),
                        owner,
                        fresh.credential(),
                        rpId,
                        fresh.key(),
                        fresh.count(),
                        fresh.name(),
                        fresh.transports().toArray(String[]::new),
                        fresh.backedUp())
                .map(rows -> rows == 1);
    }

    Future<Optional<Stored>> find(byte[] credential, String rpId) {
        return tx.first(
                FIND,
                row -> new Stored(
                        row.getUUID("id"),
                        row.getUUID("owner_id"),
                        row.getBuffer("public_key"),
                        row.getLong("sign_count")),
                tx.tenant(),
                Buffer.buffer(credential),
                rpId);
    }

    Future<Boolean> used(UUID id, long count) {
        return tx.run(USED, tx.tenant(), id, count).map(rows -> rows == 1);
    }

    Future<List<Passkey>> list(UUID owner) {
        return tx.list(LIST, PasskeyStore::passkey, tx.tenant(), owner);
    }

    private static Passkey passkey(Row row) {
        OffsetDateTime used = row.getOffsetDateTime("last_used_at");
        return new Passkey(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("rp_id"),
                row.getOffsetDateTime("created_at").toInstant(),
                used == null ? null : used.toInstant());
    }

    Future<List<Buffer>> credentials(UUID owner, String rpId) {
        return tx.list(CREDENTIALS, row -> row.getBuffer(0), tx.tenant(), owner, rpId);
    }

    Future<Boolean> rename(UUID owner, UUID id, String name) {
        return tx.run(RENAME, tx.tenant(), owner, id, name).map(rows -> rows == 1);
    }

    /** The name that it had, where there was one. */
    Future<Optional<String>> remove(UUID owner, UUID id) {
        return tx.first(REMOVE, row -> row.getString(0), tx.tenant(), owner, id);
    }
}
