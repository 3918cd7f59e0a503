package dev.atrium.courses.author;

import dev.atrium.db.Tx;
import dev.atrium.web.Precondition;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sections and lessons of a course, and where each stands. Whoever writes holds the course ({@link CourseStore#hold}). */
final class OutlineStore {
    static final int MOST_SECTIONS = 100;
    static final int MOST_LESSONS = 200;

    private static final String ADD_SECTION = """
            INSERT INTO course_section (tenant_id, id, course_id, title, position, unlock, unlock_lesson, unlock_days, unlock_at)
            SELECT $1, $2, $3, $4, (SELECT coalesce(max(s.position) + 1, 0) FROM course_section s WHERE s.tenant_id = $1 AND s.course_id = $3),
                   $5, $6, $7, $8
            ON CONFLICT (tenant_id, id) DO NOTHING
            """;
    private static final String CHANGE_SECTION = """
            UPDATE course_section SET title = $4, unlock = $5, unlock_lesson = $6, unlock_days = $7, unlock_at = $8
             WHERE tenant_id = $1 AND course_id = $2 AND id = $3
            """;
    private static final String DROP_SECTION = """
            DELETE FROM course_section s WHERE s.tenant_id = $1 AND s.course_id = $2 AND s.id = $3
               AND NOT EXISTS (SELECT FROM lesson l WHERE l.tenant_id = $1 AND l.section_id = s.id AND l.course_id = $2)
            """;
    private static final String PLACE_SECTIONS = """
            UPDATE course_section s SET position = n.place
              FROM unnest($3::uuid[], $4::int[]) AS n (id, place)
             WHERE s.tenant_id = $1 AND s.course_id = $2 AND s.id = n.id AND s.position <> n.place
            """;
    private static final String ADD = """
            INSERT INTO lesson (tenant_id, id, course_id, section_id, title, position, kind, published, required, body, embed, seconds,
                                meets_at, meets_minutes, meets_link, replay, completion, completion_seconds, unlock, unlock_lesson,
                                unlock_days, unlock_at, comments, media_id)
            SELECT $1, $2, $3, $4, $5,
                   (SELECT coalesce(max(l.position) + 1, 0) FROM lesson l WHERE l.tenant_id = $1 AND l.course_id = $3 AND l.section_id = $4),
                   $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23
            ON CONFLICT (tenant_id, id) DO NOTHING
            """;
    private static final String CHANGE = """
            UPDATE lesson SET title = $6, published = $7, required = $8, body = $9, embed = $10, seconds = $11, meets_at = $12,
                   meets_minutes = $13, meets_link = $14, replay = $15, completion = $16, completion_seconds = $17, unlock = $18,
                   unlock_lesson = $19, unlock_days = $20, unlock_at = $21, comments = $22, version = version + 1
             WHERE tenant_id = $1 AND course_id = $2 AND id = $3 AND ($4 OR version::text = ANY ($5))
            """;
    private static final String OPENS = """
            UPDATE lesson SET unlock = $4, unlock_lesson = $5, unlock_days = $6, unlock_at = $7, version = version + 1
             WHERE tenant_id = $1 AND course_id = $2 AND id = $3
            """;
    private static final String DROP = "DELETE FROM lesson WHERE tenant_id = $1 AND course_id = $2 AND id = $3";
    private static final String PLACE = """
            UPDATE lesson l SET section_id = n.section, position = n.place
              FROM unnest($3::uuid[], $4::uuid[], $5::int[]) AS n (id, section, place)
             WHERE l.tenant_id = $1 AND l.course_id = $2 AND l.id = n.id AND (l.section_id, l.position) IS DISTINCT FROM (n.section, n.place)
            """;
    private static final String ATTACH = """
            UPDATE lesson SET media_id = $4, seconds = CASE WHEN media_id <> $4 THEN 0 ELSE seconds END,
                   embed = CASE WHEN $4::uuid IS NULL THEN embed ELSE '' END, version = version + 1
             WHERE tenant_id = $1 AND course_id = $2 AND id = $3
            """;
    private static final String REST = """
            SELECT l.body, l.meets_link, l.replay, o.name, o.type, o.size
              FROM lesson l LEFT JOIN media_object o ON o.tenant_id = l.tenant_id AND o.id = l.media_id AND o.state = 'ready'
             WHERE l.tenant_id = $1 AND l.course_id = $2 AND l.id = $3
            """;

    /**
     * What the outline does not tell of a lesson.
     *
     * @param file its name; empty where there is none
     */
    record Rest(String body, String link, String replay, String file, String type, long size) {}

    private final Tx tx;
    private final UUID course;

    OutlineStore(Tx tx, UUID course) {
        this.tx = tx;
        this.course = course;
    }

    /** Behind the last one; false where there is a section of this id. */
    Future<Boolean> addSection(UUID id, String title, Opening opens) {
        return tx.run(
                        ADD_SECTION,
                        tx.tenant(),
                        id,
                        course,
                        title,
                        opens.word(),
                        opens.lesson(),
                        opens.days(),
                        at(opens.at()))
                .map(rows -> rows == 1);
    }

    Future<Boolean> changeSection(UUID id, String title, Opening opens) {
        return tx.run(
                        CHANGE_SECTION,
                        tx.tenant(),
                        course,
                        id,
                        title,
                        opens.word(),
                        opens.lesson(),
                        opens.days(),
                        at(opens.at()))
                .map(rows -> rows == 1);
    }

    /** False where it is unknown, or has lessons. */
    Future<Boolean> dropSection(UUID id) {
        return tx.run(DROP_SECTION, tx.tenant(), course, id).map(rows -> rows == 1);
    }

    Future<Integer> placeSections(List<UUID> order) {
        return tx.run(PLACE_SECTIONS, tx.tenant(), course, order.toArray(UUID[]::new), places(order.size()));
    }

    private static Integer[] places(int n) {
        var places = new Integer[n];
        for (int i = 0; i < n; i++) places[i] = i;
        return places;
    }

    /** Behind the last one of its section; false where there is a lesson of this id. */
    Future<Boolean> add(UUID id, UUID section, LessonDraft draft, @Nullable UUID media) {
        var opens = draft.opening();
        return tx.run(
                        ADD,
                        tx.tenant(),
                        id,
                        course,
                        section,
                        draft.title(),
                        draft.kind().word(),
                        draft.published(),
                        draft.required(),
                        draft.body(),
                        draft.embed(),
                        draft.seconds(),
                        at(draft.meetsAt()),
                        draft.meetsMinutes(),
                        draft.meetsLink(),
                        draft.replay(),
                        draft.completion().word(),
                        draft.completionSeconds(),
                        opens.word(),
                        opens.lesson(),
                        opens.days(),
                        at(opens.at()),
                        draft.comments(),
                        media)
                .map(rows -> rows == 1);
    }

    /** False where it is another version by now. */
    Future<Boolean> change(UUID id, Precondition from, LessonDraft draft) {
        var opens = draft.opening();
        return tx.run(
                        CHANGE,
                        tx.tenant(),
                        course,
                        id,
                        from.any(),
                        from.asArray(),
                        draft.title(),
                        draft.published(),
                        draft.required(),
                        draft.body(),
                        draft.embed(),
                        draft.seconds(),
                        at(draft.meetsAt()),
                        draft.meetsMinutes(),
                        draft.meetsLink(),
                        draft.replay(),
                        draft.completion().word(),
                        draft.completionSeconds(),
                        opens.word(),
                        opens.lesson(),
                        opens.days(),
                        at(opens.at()),
                        draft.comments())
                .map(rows -> rows == 1);
    }

    Future<Boolean> opens(UUID id, Opening opens) {
        return tx.run(OPENS, tx.tenant(), course, id, opens.word(), opens.lesson(), opens.days(), at(opens.at()))
                .map(rows -> rows == 1);
    }

    Future<Boolean> drop(UUID id) {
        return tx.run(DROP, tx.tenant(), course, id).map(rows -> rows == 1);
    }

    /** Where every lesson stands from now on. */
    Future<Integer> place(List<Order.Spot> spots) {
        return tx.run(
                PLACE,
                tx.tenant(),
                course,
                spots.stream().map(Order.Spot::lesson).toArray(UUID[]::new),
                spots.stream().map(Order.Spot::section).toArray(UUID[]::new),
                spots.stream().map(Order.Spot::place).toArray(Integer[]::new));
    }

    /** The lesson shows this file, or none; the one before goes. */
    Future<Boolean> attach(UUID lesson, @Nullable UUID media) {
        return tx.run(ATTACH, tx.tenant(), course, lesson, media).map(rows -> rows == 1);
    }

    Future<Optional<Rest>> rest(UUID lesson) {
        return tx.first(
                REST,
                row -> new Rest(
                        row.getString("body"),
                        row.getString("meets_link"),
                        row.getString("replay"),
                        row.getString("name") == null ? "" : row.getString("name"),
                        row.getString("type") == null ? "" : row.getString("type"),
                        row.getLong("size") == null ? 0 : row.getLong("size")),
                tx.tenant(),
                course,
                lesson);
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
