package dev.atrium.courses.play;

import dev.atrium.courses.Course;
import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who takes a course and how far they are, in PostgreSQL. */
final class LearnerStore {
    private static final String COURSE = """
            SELECT c.id, c.title, c.slug, c.state,
                   coalesce((SELECT s.time_zone FROM tenant_settings s WHERE s.tenant_id = $1), 'UTC') AS zone
              FROM course c WHERE c.tenant_id = $1 AND c.id = $2
            """;
    private static final String COLUMNS = """
            SELECT c.id, c.full_name, c.email, c.name_key, course_open($1, $2, c.id) AS open, e.enrolled_at, e.seen_at, e.completed_at,
                   e.paused_at,
                   (SELECT count(*)::int FROM course_counted($1, $2) l JOIN lesson_progress p ON p.tenant_id = $1 AND p.lesson_id = l.id
                     WHERE p.contact_id = c.id AND p.completed_at IS NOT NULL) AS done,
                   (SELECT count(*)::int FROM course_counted($1, $2)) AS counted
            """;
    /** Whom to look at is found first, so that what is told of each is asked of a page alone. */
    private static final String LIST = COLUMNS + """
              FROM (SELECT k.id, k.full_name, k.email, k.name_key FROM contact k
                     WHERE k.tenant_id = $1 AND k.id IN (SELECT q.contact_id FROM course_people($1, $2) q)
                       AND ($3::text = '' OR position(lower($3) IN k.name_key) > 0 OR position(lower($3) IN lower(k.email)) > 0)
                       AND (k.name_key, k.id) > (coalesce((SELECT a.name_key FROM contact a WHERE a.tenant_id = $1 AND a.id = $4), ''),
                                                 coalesce($4::uuid, '00000000-0000-0000-0000-000000000000'))
                     ORDER BY k.name_key, k.id LIMIT $5) c
              LEFT JOIN enrolment e ON e.tenant_id = $1 AND e.course_id = $2 AND e.contact_id = c.id
             ORDER BY c.name_key, c.id
            """;

    private static final String ONE = COLUMNS + """
              FROM contact c
              LEFT JOIN enrolment e ON e.tenant_id = $1 AND e.course_id = $2 AND e.contact_id = c.id
             WHERE c.tenant_id = $1 AND c.id = $3 AND c.id IN (SELECT q.contact_id FROM course_people($1, $2) q)
            """;
    private static final String FIGURES = """
            SELECT count(*)::int AS enrolled, count(e.completed_at)::int AS finished
              FROM enrolment e WHERE e.tenant_id = $1 AND e.course_id = $2
            """;
    private static final String PAUSE = """
            UPDATE enrolment e SET paused_at = portal_now(), version = version + 1
             WHERE e.tenant_id = $1 AND e.course_id = $2 AND e.contact_id = $3 AND e.paused_at IS NULL
            """;
    private static final String RESUME = """
            UPDATE enrolment e
               SET paused_s = e.paused_s + greatest(0, extract(epoch FROM portal_now() - e.paused_at))::bigint, paused_at = NULL,
                   version = version + 1
             WHERE e.tenant_id = $1 AND e.course_id = $2 AND e.contact_id = $3 AND e.paused_at IS NOT NULL
            """;
    /** In the order of the outline; drafts are asked of nobody. */
    private static final String LESSONS = """
            SELECT l.id, l.title, l.kind, l.required, s.title AS section,
                   (SELECT count(*)::int FROM lesson_progress p WHERE p.tenant_id = $1 AND p.lesson_id = l.id) AS opened,
                   (SELECT count(*)::int FROM lesson_progress p
                     WHERE p.tenant_id = $1 AND p.lesson_id = l.id AND p.completed_at IS NOT NULL) AS done
              FROM lesson l JOIN course_section s ON s.tenant_id = l.tenant_id AND s.id = l.section_id
             WHERE l.tenant_id = $1 AND l.course_id = $2 AND l.published
             ORDER BY s.position, s.id, l.position, l.id LIMIT 200
            """;

    private static final String OF_LEARNER = """
            SELECT l.id, l.title, p.completed_at IS NOT NULL AS done
              FROM lesson l JOIN course_section s ON s.tenant_id = l.tenant_id AND s.id = l.section_id
              LEFT JOIN lesson_progress p ON p.tenant_id = l.tenant_id AND p.lesson_id = l.id AND p.contact_id = $3
             WHERE l.tenant_id = $1 AND l.course_id = $2 AND l.published
             ORDER BY s.position, s.id, l.position, l.id LIMIT 200
            """;

    /** @param zone of the tenant */
    record Named(UUID id, String title, String slug, Course.State state, String zone) {}

    /** A lesson that one learner has before them. */
    record Step(UUID id, String title, boolean done) {}

    /** How many have begun a course, and how many of them have finished it. */
    record Figures(int enrolled, int finished) {}

    private final Tx tx;

    LearnerStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Named>> course(UUID course) {
        return tx.first(
                COURSE,
                row -> new Named(
                        row.getUUID("id"),
                        row.getString("title"),
                        row.getString("slug"),
                        Course.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                        row.getString("zone")),
                tx.tenant(),
                course);
    }

    /** By name, those whose name or address has {@code words} in it, from after that contact on. */
    Future<List<Learner>> list(UUID course, String words, @Nullable UUID after, int limit) {
        return tx.list(LIST, LearnerStore::learner, tx.tenant(), course, words, after, limit);
    }

    Future<Optional<Learner>> one(UUID course, UUID contact) {
        return tx.first(ONE, LearnerStore::learner, tx.tenant(), course, contact);
    }

    Future<Figures> figures(UUID course) {
        return tx.first(
                        FIGURES,
                        row -> new Figures(row.getInteger("enrolled"), row.getInteger("finished")),
                        tx.tenant(),
                        course)
                .map(Optional::orElseThrow);
    }

    Future<Boolean> pause(UUID course, UUID contact) {
        return tx.run(PAUSE, tx.tenant(), course, contact).map(rows -> rows == 1);
    }

    Future<Boolean> resume(UUID course, UUID contact) {
        return tx.run(RESUME, tx.tenant(), course, contact).map(rows -> rows == 1);
    }

    Future<List<Reached>> lessons(UUID course) {
        return tx.list(
                LESSONS,
                row -> new Reached(
                        row.getUUID("id"),
                        row.getString("section"),
                        row.getString("title"),
                        row.getString("kind"),
                        row.getBoolean("required"),
                        row.getInteger("opened"),
                        row.getInteger("done")),
                tx.tenant(),
                course);
    }

    Future<List<Step>> steps(UUID course, UUID contact) {
        return tx.list(
                OF_LEARNER,
                row -> new Step(row.getUUID("id"), row.getString("title"), row.getBoolean("done")),
                tx.tenant(),
                course,
                contact);
    }

    private static Learner learner(Row row) {
        return new Learner(
                row.getUUID("id"),
                row.getString("full_name"),
                row.getString("email"),
                row.getBoolean("open"),
                at(row, "enrolled_at"),
                at(row, "seen_at"),
                at(row, "completed_at"),
                at(row, "paused_at"),
                row.getInteger("done"),
                row.getInteger("counted"));
    }

    private static @Nullable Instant at(Row row, String column) {
        return GrantStore.instant(row.getOffsetDateTime(column));
    }
}
