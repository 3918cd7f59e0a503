package dev.atrium.courses.comment;

import dev.atrium.communities.post.Named;
import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where comments stand, whom they name, and whom they concern. Who of these may open the lesson is asked of its door. */
final class TalkedStore {
    private static final String COURSES = """
            SELECT l.id, l.course_id FROM lesson l
             WHERE l.tenant_id = $1 AND l.id = ANY ($2::uuid[]) AND l.published AND l.comments LIMIT 2000
            """;
    private static final String WORDS = """
            SELECT k.id, k.course_id, c.slug, c.title AS course, k.lesson_id, l.title AS lesson, k.parent_id, k.author_id, k.staff_id,
                   coalesce(a.full_name, k.author_name) AS author, k.body
              FROM lesson_comment k
              JOIN course c ON c.tenant_id = $1 AND c.id = k.course_id
              JOIN lesson l ON l.tenant_id = $1 AND l.id = k.lesson_id AND l.comments
              LEFT JOIN contact a ON a.tenant_id = $1 AND a.id = k.author_id
             WHERE k.tenant_id = $1 AND k.id = $2 AND k.removed_at IS NULL
            """;

    /** Keeps who is named; given back are those who were not before, did not write it, and are parted by no block from who did. */
    private static final String NAME = """
            WITH kept AS (
              INSERT INTO lesson_comment_mention (tenant_id, comment_id, contact_id)
              SELECT $1, $2, c.id FROM contact c WHERE c.tenant_id = $1 AND c.id = ANY ($3::uuid[])
              ON CONFLICT DO NOTHING RETURNING contact_id)
            SELECT x.contact_id FROM kept x
             WHERE x.contact_id IS DISTINCT FROM $4::uuid AND ($4::uuid IS NULL OR NOT blocked_between($1, x.contact_id, $4))
               AND NOT EXISTS (SELECT FROM lesson_comment_follow f WHERE f.tenant_id = $1 AND f.comment_id = $5 AND f.contact_id = x.contact_id
                                  AND f.state = 'muted')
             LIMIT 100
            """;

    /**
     * Whom a reply concerns, at most 100: whoever asked, follows the question or wrote below it; never the writer, nor who muted it, nor
     * who was named and so heard of it, nor whom a block parts from the writer.
     */
    private static final String CONCERNED = """
            SELECT DISTINCT x.contact FROM (
              SELECT q.author_id AS contact FROM lesson_comment q WHERE q.tenant_id = $1 AND q.id = $2
              UNION ALL (SELECT f.contact_id FROM lesson_comment_follow f
                          WHERE f.tenant_id = $1 AND f.comment_id = $2 AND f.state = 'following' ORDER BY f.contact_id LIMIT 100)
              UNION ALL (SELECT r.author_id FROM lesson_comment r WHERE r.tenant_id = $1 AND r.lesson_id = $5 AND r.parent_id = $2
                            AND r.removed_at IS NULL ORDER BY r.created_at DESC, r.id DESC LIMIT 100)) x
             WHERE x.contact IS NOT NULL AND x.contact IS DISTINCT FROM $4::uuid
               AND ($4::uuid IS NULL OR NOT blocked_between($1, x.contact, $4))
               AND NOT EXISTS (SELECT FROM lesson_comment_follow f WHERE f.tenant_id = $1 AND f.comment_id = $2 AND f.contact_id = x.contact
                                  AND f.state = 'muted')
               AND NOT EXISTS (SELECT FROM lesson_comment_mention m WHERE m.tenant_id = $1 AND m.comment_id = $3 AND m.contact_id = x.contact)
             LIMIT 100
            """;

    /** Those who teach the course, and whoever of staff wrote below the question; only who works here and may publish. */
    private static final String STAFF = """
            SELECT DISTINCT x.staff FROM (
              SELECT i.staff_id AS staff FROM course_instructor i WHERE i.tenant_id = $1 AND i.course_id = $2 AND $3::uuid IS NULL
              UNION ALL (SELECT r.staff_id FROM lesson_comment r WHERE r.tenant_id = $1 AND r.lesson_id = $4 AND r.removed_at IS NULL
                            AND (r.id = $3 OR r.parent_id = $3) LIMIT 1000)) x
             WHERE EXISTS (SELECT FROM staff_role s WHERE s.tenant_id = $1 AND s.staff_id = x.staff AND s.role IN ('owner', 'admin', 'content'))
             LIMIT 50
            """;

