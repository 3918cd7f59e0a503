package dev.atrium.courses.quiz;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.web.Precondition;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** How quizzes are taken and what they ask. Whoever writes holds the course, as authors do. */
public final class QuizStore {
    private static final String HOLD = """
            SELECT c.id FROM course c WHERE c.tenant_id = $1 AND c.id = $2 FOR NO KEY UPDATE
            """;
    private static final String QUIZ = """
            SELECT q.attempts, q.cooldown, q.minutes, q.pass, q.shuffle_questions, q.shuffle_options, q.pool, q.keeps, q.explains, q.reveals,
                   q.version
              FROM quiz q WHERE q.tenant_id = $1 AND q.lesson_id = $2
            """;
    private static final String CHANGE = """
            UPDATE quiz SET attempts = $5, cooldown = $6, minutes = $7, pass = $8, shuffle_questions = $9, shuffle_options = $10, pool = $11,
                   keeps = $12, explains = $13, reveals = $14, version = version + 1
             WHERE tenant_id = $1 AND lesson_id = $2 AND ($3 OR version::text = ANY ($4))
            """;
    private static final String TOUCH = """
            UPDATE quiz SET version = version + 1 WHERE tenant_id = $1 AND lesson_id = $2
            """;
    private static final String QUESTIONS = """
            SELECT q.id, q.asked, q.key, q.version FROM quiz_question q
             WHERE q.tenant_id = $1 AND q.lesson_id = $2 ORDER BY q.position, q.id LIMIT 200
            """;
    private static final String COUNT = """
            SELECT count(*)::int AS n FROM quiz_question q WHERE q.tenant_id = $1 AND q.lesson_id = $2
            """;
    private static final String ADD = """
            INSERT INTO quiz_question (tenant_id, id, lesson_id, position, asked, key)
            SELECT $1, $3, $2, (SELECT coalesce(max(q.position) + 1, 0) FROM quiz_question q WHERE q.tenant_id = $1 AND q.lesson_id = $2),
                   $4, $5
             WHERE (SELECT count(*) FROM quiz_question q WHERE q.tenant_id = $1 AND q.lesson_id = $2) < 200
            ON CONFLICT (tenant_id, id) DO NOTHING
            """;
    private static final String WRITE = """
            UPDATE quiz_question SET asked = $6, key = $7, version = version + 1
             WHERE tenant_id = $1 AND lesson_id = $2 AND id = $3 AND ($4 OR version::text = ANY ($5))
            """;
    private static final String DROP = "DELETE FROM quiz_question WHERE tenant_id = $1 AND lesson_id = $2 AND id = $3";
    private static final String KEEP_ONLY = """
            DELETE FROM quiz_question WHERE tenant_id = $1 AND lesson_id = $2 AND id <> ALL ($3::uuid[])
            """;
    private static final String PLACE = """
            UPDATE quiz_question q SET position = n.place
              FROM unnest($3::uuid[], $4::int[]) AS n (id, place)
             WHERE q.tenant_id = $1 AND q.lesson_id = $2 AND q.id = n.id AND q.position <> n.place
            """;
    private static final String EMPTY = """
            SELECT l.id FROM lesson l
             WHERE l.tenant_id = $1 AND l.course_id = $2 AND l.kind = 'quiz'
               AND NOT EXISTS (SELECT FROM quiz_question q WHERE q.tenant_id = $1 AND q.lesson_id = l.id) LIMIT 200
            """;

    /** A question and how often it was changed. */
    record Stored(Question question, int version) {}

    private final Tx tx;

    public QuizStore(Tx tx) {
        this.tx = tx;
    }

    /** The course's row, held until the commit; false where there is none. */
    Future<Boolean> hold(UUID course) {
        return tx.first(HOLD, row -> true, tx.tenant(), course).map(Optional::isPresent);
    }

    /** Empty where the lesson is no quiz. */
    Future<Optional<Quiz>> quiz(UUID lesson) {
        return tx.first(QUIZ, QuizStore::quiz, tx.tenant(), lesson);
    }

