package dev.atrium.messaging;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Page;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The threads of clients with the business, as its team sees them. */
final class InboxStore {
    private static final String THREADS = """
            SELECT v.id, c.id AS contact_id, c.full_name, c.email, v.last_at, v.last_seq, v.team_seq, p.read_seq, v.waiting_since,
                   v.closed_at, v.assigned_to, v.version,
                   coalesce((SELECT s.full_name FROM sys_staff_here() s WHERE s.id = v.assigned_to), '') AS assignee,
                   (SELECT count(*)::int FROM (
                      SELECT 1 FROM message m WHERE m.tenant_id = $1 AND m.conversation_id = v.id AND m.seq > v.team_seq
                         AND NOT m.of_team AND m.removed_at IS NULL LIMIT 100) u) AS unread,
                   coalesce(l.text, '') AS text, coalesce(l.of_team, false) AS of_team
              FROM conversation v
              JOIN LATERAL (SELECT x.contact_id, x.read_seq FROM participant x WHERE x.tenant_id = $1 AND x.conversation_id = v.id
                             ORDER BY x.contact_id LIMIT 1) p ON true
              JOIN contact c ON c.tenant_id = $1 AND c.id = p.contact_id
              LEFT JOIN LATERAL (SELECT left(m.body, 140) AS text, m.of_team FROM message m
                                  WHERE m.tenant_id = $1 AND m.conversation_id = v.id ORDER BY m.seq DESC LIMIT 1) l ON true
             WHERE v.tenant_id = $1 AND v.kind = 'business'
            """;
    private static final String LIST = THREADS + """
               AND CASE $2 WHEN 'mine' THEN v.assigned_to = $3 AND v.closed_at IS NULL
                           WHEN 'unassigned' THEN v.assigned_to IS NULL AND v.closed_at IS NULL
                           WHEN 'waiting' THEN v.waiting_since IS NOT NULL AND v.closed_at IS NULL
                           WHEN 'done' THEN v.closed_at IS NOT NULL
                           ELSE v.closed_at IS NULL END
               AND ($4::timestamptz IS NULL OR (v.last_at, v.id) < ($4, $5::uuid))
             ORDER BY v.last_at DESC, v.id DESC LIMIT $6
            """;
    private static final String ONE = THREADS + " AND v.id = $2";
    private static final String COUNTS = """
            SELECT count(*) FILTER (WHERE x.assigned_to = $2)::int AS mine, count(*) FILTER (WHERE x.assigned_to IS NULL)::int AS unassigned,
                   count(*) FILTER (WHERE x.waiting_since IS NOT NULL)::int AS waiting
              FROM (SELECT v.assigned_to, v.waiting_since FROM conversation v
                     WHERE v.tenant_id = $1 AND v.kind = 'business' AND v.closed_at IS NULL LIMIT 1000) x
            """;
    private static final String CLIENT = """
            SELECT c.id, c.full_name,
                   EXISTS (SELECT FROM account a WHERE a.tenant_id = $1 AND a.contact_id = c.id AND a.status = 'active') AS account,
                   coalesce((SELECT s.messages_from FROM social_settings s WHERE s.tenant_id = $1 AND s.contact_id = c.id), 'groups')
                     AS reach
              FROM contact c WHERE c.tenant_id = $1 AND c.id = $2
            """;
    private static final String CLIENTS = """
            SELECT c.id, c.full_name FROM contact c
              JOIN account a ON a.tenant_id = $1 AND a.contact_id = c.id AND a.status = 'active'
             WHERE c.tenant_id = $1 AND (position(lower($2) IN lower(c.full_name)) > 0 OR position(lower($2) IN lower(c.email::text)) > 0)
             ORDER BY lower(c.full_name), c.id LIMIT 20
            """;
    private static final String TEAM = "SELECT id, full_name FROM sys_staff_here() ORDER BY full_name, id LIMIT 200";
    private static final String READ = """
            UPDATE conversation SET team_seq = $3
             WHERE tenant_id = $1 AND id = $2 AND kind = 'business' AND team_seq < $3 AND last_seq >= $3
            """;
    private static final String ASSIGN = """
            UPDATE conversation v SET assigned_to = $3, version = v.version + 1
             WHERE v.tenant_id = $1 AND v.id = $2 AND v.kind = 'business' AND v.assigned_to IS DISTINCT FROM $3::uuid
               AND ($3::uuid IS NULL OR EXISTS (SELECT FROM staff_role r WHERE r.tenant_id = $1 AND r.staff_id = $3
                                                 AND r.role IN ('owner', 'admin', 'support')))
            """;
    private static final String CLOSE = """
            UPDATE conversation SET closed_at = portal_now(), waiting_since = NULL, team_seq = last_seq, version = version + 1
             WHERE tenant_id = $1 AND id = $2 AND kind = 'business' AND closed_at IS NULL
            """;
    private static final String REOPEN = """
            UPDATE conversation SET closed_at = NULL, version = version + 1
             WHERE tenant_id = $1 AND id = $2 AND kind = 'business' AND closed_at IS NOT NULL
            """;
    private static final String SWITCHES =
            "SELECT message_bubble, client_chats FROM tenant_settings WHERE tenant_id = $1";
    private static final String SWITCH = """
            UPDATE tenant_settings SET message_bubble = $2, client_chats = $3
             WHERE tenant_id = $1 AND (message_bubble, client_chats) IS DISTINCT FROM ($2, $3)
            """;

