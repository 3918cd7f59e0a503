package dev.atrium.communities;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What those do to members who run a group. Each is one guarded statement, which asks once more what the one who does it is
 * ({@code $4}, null for staff, is to be {@code $5}) and to whom they may do it.
 */
final class PeopleActsStore {
    private static final String STILL = " AND ($4::uuid IS NULL OR group_role($1, $2, $4) = $5)";
    private static final String APPROVE = """
            UPDATE membership m SET status = 'active', joined_at = portal_now(), note = '', version = m.version + 1
             WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.contact_id = $3 AND m.status = 'requested'
            """ + STILL;
    private static final String DECLINE = """
            DELETE FROM membership WHERE tenant_id = $1 AND group_id = $2 AND contact_id = $3 AND status = 'requested'
            """ + STILL;
    private static final String REMOVE = """
            DELETE FROM membership WHERE tenant_id = $1 AND group_id = $2 AND contact_id = $3 AND status = 'active' AND role = ANY($6)
            """ + STILL;
    private static final String BAN = """
            WITH out AS (
              UPDATE membership m SET status = 'banned', role = 'member', joined_at = NULL, muted_until = NULL, note = '', reason = $7,
                     version = m.version + 1
               WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.contact_id = $3
                 AND (m.status = 'active' AND m.role = ANY($6) OR m.status = 'requested')
            """ + STILL + """
               RETURNING m.contact_id),
            inside AS (DELETE FROM channel_member x USING out WHERE x.tenant_id = $1 AND x.group_id = $2 AND x.contact_id = out.contact_id),
            asked AS (DELETE FROM group_invitation i USING out WHERE i.tenant_id = $1 AND i.group_id = $2 AND i.contact_id = out.contact_id)
            SELECT 1 FROM out
            """;
    private static final String UNBAN = """
            DELETE FROM membership WHERE tenant_id = $1 AND group_id = $2 AND contact_id = $3 AND status = 'banned'
            """ + STILL;
    private static final String MUTE = """
            UPDATE membership m SET muted_until = $7, version = m.version + 1
             WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.contact_id = $3 AND m.status = 'active' AND m.role = ANY($6)
            """ + STILL;
    private static final String ROLE = """
            UPDATE membership m SET role = $7, version = m.version + 1
             WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.contact_id = $3 AND m.status = 'active' AND m.role = ANY($6) AND m.role <> $7
            """ + STILL;
    private static final String ADD = """
            INSERT INTO membership AS m (tenant_id, group_id, contact_id, joined_at)
            SELECT $1, g.id, c.id, portal_now() FROM community_group g, contact c
             WHERE g.tenant_id = $1 AND g.id = $2 AND g.status = 'active' AND c.tenant_id = $1 AND c.id = $3
            ON CONFLICT (tenant_id, group_id, contact_id) DO UPDATE
               SET status = 'active', joined_at = portal_now(), note = '', version = m.version + 1 WHERE m.status = 'requested'
            """;
    /** Whoever hands a group over stands in one line, since the group has one owner at every moment. */
    private static final String LINE =
            "SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text || ' owner ' || $2::uuid::text, 7246006))";

    private static final String STEP_DOWN = """
            UPDATE membership m SET role = 'admin', version = m.version + 1
             WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.role = 'owner' AND m.contact_id <> $3
               AND ($4::uuid IS NULL OR m.contact_id = $4) RETURNING m.contact_id
            """;
    private static final String STEP_UP = """
            UPDATE membership m SET role = 'owner', version = m.version + 1
             WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.contact_id = $3 AND m.status = 'active' AND m.role <> 'owner'
               AND NOT EXISTS (SELECT FROM membership o WHERE o.tenant_id = $1 AND o.group_id = $2 AND o.role = 'owner')
            """;

    private final Tx tx;
    private final UUID group;
    private final Hand hand;

    PeopleActsStore(Tx tx, UUID group, Hand hand) {
        this.tx = tx;
        this.group = group;
        this.hand = hand;
    }

    Future<Boolean> approve(UUID person) {
        return one(tx.run(APPROVE, tx.tenant(), group, person, hand.contact(), hand.rank()));
    }

    Future<Boolean> decline(UUID person) {
        return one(tx.run(DECLINE, tx.tenant(), group, person, hand.contact(), hand.rank()));
    }

    Future<Boolean> remove(UUID person) {
        return one(tx.run(REMOVE, tx.tenant(), group, person, hand.contact(), hand.rank(), over()));
    }

    /** Out, and not to come in again. */
    Future<Boolean> ban(UUID person, String reason) {
        return tx.first(BAN, row -> true, tx.tenant(), group, person, hand.contact(), hand.rank(), over(), reason)
                .map(Optional::isPresent);
    }

    Future<Boolean> unban(UUID person) {
        return one(tx.run(UNBAN, tx.tenant(), group, person, hand.contact(), hand.rank()));
    }

    /** They may write nothing until then; null: they may. */
    Future<Boolean> mute(UUID person, @Nullable Instant until) {
        var end = until == null ? null : until.atOffset(ZoneOffset.UTC);
        return one(tx.run(MUTE, tx.tenant(), group, person, hand.contact(), hand.rank(), over(), end));
    }

    Future<Boolean> role(UUID person, String role) {
        return one(tx.run(ROLE, tx.tenant(), group, person, hand.contact(), hand.rank(), over(), role));
    }

    /** False where they are in it, banned, or unknown. */
    Future<Boolean> add(UUID person) {
        return one(tx.run(ADD, tx.tenant(), group, person));
    }

    /** Makes {@code person} the owner; whoever was it before, if anybody. False where they are no member, or it was not the hand's to give. */
    Future<Boolean> handOver(UUID person) {
        return tx.first(LINE, row -> true, tx.tenant(), group)
                .compose(x -> tx.list(STEP_DOWN, row -> row.getUUID(0), tx.tenant(), group, person, hand.contact()))
                .compose(x -> one(tx.run(STEP_UP, tx.tenant(), group, person)));
    }

    private String[] over() {
        return List.copyOf(hand.over()).toArray(String[]::new);
    }

    private static Future<Boolean> one(Future<Integer> rows) {
        return rows.map(n -> n == 1);
    }
}
