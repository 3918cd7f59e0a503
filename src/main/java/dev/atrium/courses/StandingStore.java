package dev.atrium.courses;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far people are, in PostgreSQL. Whoever completes a lesson holds the enrolment before. */
final class StandingStore {
    private static final String OF = """
            SELECT e.contact_id IS NOT NULL AS enrolled, coalesce(e.enrolled_at, course_since($1, $2, $3), portal_now()) AS enrolled_at,
                   e.opened_at, e.completed_at, e.lesson_id, e.paused_at, coalesce(e.paused_s, 0) AS paused_s,
                   coalesce((SELECT s.time_zone FROM tenant_settings s WHERE s.tenant_id = $1), 'UTC') AS zone, portal_now() AS now,
                   ARRAY(SELECT p.lesson_id FROM lesson_progress p
                          WHERE p.tenant_id = $1 AND p.course_id = $2 AND p.contact_id = $3 AND p.completed_at IS NOT NULL) AS done
              FROM (SELECT course_open($1, $2, $3) AS yes) may
              LEFT JOIN enrolment e ON e.tenant_id = $1 AND e.course_id = $2 AND e.contact_id = $3
             WHERE may.yes
            """;
    private static final String ENROL = """
            INSERT INTO enrolment (tenant_id, course_id, contact_id, enrolled_at)
            SELECT $1, c.id, $3, coalesce(course_since($1, $2, $3), portal_now()) FROM course c WHERE c.tenant_id = $1 AND c.id = $2
            ON CONFLICT DO NOTHING
            """;
    private static final String SEEN = """
            UPDATE enrolment SET opened_at = coalesce(opened_at, portal_now()), seen_at = portal_now(),
                   lesson_id = coalesce((SELECT l.id FROM lesson l WHERE l.tenant_id = $1 AND l.course_id = $2 AND l.id = $4::uuid), lesson_id)
             WHERE tenant_id = $1 AND course_id = $2 AND contact_id = $3
            """;
    /** A new sitting begins with the page, where the last one has ended. */
    private static final String OPENED = """
            INSERT INTO lesson_progress AS p (tenant_id, lesson_id, contact_id, course_id)
            SELECT $1, l.id, $4, l.course_id FROM lesson l WHERE l.tenant_id = $1 AND l.course_id = $2 AND l.id = $3
            ON CONFLICT (tenant_id, lesson_id, contact_id) DO UPDATE SET credited_at = portal_now(), room_s = 10
             WHERE sitting_ended(coalesce(p.credited_at, p.opened_at))
            """;

    private static final String LESSON = """
            SELECT l.course_id, l.title FROM lesson l WHERE l.tenant_id = $1 AND l.id = $2
            """;
    private static final String COURSE =
            "SELECT c.id, c.slug, c.title FROM course c WHERE c.tenant_id = $1 AND c.id = $2";
    private static final String HOLD = """
            SELECT e.contact_id FROM enrolment e WHERE e.tenant_id = $1 AND e.course_id = $2 AND e.contact_id = $3 FOR UPDATE
            """;
    private static final String DONE = """
            INSERT INTO lesson_progress AS p (tenant_id, lesson_id, contact_id, course_id, completed_at)
            SELECT $1, l.id, $4, l.course_id, portal_now() FROM lesson l WHERE l.tenant_id = $1 AND l.course_id = $2 AND l.id = $3
            ON CONFLICT (tenant_id, lesson_id, contact_id) DO UPDATE SET completed_at = portal_now(), updated_at = portal_now()
             WHERE p.completed_at IS NULL
            """;
    /** Once: of those who end the last lessons at once each holds the enrolment, and the later ones find it completed. */
    private static final String FINISH = """
            UPDATE enrolment e SET completed_at = portal_now(), version = version + 1
             WHERE e.tenant_id = $1 AND e.course_id = $2 AND e.contact_id = $3 AND e.completed_at IS NULL
               AND EXISTS (SELECT FROM course_counted($1, $2))
               AND NOT EXISTS (SELECT FROM course_counted($1, $2) l
                                WHERE NOT EXISTS (SELECT FROM lesson_progress p WHERE p.tenant_id = $1 AND p.lesson_id = l.id
                                                     AND p.contact_id = $3 AND p.completed_at IS NOT NULL))
            """;

