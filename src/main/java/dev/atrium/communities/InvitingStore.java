package dev.atrium.communities;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invitations into groups. */
final class InvitingStore {
    private static final String KNOWN = """
            SELECT c.id, EXISTS (SELECT FROM account a WHERE a.tenant_id = c.tenant_id AND a.contact_id = c.id) AS account,
                   coalesce((SELECT m.status FROM membership m WHERE m.tenant_id = c.tenant_id AND m.group_id = $3 AND m.contact_id = c.id), '') AS standing
              FROM contact c WHERE c.tenant_id = $1 AND c.email = $2
             ORDER BY EXISTS (SELECT FROM account a WHERE a.tenant_id = c.tenant_id AND a.contact_id = c.id) DESC, c.created_at LIMIT 1
            """;
    private static final String INVITE = """
            INSERT INTO group_invitation AS i (tenant_id, group_id, contact_id, inviter_id, staff_id, joins, expires_at)
            SELECT $1, g.id, $3, $4, $5, $6, portal_now() + interval '30 days'
              FROM community_group g WHERE g.tenant_id = $1 AND g.id = $2 AND g.status = 'active'
               AND NOT EXISTS (SELECT FROM membership m WHERE m.tenant_id = $1 AND m.group_id = $2 AND m.contact_id = $3
                                  AND m.status IN ('active', 'banned'))
            ON CONFLICT (tenant_id, group_id, contact_id) DO UPDATE
               SET expires_at = excluded.expires_at, joins = i.joins OR excluded.joins, inviter_id = excluded.inviter_id,
                   staff_id = excluded.staff_id
            RETURNING xmax = 0 AS fresh
            """;
    private static final String OPEN = """
            SELECT i.contact_id, c.full_name, c.email, i.joins, i.created_at, coalesce(n.full_name, '') AS inviter
              FROM group_invitation i
              JOIN contact c ON c.tenant_id = i.tenant_id AND c.id = i.contact_id
              LEFT JOIN contact n ON n.tenant_id = i.tenant_id AND n.id = i.inviter_id
             WHERE i.tenant_id = $1 AND i.group_id = $2 AND i.expires_at > portal_now()
             ORDER BY i.created_at DESC, i.contact_id LIMIT 200
            """;
    private static final String REVOKE =
            "DELETE FROM group_invitation WHERE tenant_id = $1 AND group_id = $2 AND contact_id = $3";
    private static final String ARRIVED = """
            DELETE FROM group_invitation i USING community_group g
             WHERE i.tenant_id = $1 AND i.contact_id = $2 AND i.joins AND g.tenant_id = i.tenant_id AND g.id = i.group_id
               AND EXISTS (SELECT FROM membership m WHERE m.tenant_id = i.tenant_id AND m.group_id = i.group_id AND m.contact_id = i.contact_id
                              AND m.status = 'active')
            RETURNING i.group_id, g.name
            """;

    /** @param standing their status in the group; empty where they have none */
    record Known(UUID contact, boolean account, String standing) {}

    /** @param stranger who had no account when they were asked */
    record Open(UUID contact, String name, String email, boolean stranger, Instant at, String inviter) {}

    /** A group that somebody came into by getting an account. */
    record Arrived(UUID group, String name) {}

    private final Tx tx;

    InvitingStore(Tx tx) {
        this.tx = tx;
    }

    /** The contact of this address, one with an account first. */
    Future<Optional<Known>> known(String email, UUID group) {
        return tx.first(
                KNOWN,
                row -> new Known(row.getUUID("id"), row.getBoolean("account"), row.getString("standing")),
                tx.tenant(),
                email,
                group);
    }

    /** True where it is a new one; empty where they are in the group, banned, or nobody comes in. */
    Future<Optional<Boolean>> invite(
            UUID group, UUID contact, @Nullable UUID inviter, @Nullable UUID staff, boolean joins) {
        return tx.first(INVITE, row -> row.getBoolean("fresh"), tx.tenant(), group, contact, inviter, staff, joins);
    }

    Future<List<Open>> open(UUID group) {
        return tx.list(OPEN, InvitingStore::opened, tx.tenant(), group);
    }

    Future<Boolean> revoke(UUID group, UUID contact) {
        return tx.run(REVOKE, tx.tenant(), group, contact).map(rows -> rows == 1);
    }

    /** The groups that {@code contact} came into by getting an account; once. */
    Future<List<Arrived>> arrived(UUID contact) {
        return tx.list(
                ARRIVED, row -> new Arrived(row.getUUID("group_id"), row.getString("name")), tx.tenant(), contact);
    }

    private static Open opened(Row row) {
        return new Open(
                row.getUUID("contact_id"),
                row.getString("full_name"),
                row.getString("email"),
                row.getBoolean("joins"),
                Objects.requireNonNull(row.getOffsetDateTime("created_at")).toInstant(),
                row.getString("inviter"));
    }
}
