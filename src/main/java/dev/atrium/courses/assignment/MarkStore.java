package dev.atrium.courses.assignment;

import dev.atrium.courses.Course;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What staff see and make of work that was handed in, in PostgreSQL; each transition is one guarded statement. */
final class MarkStore {
    private static final String COURSE = """
            SELECT c.id, c.title, c.slug, c.state,
                   EXISTS (SELECT FROM course_instructor i WHERE i.tenant_id = $1 AND i.course_id = c.id AND i.staff_id = $3) AS teaches
              FROM course c WHERE c.tenant_id = $1 AND c.id = $2
            """;
    /** What waits comes first, the longest first; then the rest, the newest first. */
    private static final String ROWS = """
            SELECT h.id, h.course_id, h.lesson_id, h.contact_id, h.state, h.body, h.versions, h.extra, h.submitted_at, h.decided_at,
                   c.full_name, c.email, l.title AS lesson, v.late, v.points, v.most,
                   CASE WHEN h.state = 'submitted' THEN (extract(epoch FROM h.submitted_at) * 1000000)::bigint
                        ELSE 8000000000000000 - (extract(epoch FROM h.submitted_at) * 1000000)::bigint END AS place
              FROM hand_in h
              JOIN contact c ON c.tenant_id = h.tenant_id AND c.id = h.contact_id
              JOIN lesson l ON l.tenant_id = h.tenant_id AND l.id = h.lesson_id
              JOIN hand_in_version v ON v.tenant_id = h.tenant_id AND v.hand_in_id = h.id AND v.number = h.versions
            """;

    private static final String LIST = """
            SELECT * FROM (
            """ + ROWS + """
             WHERE h.tenant_id = $1 AND h.course_id = $2 AND h.versions > 0
               AND ($3::text = '' OR h.state = $3) AND ($4::uuid IS NULL OR h.lesson_id = $4) AND ($5::uuid IS NULL OR h.contact_id = $5)
               AND ($6::text = '' OR position(lower($6) IN c.name_key) > 0 OR position(lower($6) IN lower(c.email)) > 0)) x
             WHERE $7::bigint IS NULL OR (x.place, x.id) > ($7, $8::uuid)
             ORDER BY x.place, x.id LIMIT $9
            """;
    private static final String ONE = ROWS + """
             WHERE h.tenant_id = $1 AND h.course_id = $2 AND h.id = $3 AND h.versions > 0
            """;
    private static final String WAITING = """
            SELECT count(*)::int AS n FROM hand_in h WHERE h.tenant_id = $1 AND h.course_id = $2 AND h.state = 'submitted'
            """;
    private static final String LESSONS = """
            SELECT l.id, l.title FROM lesson l JOIN course_section s ON s.tenant_id = l.tenant_id AND s.id = l.section_id
             WHERE l.tenant_id = $1 AND l.course_id = $2 AND l.kind = 'assignment'
             ORDER BY s.position, s.id, l.position, l.id LIMIT 200
            """;
    /**
     * Of any number at once one decides, and only on the version that it saw. What is returned goes on with the files of that version;
     * it cannot be returned where it could not be handed in again.
     */
    private static final String DECIDE = """
            WITH done AS (
              UPDATE hand_in h SET state = $5, decided_at = portal_now()
               WHERE h.tenant_id = $1 AND h.course_id = $2 AND h.id = $3 AND h.state = 'submitted' AND h.versions = $4
                 AND ($5 <> 'returned'
                      OR h.versions <= h.extra + coalesce((SELECT a.resubmissions FROM assignment_terms a
                                                            WHERE a.tenant_id = $1 AND a.lesson_id = h.lesson_id), 3))
              RETURNING h.id, h.versions),
            marked AS (
              UPDATE hand_in_version v SET decision = $5, decided_at = portal_now(), staff_id = $6, marker = $7, points = $8, most = $9,
                     scores = $10, feedback = $11
                FROM done d WHERE v.tenant_id = $1 AND v.hand_in_id = d.id AND v.number = d.versions),
            carried AS (
              INSERT INTO hand_in_file (tenant_id, hand_in_id, number, media_id, name, type, size, added_at)
              SELECT $1, f.hand_in_id, 0, f.media_id, f.name, f.type, f.size, f.added_at
                FROM hand_in_file f JOIN done d ON f.hand_in_id = d.id AND f.number = d.versions
               WHERE f.tenant_id = $1 AND $5 = 'returned'
              ON CONFLICT DO NOTHING)
            SELECT d.id FROM done d
            """;
    /** Always with one further hand-in. */
    private static final String REOPEN = """
            WITH done AS (
              UPDATE hand_in h SET state = 'returned', decided_at = portal_now(),
                     extra = greatest(h.extra, h.versions - coalesce((SELECT a.resubmissions FROM assignment_terms a
                                                                       WHERE a.tenant_id = $1 AND a.lesson_id = h.lesson_id), 3))
               WHERE h.tenant_id = $1 AND h.course_id = $2 AND h.id = $3 AND h.state IN ('accepted', 'rejected')
              RETURNING h.id, h.versions),
            carried AS (
              INSERT INTO hand_in_file (tenant_id, hand_in_id, number, media_id, name, type, size, added_at)
              SELECT $1, f.hand_in_id, 0, f.media_id, f.name, f.type, f.size, f.added_at
                FROM hand_in_file f JOIN done d ON f.hand_in_id = d.id AND f.number = d.versions
               WHERE f.tenant_id = $1
              ON CONFLICT DO NOTHING)
            SELECT d.id FROM done d
            """;
    /** Whoever of staff teaches the course and works here. */
    private static final String TEACHERS = """
            SELECT DISTINCT i.staff_id FROM course_instructor i JOIN staff_role r ON r.tenant_id = i.tenant_id AND r.staff_id = i.staff_id
             WHERE i.tenant_id = $1 AND i.course_id = $2 LIMIT 20
            """;

