package dev.atrium.courses.comment;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Comments of lessons in PostgreSQL, as they are read. Whether the reader may open the lesson was asked before. */
final class LessonCommentStore {
    /** Replies that stand below one question of a list. */
    static final int MOST_REPLIES = 50;

    /** In which order the questions of a lesson stand, and which of them. */
    enum Show {
        NEWEST,
        OLDEST,
        UNRESOLVED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The newest first where it is none of these words. */
        static Show of(String word) {
            for (var one : values()) if (one.word().equals(word)) return one;
            return NEWEST;
        }
    }

    private static final String COLUMNS = """
            SELECT k.id, k.course_id, k.lesson_id, l.title AS lesson, k.parent_id, k.author_id, k.staff_id,
                   coalesce(a.full_name, CASE WHEN k.staff_id IS NOT NULL THEN k.author_name END, '') AS author,
                   coalesce(u.id, k.author_id, k.staff_id) AS face_id, coalesce(u.avatar, '') AS avatar,
                   EXISTS (SELECT FROM course_instructor i WHERE i.tenant_id = $1 AND i.course_id = k.course_id AND i.staff_id = k.staff_id) AS teaches,
                   CASE WHEN k.removed_at IS NULL THEN k.body ELSE '' END AS body, k.created_at, k.edited_at,
                   k.removed_at IS NOT NULL AS removed, k.resolved_at, k.unresolved, k.version,
                   coalesce((SELECT jsonb_object_agg(x.word, x.n)
                               FROM (SELECT r.word, count(*) AS n FROM lesson_comment_reaction r
                                      WHERE r.tenant_id = $1 AND r.comment_id = k.id AND k.removed_at IS NULL GROUP BY r.word) x), '{}') AS reacted,
                   coalesce((SELECT r.word FROM lesson_comment_reaction r
                              WHERE r.tenant_id = $1 AND r.comment_id = k.id AND r.contact_id = $2::uuid), '') AS felt,
                   CASE WHEN k.parent_id IS NOT NULL THEN ''
                        ELSE coalesce((SELECT f.state FROM lesson_comment_follow f
                                        WHERE f.tenant_id = $1 AND f.comment_id = k.id AND f.contact_id = $2),
                                      CASE WHEN k.author_id = $2 OR EXISTS (SELECT FROM lesson_comment r
                                                 WHERE r.tenant_id = $1 AND r.lesson_id = k.lesson_id AND r.parent_id = k.id AND r.author_id = $2
                                                   AND r.removed_at IS NULL) THEN 'following' ELSE '' END) END AS follow,
                   (SELECT count(*) FROM lesson_comment_report o
                     WHERE o.tenant_id = $1 AND o.comment_id = k.id AND o.decided_at IS NULL)::int AS reports
              FROM lesson_comment k
              JOIN lesson l ON l.tenant_id = $1 AND l.id = k.lesson_id
              LEFT JOIN contact a ON a.tenant_id = $1 AND a.id = k.author_id
              LEFT JOIN account u ON u.tenant_id = $1 AND u.contact_id = k.author_id
            """;

    /** What was taken back stands there for the sake of its replies alone. */
    private static final String STANDS = """
             (t.removed_at IS NULL OR EXISTS (SELECT FROM lesson_comment r WHERE r.tenant_id = $1 AND r.lesson_id = t.lesson_id
                                                 AND r.parent_id = t.id AND r.removed_at IS NULL))
            """;

    /** The first replies to each of {@code tops}, and these themselves. */
    private static final String SHOWN =
            """
            , shown AS (
              SELECT id FROM tops
              UNION ALL
              SELECT r.id FROM tops t CROSS JOIN LATERAL (
                SELECT x.id FROM lesson_comment x
                 WHERE x.tenant_id = $1 AND x.lesson_id = t.lesson_id AND x.parent_id = t.id AND x.removed_at IS NULL
                 ORDER BY x.created_at, x.id LIMIT $4) r)
            """ + COLUMNS.replace("FROM lesson_comment k\n", """
            FROM shown s JOIN lesson_comment k ON k.tenant_id = $1 AND k.id = s.id
            """) + " ORDER BY k.created_at, k.id LIMIT 10000";

