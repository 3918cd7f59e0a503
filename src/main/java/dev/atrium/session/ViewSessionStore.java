package dev.atrium.session;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Principal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Hand-offs and views in PostgreSQL. A view ends after half an hour, with the staff session, or with the role. */
final class ViewSessionStore {
    private static final String HAND_OFF = """
            INSERT INTO view_handoff (tenant_id, token_hash, account_id, staff_id, staff_name, staff_session, agent_hash, reason, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, portal_now() + interval '30 seconds')
            """;
    private static final String AWAITS = """
            SELECT 1 FROM view_handoff WHERE tenant_id = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > portal_now()
            """;
    private static final String USE = """
            UPDATE view_handoff SET used_at = portal_now()
             WHERE tenant_id = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > portal_now()
            RETURNING account_id, staff_id, staff_name, staff_session, reason, agent_hash = $3 AS same
            """;
    private static final String OPEN = """
            INSERT INTO view_session (tenant_id, id, token_hash, account_id, staff_id, staff_name, staff_session, ip, user_agent, reason, ends_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, left($9, 300), $10, portal_now() + interval '30 minutes')
            """;
    private static final String FIND = """
            SELECT v.id, v.account_id, v.staff_id, v.staff_name, v.role, v.started_at, v.ends_at,
                   a.contact_id, c.full_name, a.email, c.phone, a.time_zone, a.language, a.theme, a.avatar,
                   UNREAD, AUDIENCES, EMPTY, LACKS
              FROM sys_view_session_find($1, $2) v
              JOIN account a ON a.tenant_id = $1 AND a.id = v.account_id AND a.status = 'active'
              JOIN contact c ON c.tenant_id = $1 AND c.id = a.contact_id
            """.replace("UNREAD", SessionStore.UNREAD)
            .replace("AUDIENCES", SessionStore.AUDIENCES)
            .replace("EMPTY", SessionStore.EMPTY)
            .replace("LACKS", SessionStore.LACKS);
    private static final String END = """
            UPDATE view_session SET ended_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL AND ends_at > portal_now()
            """;
    private static final String END_ALL = """
            UPDATE view_session SET ended_at = portal_now()
             WHERE tenant_id = $1 AND ended_at IS NULL AND ends_at > portal_now()
            """;
    private static final String END_OF = """
            UPDATE view_session SET ended_at = portal_now()
             WHERE tenant_id = $1 AND staff_id = $2 AND ended_at IS NULL AND ends_at > portal_now()
            """;
    private static final String LIST = """
            SELECT staff_name, reason, started_at, least(coalesce(ended_at, ends_at), ends_at) AS until,
                   ended_at IS NULL AND ends_at > portal_now() AS now
              FROM view_session WHERE tenant_id = $1 AND account_id = $2
             ORDER BY started_at DESC LIMIT 20
            """;

    /** A hand-off that has just been used, and whether in the browser that asked for it. */
    record Used(UUID account, UUID staff, String staffName, UUID staffSession, String reason, boolean sameBrowser) {}

    private final Tx tx;

    ViewSessionStore(Tx tx) {
        this.tx = tx;
    }

    Future<Integer> handOff(Buffer hash, Handoff handoff, Buffer agent) {
        return tx.run(
                HAND_OFF,
                tx.tenant(),
                hash,
                handoff.account(),
                handoff.staff(),
                handoff.staffName(),
                handoff.staffSession(),
                agent,
                handoff.reason());
    }

    Future<Boolean> awaits(Buffer hash) {
        return tx.first(AWAITS, row -> true, tx.tenant(), hash).map(Optional::isPresent);
    }

    Future<Optional<Used>> use(Buffer hash, Buffer agent) {
        return tx.first(
                USE,
                row -> new Used(
                        row.getUUID("account_id"),
                        row.getUUID("staff_id"),
                        row.getString("staff_name"),
                        row.getUUID("staff_session"),
                        row.getString("reason"),
                        row.getBoolean("same")),
                tx.tenant(),
                hash,
                agent);
    }

    Future<UUID> open(Used used, Buffer hash, String ip, String userAgent) {
        var id = Ids.next();
        return tx.run(
                        OPEN,
                        tx.tenant(),
                        id,
                        hash,
                        used.account(),
                        used.staff(),
                        used.staffName(),
                        used.staffSession(),
                        ip,
                        userAgent,
                        used.reason())
                .map(id);
    }

    Future<Optional<Viewing>> find(Buffer hash) {
        return tx.first(FIND, ViewSessionStore::viewing, tx.tenant(), hash);
    }

    Future<Boolean> end(UUID view) {
        return tx.run(END, tx.tenant(), view).map(rows -> rows == 1);
    }

    Future<Integer> endOf(UUID staff) {
        return tx.run(END_OF, tx.tenant(), staff);
    }

    Future<Integer> endAll() {
        return tx.run(END_ALL, tx.tenant());
    }

    Future<List<View>> list(UUID account) {
        return tx.list(
                LIST,
                row -> new View(
                        row.getString("staff_name"),
                        row.getString("reason"),
                        instant(row, "started_at"),
                        instant(row, "until"),
                        row.getBoolean("now")),
                tx.tenant(),
                account);
    }

    private static Viewing viewing(Row row) {
        var id = row.getUUID("id");
        var account = row.getUUID("account_id");
        var contact = row.getUUID("contact_id");
        var session = new Session(
                id,
                account,
                contact,
                row.getString("full_name"),
                row.getString("email"),
                row.getString("phone"),
                row.getString("time_zone"),
                row.getString("language"),
                row.getString("theme"),
                row.getString("avatar"),
                false,
                Session.Unread.of(row.getJsonObject("unread")),
                Session.Proof.VIEW,
                Set.of(),
                instant(row, "started_at"),
                false,
                Set.of(row.getArrayOfUUIDs("audiences")),
                Set.of(row.getArrayOfStrings("empty")),
                Set.of(row.getArrayOfStrings("lacks")));
        var principal = new Principal.StaffAsClient(row.getUUID("staff_id"), account, contact, id);
        return new Viewing(
                session, principal, row.getString("staff_name"), row.getString("role"), instant(row, "ends_at"));
    }

    private static Instant instant(Row row, String column) {
        return Objects.requireNonNull(row.getOffsetDateTime(column)).toInstant();
    }
}
