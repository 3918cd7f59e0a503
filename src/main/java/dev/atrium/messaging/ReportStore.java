package dev.atrium.messaging;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Messages that were shown to the business by those who received them. */
final class ReportStore {
    private static final String REPORT = """
            INSERT INTO message_report (tenant_id, id, conversation_id, message_id, reporter_id, reason, note)
            SELECT $1, $2, m.conversation_id, m.id, $4, $5, $6
              FROM message m JOIN participant p ON p.tenant_id = $1 AND p.conversation_id = m.conversation_id AND p.contact_id = $4
               AND p.left_at IS NULL AND m.seq > p.from_seq
             WHERE m.tenant_id = $1 AND m.conversation_id = $7 AND m.id = $3 AND NOT m.of_team AND m.author_id IS DISTINCT FROM $4
               AND m.removed_at IS NULL AND m.notice = ''
            ON CONFLICT (tenant_id, message_id, reporter_id) DO NOTHING
            """;
    private static final String KNOWN =
            "SELECT FROM message_report WHERE tenant_id = $1 AND message_id = $2 AND reporter_id = $3";
    private static final String OPEN = """
            SELECT r.id, r.conversation_id, r.message_id, r.reason, r.note, r.at, r.reporter_id, rc.full_name AS reporter,
                   m.author_id, coalesce(ac.full_name, m.author_name) AS author, m.body, m.sent_at
              FROM message_report r
              JOIN message m ON m.tenant_id = $1 AND m.id = r.message_id
              JOIN contact rc ON rc.tenant_id = $1 AND rc.id = r.reporter_id
              LEFT JOIN contact ac ON ac.tenant_id = $1 AND ac.id = m.author_id
             WHERE r.tenant_id = $1 AND r.decided_at IS NULL AND ($2::uuid IS NULL OR r.id = $2)
             ORDER BY r.at DESC, r.id DESC LIMIT 100
            """;
    /** Whatever is decided of a message is decided of all who reported it. */
    private static final String DECIDE = """
            UPDATE message_report r SET decided_at = portal_now(), outcome = $3
              FROM message_report d
             WHERE d.tenant_id = $1 AND d.id = $2 AND d.decided_at IS NULL
               AND r.tenant_id = $1 AND r.message_id = d.message_id AND r.decided_at IS NULL
            """;

    /** A report that waits, with the one message that it shows. */
    record Report(
            UUID id,
            UUID conversation,
            UUID message,
            String reason,
            String note,
            Instant at,
            UUID reporterId,
            String reporter,
            @Nullable UUID authorId,
            String author,
            String body,
            Instant sentAt) {}

    private final Tx tx;

    ReportStore(Tx tx) {
        this.tx = tx;
    }

    /** False where it is none that they received, or they reported it before. */
    Future<Boolean> report(UUID id, UUID conversation, UUID message, UUID reporter, String reason, String note) {
        return tx.run(REPORT, tx.tenant(), id, message, reporter, reason, note, conversation)
                .map(rows -> rows == 1);
    }

    Future<Boolean> known(UUID message, UUID reporter) {
        return tx.first(KNOWN, row -> true, tx.tenant(), message, reporter).map(Optional::isPresent);
    }

    /** Those that wait, the newest first, at most 100; or the one of this id. */
    Future<List<Report>> open(@Nullable UUID id) {
        return tx.list(
                OPEN,
                row -> new Report(
                        row.getUUID("id"),
                        row.getUUID("conversation_id"),
                        row.getUUID("message_id"),
                        row.getString("reason"),
                        row.getString("note"),
                        Objects.requireNonNull(row.getOffsetDateTime("at")).toInstant(),
                        row.getUUID("reporter_id"),
                        row.getString("reporter"),
                        row.getUUID("author_id"),
                        row.getString("author"),
                        row.getString("body"),
                        Objects.requireNonNull(row.getOffsetDateTime("sent_at")).toInstant()),
                tx.tenant(),
                id);
    }

    Future<Optional<Report>> find(UUID id) {
        return open(id).map(found -> found.stream().findFirst());
    }

    /** False where somebody else was faster. */
    Future<Boolean> decide(UUID id, String outcome) {
        return tx.run(DECIDE, tx.tenant(), id, outcome).map(rows -> rows > 0);
    }
}
