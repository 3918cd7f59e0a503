package dev.atrium.console;

import dev.atrium.db.Tx;
import dev.atrium.web.Dates;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Figures of the dashboard. Days are those of the tenant's zone, the last of them today. */
final class DashboardStore {
    static final int DAYS = 30;

    private static final String DAILY = """
            WITH span AS (SELECT (portal_now() AT TIME ZONE $2)::date - ($3::int - 1) AS first),
                 start AS (SELECT first::timestamp AT TIME ZONE $2 AS at FROM span),
                 days AS (SELECT first + n AS day FROM span, generate_series(0, $3::int - 1) n),
                 ins AS (SELECT (a.at AT TIME ZONE $2)::date AS day, count(*) AS n FROM audit a, start
                          WHERE a.tenant_id = $1 AND a.action = 'session.opened' AND a.at >= start.at GROUP BY 1),
                 asked AS (SELECT (i.sent_at AT TIME ZONE $2)::date AS day, count(*) AS n FROM invitation i, start
                            WHERE i.tenant_id = $1 AND i.sent_at >= start.at GROUP BY 1),
                 joined AS (SELECT (i.accepted_at AT TIME ZONE $2)::date AS day, count(*) AS n FROM invitation i, start
                             WHERE i.tenant_id = $1 AND i.accepted_at >= start.at GROUP BY 1)
            SELECT d.day, coalesce(ins.n, 0), coalesce(asked.n, 0), coalesce(joined.n, 0)
              FROM days d LEFT JOIN ins USING (day) LEFT JOIN asked USING (day) LEFT JOIN joined USING (day)
             ORDER BY d.day LIMIT 100
            """;
    private static final String WAITING = """
            SELECT (SELECT count(*) FROM (SELECT FROM task WHERE tenant_id = $1 AND done_at IS NULL LIMIT 1000) x),
                   (SELECT count(*) FROM (SELECT FROM task WHERE tenant_id = $1 AND done_at IS NULL
                                             AND due_on < (portal_now() AT TIME ZONE $2)::date LIMIT 1000) x),
                   (SELECT count(*) FROM (SELECT FROM job WHERE tenant_id = $1 AND state = 'dead' LIMIT 1000) x)
            """;
    private static final String TASKS = """
            SELECT t.contact_id, t.title, c.full_name, t.due_on FROM task t
              JOIN contact c ON c.tenant_id = t.tenant_id AND c.id = t.contact_id
             WHERE t.tenant_id = $1 AND t.done_at IS NULL ORDER BY t.due_on NULLS LAST, t.id LIMIT 5
            """;

    private static final String USE = """
            SELECT l.contacts, l.contacts_allowed::bigint, CASE l.mail_day WHEN (portal_now() AT TIME ZONE 'UTC')::date THEN l.mails ELSE 0 END::bigint,
                   l.mails_allowed::bigint, coalesce(q.used, 0), q.allowed
              FROM tenant_limit l LEFT JOIN storage_quota q ON q.tenant_id = l.tenant_id WHERE l.tenant_id = $1
            """;

    /** What is used of what is allowed; {@code allowed} is null without a limit. */
    record Use(String kind, long used, @Nullable Long allowed) {
        /** In percent, 0 without a limit. */
        int percent() {
            if (allowed == null) return 0;
            return allowed == 0 ? 100 : (int) Math.min(100, used * 100 / allowed);
        }
    }

    /** What happened on one day. */
    record Day(LocalDate day, long signIns, long invited, long joined) {}

    /** What waits for somebody of staff, each counted up to 1,000. */
    record Waiting(long tasks, long overdue, long jobs) {}

    /** A task that is not done. */
    record Task(
            UUID contact,
            String title,
            String name,
            @Nullable LocalDate due) {
        /** As the page says it; {@code due} is empty where it has no day. */
        record Shown(UUID contact, String title, String name, String due) {}

        Shown shown(Locale language) {
            return new Shown(contact, title, name, due == null ? "" : Dates.day(language, due));
        }
    }

    private final Tx tx;

    DashboardStore(Tx tx) {
        this.tx = tx;
    }

    /** The last {@link #DAYS} days, the oldest first, each of them. */
    Future<List<Day>> days(ZoneId zone) {
        return tx.list(
                DAILY,
                row -> new Day(row.getLocalDate(0), row.getLong(1), row.getLong(2), row.getLong(3)),
                tx.tenant(),
                zone.getId(),
                DAYS);
    }

    Future<Waiting> waiting(ZoneId zone) {
        return tx.first(
                        WAITING,
                        row -> new Waiting(row.getLong(0), row.getLong(1), row.getLong(2)),
                        tx.tenant(),
                        zone.getId())
                .map(Optional::orElseThrow);
    }

    /** Contacts, mails of today in UTC, and bytes of files. */
    Future<List<Use>> uses() {
        return tx.first(
                        USE,
                        row -> List.of(
                                new Use("contacts", row.getLong(0), row.getLong(1)),
                                new Use("mails", row.getLong(2), row.getLong(3)),
                                new Use("stored", row.getLong(4), row.getLong(5))),
                        tx.tenant())
                .map(found -> found.orElse(List.of()));
    }

    /** The five that are due first. */
    Future<List<Task>> tasks() {
        return tx.list(
                TASKS,
                row -> new Task(row.getUUID(0), row.getString(1), row.getString(2), row.getLocalDate(3)),
                tx.tenant());
    }
}