    /** Whom somebody can name: people of the course who have said something in it, by the beginning of a name. */
    private static final String PEOPLE = """
            SELECT x.id, x.full_name FROM (
              SELECT DISTINCT a.id, a.full_name FROM lesson_comment k JOIN contact a ON a.tenant_id = $1 AND a.id = k.author_id
               WHERE k.tenant_id = $1 AND k.lesson_id = $2 AND k.removed_at IS NULL AND a.id <> $3 AND a.full_name <> ''
                 AND (starts_with(lower(a.full_name), lower($4)) OR strpos(lower(a.full_name), ' ' || lower($4)) > 0)) x
             ORDER BY lower(x.full_name), x.id LIMIT 40
            """;

    /** As whoever writes a course holds it, before any of its lessons. */
    private static final String HOLD =
            "SELECT c.id FROM course c WHERE c.tenant_id = $1 AND c.id = $2 FOR NO KEY UPDATE";

    private static final String SWITCH = """
            UPDATE lesson l SET comments = $4, version = l.version + 1
             WHERE l.tenant_id = $1 AND l.course_id = $2 AND l.id = $3 AND l.comments <> $4 RETURNING l.title
            """;

    /**
     * What was said where, and by whom.
     *
     * @param parent the question that it stands below; null where it is one
     * @param staff whoever, or what program, of the business said it; null for learners
     */
    record Words(
            UUID id,
            UUID course,
            String slug,
            String courseTitle,
            UUID lesson,
            String lessonTitle,
            @Nullable UUID parent,
            @Nullable UUID author,
            @Nullable UUID staff,
            String name,
            String body) {
        UUID top() {
            return parent == null ? id : parent;
        }

        /** Where learners read it. */
        String link() {
            return "/courses/" + slug + "/lessons/" + lesson + "?at=" + id + "#comment-" + id;
        }

        /** The same in the console, below the tenant's own path. */
        String deskLink() {
            return "/courses/" + course + "/comments?at=" + id + "#comment-" + id;
        }
    }

    /** Somebody who can be named. */
    public record LessonPerson(UUID id, String name) {}

    private final Tx tx;

    TalkedStore(Tx tx) {
        this.tx = tx;
    }

    /** The courses of those lessons that are shown and commented on, by lesson. */
    Future<Map<UUID, UUID>> courses(List<UUID> lessons) {
        return tx.list(COURSES, row -> Map.entry(row.getUUID("id"), row.getUUID("course_id")), tx.tenant(), (Object)
                        lessons.toArray(UUID[]::new))
                .map(rows -> rows.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Empty where it was taken back, or nobody comments there any more. */
    Future<Optional<Words>> words(UUID comment) {
        return tx.first(
                WORDS,
                row -> new Words(
                        row.getUUID("id"),
                        row.getUUID("course_id"),
                        row.getString("slug"),
                        row.getString("course"),
                        row.getUUID("lesson_id"),
                        row.getString("lesson"),
                        row.getUUID("parent_id"),
                        row.getUUID("author_id"),
                        row.getUUID("staff_id"),
                        row.getString("author"),
                        row.getString("body")),
                tx.tenant(),
                comment);
    }

    /** @param people those of {@link Named} who may open the lesson */
    Future<List<UUID>> name(Words words, Set<UUID> people) {
        return people.isEmpty()
                ? Future.succeededFuture(List.of())
                : tx.list(
                        NAME,
                        row -> row.getUUID("contact_id"),
                        tx.tenant(),
                        words.id(),
                        people.toArray(UUID[]::new),
                        words.author(),
                        words.top());
    }

    Future<List<UUID>> concerned(Words words) {
        return words.parent() == null
                ? Future.succeededFuture(List.of())
                : tx.list(
                        CONCERNED,
                        row -> row.getUUID("contact"),
                        tx.tenant(),
                        words.parent(),
                        words.id(),
                        words.author(),
                        words.lesson());
    }

    /** Of a question those who teach, of a reply whoever of staff takes part. */
    Future<List<UUID>> staff(Words words) {
        return tx.list(STAFF, row -> row.getUUID("staff"), tx.tenant(), words.course(), words.parent(), words.lesson());
    }

    /** At most forty of those who wrote below the lesson, of whom not all may be able to open it any more. */
    Future<List<LessonPerson>> people(UUID reader, UUID lesson, String typed) {
        return tx.list(
                PEOPLE,
                row -> new LessonPerson(row.getUUID("id"), row.getString("full_name")),
                tx.tenant(),
                lesson,
                reader,
                typed);
    }

    /** The lesson's title where it is another than before; empty where it is so already, or the course has none such. */
    Future<Optional<String>> comments(UUID course, UUID lesson, boolean on) {
        return tx.first(HOLD, row -> true, tx.tenant(), course)
                .compose(x -> tx.first(SWITCH, row -> row.getString("title"), tx.tenant(), course, lesson, on));
    }
}
