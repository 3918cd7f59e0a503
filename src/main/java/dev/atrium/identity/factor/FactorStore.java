package dev.atrium.identity.factor;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.UUID;

/** Secrets of authenticator apps and recovery codes in PostgreSQL. */
final class FactorStore {
    private static final String STATE = """
            SELECT EXISTS (SELECT 1 FROM totp t WHERE t.tenant_id = $1 AND t.owner_id = $2 AND t.confirmed_at IS NOT NULL) AS totp,
                   (SELECT count(*)::int FROM recovery_code r WHERE r.tenant_id = $1 AND r.owner_id = $2 AND r.used_at IS NULL) AS recovery,
                   (SELECT count(*)::int FROM passkey p WHERE p.tenant_id = $1 AND p.owner_id = $2 AND p.rp_id = $3) AS here,
                   (SELECT count(*)::int FROM passkey p WHERE p.tenant_id = $1 AND p.owner_id = $2) AS passkeys
            """;
    private static final String BEGIN = """
            INSERT INTO totp (tenant_id, owner_id, secret) VALUES ($1, $2, $3)
            ON CONFLICT (tenant_id, owner_id) DO UPDATE SET secret = excluded.secret, created_at = portal_now(), last_step = 0
             WHERE totp.confirmed_at IS NULL
            """;
    private static final String SECRET = """
            SELECT secret FROM totp
             WHERE tenant_id = $1 AND owner_id = $2
               AND CASE WHEN $3 THEN confirmed_at IS NOT NULL
                        ELSE confirmed_at IS NULL AND created_at > portal_now() - interval '30 minutes' END
            """;
    private static final String CONFIRM = """
            UPDATE totp SET confirmed_at = portal_now(), last_used_at = portal_now(), last_step = $3
             WHERE tenant_id = $1 AND owner_id = $2 AND confirmed_at IS NULL AND last_step < $3
            """;
    private static final String USE_STEP = """
            UPDATE totp SET last_step = $3, last_used_at = portal_now()
             WHERE tenant_id = $1 AND owner_id = $2 AND confirmed_at IS NOT NULL AND last_step < $3
            """;
    private static final String USE_RECOVERY = """
            UPDATE recovery_code SET used_at = portal_now()
             WHERE tenant_id = $1 AND owner_id = $2 AND code_hash = $3 AND used_at IS NULL
            """;
    private static final String DROP_RECOVERY = "DELETE FROM recovery_code WHERE tenant_id = $1 AND owner_id = $2";
    private static final String ADD_RECOVERY =
            "INSERT INTO recovery_code (tenant_id, owner_id, code_hash) SELECT $1, $2, unnest($3::bytea[])";
    private static final String REMOVE_TOTP =
            "DELETE FROM totp WHERE tenant_id = $1 AND owner_id = $2 AND confirmed_at IS NOT NULL";
    private static final String DROP_RECOVERY_OF_NOTHING = DROP_RECOVERY + """
               AND NOT EXISTS (SELECT 1 FROM totp t WHERE t.tenant_id = $1 AND t.owner_id = $2 AND t.confirmed_at IS NOT NULL)
               AND NOT EXISTS (SELECT 1 FROM passkey p WHERE p.tenant_id = $1 AND p.owner_id = $2)
            """;
    private static final String REMOVE_ALL = """
            WITH a AS (DELETE FROM totp WHERE tenant_id = $1 AND owner_id = $2 RETURNING 1),
                 b AS (DELETE FROM passkey WHERE tenant_id = $1 AND owner_id = $2 RETURNING 1),
                 c AS (DELETE FROM recovery_code WHERE tenant_id = $1 AND owner_id = $2 RETURNING 1),
                 tickets AS (DELETE FROM factor_ticket WHERE tenant_id = $1 AND owner_id = $2),
                 challenges AS (DELETE FROM passkey_challenge WHERE tenant_id = $1 AND owner_id = $2)
            SELECT EXISTS (SELECT 1 FROM a) OR EXISTS (SELECT 1 FROM b) OR EXISTS (SELECT 1 FROM c)
            """;

    private final Tx tx;

    FactorStore(Tx tx) {
        this.tx = tx;
    }

    Future<Factors.State> state(UUID owner, String host) {
        return tx.first(
                        STATE,
                        row -> new Factors.State(
                                row.getBoolean("totp"),
                                row.getInteger("recovery"),
                                row.getInteger("here"),
                                row.getInteger("passkeys")),
                        tx.tenant(),
                        owner,
                        host)
                .map(Optional::orElseThrow);
    }

    Future<Boolean> begin(UUID owner, Buffer sealed) {
        return tx.run(BEGIN, tx.tenant(), owner, sealed).map(rows -> rows == 1);
    }

    Future<Optional<Buffer>> secret(UUID owner, boolean confirmed) {
        return tx.first(SECRET, row -> row.getBuffer(0), tx.tenant(), owner, confirmed);
    }

    Future<Boolean> confirm(UUID owner, long step) {
        return tx.run(CONFIRM, tx.tenant(), owner, step).map(rows -> rows == 1);
    }

    /** Accepts a step; false where it, or a later one, was accepted before. */
    Future<Boolean> useStep(UUID owner, long step) {
        return tx.run(USE_STEP, tx.tenant(), owner, step).map(rows -> rows == 1);
    }

    Future<Boolean> useRecovery(UUID owner, Buffer hash) {
        return tx.run(USE_RECOVERY, tx.tenant(), owner, hash).map(rows -> rows == 1);
    }

    Future<Integer> replaceRecovery(UUID owner, Buffer[] hashes) {
        tx.run(DROP_RECOVERY, tx.tenant(), owner);
        return tx.run(ADD_RECOVERY, tx.tenant(), owner, hashes);
    }

    Future<Boolean> removeTotp(UUID owner) {
        return tx.run(REMOVE_TOTP, tx.tenant(), owner).map(rows -> rows == 1);
    }

    /** Recovery codes stand in for a factor; without one they would open nothing and only worry. */
    Future<Integer> dropRecoveryOfNothing(UUID owner) {
        return tx.run(DROP_RECOVERY_OF_NOTHING, tx.tenant(), owner);
    }

    Future<Boolean> removeAll(UUID owner) {
        return tx.first(REMOVE_ALL, row -> row.getBoolean(0), tx.tenant(), owner)
                .map(Optional::orElseThrow);
    }
}
