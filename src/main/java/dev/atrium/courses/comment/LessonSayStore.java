package dev.atrium.courses.comment;

import dev.atrium.communities.post.Writer;
import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How comments of lessons come in, and what becomes of them: each act is one guarded statement that asks again who may. */
final class LessonSayStore {
    /** Whoever writes holds their own row until the commit: of any number at once each counts those before. */
    private static final String HOLD = """
            SELECT 1 FROM contact c WHERE c.tenant_id = $1 AND c.id = $2 FOR NO KEY UPDATE
            """;

    private static final String INSERT = """
            WITH judged AS (
              SELECT coalesce(r.parent_id, r.id) AS top,
                     CASE
                       WHEN $4::uuid IS NULL AND NOT (l.published AND course_open($1, l.course_id, $3)) THEN 'unknown'
                       WHEN o.id IS NOT NULL AND (o.author_id IS DISTINCT FROM $3 OR o.staff_id IS DISTINCT FROM $4 OR o.lesson_id <> $2)
                         THEN 'taken'
                       WHEN o.id IS NOT NULL THEN 'repeated'
                       WHEN NOT l.comments THEN 'closed'
                       WHEN $6::uuid IS NOT NULL AND r.id IS NULL THEN 'gone'
                       WHEN $3::uuid IS NOT NULL
                        AND (SELECT count(*) FROM (SELECT 1 FROM lesson_comment x WHERE x.tenant_id = $1 AND x.author_id = $3
                                                      AND x.created_at > portal_now() - make_interval(secs => 60) LIMIT $9) n) >= $9
                         THEN 'many'
                       ELSE 'kept' END AS verdict
                FROM lesson l
                LEFT JOIN lesson_comment o ON o.tenant_id = $1 AND o.id = $5
                LEFT JOIN lesson_comment r ON r.tenant_id = $1 AND r.lesson_id = $2 AND r.id = $6 AND r.removed_at IS NULL
               WHERE l.tenant_id = $1 AND l.id = $2 AND l.course_id = $10),
            kept AS (
              INSERT INTO lesson_comment (tenant_id, id, course_id, lesson_id, parent_id, author_id, staff_id, author_name, body)
              SELECT $1, $5, $10, $2, j.top, $3, $4, $7, $8 FROM judged j WHERE j.verdict = 'kept'
              ON CONFLICT (tenant_id, id) DO NOTHING RETURNING id)
            SELECT j.top, CASE WHEN j.verdict = 'kept' AND NOT EXISTS (SELECT FROM kept) THEN 'repeated' ELSE j.verdict END AS became
              FROM judged j
            """;

    /** A contact acts in the lesson $4 that they came to, while it is shown, commented on and theirs to take; staff in the course $4. */
    private static final String MAY = """
             k.tenant_id = $1 AND k.id = $5 AND (k.lesson_id = $4 OR $2::uuid IS NULL AND k.course_id = $4)
               AND l.tenant_id = $1 AND l.id = k.lesson_id
               AND ($2::uuid IS NULL OR l.published AND l.comments AND course_open($1, l.course_id, $2))
            """;

    private static final String CHANGED = """
             RETURNING k.id, k.course_id, k.lesson_id, k.parent_id, k.author_id, l.title AS lesson
            """;

    private static final String EDIT = """
            UPDATE lesson_comment k SET body = $7, edited_at = portal_now(), version = k.version + 1 FROM lesson l WHERE
            """ + MAY + """
               AND k.removed_at IS NULL AND k.version = $6 AND ($2::uuid IS NOT NULL AND k.author_id = $2 OR $2::uuid IS NULL AND k.staff_id = $3)
            """ + CHANGED;
    private static final String REMOVE = """
            UPDATE lesson_comment k SET removed_at = portal_now(), version = k.version + 1,
                   removed_by = CASE WHEN k.author_id = $2 OR k.staff_id = $3 THEN 'author' ELSE 'staff' END FROM lesson l WHERE
            """ + MAY + """
               AND k.removed_at IS NULL AND ($2::uuid IS NULL AND $3::uuid IS NOT NULL OR k.author_id = $2)
            """ + CHANGED;
    private static final String RESTORABLE = """
               AND k.removed_at > portal_now() - interval '30 days' AND k.body <> '-'
               AND ($2::uuid IS NULL AND $3::uuid IS NOT NULL OR k.removed_by = 'author' AND k.author_id = $2)
            """;
    private static final String RESTORE = """
            UPDATE lesson_comment k SET removed_at = NULL, removed_by = '', version = k.version + 1 FROM lesson l WHERE
            """ + MAY + RESTORABLE + CHANGED;
    private static final String UNDOABLE = "SELECT 1 FROM lesson_comment k, lesson l WHERE " + MAY + RESTORABLE;

    /** Whoever asked says that it is answered, and so does the business. */
    private static final String RESOLVE = """
            UPDATE lesson_comment k SET resolved_at = CASE WHEN $6 THEN portal_now() END FROM lesson l WHERE
            """ + MAY + """
               AND k.parent_id IS NULL AND k.removed_at IS NULL AND (k.resolved_at IS NULL) = $6
               AND ($2::uuid IS NULL AND $3::uuid IS NOT NULL OR k.author_id = $2)
            """ + CHANGED;