    /**
     * A client's thread.
     *
     * @param unread the client's messages that nobody of the team has read, counted up to 100
     * @param readSeq up to here the client has read
     */
    record ClientThread(
            UUID id,
            UUID contact,
            String name,
            String email,
            Instant lastAt,
            long lastSeq,
            long teamSeq,
            long readSeq,
            @Nullable Instant waitingSince,
            boolean closed,
            @Nullable UUID assigned,
            String assignee,
            int version,
            int unread,
            String text,
            boolean answered) {}

    /** Somebody of staff, and the session that they are signed in by. */
    record Reader(UUID session, UUID staff) {}

    /** How many open threads there are of a kind, counted up to 1,000. */
    record Counts(int mine, int unassigned, int waiting) {}

    /** Somebody the business can write to where they have an account and did not say that nobody may. */
    record Client(UUID id, String name, boolean account, String reach) {}

    /** @param bubble whether a bubble on every page leads to the business; {@code chats} whether clients may chat */
    record Switches(boolean bubble, boolean chats) {}

    private final Tx tx;

    InboxStore(Tx tx) {
        this.tx = tx;
    }

    Future<List<ClientThread>> list(String which, @Nullable UUID staff, Page.Wanted wanted) {
        var after = wanted.after().orElse(null);
        return tx.list(
                LIST,
                InboxStore::thread,
                tx.tenant(),
                which,
                staff,
                after == null ? null : after.time().atOffset(ZoneOffset.UTC),
                after == null ? null : after.id(),
                wanted.rows());
    }

    Future<Optional<ClientThread>> find(UUID id) {
        return tx.first(ONE, InboxStore::thread, tx.tenant(), id);
    }

    Future<Counts> counts(UUID staff) {
        return tx.first(
                        COUNTS,
                        row -> new Counts(row.getInteger(0), row.getInteger(1), row.getInteger(2)),
                        tx.tenant(),
                        staff)
                .map(Optional::orElseThrow);
    }

    Future<Optional<Client>> client(UUID contact) {
        return tx.first(
                CLIENT,
                row -> new Client(row.getUUID(0), row.getString(1), row.getBoolean(2), row.getString(3)),
                tx.tenant(),
                contact);
    }

    /** Clients with an account whose name or address holds {@code words}. */
    Future<List<ReachStore.Person>> clients(String words) {
        return tx.list(CLIENTS, row -> new ReachStore.Person(row.getUUID(0), row.getString(1)), tx.tenant(), words);
    }

    Future<List<ReachStore.Person>> team() {
        return tx.list(TEAM, row -> new ReachStore.Person(row.getUUID(0), row.getString(1)));
    }

    Future<Boolean> read(UUID id, long seq) {
        return tx.run(READ, tx.tenant(), id, seq).map(rows -> rows == 1);
    }

    /** False where it is so already, or they do not look after clients here. */
    Future<Boolean> assign(UUID id, @Nullable UUID staff) {
        return tx.run(ASSIGN, tx.tenant(), id, staff).map(rows -> rows == 1);
    }

    Future<Boolean> close(UUID id, boolean closed) {
        return tx.run(closed ? CLOSE : REOPEN, tx.tenant(), id).map(rows -> rows == 1);
    }

    Future<Switches> switches() {
        return tx.first(SWITCHES, row -> new Switches(row.getBoolean(0), row.getBoolean(1)), tx.tenant())
                .map(Optional::orElseThrow);
    }

    Future<Boolean> change(Switches to) {
        return tx.run(SWITCH, tx.tenant(), to.bubble(), to.chats()).map(rows -> rows == 1);
    }

    private static ClientThread thread(Row row) {
        return new ClientThread(
                row.getUUID("id"),
                row.getUUID("contact_id"),
                row.getString("full_name"),
                row.getString("email"),
                Objects.requireNonNull(row.getOffsetDateTime("last_at")).toInstant(),
                row.getLong("last_seq"),
                row.getLong("team_seq"),
                row.getLong("read_seq"),
                maybe(row.getOffsetDateTime("waiting_since")),
                row.getOffsetDateTime("closed_at") != null,
                row.getUUID("assigned_to"),
                row.getString("assignee"),
                row.getInteger("version"),
                row.getInteger("unread"),
                row.getString("text"),
                row.getBoolean("of_team"));
    }

    private static @Nullable Instant maybe(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