    private static Quiz quiz(Row row) {
        return new Quiz(
                row.getInteger("attempts"),
                row.getInteger("cooldown"),
                row.getInteger("minutes"),
                row.getInteger("pass"),
                row.getBoolean("shuffle_questions"),
                row.getBoolean("shuffle_options"),
                row.getInteger("pool"),
                row.getString("keeps").equals("best"),
                row.getBoolean("explains"),
                row.getBoolean("reveals"),
                row.getInteger("version"));
    }

    /** False where it is another version by now. */
    Future<Boolean> change(UUID lesson, Precondition from, Quiz quiz) {
        return tx.run(
                        CHANGE,
                        tx.tenant(),
                        lesson,
                        from.any(),
                        from.asArray(),
                        quiz.attempts(),
                        quiz.cooldown(),
                        quiz.minutes(),
                        quiz.pass(),
                        quiz.shuffleQuestions(),
                        quiz.shuffleOptions(),
                        quiz.pool(),
                        quiz.keeps(),
                        quiz.explains(),
                        quiz.reveals())
                .map(rows -> rows == 1);
    }

    /** One of its questions is another than it was. */
    Future<Integer> touch(UUID lesson) {
        return tx.run(TOUCH, tx.tenant(), lesson);
    }

    Future<List<Stored>> stored(UUID lesson) {
        return tx.list(
                QUESTIONS,
                row -> new Stored(
                        new Question(Asked.of(row.getJsonObject("asked")), Key.of(row.getJsonObject("key"))),
                        row.getInteger("version")),
                tx.tenant(),
                lesson);
    }

    Future<List<Question>> questions(UUID lesson) {
        return stored(lesson).map(all -> all.stream().map(Stored::question).toList());
    }

    /** What a copy of the lesson takes along; empty where it is no quiz. */
    public Future<Optional<QuizWhole>> whole(UUID lesson) {
        var quiz = quiz(lesson);
        var questions = questions(lesson);
        return Future.all(quiz, questions).map(x -> quiz.result().map(one -> new QuizWhole(one, questions.result())));
    }

    /** The quiz of a new lesson is as that one, with questions of its own. */
    public Future<Void> plant(UUID lesson, QuizWhole whole) {
        Future<?> done = change(lesson, new Precondition(true, Set.of()), whole.quiz());
        for (var question : whole.questions()) done = add(lesson, question.as(Ids.next()));
        return done.mapEmpty();
    }

    public Future<Integer> count(UUID lesson) {
        return tx.first(COUNT, row -> row.getInteger("n"), tx.tenant(), lesson).map(Optional::orElseThrow);
    }

    /** The quiz lessons of a course that ask nothing yet. */
    public Future<Set<UUID>> empty(UUID course) {
        return tx.list(EMPTY, row -> row.getUUID("id"), tx.tenant(), course).map(HashSet::new);
    }

    /** Behind the last one; false where there is a question of this id, or {@link Quiz#MOST_QUESTIONS} of them. */
    Future<Boolean> add(UUID lesson, Question question) {
        return tx.run(
                        ADD,
                        tx.tenant(),
                        lesson,
                        question.id(),
                        question.asked().json(),
                        question.key().json())
                .map(rows -> rows == 1);
    }

    /** False where it is gone, or another version by now. */
    Future<Boolean> write(UUID lesson, Precondition from, Question question) {
        return tx.run(
                        WRITE,
                        tx.tenant(),
                        lesson,
                        question.id(),
                        from.any(),
                        from.asArray(),
                        question.asked().json(),
                        question.key().json())
                .map(rows -> rows == 1);
    }

    Future<Boolean> drop(UUID lesson, UUID question) {
        return tx.run(DROP, tx.tenant(), lesson, question).map(rows -> rows == 1);
    }

    /** All but these go. */
    Future<Integer> keepOnly(UUID lesson, List<UUID> questions) {
        return tx.run(KEEP_ONLY, tx.tenant(), lesson, questions.toArray(UUID[]::new));
    }

    Future<Integer> place(UUID lesson, List<UUID> order) {
        var places = new Integer[order.size()];
        for (int i = 0; i < places.length; i++) places[i] = i;
        return tx.run(PLACE, tx.tenant(), lesson, order.toArray(UUID[]::new), places);
    }
}
