package dev.atrium.courses.quiz;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Attempts, in PostgreSQL. What is right is read by {@link #keys} alone. */
final class AttemptStore {
    private static final String TRIES = """
            SELECT a.id, a.number, a.started_at, a.due_at, a.submitted_at, a.by_clock, a.points, a.most, a.percent, a.passed
              FROM quiz_attempt a WHERE a.tenant_id = $1 AND a.lesson_id = $2 AND a.contact_id = $3
             ORDER BY a.started_at, a.id LIMIT 500
            """;
    private static final String STANDING = """
            SELECT coalesce(g.extra, 0) AS extra, g.granted_at, portal_now() AS now, s.questions, s.points
              FROM (SELECT count(*)::int AS questions, coalesce(sum((q.asked->>'points')::int), 0)::int AS points
                      FROM quiz_question q WHERE q.tenant_id = $1 AND q.lesson_id = $2) s
              LEFT JOIN quiz_grant g ON g.tenant_id = $1 AND g.lesson_id = $2 AND g.contact_id = $3
            """;
    /** Of any number at once one begins: the others find it open, or its number taken. */
    private static final String START = """
            INSERT INTO quiz_attempt (tenant_id, id, lesson_id, course_id, contact_id, number, due_at, pass, asked, keys, most)
            SELECT $1, $2, l.id, l.course_id, $4, u.used + 1,
                   CASE WHEN q.minutes > 0 THEN portal_now() + q.minutes * interval '1 minute' END, q.pass, $5, $6, $7
              FROM lesson l JOIN quiz q ON q.tenant_id = l.tenant_id AND q.lesson_id = l.id
              LEFT JOIN quiz_grant g ON g.tenant_id = l.tenant_id AND g.lesson_id = l.id AND g.contact_id = $4
             CROSS JOIN LATERAL (SELECT coalesce(max(a.number), 0) AS used, count(*) AS n, max(a.submitted_at) AS last,
                                        coalesce(bool_or(a.submitted_at IS NULL), false) AS open
                                   FROM quiz_attempt a WHERE a.tenant_id = $1 AND a.lesson_id = $3 AND a.contact_id = $4) u
             WHERE l.tenant_id = $1 AND l.id = $3 AND NOT u.open
               AND u.n < CASE WHEN q.attempts = 0 THEN $8 ELSE q.attempts + coalesce(g.extra, 0) END
               AND (u.last IS NULL OR u.last + q.cooldown * interval '1 minute' <= portal_now() OR g.granted_at > u.last)
            ON CONFLICT DO NOTHING
            """;

    private static final String COLUMNS = """
            SELECT a.id, a.lesson_id, a.course_id, a.contact_id, a.number, a.started_at, a.due_at, a.saved_at, a.submitted_at, a.by_clock,
                   a.pass, a.asked, a.answers, a.marks, a.points, a.most, a.percent, a.passed, portal_now() AS now
              FROM quiz_attempt a
            """;
    private static final String OWN = COLUMNS + """
             WHERE a.tenant_id = $1 AND a.lesson_id = $2 AND a.contact_id = $3 AND a.id = $4
            """;
    private static final String HELD = COLUMNS + """
             WHERE a.tenant_id = $1 AND a.id = $2 FOR UPDATE
            """;
    private static final String ONE = COLUMNS + """
             WHERE a.tenant_id = $1 AND a.lesson_id = $2 AND a.id = $3
            """;
    private static final String KEYS = "SELECT a.keys FROM quiz_attempt a WHERE a.tenant_id = $1 AND a.id = $2";
    private static final String SAVE = """
            UPDATE quiz_attempt SET answers = $3, saved_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 AND submitted_at IS NULL
               AND (due_at IS NULL OR portal_now() <= due_at + $4 * interval '1 second')
            """;
    private static final String END = """
            UPDATE quiz_attempt SET submitted_at = CASE WHEN $3 THEN least(portal_now(), due_at) ELSE portal_now() END, by_clock = $3,
                   answers = $4, marks = $5, points = $6, percent = $7, passed = $8
             WHERE tenant_id = $1 AND id = $2 AND submitted_at IS NULL
            """;
    private static final String GRANT = """
            INSERT INTO quiz_grant (tenant_id, lesson_id, contact_id, extra)
            SELECT $1, $2, $3, 1 WHERE $4 = 0
            ON CONFLICT DO NOTHING
            """;
    private static final String MORE = """
            UPDATE quiz_grant SET extra = extra + 1, granted_at = portal_now()
             WHERE tenant_id = $1 AND lesson_id = $2 AND contact_id = $3 AND extra = $4 AND extra < 100
            """;
    private static final String EXTRA = """
            SELECT g.extra FROM quiz_grant g WHERE g.tenant_id = $1 AND g.lesson_id = $2 AND g.contact_id = $3
            """;
    private static final String LIST = """
            SELECT a.id, a.number, a.started_at, a.due_at, a.submitted_at, a.by_clock, a.points, a.most, a.percent, a.passed, a.contact_id,
                   c.full_name, c.email
              FROM quiz_attempt a JOIN contact c ON c.tenant_id = a.tenant_id AND c.id = a.contact_id
             WHERE a.tenant_id = $1 AND a.lesson_id = $2 AND ($3::uuid IS NULL OR a.contact_id = $3)
               AND ($4::timestamptz IS NULL OR (a.started_at, a.id) < ($4, $5::uuid))
             ORDER BY a.started_at DESC, a.id DESC LIMIT $6
            """;
    private static final String FIGURES = """
            SELECT count(*)::int AS attempts, count(DISTINCT a.contact_id)::int AS people,
                   count(DISTINCT a.contact_id) FILTER (WHERE a.passed)::int AS passed, coalesce(avg(a.percent), 0)::int AS percent
              FROM quiz_attempt a WHERE a.tenant_id = $1 AND a.lesson_id = $2 AND a.submitted_at IS NOT NULL
            """;
    /** Of the newest five thousand attempts, so that no quiz takes for ever. */
    private static final String SHARES = """
            SELECT m.id::uuid AS id, count(*)::int AS asked, count(*) FILTER (WHERE m.points = m.of)::int AS right,
                   coalesce(100 * sum(m.points) / nullif(sum(m.of), 0), 0)::int AS percent
              FROM (SELECT a.marks FROM quiz_attempt a
                     WHERE a.tenant_id = $1 AND a.lesson_id = $2 AND a.submitted_at IS NOT NULL
                     ORDER BY a.submitted_at DESC, a.id DESC LIMIT 5000) newest
             CROSS JOIN LATERAL jsonb_to_recordset(newest.marks) AS m (id text, points int, of int)
             GROUP BY m.id LIMIT 1000
            """;

    private static final String PERSON = """
            SELECT c.full_name FROM contact c WHERE c.tenant_id = $1 AND c.id = $2
            """;

    /** An attempt in the list that staff see; {@code contact} is whose. */
    record Listed(Tries.Line it, UUID contact, String name, String email) {
        Cursor place() {
            return Cursor.at(it.startedAt(), it.id());
        }
    }

    /** Of what was submitted: attempts, whose, how many of these people passed, and percent on average. */
    record Figures(int attempts, int people, int passed, int percent) {}

    /** How often a question was asked and answered in whole, and what part of its points was won. */
    record Share(UUID question, int asked, int right, int percent) {}

    private final Tx tx;

    AttemptStore(Tx tx) {
        this.tx = tx;
    }

    Future<Tries> tries(UUID lesson, UUID contact, Quiz quiz) {
        var all = tx.list(TRIES, AttemptStore::line, tx.tenant(), lesson, contact);
        return tx.first(STANDING, row -> row, tx.tenant(), lesson, contact)
                .compose(found -> all.map(lines -> {
                    var row = found.orElseThrow();
                    return new Tries(
                            quiz,
                            row.getInteger("questions"),
                            row.getInteger("points"),
                            row.getInteger("extra"),
                            at(row, "granted_at"),
                            lines,
                            time(row, "now"));
                }));
    }

    /** True for the one, of any number at once, that began. */
    Future<Boolean> start(UUID id, UUID lesson, UUID contact, List<Question> questions) {
        var asked = new JsonArray();
        var keys = new JsonArray();
        int most = 0;
        for (var question : questions) {
            asked.add(question.asked().json());
            keys.add(question.key().json());
            most += question.asked().points();
        }
        return tx.run(START, tx.tenant(), id, lesson, contact, asked, keys, most, Quiz.ENOUGH)
                .map(rows -> rows == 1);
    }

    /** Their own alone. */
    Future<Optional<Attempt>> own(UUID lesson, UUID contact, UUID id) {
        return tx.first(OWN, AttemptStore::attempt, tx.tenant(), lesson, contact, id);
    }

    /** Whosever it is; held until the commit. */
    Future<Optional<Attempt>> held(UUID id) {
        return tx.first(HELD, AttemptStore::attempt, tx.tenant(), id);
    }

    Future<Optional<Attempt>> one(UUID lesson, UUID id) {
        return tx.first(ONE, AttemptStore::attempt, tx.tenant(), lesson, id);
    }

    /** What is right, in the order of {@link Attempt#asked}. */
    Future<List<Key>> keys(UUID id) {
        return tx.first(KEYS, row -> row.getJsonArray("keys"), tx.tenant(), id)
                .map(found -> found.orElseThrow().stream()
                        .map(one -> Key.of((JsonObject) one))
                        .toList());
    }

    /** False where it is submitted, or its time and the grace are over. */
    Future<Boolean> save(UUID id, Map<UUID, Given> answers) {
        return tx.run(SAVE, tx.tenant(), id, Given.json(answers), (double) Attempt.GRACE.toSeconds())
                .map(rows -> rows == 1);
    }

    /** True for the one, of any number at once, that ended it. */
    Future<Boolean> end(Attempt attempt, boolean byClock, Map<UUID, Given> answers, Scoring.Score score) {
        var marks = new JsonArray();
        for (var asked : attempt.asked())
            marks.add(new JsonObject()
                    .put("id", asked.id().toString())
                    .put("points", score.points().getOrDefault(asked.id(), 0))
                    .put("of", asked.points()));
        return tx.run(
                        END,
                        tx.tenant(),
                        attempt.id(),
                        byClock,
                        Given.json(answers),
                        marks,
                        score.sum(),
                        score.percent(),
                        score.reaches(attempt.pass()))
                .map(rows -> rows == 1);
    }

    /** One more than {@code seen}; false where it is another number by now, or there are enough. */
    Future<Boolean> grant(UUID lesson, UUID contact, int seen) {
        return tx.run(seen == 0 ? GRANT : MORE, tx.tenant(), lesson, contact, seen)
                .map(rows -> rows == 1);
    }

    Future<Integer> extra(UUID lesson, UUID contact) {
        return tx.first(EXTRA, row -> row.getInteger("extra"), tx.tenant(), lesson, contact)
                .map(found -> found.orElse(0));
    }

    /** The newest first; of everybody where {@code contact} is null. */
    Future<List<Listed>> list(UUID lesson, @Nullable UUID contact, Optional<Cursor> after, int rows) {
        return tx.list(
                LIST,
                row -> new Listed(
                        line(row), row.getUUID("contact_id"), row.getString("full_name"), row.getString("email")),
                tx.tenant(),
                lesson,
                contact,
                after.map(cursor -> cursor.time().atOffset(ZoneOffset.UTC)).orElse(null),
                after.map(Cursor::id).orElse(null),
                rows);
    }

    Future<Figures> figures(UUID lesson) {
        return tx.first(
                        FIGURES,
                        row -> new Figures(
                                row.getInteger("attempts"),
                                row.getInteger("people"),
                                row.getInteger("passed"),
                                row.getInteger("percent")),
                        tx.tenant(),
                        lesson)
                .map(Optional::orElseThrow);
    }

    Future<List<Share>> shares(UUID lesson) {
        return tx.list(
                SHARES,
                row -> new Share(
                        row.getUUID("id"), row.getInteger("asked"), row.getInteger("right"), row.getInteger("percent")),
                tx.tenant(),
                lesson);
    }

    Future<Optional<String>> person(UUID contact) {
        return tx.first(PERSON, row -> row.getString("full_name"), tx.tenant(), contact);
    }

    private static Tries.Line line(Row row) {
        return new Tries.Line(
                row.getUUID("id"),
                row.getInteger("number"),
                time(row, "started_at"),
                at(row, "due_at"),
                at(row, "submitted_at"),
                row.getBoolean("by_clock"),
                row.getInteger("points"),
                row.getInteger("most"),
                row.getInteger("percent"),
                row.getBoolean("passed"));
    }

    private static Attempt attempt(Row row) {
        var asked = new ArrayList<Asked>();
        for (var one : row.getJsonArray("asked")) asked.add(Asked.of((JsonObject) one));
        var marks = new HashMap<UUID, Integer>();
        var told = row.getJsonArray("marks");
        if (told != null)
            for (var one : told)
                marks.put(UUID.fromString(((JsonObject) one).getString("id")), ((JsonObject) one).getInteger("points"));
        return new Attempt(
                row.getUUID("id"),
                row.getUUID("lesson_id"),
                row.getUUID("course_id"),
                row.getUUID("contact_id"),
                row.getInteger("number"),
                time(row, "started_at"),
                at(row, "due_at"),
                at(row, "saved_at"),
                at(row, "submitted_at"),
                row.getBoolean("by_clock"),
                row.getInteger("pass"),
                List.copyOf(asked),
                Given.all(row.getJsonObject("answers")),
                marks,
                row.getInteger("points"),
                row.getInteger("most"),
                row.getInteger("percent"),
                row.getBoolean("passed"),
                time(row, "now"));
    }

    private static @Nullable Instant at(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }

    private static Instant time(Row row, String column) {
        return Objects.requireNonNull(row.getOffsetDateTime(column)).toInstant();
    }
}