    private static final String LATEST = """
            WITH tops AS (
              SELECT t.id, t.lesson_id FROM lesson_comment t
               WHERE t.tenant_id = $1 AND t.lesson_id = $3 AND t.parent_id IS NULL AND (t.created_at, t.id) < ($5::timestamptz, $6::uuid)
                 AND (NOT $8::boolean OR t.unresolved) AND
            """ + STANDS + " ORDER BY t.created_at DESC, t.id DESC LIMIT $7)" + SHOWN;
    private static final String EARLIEST = """
            WITH tops AS (
              SELECT t.id, t.lesson_id FROM lesson_comment t
               WHERE t.tenant_id = $1 AND t.lesson_id = $3 AND t.parent_id IS NULL AND (t.created_at, t.id) > ($5::timestamptz, $6::uuid) AND
            """ + STANDS + " ORDER BY t.created_at, t.id LIMIT $7)" + SHOWN;

    /** Of a whole course, or of one lesson $3: what waits for an answer first, the newest of each first. */
    private static final String DESK =
            """
            WITH tops AS (
              SELECT t.id, t.lesson_id FROM lesson_comment t
               WHERE t.tenant_id = $1 AND t.course_id = $5 AND t.parent_id IS NULL AND ($3::uuid IS NULL OR t.lesson_id = $3)
                 AND (t.unresolved, t.created_at, t.id) < ($6::boolean, $7::timestamptz, $8::uuid)
                 AND CASE $10::text WHEN 'unresolved' THEN t.unresolved
                              WHEN 'reported' THEN EXISTS (SELECT FROM lesson_comment c JOIN lesson_comment_report o
                                     ON o.tenant_id = $1 AND o.comment_id = c.id AND o.decided_at IS NULL
                                  WHERE c.tenant_id = $1 AND c.lesson_id = t.lesson_id AND (c.id = t.id OR c.parent_id = t.id)
                                    AND c.removed_at IS NULL)
                              ELSE true END AND
            """ + STANDS + " ORDER BY t.unresolved DESC, t.created_at DESC, t.id DESC LIMIT $9)" + SHOWN;

    /** The question that $3 is, or stands below, with its replies. */
    private static final String AROUND = COLUMNS + """
             WHERE k.tenant_id = $1 AND k.course_id = $4 AND ($5::uuid IS NULL OR k.lesson_id = $5)
               AND EXISTS (SELECT FROM lesson_comment x WHERE x.tenant_id = $1 AND x.id = $3 AND x.lesson_id = k.lesson_id
                              AND coalesce(x.parent_id, x.id) IN (k.id, k.parent_id))
               AND (k.removed_at IS NULL OR k.parent_id IS NULL)
             ORDER BY k.created_at, k.id LIMIT 1000
            """;

    private static final String ONE = COLUMNS
            + " WHERE k.tenant_id = $1 AND k.id = $3 AND k.course_id = $4 AND ($5::uuid IS NULL OR k.lesson_id = $5)";

    /** All in the order of writing, replies among them; what was taken back is not there. */
    private static final String LIST = COLUMNS + """
             WHERE k.tenant_id = $1 AND k.course_id = $3 AND ($4::uuid IS NULL OR k.lesson_id = $4) AND k.removed_at IS NULL
               AND (NOT $5::boolean OR k.unresolved) AND (k.created_at, k.id) > ($6::timestamptz, $7::uuid)
             ORDER BY k.created_at, k.id LIMIT $8
            """;

    private static final String SOME = COLUMNS + " WHERE k.tenant_id = $1 AND k.id = ANY ($3::uuid[]) LIMIT 1000";

    private static final Instant EVER = Instant.parse("9999-12-30T00:00:00Z");
    private static final UUID FIRST = new UUID(0, 0);
    private static final UUID LAST = new UUID(-1, -1);

