package dev.atrium.courses.comment;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** What somebody shows to staff, and that staff looked at it. */
final class FlaggedStore {
    /** Decided, it stays decided: but for what says something else since then. */
    private static final String REPORT = """
            INSERT INTO lesson_comment_report AS r (tenant_id, id, comment_id, reporter_id, reason, note)
            SELECT $1, $5, k.id, $2, $6, $7 FROM lesson_comment k
             WHERE k.tenant_id = $1 AND k.id = $4 AND k.lesson_id = $3 AND k.removed_at IS NULL AND k.author_id IS DISTINCT FROM $2
            ON CONFLICT (tenant_id, comment_id, reporter_id) DO UPDATE
               SET reason = excluded.reason, note = excluded.note, at = portal_now(), decided_at = NULL
             WHERE r.decided_at IS NOT NULL
               AND EXISTS (SELECT FROM lesson_comment o WHERE o.tenant_id = r.tenant_id AND o.id = r.comment_id AND o.edited_at > r.decided_at)
            RETURNING r.id
            """;

    private static final String DECIDE = """
            UPDATE lesson_comment_report r SET decided_at = portal_now()
              FROM lesson_comment k
             WHERE r.tenant_id = $1 AND r.comment_id = k.id AND r.decided_at IS NULL
               AND k.tenant_id = $1 AND k.id = $3 AND k.course_id = $2
            """;
    private static final String HELD = """
            SELECT 1 FROM lesson_comment_report r
             WHERE r.tenant_id = $1 AND r.comment_id = $2 AND r.reporter_id IS NULL AND r.decided_at IS NULL
            """;

    private final Tx tx;

    FlaggedStore(Tx tx) {
        this.tx = tx;
    }

    /** The report's id, new or open again; empty where they reported it before, or there is nothing of another to report. */
    Future<Optional<UUID>> report(UUID reporter, UUID lesson, UUID comment, String reason, String note) {
        return tx.first(
                REPORT, row -> row.getUUID("id"), tx.tenant(), reporter, lesson, comment, Ids.next(), reason, note);
    }

    /** How many reports of the comment were open until now. */
    Future<Integer> decide(UUID course, UUID comment) {
        return tx.run(DECIDE, tx.tenant(), course, comment);
    }

    /** Whether the list of words has put it before staff. */
    Future<Boolean> held(UUID comment) {
        return tx.first(HELD, row -> true, tx.tenant(), comment).map(Optional::isPresent);
    }
}
