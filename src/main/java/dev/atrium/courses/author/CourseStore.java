package dev.atrium.courses.author;

import dev.atrium.courses.Course;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Page;
import dev.atrium.web.Precondition;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Courses as their authors see them. */
final class CourseStore {
    /** So many a business may have. */
    static final int MOST = 500;

    private static final String LIST = """
            SELECT c.id, c.slug, c.title, c.state, c.minutes, c.created_at,
                   (SELECT count(*)::int FROM lesson l WHERE l.tenant_id = $1 AND l.course_id = c.id) AS lessons,
                   (SELECT count(*)::int FROM lesson l WHERE l.tenant_id = $1 AND l.course_id = c.id AND NOT l.published) AS drafts
              FROM course c
             WHERE c.tenant_id = $1 AND ($2 = '' OR c.state = $2)
               AND ($3::timestamptz IS NULL OR (c.created_at, c.id) < ($3, $4::uuid))
             ORDER BY c.created_at DESC, c.id DESC LIMIT $5
            """;
    private static final String COUNTS = """
            SELECT c.state, count(*)::int AS n FROM course c WHERE c.tenant_id = $1 GROUP BY c.state LIMIT 3
            """;
    private static final String HOLD = """
            SELECT c.id, c.title FROM course c WHERE c.tenant_id = $1 AND c.id = $2 FOR NO KEY UPDATE
            """;
    private static final String TAKEN =
            "SELECT c.id FROM course c WHERE c.tenant_id = $1 AND c.slug = $2 AND c.id <> $3";
    private static final String LIKE = """
            SELECT c.slug FROM course c WHERE c.tenant_id = $1 AND starts_with(c.slug, $2) LIMIT 500
            """;
    private static final String INSERT = """
            INSERT INTO course (tenant_id, id, slug, title, summary, description, minutes, anchor, advances, cover_id)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 WHERE (SELECT count(*) FROM course c WHERE c.tenant_id = $1) < 500
            ON CONFLICT (tenant_id, id) DO NOTHING
            """;
    private static final String CHANGE = """
            UPDATE course SET slug = $5, title = $6, summary = $7, description = $8, minutes = $9, anchor = $10, advances = $11,
                   version = version + 1
             WHERE tenant_id = $1 AND id = $2 AND ($3 OR version::text = ANY ($4))
            """;
    private static final String STATE = """
            UPDATE course SET state = $3, version = version + 1,
                   published_at = CASE WHEN $3 = 'published' THEN coalesce(published_at, portal_now()) ELSE published_at END,
                   archived_at = CASE WHEN $3 = 'archived' THEN portal_now() END
             WHERE tenant_id = $1 AND id = $2 AND state <> $3 AND ($3 <> 'archived' OR state = 'published')
            """;
    private static final String COVER = """
            UPDATE course SET cover_id = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2
            """;
    private static final String DELETE = "DELETE FROM course WHERE tenant_id = $1 AND id = $2";
    private static final String TEACHERS = """
            SELECT i.name, i.about, i.staff_id FROM course_instructor i
             WHERE i.tenant_id = $1 AND i.course_id = $2 ORDER BY i.position, i.id LIMIT 50
            """;
    private static final String NOBODY_TEACHES =
            "DELETE FROM course_instructor WHERE tenant_id = $1 AND course_id = $2";
    private static final String TEACHES = """
            INSERT INTO course_instructor (tenant_id, course_id, id, name, about, staff_id, position)
            SELECT $1, $2, $3, $4, $5, (SELECT t.id FROM sys_team() t WHERE t.id = $6), $7
            """;
    private static final String TEAM = "SELECT t.id, t.full_name FROM sys_team() t LIMIT 200";
    private static final String EMBEDS = "SELECT s.embed_hosts FROM tenant_settings s WHERE s.tenant_id = $1";

    /** A line of the list; {@code drafts} of its lessons are not shown to learners. */
    record Listed(
            UUID id, String slug, String title, String state, int minutes, int lessons, int drafts, Instant createdAt) {
        static Listed of(Row row) {
            return new Listed(
                    row.getUUID("id"),
                    row.getString("slug"),
                    row.getString("title"),
                    row.getString("state"),
                    row.getInteger("minutes"),
                    row.getInteger("lessons"),
                    row.getInteger("drafts"),
                    Objects.requireNonNull(row.getOffsetDateTime("created_at")).toInstant());
        }

        Cursor place() {
            return Cursor.at(createdAt, id);
        }
    }

