package dev.atrium.notifications;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bell in PostgreSQL. */
final class NotificationStore {
    private static final String INSERT = """
            INSERT INTO notification (tenant_id, id, contact_id, type, variables, link_path, about, about_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """;
    /** What repeats of one thing before it is read is one line, the newest again, and says how often. */
    private static final String INSERT_TOGETHER = """
            INSERT INTO notification AS n (tenant_id, id, contact_id, type, variables, link_path, about, about_id, together)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, true)
            ON CONFLICT (tenant_id, contact_id, type, about_id) WHERE together AND read_at IS NULL AND about_id IS NOT NULL DO UPDATE
               SET id = excluded.id, variables = excluded.variables, link_path = excluded.link_path, created_at = excluded.created_at,
                   times = n.times + 1
            """;
    /** What repeats before it is read is one line, the newest again, and says how often. */
    private static final String INSERT_STAFF = """
            INSERT INTO staff_notification AS n (tenant_id, id, staff_id, type, variables, link_path, about, about_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (tenant_id, staff_id, type, link_path) WHERE read_at IS NULL DO UPDATE
               SET id = excluded.id, variables = excluded.variables, about = excluded.about, about_id = excluded.about_id,
                   created_at = excluded.created_at, times = n.times + 1
            """;

    private static final String TRIM_STAFF = """
            DELETE FROM staff_notification WHERE tenant_id = $1 AND staff_id = $2 AND id < (
              SELECT id FROM staff_notification WHERE tenant_id = $1 AND staff_id = $2 ORDER BY id DESC OFFSET 499 LIMIT 1)
            """;
    private static final String OWN_LINES = """
            SELECT id, id AS place, type, variables, link_path, created_at, read_at IS NOT NULL AS read, times FROM notification
             WHERE tenant_id = $1 AND contact_id = $2 AND ($3::uuid IS NULL OR id < $3) AND (NOT $4 OR read_at IS NULL)
             ORDER BY id DESC LIMIT $5
            """;
    /** Their own lines, and what was told to their groups: one row for all, read against what each has seen. */
    private static final String PAGE = """
            SELECT x.* FROM (
              (%s)
              UNION ALL
              SELECT b.id, b.place, b.type, b.variables, b.link_path, b.created_at, b.read, b.times FROM bell_of_groups($1, $2) b
               WHERE ($3::uuid IS NULL OR b.place < $3) AND NOT ($4 AND b.read)) x
             ORDER BY x.place DESC LIMIT $5
            """.formatted(OWN_LINES);

    private static final String READ = """
            UPDATE notification SET read_at = coalesce(read_at, portal_now())
             WHERE tenant_id = $1 AND contact_id = $2 AND id = $3 RETURNING link_path
            """;
    private static final String READ_ALL = """
            UPDATE notification SET read_at = portal_now() WHERE tenant_id = $1 AND contact_id = $2 AND read_at IS NULL
            """;

    private static final String READ_ABOUT = """
            UPDATE notification SET read_at = portal_now()
             WHERE tenant_id = $1 AND contact_id = $2 AND about = $3 AND about_id = $4 AND read_at IS NULL
            """;
    private static final String OPEN_OF_GROUPS = "SELECT bell_open_of_groups($1, $2, $3)";
    private static final String READ_OF_GROUPS = "SELECT bell_read_of_groups($1, $2)";

    private static final String UNREAD = """
            SELECT (SELECT count(*)::int FROM (SELECT 1 FROM notification n WHERE n.tenant_id = $1 AND n.contact_id = $2
                                                 AND n.read_at IS NULL LIMIT 100) y) + bell_unread_of_groups($1, $2)
            """;

    private static final String PAGE_STAFF = ofStaff(OWN_LINES);
    private static final String READ_STAFF = ofStaff(READ);
    private static final String READ_ALL_STAFF = ofStaff(READ_ALL);

    /** One line of the bell, which stands at {@code place} among the others; {@code times} says how often it happened. */
    record Entry(
            UUID id, UUID place, String type, JsonObject variables, String link, Instant at, boolean read, int times) {}

    private final Tx tx;
    private final boolean staff;

    /** The bells of {@code reader}s: their owners are contacts, or people of staff. */
    NotificationStore(Tx tx, NotificationType.Reader reader) {
        this.tx = tx;
        this.staff = reader == NotificationType.Reader.STAFF;
    }

    private static String ofStaff(String sql) {
        return sql.replace(" notification", " staff_notification").replace("contact_id", "staff_id");
    }

    Future<Integer> insert(UUID id, UUID owner, Notice notice, JsonObject variables) {
        var added = tx.run(
                staff ? INSERT_STAFF : notice.together() ? INSERT_TOGETHER : INSERT,
                tx.tenant(),
                id,
                owner,
                notice.type().key(),
                variables,
                notice.link(),
                notice.about(),
                notice.aboutId());
        return staff ? added.compose(x -> tx.run(TRIM_STAFF, tx.tenant(), owner)) : added;
    }

    /** Newest first, those whose place is before {@code before}; at most {@code limit}. */
    Future<List<Entry>> page(UUID owner, @Nullable UUID before, boolean unreadOnly, int limit) {
        return tx.list(
                staff ? PAGE_STAFF : PAGE, NotificationStore::entry, tx.tenant(), owner, before, unreadOnly, limit);
    }

    /** How many lines of a contact's bell they have not read: of their own and of their groups' up to 100 each. */
    Future<Integer> unread(UUID contact) {
        return tx.list(UNREAD, row -> row.getInteger(0), tx.tenant(), contact).map(List::getFirst);
    }

    /** Marks it read; where it leads, or empty where it is not the person's. */
    Future<Optional<String>> read(UUID owner, UUID id) {
        var own = tx.first(staff ? READ_STAFF : READ, row -> row.getString(0), tx.tenant(), owner, id);
        if (staff) return own;
        return own.compose(found -> found.isPresent()
                ? Future.succeededFuture(found)
                : tx.list(OPEN_OF_GROUPS, row -> Optional.ofNullable(row.getString(0)), tx.tenant(), owner, id)
                        .map(List::getFirst));
    }

    /** Marks all of a contact's lines read that are about one thing; how many. */
    Future<Integer> readAbout(UUID contact, String about, UUID id) {
        return tx.run(READ_ABOUT, tx.tenant(), contact, about, id);
    }

    Future<Integer> readAll(UUID owner) {
        var own = tx.run(staff ? READ_ALL_STAFF : READ_ALL, tx.tenant(), owner);
        if (staff) return own;
        return own.compose(n -> tx.list(READ_OF_GROUPS, row -> row.getInteger(0), tx.tenant(), owner)
                .map(of -> n + of.getFirst()));
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getUUID("id"),
                row.getUUID("place"),
                row.getString("type"),
                row.getJsonObject("variables"),
                row.getString("link_path"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getBoolean("read"),
                row.getInteger("times"));
    }
}
