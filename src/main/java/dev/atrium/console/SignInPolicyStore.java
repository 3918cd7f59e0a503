package dev.atrium.console;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Optional;

/** The sign-in settings of a tenant in PostgreSQL. */
final class SignInPolicyStore {
    private static final String FIND = """
            SELECT signup_mode, allow_duplicate_contacts, magic_links, mfa, version FROM tenant_settings WHERE tenant_id = $1
            """;
    private static final String CHANGE = """
            UPDATE tenant_settings
               SET signup_mode = $3, allow_duplicate_contacts = $4, magic_links = $5, mfa = $6, version = version + 1
             WHERE tenant_id = $1 AND version = $2
            """;
    // What the page tells of: nothing here changes anything.
    private static final String FIGURES = """
            SELECT (SELECT count(*) FROM (SELECT 1 FROM account WHERE tenant_id = $1 AND status = 'active'
                                           GROUP BY email HAVING count(*) > 1 LIMIT 1000) x) AS shared,
                   (SELECT count(*) FROM (SELECT 1 FROM sign_in_link WHERE tenant_id = $1 AND used_at IS NULL
                                             AND revoked_at IS NULL AND expires_at > portal_now() LIMIT 1000) y) AS links
            """;

    /** How many addresses have several accounts, and how many links could be used, each counted up to a thousand. */
    record Figures(long shared, long links) {}

    private final Tx tx;

    SignInPolicyStore(Tx tx) {
        this.tx = tx;
    }

    Future<SignInPolicy> find() {
        return tx.first(FIND, SignInPolicyStore::policy, tx.tenant())
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Nobody changes it until this transaction ends. */
    Future<SignInPolicy> lock() {
        return tx.first(FIND + " FOR UPDATE", SignInPolicyStore::policy, tx.tenant())
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    /** False where it was changed since the version that {@code policy} names. */
    Future<Boolean> change(SignInPolicy policy) {
        return tx.run(
                        CHANGE,
                        tx.tenant(),
                        policy.version(),
                        SignInPolicy.word(policy.signupMode()),
                        policy.allowDuplicateContacts(),
                        policy.magicLinks(),
                        SignInPolicy.word(policy.mfa()))
                .map(rows -> rows == 1);
    }

    Future<Figures> figures() {
        return tx.first(FIGURES, row -> new Figures(row.getLong(0), row.getLong(1)), tx.tenant())
                .map(Optional::orElseThrow);
    }

    private static SignInPolicy policy(Row row) {
        return new SignInPolicy(
                SignInPolicy.signupMode(row.getString(0)).orElseThrow(),
                row.getBoolean(1),
                row.getBoolean(2),
                SignInPolicy.mfa(row.getString(3)).orElseThrow(),
                row.getInteger(4));
    }
}