    /** Somebody of the team. */
    record Colleague(UUID id, String name) {}

    private final Tx tx;

    CourseStore(Tx tx) {
        this.tx = tx;
    }

    /** The newest first; {@code state} may be empty, which is all of them. */
    Future<List<Listed>> list(String state, Page.Wanted wanted) {
        var after = wanted.after();
        return tx.list(
                LIST,
                Listed::of,
                tx.tenant(),
                state,
                after.map(cursor -> cursor.time().atOffset(ZoneOffset.UTC)).orElse(null),
                after.map(Cursor::id).orElse(null),
                wanted.rows());
    }

    /** How many there are of a state. */
    Future<List<Map.Entry<String, Integer>>> counts() {
        return tx.list(COUNTS, row -> Map.entry(row.getString("state"), row.getInteger("n")), tx.tenant());
    }

    /** The course's title, its row held until the commit: whoever changes what it is made of takes turns. */
    Future<Optional<String>> hold(UUID course) {
        return tx.first(HOLD, row -> row.getString("title"), tx.tenant(), course);
    }

    /** Whether another course has this address. */
    Future<Boolean> taken(String slug, UUID course) {
        return tx.first(TAKEN, row -> true, tx.tenant(), slug, course).map(Optional::isPresent);
    }

    /** The addresses that begin like this, at most 500. */
    Future<List<String>> slugs(String start) {
        return tx.list(LIKE, row -> row.getString("slug"), tx.tenant(), start);
    }

    /** False where there is a course of this id, or {@link #MOST} of them. */
    Future<Boolean> insert(UUID id, CourseDraft draft, @Nullable UUID cover) {
        return tx.run(
                        INSERT,
                        tx.tenant(),
                        id,
                        draft.slug(),
                        draft.title(),
                        draft.summary(),
                        draft.description(),
                        draft.minutes(),
                        draft.anchor().word(),
                        draft.advances(),
                        cover)
                .map(rows -> rows == 1);
    }

    /** False where it is another version by now. */
    Future<Boolean> change(UUID id, Precondition from, CourseDraft draft) {
        return tx.run(
                        CHANGE,
                        tx.tenant(),
                        id,
                        from.any(),
                        from.asArray(),
                        draft.slug(),
                        draft.title(),
                        draft.summary(),
                        draft.description(),
                        draft.minutes(),
                        draft.anchor().word(),
                        draft.advances())
                .map(rows -> rows == 1);
    }

    /** False where it is so already, or a draft is to be archived. */
    Future<Boolean> state(UUID id, Course.State state) {
        return tx.run(STATE, tx.tenant(), id, state.word()).map(rows -> rows == 1);
    }

    Future<Boolean> cover(UUID id, @Nullable UUID picture) {
        return tx.run(COVER, tx.tenant(), id, picture).map(rows -> rows == 1);
    }

    Future<Boolean> delete(UUID id) {
        return tx.run(DELETE, tx.tenant(), id).map(rows -> rows == 1);
    }

    Future<List<CourseDraft.Taught>> teachers(UUID course) {
        return tx.list(
                TEACHERS,
                row -> new CourseDraft.Taught(row.getString("name"), row.getString("about"), row.getUUID("staff_id")),
                tx.tenant(),
                course);
    }

    /** These teach it from now on, and nobody else; somebody who is not of the team is a name alone. */
    Future<Void> teach(UUID course, List<CourseDraft.Taught> all) {
        var done = tx.run(NOBODY_TEACHES, tx.tenant(), course);
        for (int i = 0; i < all.size(); i++) {
            var one = all.get(i);
            done = tx.run(TEACHES, tx.tenant(), course, Ids.next(), one.name(), one.about(), one.staff(), i);
        }
        return done.mapEmpty();
    }

    Future<List<Colleague>> team() {
        return tx.list(TEAM, row -> new Colleague(row.getUUID("id"), row.getString("full_name")));
    }

    /** Whose pages the business shows in frames, beside those of the house. */
    Future<List<String>> embeds() {
        return tx.first(EMBEDS, row -> List.of(row.getArrayOfStrings("embed_hosts")), tx.tenant())
                .map(found -> found.orElse(List.of()));
    }

    static Optional<Course.State> state(String word) {
        return List.of(Course.State.values()).stream()
                .filter(state -> state.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