    /** @param teaches whether whoever asks is one of its instructors */
    record Taught(UUID id, String title, String slug, Course.State state, boolean teaches) {}

    /** A line of the queue. */
    record Line(
            HandIn it,
            String name,
            String email,
            String lesson,
            boolean late,
            @Nullable Integer points,
            @Nullable Integer most,
            long place) {
        Cursor cursor() {
            return new Cursor(Long.toString(place), it.id());
        }
    }

    record Named(UUID id, String title) {}

    /** Which lines are asked for; what is empty or null narrows nothing. */
    record Wanted(
            String state, @Nullable UUID lesson, @Nullable UUID contact, String words) {}

    /** What is said of a version. */
    record Verdict(
            HandIn.State decision,
            @Nullable UUID staff,
            String marker,
            @Nullable Integer points,
            @Nullable Integer most,
            List<HandIn.Score> scores,
            String feedback) {
        private JsonArray json() {
            return new JsonArray(scores.stream()
                    .map(one -> new JsonObject()
                            .put("title", one.title())
                            .put("points", one.points())
                            .put("most", one.most()))
                    .toList());
        }
    }

    private final Tx tx;

    MarkStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Taught>> course(UUID course, @Nullable UUID staff) {
        return tx.first(
                COURSE,
                row -> new Taught(
                        row.getUUID("id"),
                        row.getString("title"),
                        row.getString("slug"),
                        Course.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                        row.getBoolean("teaches")),
                tx.tenant(),
                course,
                staff);
    }

    Future<List<Line>> list(UUID course, Wanted wanted, Optional<Cursor> after, int limit) {
        return tx.list(
                LIST,
                MarkStore::line,
                tx.tenant(),
                course,
                wanted.state(),
                wanted.lesson(),
                wanted.contact(),
                wanted.words(),
                after.map(MarkStore::place).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    /** A place that nobody made is the beginning. */
    private static long place(Cursor at) {
        return at.key().matches("[0-9]{1,16}") ? Long.parseLong(at.key()) : 0;
    }

    Future<Optional<Line>> one(UUID course, UUID id) {
        return tx.first(ONE, MarkStore::line, tx.tenant(), course, id);
    }

    Future<Integer> waiting(UUID course) {
        return tx.first(WAITING, row -> row.getInteger("n"), tx.tenant(), course)
                .map(found -> found.orElse(0));
    }

    /** The course's lessons that ask for work. */
    Future<List<Named>> lessons(UUID course) {
        return tx.list(LESSONS, row -> new Named(row.getUUID("id"), row.getString("title")), tx.tenant(), course);
    }

    /** False where this version is not waiting any more, or it may not be handed in again. */
    Future<Boolean> decide(UUID course, UUID id, int number, Verdict verdict) {
        return tx.first(
                        DECIDE,
                        row -> true,
                        tx.tenant(),
                        course,
                        id,
                        number,
                        verdict.decision().word(),
                        verdict.staff(),
                        verdict.marker(),
                        verdict.points(),
                        verdict.most(),
                        verdict.json(),
                        verdict.feedback())
                .map(Optional::isPresent);
    }

    /** False where it is not at its end. */
    Future<Boolean> reopen(UUID course, UUID id) {
        return tx.first(REOPEN, row -> true, tx.tenant(), course, id).map(Optional::isPresent);
    }

    Future<List<UUID>> teachers(UUID course) {
        return tx.list(TEACHERS, row -> row.getUUID("staff_id"), tx.tenant(), course);
    }

    private static Line line(Row row) {
        return new Line(
                HandInStore.handIn(row),
                row.getString("full_name"),
                row.getString("email"),
                row.getString("lesson"),
                row.getBoolean("late"),
                row.getInteger("points"),
                row.getInteger("most"),
                row.getLong("place"));
    }

    /** When it was handed in last; there is no line without. */
    static Instant since(Line line) {
        var at = line.it().submittedAt();
        return at == null ? Instant.EPOCH : at;
    }
}
