package dev.atrium.courses.assignment;

import dev.atrium.db.Tx;
import dev.atrium.web.Precondition;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What assignments ask for, in PostgreSQL. */
public final class TermsStore {
    private static final String OF = """
            SELECT a.due, a.due_at, a.due_days, a.late, a.resubmissions, a.accept_points, a.rubric, a.version
              FROM assignment_terms a WHERE a.tenant_id = $1 AND a.lesson_id = $2
            """;
    /** Of two who change it at once the later one is told; where nothing was said yet, its version is 0. */
    private static final String PUT = """
            INSERT INTO assignment_terms AS a (tenant_id, lesson_id, due, due_at, due_days, late, resubmissions, accept_points, rubric)
            SELECT $1, l.id, $3, $4, $5, $6, $7, $8, $9 FROM lesson l
             WHERE l.tenant_id = $1 AND l.id = $2 AND l.kind = 'assignment'
               AND ($10 OR '0' = ANY ($11::text[]) OR EXISTS (SELECT FROM assignment_terms b WHERE b.tenant_id = $1 AND b.lesson_id = $2))
                ON CONFLICT (tenant_id, lesson_id) DO UPDATE
               SET due = excluded.due, due_at = excluded.due_at, due_days = excluded.due_days, late = excluded.late,
                   resubmissions = excluded.resubmissions, accept_points = excluded.accept_points, rubric = excluded.rubric,
                   version = a.version + 1
             WHERE $10 OR a.version::text = ANY ($11::text[])
            """;

    private final Tx tx;

    public TermsStore(Tx tx) {
        this.tx = tx;
    }

    /** Those of a lesson, or the usual ones. */
    public Future<AssignmentTerms> of(UUID lesson) {
        return tx.first(OF, TermsStore::terms, tx.tenant(), lesson).map(found -> found.orElse(AssignmentTerms.USUAL));
    }

    /** False where the lesson is none that asks for work, or somebody else was faster. */
    public Future<Boolean> put(UUID lesson, AssignmentTerms terms, Precondition from) {
        var at = terms.dueAt();
        return tx.run(
                        PUT,
                        tx.tenant(),
                        lesson,
                        terms.due(),
                        at == null ? null : at.atOffset(ZoneOffset.UTC),
                        terms.dueDays(),
                        terms.late(),
                        terms.resubmissions(),
                        terms.acceptPoints(),
                        Criterion.json(terms.rubric()),
                        from.any(),
                        from.asArray())
                .map(rows -> rows == 1);
    }

    static AssignmentTerms terms(Row row) {
        return new AssignmentTerms(
                row.getString("due"),
                instant(row.getOffsetDateTime("due_at")),
                row.getInteger("due_days"),
                row.getBoolean("late"),
                row.getInteger("resubmissions"),
                row.getInteger("accept_points"),
                Criterion.of(row.getJsonArray("rubric")),
                row.getInteger("version"));
    }

    static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
