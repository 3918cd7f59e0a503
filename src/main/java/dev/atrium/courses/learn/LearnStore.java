package dev.atrium.courses.learn;

import dev.atrium.courses.Standing;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What learners read of courses beside their outline. */
final class LearnStore {
    /** Nobody is granted more than can be looked through. */
    static final int MOST = 200;

    private static final String LIST = """
            SELECT c.id, c.slug, c.title, c.summary, c.cover_id, c.minutes, e.contact_id IS NOT NULL AS enrolled, e.enrolled_at, e.seen_at,
                   e.completed_at, n.counted, n.done, n.lessons
              FROM course_hinted($1, $2) h
              JOIN course c ON c.tenant_id = $1 AND c.id = h.id
              LEFT JOIN enrolment e ON e.tenant_id = c.tenant_id AND e.course_id = c.id AND e.contact_id = $2
             CROSS JOIN LATERAL (
               SELECT count(k.id)::int AS counted, count(p.completed_at) FILTER (WHERE k.id IS NOT NULL)::int AS done, count(*)::int AS lessons
                 FROM lesson l
                 LEFT JOIN course_counted($1, c.id) k ON k.id = l.id
                 LEFT JOIN lesson_progress p ON p.tenant_id = $1 AND p.lesson_id = l.id AND p.contact_id = $2
                WHERE l.tenant_id = $1 AND l.course_id = c.id AND l.published) n
             WHERE course_open($1, c.id, $2)
             ORDER BY e.seen_at DESC NULLS LAST, c.position, c.id LIMIT $3
            """;
    private static final String UNDER_WAY = """
            SELECT e.course_id FROM enrolment e
             WHERE e.tenant_id = $1 AND e.contact_id = $2 AND e.seen_at IS NOT NULL AND e.completed_at IS NULL
               AND course_open($1, e.course_id, $2)
             ORDER BY e.seen_at DESC, e.course_id LIMIT 1
            """;
    private static final String TEXT = """
            SELECT l.body, l.meets_link, l.replay, m.name, m.size, p.completed_at, coalesce(p.viewed_s, 0) AS viewed_s,
                   p.opened_at <= portal_now() - make_interval(secs => l.completion_seconds) AS waited,
                   ARRAY(SELECT unnest(s.embed_hosts) FROM tenant_settings s WHERE s.tenant_id = $1) AS hosts
              FROM lesson l
              LEFT JOIN media_object m ON m.tenant_id = l.tenant_id AND m.id = l.media_id AND m.state = 'ready'
              LEFT JOIN lesson_progress p ON p.tenant_id = l.tenant_id AND p.lesson_id = l.id AND p.contact_id = $3
             WHERE l.tenant_id = $1 AND l.id = $2
            """;
    private static final String INSTRUCTORS = """
            SELECT i.name, i.about FROM course_instructor i WHERE i.tenant_id = $1 AND i.course_id = $2 ORDER BY i.position, i.id LIMIT 20
            """;
    private static final String TOLD = """
            SELECT c.id, c.title, e.completed_at IS NOT NULL AS finished,
                   (SELECT count(*)::int FROM course_counted($1, c.id)) AS counted,
                   (SELECT count(*)::int FROM course_counted($1, c.id) k
                      JOIN lesson_progress p ON p.tenant_id = $1 AND p.lesson_id = k.id AND p.contact_id = $2 AND p.completed_at IS NOT NULL) AS done,
                   ARRAY(SELECT p.lesson_id FROM lesson_progress p WHERE p.tenant_id = $1 AND p.course_id = c.id AND p.contact_id = $2
                            AND p.completed_at IS NOT NULL) AS lessons
              FROM course c
              LEFT JOIN enrolment e ON e.tenant_id = c.tenant_id AND e.course_id = c.id AND e.contact_id = $2
             WHERE c.tenant_id = $1 AND c.id = ANY($3)
            """;

    /**
     * A course as a list shows it.
     *
     * @param counted the lessons by which progress is counted, of which {@code done} are done
     * @param lessons all that are shown
     */
    record Shelved(
            UUID id,
            String slug,
            String title,
            String summary,
            @Nullable UUID cover,
            int minutes,
            boolean enrolled,
            @Nullable Instant enrolledAt,
            @Nullable Instant seenAt,
            @Nullable Instant completedAt,
            int counted,
            int done,
            int lessons) {
        int percent() {
            return Standing.percent(done, counted, completedAt != null);
        }
    }

    /**
     * What a lesson holds beside its place in the outline.
     *
     * @param file the name of its file; empty where there is none
     * @param viewed seconds for which it was in sight
     * @param waited whether so much time has passed since it was opened as it is to be viewed for
     * @param hosts whose pages the business lets stand in frames, beside those of the house
     */
    record Text(
            String body,
            String link,
            String replay,
            String file,
            long size,
            @Nullable Instant completedAt,
            int viewed,
            boolean waited,
            List<String> hosts) {}

    record Instructor(String name, String about) {}

    /** How far somebody is in a course, as an open page is told. */
    record Told(UUID course, String title, boolean finished, int counted, int done, List<UUID> lessons) {}

    private final Tx tx;

    LearnStore(Tx tx) {
        this.tx = tx;
    }

    /** The courses that {@code contact} may take, those that were seen last first. */
    Future<List<Shelved>> list(UUID contact) {
        return tx.list(LIST, LearnStore::shelved, tx.tenant(), contact, MOST);
    }

    private static Shelved shelved(Row row) {
        return new Shelved(
                row.getUUID("id"),
                row.getString("slug"),
                row.getString("title"),
                row.getString("summary"),
                row.getUUID("cover_id"),
                row.getInteger("minutes"),
                row.getBoolean("enrolled"),
                instant(row.getOffsetDateTime("enrolled_at")),
                instant(row.getOffsetDateTime("seen_at")),
                instant(row.getOffsetDateTime("completed_at")),
                row.getInteger("counted"),
                row.getInteger("done"),
                row.getInteger("lessons"));
    }

    /** The course that they were in last, where they have not finished it. */
    Future<Optional<UUID>> underWay(UUID contact) {
        return tx.first(UNDER_WAY, row -> row.getUUID(0), tx.tenant(), contact);
    }

    /** What a lesson holds; whether the contact may see it, the door has said before. */
    Future<Text> text(UUID lesson, UUID contact) {
        return tx.first(TEXT, LearnStore::text, tx.tenant(), lesson, contact)
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    private static Text text(Row row) {
        var name = row.getString("name");
        var size = row.getLong("size");
        return new Text(
                row.getString("body"),
                row.getString("meets_link"),
                row.getString("replay"),
                name == null ? "" : name,
                size == null ? 0 : size,
                instant(row.getOffsetDateTime("completed_at")),
                row.getInteger("viewed_s"),
                Boolean.TRUE.equals(row.getBoolean("waited")),
                List.of(row.getArrayOfStrings("hosts")));
    }

    Future<List<Instructor>> instructors(UUID course) {
        return tx.list(
                INSTRUCTORS, row -> new Instructor(row.getString("name"), row.getString("about")), tx.tenant(), course);
    }

    /** How far {@code contact} is in these courses. */
    Future<List<Told>> told(UUID contact, List<UUID> courses) {
        return tx.list(
                TOLD,
                row -> new Told(
                        row.getUUID("id"),
                        row.getString("title"),
                        row.getBoolean("finished"),
                        row.getInteger("counted"),
                        row.getInteger("done"),
                        List.of(row.getArrayOfUUIDs("lessons"))),
                tx.tenant(),
                contact,
                courses.toArray(UUID[]::new));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
