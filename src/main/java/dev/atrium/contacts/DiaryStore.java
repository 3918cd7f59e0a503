package dev.atrium.contacts;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is written down about a contact, in PostgreSQL: notes, tasks, appointments. Each write names the contact too. */
final class DiaryStore {
    /** What somebody wrote. */
    record Note(UUID id, String body, String author, Instant at) {}

    /** What somebody is to do; {@code late} where its day is over and it is not done. */
    record Task(UUID id, String title, @Nullable LocalDate due, String assignee, boolean done, boolean late) {}

    /** A task as typed. */
    record TaskDraft(
            UUID id,
            String title,
            @Nullable LocalDate due,
            @Nullable UUID assignee) {}

    private static final String NOTES = """
            SELECT id, body, author, created_at FROM note
             WHERE tenant_id = $1 AND contact_id = $2 ORDER BY created_at DESC, id DESC LIMIT 50
            """;
    private static final String WRITE = """
            INSERT INTO note (tenant_id, id, contact_id, body, author_id, author)
            SELECT $1, $2, c.id, $4, $5, $6 FROM contact c
             WHERE c.tenant_id = $1 AND c.id = $3
            ON CONFLICT (tenant_id, id) DO NOTHING
            """;
    private static final String STRIKE = "DELETE FROM note WHERE tenant_id = $1 AND contact_id = $2 AND id = $3";
    private static final String TASKS = """
            SELECT t.id, t.title, t.due_on, t.done_at IS NOT NULL AS done,
                   coalesce(t.done_at IS NULL AND t.due_on < tenant_today($1), false) AS late,
                   coalesce((SELECT s.full_name FROM sys_staff_here() s WHERE s.id = t.assignee_id), '') AS assignee
              FROM task t WHERE t.tenant_id = $1 AND t.contact_id = $2
             ORDER BY t.done_at IS NOT NULL, t.due_on NULLS LAST, t.created_at, t.id LIMIT 50
            """;
    private static final String PLAN = """
            INSERT INTO task (tenant_id, id, contact_id, title, due_on, assignee_id)
            SELECT $1, $2, c.id, $4, $5, $6 FROM contact c
             WHERE c.tenant_id = $1 AND c.id = $3
               AND ($6::uuid IS NULL OR EXISTS (SELECT FROM staff_role r WHERE r.tenant_id = $1 AND r.staff_id = $6))
            ON CONFLICT (tenant_id, id) DO NOTHING
            """;
    private static final String DONE = """
            UPDATE task SET done_at = CASE WHEN $4 THEN coalesce(done_at, portal_now()) END
             WHERE tenant_id = $1 AND contact_id = $2 AND id = $3
            """;
    private static final String MEETINGS = """
            SELECT id, contact_id, title, starts_at, ends_at, time_zone, place, notes, version, cancelled_at, changed_at,
                   coalesce(calendar_uid, id::text) AS uid
              FROM appointment WHERE tenant_id = $1 AND contact_id = $2 ORDER BY starts_at DESC, id LIMIT 50
            """;
    private static final String MEETING = """
            SELECT id, contact_id, title, starts_at, ends_at, time_zone, place, notes, version, cancelled_at, changed_at,
                   coalesce(calendar_uid, id::text) AS uid
              FROM appointment WHERE tenant_id = $1 AND contact_id = $2 AND id = $3
            """;
    private static final String MEET = """
            INSERT INTO appointment (tenant_id, id, contact_id, title, starts_at, ends_at, time_zone, place, notes)
            SELECT $1, $2, c.id, $4, $5, $6, $7, $8, $9 FROM contact c
             WHERE c.tenant_id = $1 AND c.id = $3
            ON CONFLICT (tenant_id, id) DO NOTHING
            """;
    private static final String CANCEL = """
            UPDATE appointment SET cancelled_at = portal_now(), changed_at = portal_now(), version = version + 1
             WHERE tenant_id = $1 AND contact_id = $2 AND id = $3 AND cancelled_at IS NULL
            """;

    private final Tx tx;

    DiaryStore(Tx tx) {
        this.tx = tx;
    }

    Future<List<Note>> notes(UUID contact) {
        return tx.list(
                NOTES,
                row -> new Note(
                        row.getUUID(0), row.getString(1), row.getString(2), ContactStore.instant(row, "created_at")),
                tx.tenant(),
                contact);
    }

    Future<Boolean> write(UUID id, UUID contact, String body, @Nullable UUID author, String name) {
        return tx.run(WRITE, tx.tenant(), id, contact, body, author, name).map(rows -> rows == 1);
    }

    Future<Boolean> strike(UUID contact, UUID note) {
        return tx.run(STRIKE, tx.tenant(), contact, note).map(rows -> rows == 1);
    }

    Future<List<Task>> tasks(UUID contact) {
        return tx.list(
                TASKS,
                row -> new Task(
                        row.getUUID("id"),
                        row.getString("title"),
                        row.getLocalDate("due_on"),
                        row.getString("assignee"),
                        row.getBoolean("done"),
                        row.getBoolean("late")),
                tx.tenant(),
                contact);
    }

    Future<Boolean> plan(UUID contact, TaskDraft d) {
        return tx.run(PLAN, tx.tenant(), d.id(), contact, d.title(), d.due(), d.assignee())
                .map(rows -> rows == 1);
    }

    Future<Boolean> done(UUID contact, UUID task, boolean done) {
        return tx.run(DONE, tx.tenant(), contact, task, done).map(rows -> rows == 1);
    }

    Future<List<Appointment>> appointments(UUID contact) {
        return tx.list(MEETINGS, DiaryStore::appointment, tx.tenant(), contact);
    }

    Future<Optional<Appointment>> appointment(UUID contact, UUID id) {
        return tx.first(MEETING, DiaryStore::appointment, tx.tenant(), contact, id);
    }

    Future<Boolean> meet(UUID contact, Appointment.Draft d) {
        return tx.run(
                        MEET,
                        tx.tenant(),
                        d.id(),
                        contact,
                        d.title(),
                        utc(d.startsAt()),
                        utc(d.endsAt()),
                        d.zone().getId(),
                        d.place(),
                        d.notes())
                .map(rows -> rows == 1);
    }

    /** False where it was cancelled before, or there is none. */
    Future<Boolean> cancel(UUID contact, UUID id) {
        return tx.run(CANCEL, tx.tenant(), contact, id).map(rows -> rows == 1);
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static Appointment appointment(Row row) {
        return new Appointment(
                row.getUUID("id"),
                row.getUUID("contact_id"),
                row.getString("title"),
                ContactStore.instant(row, "starts_at"),
                ContactStore.instant(row, "ends_at"),
                ZoneId.of(row.getString("time_zone")),
                row.getString("place"),
                row.getString("notes"),
                row.getInteger("version"),
                ContactStore.maybe(row, "cancelled_at") != null,
                ContactStore.instant(row, "changed_at"),
                row.getString("uid"));
    }
}