    private final Tx tx;

    LessonCommentStore(Tx tx) {
        this.tx = tx;
    }

    /** A part of a lesson's questions in the order of {@code show}, each with its first replies, {@link #MOST_REPLIES} and one. */
    Future<List<LessonComment>> thread(@Nullable UUID reader, UUID lesson, Show show, Page.Wanted wanted) {
        boolean forward = show == Show.OLDEST;
        var after = wanted.after();
        var time = time(after.map(Cursor::time).orElse(forward ? Instant.EPOCH : EVER));
        var id = after.map(Cursor::id).orElse(forward ? FIRST : LAST);
        return forward
                ? tx.list(
                        EARLIEST,
                        LessonComment::of,
                        tx.tenant(),
                        reader,
                        lesson,
                        MOST_REPLIES + 1,
                        time,
                        id,
                        wanted.rows())
                : tx.list(
                        LATEST,
                        LessonComment::of,
                        tx.tenant(),
                        reader,
                        lesson,
                        MOST_REPLIES + 1,
                        time,
                        id,
                        wanted.rows(),
                        show == Show.UNRESOLVED);
    }

    /**
     * A part of a course's questions for staff, each with its first replies.
     *
     * @param lesson null for all of them
     * @param state {@code unresolved}, {@code reported} or empty
     */
    Future<List<LessonComment>> desk(UUID course, @Nullable UUID lesson, String state, Page.Wanted wanted) {
        var after = wanted.after();
        return tx.list(
                DESK,
                LessonComment::of,
                tx.tenant(),
                null,
                lesson,
                MOST_REPLIES + 1,
                course,
                after.map(LessonCommentStore::waits).orElse(true),
                time(after.map(LessonCommentStore::plain).map(Cursor::time).orElse(EVER)),
                after.map(Cursor::id).orElse(LAST),
                wanted.rows(),
                state);
    }

    /** Where a question stands in {@link #desk}. */
    static Cursor deskPlace(LessonComment comment) {
        return new Cursor((comment.unresolved() ? "1" : "0") + comment.place().key(), comment.id());
    }

    private static boolean waits(Cursor cursor) {
        return cursor.key().startsWith("1");
    }

    private static Cursor plain(Cursor cursor) {
        if (!cursor.key().startsWith("1") && !cursor.key().startsWith("0"))
            throw Problem.invalid("cursor", "cursor-broken");
        return new Cursor(cursor.key().substring(1), cursor.id());
    }

    /** The question that {@code id} is, or stands below, with its replies; at most a thousand. */
    Future<List<LessonComment>> around(@Nullable UUID reader, UUID course, @Nullable UUID lesson, UUID id) {
        return tx.list(AROUND, LessonComment::of, tx.tenant(), reader, id, course, lesson);
    }

    Future<Optional<LessonComment>> one(@Nullable UUID reader, UUID course, @Nullable UUID lesson, UUID id) {
        return tx.first(ONE, LessonComment::of, tx.tenant(), reader, id, course, lesson);
    }

    /** The oldest first, replies among them. */
    Future<List<LessonComment>> list(
            @Nullable UUID reader, UUID course, @Nullable UUID lesson, boolean unresolved, Page.Wanted wanted) {
        return tx.list(
                LIST,
                LessonComment::of,
                tx.tenant(),
                reader,
                course,
                lesson,
                unresolved,
                time(wanted.after().map(Cursor::time).orElse(Instant.EPOCH)),
                wanted.after().map(Cursor::id).orElse(FIRST),
                wanted.rows());
    }

    /** Those among {@code ids}, in no order. */
    Future<List<LessonComment>> some(List<UUID> ids) {
        return tx.list(SOME, LessonComment::of, tx.tenant(), null, ids.toArray(UUID[]::new));
    }

    private static OffsetDateTime time(Instant at) {
        return Objects.requireNonNull(at).atOffset(ZoneOffset.UTC);
    }
}