    private static final String REACT = """
            WITH spot AS (
              SELECT k.id, k.course_id, k.lesson_id, k.parent_id, k.author_id, l.title AS lesson FROM lesson_comment k, lesson l WHERE
            """ + MAY + """
               AND k.removed_at IS NULL),
            kept AS (
              INSERT INTO lesson_comment_reaction AS r (tenant_id, comment_id, contact_id, word)
              SELECT $1, s.id, $2, $3::text FROM spot s WHERE $3::text <> ''
              ON CONFLICT (tenant_id, comment_id, contact_id) DO UPDATE SET word = EXCLUDED.word, at = portal_now() WHERE r.word <> EXCLUDED.word
              RETURNING 1),
            gone AS (
              DELETE FROM lesson_comment_reaction r USING spot s
               WHERE $3::text = '' AND r.tenant_id = $1 AND r.comment_id = s.id AND r.contact_id = $2 RETURNING 1)
            SELECT s.*, EXISTS (SELECT FROM kept UNION ALL SELECT FROM gone) AS changed FROM spot s
            """;
    /** No state: what follows from what they wrote. */
    private static final String FOLLOW = """
            WITH there AS (SELECT k.id FROM lesson_comment k, lesson l WHERE
            """ + MAY + """
               AND k.parent_id IS NULL),
            kept AS (
              INSERT INTO lesson_comment_follow (tenant_id, comment_id, contact_id, state)
              SELECT $1, t.id, $2, $3::text FROM there t WHERE $3::text <> ''
              ON CONFLICT (tenant_id, comment_id, contact_id) DO UPDATE SET state = EXCLUDED.state),
            gone AS (
              DELETE FROM lesson_comment_follow f USING there t
               WHERE $3::text = '' AND f.tenant_id = $1 AND f.contact_id = $2 AND f.comment_id = t.id)
            SELECT id FROM there
            """;

    /** A comment that was changed. */
    record Changed(
            UUID id,
            UUID course,
            UUID lesson,
            String lessonTitle,
            @Nullable UUID parent,
            @Nullable UUID author) {}

    /** @param changed whether it is another than before */
    record Felt(Changed comment, boolean changed) {}

    private final Tx tx;

    LessonSayStore(Tx tx) {
        this.tx = tx;
    }

    /**
     * Keeps a comment where it may be kept, once; empty where the course has no such lesson.
     *
     * @param perMinute how many a contact may write within a minute
     */
    Future<Optional<LessonSaid>> insert(NewLessonComment comment, int perMinute) {
        var writer = comment.writer();
        var held = tx.run(HOLD, tx.tenant(), writer.contact());
        var kept = tx.first(
                INSERT,
                row -> new LessonSaid(
                        LessonSaid.Verdict.valueOf(row.getString("became").toUpperCase(Locale.ROOT)),
                        row.getUUID("top")),
                tx.tenant(),
                comment.lesson(),
                writer.contact(),
                writer.staff(),
                comment.id(),
                comment.parent(),
                writer.name(),
                comment.body(),
                perMinute,
                comment.course());
        return held.compose(x -> kept);
    }

    /** Empty where it is not theirs, not there, or no longer of that version. */
    Future<Optional<Changed>> edit(Writer who, Place place, UUID comment, int version, String body) {
        return tx.first(
                EDIT,
                LessonSayStore::changed,
                tx.tenant(),
                who.contact(),
                who.staff(),
                place.id(),
                comment,
                version,
                body);
    }

    Future<Optional<Changed>> remove(Writer who, Place place, UUID comment) {
        return act(REMOVE, who, place, comment);
    }

    Future<Optional<Changed>> restore(Writer who, Place place, UUID comment) {
        return act(RESTORE, who, place, comment);
    }

    /** Whether they could bring it back. */
    Future<Boolean> undoable(Writer who, Place place, UUID comment) {
        return tx.first(UNDOABLE, row -> true, tx.tenant(), who.contact(), who.staff(), place.id(), comment)
                .map(Optional::isPresent);
    }

    /** Empty where it is no question of theirs, or so already. */
    Future<Optional<Changed>> resolve(Writer who, Place place, UUID comment, boolean resolved) {
        return tx.first(
                RESOLVE,
                LessonSayStore::changed,
                tx.tenant(),
                who.contact(),
                who.staff(),
                place.id(),
                comment,
                resolved);
    }

    /** @param word empty to take theirs back; empty where they do not see the comment */
    Future<Optional<Felt>> react(UUID contact, Place place, UUID comment, String word) {
        return tx.first(
                REACT,
                row -> new Felt(changed(row), row.getBoolean("changed")),
                tx.tenant(),
                contact,
                word,
                place.id(),
                comment);
    }

    /**
     * Keeps {@code following} or {@code muted}, or with an empty state goes back to what follows from what they wrote.
     * False where there is no such question for them.
     */
    Future<Boolean> follow(UUID contact, Place place, UUID comment, String state) {
        return tx.first(FOLLOW, row -> true, tx.tenant(), contact, state, place.id(), comment)
                .map(Optional::isPresent);
    }

    private Future<Optional<Changed>> act(String sql, Writer who, Place place, UUID comment) {
        return tx.first(sql, LessonSayStore::changed, tx.tenant(), who.contact(), who.staff(), place.id(), comment);
    }

    private static Changed changed(Row row) {
        return new Changed(
                row.getUUID("id"),
                row.getUUID("course_id"),
                row.getUUID("lesson_id"),
                row.getString("lesson"),
                row.getUUID("parent_id"),
                row.getUUID("author_id"));
    }
}
