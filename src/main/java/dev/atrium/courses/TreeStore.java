package dev.atrium.courses;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.courses.Tree.Branch;
import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Courses with all of their outline, which is read once and kept until something of it changes. */
public final class TreeStore {
    private static final String COURSE = """
            SELECT c.id, c.slug, c.title, c.summary, c.description, c.cover_id, c.minutes, c.state, c.anchor, c.advances, c.position,
                   c.version, c.published_at, c.outline
              FROM course c WHERE c.tenant_id = $1 AND c.id = $2
            """;
    private static final String BY_SLUG = "SELECT c.id FROM course c WHERE c.tenant_id = $1 AND c.slug = $2";
    private static final String SECTIONS = """
            SELECT s.id, s.title, s.unlock, s.unlock_lesson, s.unlock_days, s.unlock_at
              FROM course_section s WHERE s.tenant_id = $1 AND s.course_id = $2 ORDER BY s.position, s.id
            """;
    private static final String LESSONS = """
            SELECT l.id, l.course_id, l.section_id, l.title, l.kind, l.published, l.required, l.media_id, l.embed, l.seconds, l.meets_at,
                   l.meets_minutes, l.completion, l.completion_seconds, l.unlock, l.unlock_lesson, l.unlock_days, l.unlock_at,
                   l.comments, l.version
              FROM lesson l WHERE l.tenant_id = $1 AND l.course_id = $2 ORDER BY l.position, l.id
            """;

    /** Lessons and sections in memory, whosever: a lesson takes about half a kilobyte. */
    private static final long MOST = 20_000;

    /**
     * Outlines by the stamp that the course bore. Every statement that changes one draws a new stamp, and no other course ever
     * bears it: whoever may read the course may read what is kept under its stamp.
     */
    private static final Cache<UUID, List<Branch>> KEPT = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((UUID stamp, List<Branch> branches) -> 1
                    + branches.stream()
                            .mapToInt(branch -> 1 + branch.lessons().size())
                            .sum())
            .build();

    private record Found(Course course, UUID outline) {}

    private final Tx tx;

    public TreeStore(Tx tx) {
        this.tx = tx;
    }

    /** The id of the course with this slug. */
    public Future<Optional<UUID>> bySlug(String slug) {
        return tx.first(BY_SLUG, row -> row.getUUID("id"), tx.tenant(), slug);
    }

    public Future<Optional<Tree>> tree(UUID course) {
        return tx.first(COURSE, row -> new Found(course(row), row.getUUID("outline")), tx.tenant(), course)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : branches(found.get())
                                .map(branches ->
                                        Optional.of(new Tree(found.get().course(), branches))));
    }

    private Future<List<Branch>> branches(Found found) {
        var kept = KEPT.getIfPresent(found.outline());
        if (kept != null) return Future.succeededFuture(kept);
        var course = found.course().id();
        var sections = tx.list(
                SECTIONS,
                row -> new Section(row.getUUID("id"), row.getString("title"), Unlock.of(row)),
                tx.tenant(),
                course);
        var lessons = tx.list(LESSONS, TreeStore::lesson, tx.tenant(), course);
        return Future.all(sections, lessons).map(x -> {
            var branches = sections.result().stream()
                    .map(section -> new Branch(section, in(section, lessons.result())))
                    .toList();
            KEPT.put(found.outline(), branches);
            return branches;
        });
    }

    private static List<Lesson> in(Section section, List<Lesson> lessons) {
        return lessons.stream()
                .filter(lesson -> lesson.section().equals(section.id()))
                .toList();
    }

    private static Course course(Row row) {
        return new Course(
                row.getUUID("id"),
                row.getString("slug"),
                row.getString("title"),
                row.getString("summary"),
                row.getString("description"),
                row.getUUID("cover_id"),
                row.getInteger("minutes"),
                Course.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Course.Anchor.valueOf(row.getString("anchor").toUpperCase(Locale.ROOT)),
                row.getBoolean("advances"),
                row.getInteger("position"),
                row.getInteger("version"),
                instant(row.getOffsetDateTime("published_at")));
    }

    private static Lesson lesson(Row row) {
        return new Lesson(
                row.getUUID("id"),
                row.getUUID("course_id"),
                row.getUUID("section_id"),
                row.getString("title"),
                LessonKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getBoolean("published"),
                row.getBoolean("required"),
                row.getUUID("media_id"),
                row.getString("embed"),
                row.getInteger("seconds"),
                instant(row.getOffsetDateTime("meets_at")),
                row.getInteger("meets_minutes"),
                Completion.valueOf(row.getString("completion").toUpperCase(Locale.ROOT)),
                row.getInteger("completion_seconds"),
                Unlock.of(row),
                row.getBoolean("comments"),
                row.getInteger("version"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
