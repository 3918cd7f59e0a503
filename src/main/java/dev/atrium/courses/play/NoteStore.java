package dev.atrium.courses.play;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Notes of learners in PostgreSQL: every statement names whose they are. */
final class NoteStore {
    private static final String LIST = """
            SELECT n.id, n.second, n.body, n.created_at FROM lesson_note n
             WHERE n.tenant_id = $1 AND n.contact_id = $2 AND n.lesson_id = $3 ORDER BY n.second, n.id LIMIT 500
            """;
    private static final String ONE = """
            SELECT n.id, n.second, n.body, n.created_at FROM lesson_note n
             WHERE n.tenant_id = $1 AND n.contact_id = $2 AND n.lesson_id = $3 AND n.id = $4
            """;
    private static final String INSERT = """
            INSERT INTO lesson_note (tenant_id, id, lesson_id, contact_id, second, body)
            VALUES ($1, $4, $3, $2, $5, $6) ON CONFLICT DO NOTHING
            """;
    private static final String CHANGE = """
            UPDATE lesson_note n SET second = $5, body = $6, updated_at = portal_now()
             WHERE n.tenant_id = $1 AND n.contact_id = $2 AND n.lesson_id = $3 AND n.id = $4
            """;
    private static final String DELETE = """
            DELETE FROM lesson_note n WHERE n.tenant_id = $1 AND n.contact_id = $2 AND n.lesson_id = $3 AND n.id = $4
            """;

    private final Tx tx;

    NoteStore(Tx tx) {
        this.tx = tx;
    }

    /** By their second, those without one last. */
    Future<List<LessonNote>> list(UUID contact, UUID lesson) {
        return tx.list(LIST, NoteStore::note, tx.tenant(), contact, lesson);
    }

    Future<Optional<LessonNote>> one(UUID contact, UUID lesson, UUID id) {
        return tx.first(ONE, NoteStore::note, tx.tenant(), contact, lesson, id);
    }

    /** The same id twice is one note. Fails with {@code lesson-notes-many} where there are 500. */
    Future<Boolean> insert(UUID contact, UUID lesson, UUID id, LessonNote.Draft draft) {
        return tx.run(INSERT, tx.tenant(), contact, lesson, id, draft.second(), draft.body())
                .map(rows -> rows == 1);
    }

    Future<Boolean> change(UUID contact, UUID lesson, UUID id, LessonNote.Draft draft) {
        return tx.run(CHANGE, tx.tenant(), contact, lesson, id, draft.second(), draft.body())
                .map(rows -> rows == 1);
    }

    Future<Boolean> delete(UUID contact, UUID lesson, UUID id) {
        return tx.run(DELETE, tx.tenant(), contact, lesson, id).map(rows -> rows == 1);
    }

    private static LessonNote note(Row row) {
        return new LessonNote(
                row.getUUID("id"),
                row.getInteger("second"),
                row.getString("body"),
                row.getOffsetDateTime("created_at").toInstant());
    }
}
