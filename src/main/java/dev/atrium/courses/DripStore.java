package dev.atrium.courses;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** When whose lessons are looked at next, and what they were told of. Tables: enrolment, lesson_told. */
final class DripStore {
    private static final String AGAIN = """
            UPDATE enrolment SET drip_at = portal_now()
             WHERE tenant_id = $1 AND course_id = $2 AND (drip_at IS NULL OR drip_at > portal_now())
            """;
    private static final String DUE = """
            SELECT e.contact_id, e.drip_begun FROM enrolment e
             WHERE e.tenant_id = $1 AND e.course_id = $2 AND e.drip_at <= portal_now()
             ORDER BY e.drip_at, e.contact_id LIMIT $3 FOR UPDATE OF e SKIP LOCKED
            """;
    private static final String LOOKED = """
            UPDATE enrolment SET drip_at = $4, drip_begun = true WHERE tenant_id = $1 AND course_id = $2 AND contact_id = $3
            """;
    private static final String NEXT = """
            SELECT min(e.drip_at) AS next FROM enrolment e WHERE e.tenant_id = $1 AND e.course_id = $2 AND e.drip_at IS NOT NULL
            """;
    private static final String OPENED = """
            SELECT p.lesson_id FROM lesson_progress p WHERE p.tenant_id = $1 AND p.course_id = $2 AND p.contact_id = $3
            """;
    private static final String TELL = """
            INSERT INTO lesson_told (tenant_id, lesson_id, contact_id, course_id)
            SELECT $1, x.id, $3, $2 FROM unnest($4::uuid[]) AS x (id) ON CONFLICT DO NOTHING RETURNING lesson_id
            """;

    /** @param begun whether they were looked at before */
    record Due(UUID contact, boolean begun) {}

    private final Tx tx;

    DripStore(Tx tx) {
        this.tx = tx;
    }

    /** Everybody of the course is looked at anew. */
    Future<Integer> again(UUID course) {
        return tx.run(AGAIN, tx.tenant(), course);
    }

    /** Those whose time has come, held until the end of the transaction; whom somebody else holds comes later. */
    Future<List<Due>> due(UUID course, int limit) {
        return tx.list(
                DUE,
                row -> new Due(row.getUUID("contact_id"), row.getBoolean("drip_begun")),
                tx.tenant(),
                course,
                limit);
    }

    Future<Integer> looked(UUID course, UUID contact, @Nullable Instant next) {
        return tx.run(LOOKED, tx.tenant(), course, contact, next == null ? null : next.atOffset(ZoneOffset.UTC));
    }

    /** When the next of the course is looked at. */
    Future<Optional<Instant>> next(UUID course) {
        return tx.first(NEXT, row -> Optional.ofNullable(row.getOffsetDateTime("next")), tx.tenant(), course)
                .map(found -> found.flatMap(at -> at).map(OffsetDateTime::toInstant));
    }

    /** Lessons that they have opened themselves. */
    Future<Set<UUID>> opened(UUID course, UUID contact) {
        return tx.list(OPENED, row -> row.getUUID("lesson_id"), tx.tenant(), course, contact)
                .map(Set::copyOf);
    }

    /** Of {@code lessons} those that they had not been told of; from now on they have. */
    Future<Set<UUID>> tell(UUID course, UUID contact, Collection<UUID> lessons) {
        return tx.list(
                        TELL,
                        row -> row.getUUID("lesson_id"),
                        tx.tenant(),
                        course,
                        contact,
                        lessons.toArray(UUID[]::new))
                .map(Set::copyOf);
    }
}