    private static final String UNDONE = """
            UPDATE lesson_progress p SET completed_at = NULL, updated_at = portal_now()
              FROM lesson l
             WHERE p.tenant_id = $1 AND p.course_id = $2 AND p.lesson_id = $3 AND p.contact_id = $4 AND p.completed_at IS NOT NULL
               AND l.tenant_id = p.tenant_id AND l.id = p.lesson_id AND (l.completion = 'manual' OR l.completion = 'watched' AND (l.media_id IS NULL OR l.seconds = 0))
            """;
    /** No more seconds than have passed since they last said so, whatever they say. */
    private static final String VIEWED = """
            UPDATE lesson_progress p
               SET viewed_s = p.viewed_s + least($5::int, 60, greatest(0, ceil(extract(epoch FROM portal_now() - coalesce(p.viewed_at, p.opened_at)))::int)),
                   viewed_at = portal_now(), updated_at = portal_now()
             WHERE p.tenant_id = $1 AND p.course_id = $2 AND p.lesson_id = $3 AND p.contact_id = $4
            RETURNING p.viewed_s
            """;

    /** A lesson by its title. */
    record Named(UUID course, String lesson) {}

    record Heading(UUID id, String slug, String title) {}

    private final Tx tx;

    StandingStore(Tx tx) {
        this.tx = tx;
    }

    /** Where {@code contact} stands; empty where they may not take the course now. */
    Future<Optional<Standing>> of(UUID course, UUID contact) {
        return tx.first(OF, row -> standing(row, contact), tx.tenant(), course, contact);
    }

    private static Standing standing(Row row, UUID contact) {
        return new Standing(
                contact,
                row.getBoolean("enrolled"),
                row.getOffsetDateTime("enrolled_at").toInstant(),
                instant(row.getOffsetDateTime("opened_at")),
                instant(row.getOffsetDateTime("completed_at")),
                row.getUUID("lesson_id"),
                instant(row.getOffsetDateTime("paused_at")),
                row.getLong("paused_s"),
                Set.copyOf(List.of(row.getArrayOfUUIDs("done"))),
                ZoneId.of(row.getString("zone")),
                row.getOffsetDateTime("now").toInstant());
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    Future<Optional<Named>> lesson(UUID lesson) {
        return tx.first(
                LESSON, row -> new Named(row.getUUID("course_id"), row.getString("title")), tx.tenant(), lesson);
    }

    /** Fails with {@code not-found} where it is gone. */
    Future<Heading> course(UUID course) {
        return tx.first(
                        COURSE,
                        row -> new Heading(row.getUUID("id"), row.getString("slug"), row.getString("title")),
                        tx.tenant(),
                        course)
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Begins the course; false where they had. */
    Future<Boolean> enrol(UUID course, UUID contact) {
        return tx.run(ENROL, tx.tenant(), course, contact).map(rows -> rows == 1);
    }

    Future<Integer> seen(UUID course, UUID contact, @Nullable UUID lesson) {
        return tx.run(SEEN, tx.tenant(), course, contact, lesson);
    }

    Future<Integer> opened(UUID course, UUID lesson, UUID contact) {
        return tx.run(OPENED, tx.tenant(), course, lesson, contact);
    }

    Future<Boolean> hold(UUID course, UUID contact) {
        return tx.first(HOLD, row -> true, tx.tenant(), course, contact).map(Optional::isPresent);
    }

    /** Marks the lesson; false where it was done already. */
    Future<Boolean> done(UUID course, UUID lesson, UUID contact) {
        return tx.run(DONE, tx.tenant(), course, lesson, contact).map(rows -> rows == 1);
    }

    /** Ends the course where nothing of it is left to do; true for one of any number at once. */
    Future<Boolean> finish(UUID course, UUID contact) {
        return tx.run(FINISH, tx.tenant(), course, contact).map(rows -> rows == 1);
    }

    /** Takes back what the learner said themselves; false where there is nothing of that. */
    Future<Boolean> undone(UUID course, UUID lesson, UUID contact) {
        return tx.run(UNDONE, tx.tenant(), course, lesson, contact).map(rows -> rows == 1);
    }

    /** Adds seconds in sight, and says how many there are now; 0 where the lesson was never opened. */
    Future<Integer> viewed(UUID course, UUID lesson, UUID contact, int seconds) {
        return tx.first(VIEWED, row -> row.getInteger(0), tx.tenant(), course, lesson, contact, seconds)
                .map(found -> found.orElse(0));
    }
}
