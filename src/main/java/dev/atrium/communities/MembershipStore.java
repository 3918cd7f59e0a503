package dev.atrium.communities;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Coming into a group and leaving it: each step is one guarded statement. */
final class MembershipStore {
    /** Whoever is invited is in at once; whoever asks to come into a private group waits. Nobody comes into one that is closed. */
    private static final String JOIN = """
            INSERT INTO membership AS m (tenant_id, group_id, contact_id, status, note, joined_at)
            SELECT $1, g.id, $2, CASE WHEN x.open THEN 'active' ELSE 'requested' END, CASE WHEN x.open THEN '' ELSE $4 END,
                   CASE WHEN x.open THEN portal_now() END
              FROM community_group g
              LEFT JOIN group_invitation i ON i.tenant_id = g.tenant_id AND i.group_id = g.id AND i.contact_id = $2
                    AND i.expires_at > portal_now(),
              LATERAL (SELECT g.visibility = 'public' OR i.contact_id IS NOT NULL AS open) x
             WHERE g.tenant_id = $1 AND g.id = $3 AND g.status = 'active' AND g.price_kind = 'none' AND group_known(g, $2)
               AND (x.open OR g.visibility = 'private')
            ON CONFLICT (tenant_id, group_id, contact_id) DO UPDATE
               SET status = 'active', joined_at = portal_now(), note = '', version = m.version + 1
             WHERE m.status = 'requested' AND excluded.status = 'active'
            RETURNING status
            """;

    private static final String LEAVE = """
            DELETE FROM membership WHERE tenant_id = $1 AND group_id = $2 AND contact_id = $3
               AND (status = 'requested' OR status = 'active' AND role <> 'owner') RETURNING status
            """;
    private static final String USED =
            "DELETE FROM group_invitation WHERE tenant_id = $1 AND group_id = $2 AND contact_id = $3";

    private static final String INVITED = """
            SELECT 1 FROM group_invitation
             WHERE tenant_id = $1 AND group_id = $2 AND contact_id = $3 AND expires_at > portal_now()
            """;

    private final Tx tx;

    MembershipStore(Tx tx) {
        this.tx = tx;
    }

    /** {@code active} or {@code requested} as they are from now on; empty where nothing changed or they may not. */
    Future<Optional<String>> join(UUID contact, UUID group, String note) {
        return tx.first(JOIN, row -> row.getString(0), tx.tenant(), contact, group, note);
    }

    /** What they were, {@code active} or {@code requested}; empty where they own the group or are not in it. */
    Future<Optional<String>> leave(UUID contact, UUID group) {
        return tx.first(LEAVE, row -> row.getString(0), tx.tenant(), group, contact);
    }

    /** Spends whatever invitation they hold. */
    Future<Integer> used(UUID contact, UUID group) {
        return tx.run(USED, tx.tenant(), group, contact);
    }

    /** Whether they hold an invitation that is good now. */
    Future<Boolean> invited(UUID contact, UUID group) {
        return tx.first(INVITED, row -> true, tx.tenant(), group, contact).map(Optional::isPresent);
    }
}
