package dev.atrium.courses.certificate;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Certificates as they were issued; each transition is one guarded statement. */
final class CertificateStore {
    private static final String COLUMNS = """
            SELECT e.id, v.code, e.course_id, e.contact_id, e.learner, e.course, e.instructors, e.minutes, e.look, e.issued_at,
                   e.expires_at, e.revoked_at, e.reason, e.shared, e.by_hand
              FROM certificate e JOIN verifiable v ON v.tenant_id = e.tenant_id AND v.id = e.id
            """;
    /**
     * By itself a course gives one to each person and never a second one, though the first was revoked; by hand there is one that
     * counts. Of any number of transactions at once, one issues.
     */
    private static final String ISSUE = """
            WITH made AS (
              INSERT INTO certificate (tenant_id, id, course_id, contact_id, learner, course, instructors, minutes, look, expires_at, by_hand)
              SELECT $1, $2, c.id, p.id, p.full_name, c.title,
                     coalesce(left((SELECT string_agg(i.name, ', ' ORDER BY i.position, i.id) FROM course_instructor i
                                     WHERE i.tenant_id = c.tenant_id AND i.course_id = c.id), 2000), ''),
                     c.minutes, $6,
                     CASE WHEN r.months > 0 THEN portal_now() + make_interval(months => r.months) END, $7
                FROM course c CROSS JOIN contact p
                LEFT JOIN certificate_rule r ON r.tenant_id = c.tenant_id AND r.course_id = c.id
               WHERE c.tenant_id = $1 AND c.id = $3 AND p.tenant_id = $1 AND p.id = $4
                 AND ($7 OR r.enabled AND NOT EXISTS (
                       SELECT FROM certificate b WHERE b.tenant_id = $1 AND b.course_id = $3 AND b.contact_id = $4))
              ON CONFLICT (tenant_id, course_id, contact_id) WHERE revoked_at IS NULL DO NOTHING
              RETURNING id),
            coded AS (
              INSERT INTO verifiable (tenant_id, id, kind, code) SELECT $1, m.id, 'certificate', $5 FROM made m)
            SELECT m.id FROM made m
            """;

    private static final String ONE =
            COLUMNS + " WHERE e.tenant_id = $1 AND e.id = $2 AND ($3::uuid IS NULL OR e.contact_id = $3)";
    private static final String BY_CODE =
            COLUMNS + " WHERE v.tenant_id = $1 AND v.code = $2 AND v.kind = 'certificate'";
    private static final String OF =
            COLUMNS + " WHERE e.tenant_id = $1 AND e.contact_id = $2 ORDER BY e.issued_at DESC, e.id DESC LIMIT $3";
    private static final String LIST = COLUMNS + """
             WHERE e.tenant_id = $1
               AND ($2 = '' OR e.learner ILIKE $3 OR e.course ILIKE $3 OR v.code = $2)
               AND ($4::uuid IS NULL OR e.course_id = $4)
               AND ($5::timestamptz IS NULL OR (e.issued_at, e.id) < ($5, $6))
             ORDER BY e.issued_at DESC, e.id DESC LIMIT $7
            """;
    private static final String REVOKE = """
            UPDATE certificate SET revoked_at = portal_now(), reason = $3 WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL
            """;
    private static final String SHARE = """
            UPDATE certificate SET shared = $4 WHERE tenant_id = $1 AND id = $2 AND contact_id = $3 AND revoked_at IS NULL
            """;
    private static final String CONTACT = """
            SELECT p.id FROM contact p WHERE p.tenant_id = $1 AND lower(p.email) = lower($2) ORDER BY p.created_at, p.id LIMIT 1
            """;
    private static final String KNOWN = "SELECT p.id FROM contact p WHERE p.tenant_id = $1 AND p.id = $2";
    private static final String COURSE = "SELECT c.id FROM course c WHERE c.tenant_id = $1 AND c.id = $2";

    private final Tx tx;

    CertificateStore(Tx tx) {
        this.tx = tx;
    }

    /** Whether it was issued: false where one counts already, or where the course gives none by itself. */
    Future<Boolean> issue(UUID id, String code, UUID course, UUID contact, JsonObject look, boolean byHand) {
        return tx.first(ISSUE, row -> true, tx.tenant(), id, course, contact, code, look, byHand)
                .map(Optional::isPresent);
    }

    /** @param contact whose it must be; null for anybody's */
    Future<Optional<Award>> find(UUID id, @Nullable UUID contact) {
        return tx.first(ONE, CertificateStore::certificate, tx.tenant(), id, contact);
    }

    Future<Optional<Award>> byCode(String code) {
        return tx.first(BY_CODE, CertificateStore::certificate, tx.tenant(), code);
    }

    /** Those of a person, the newest first. */
    Future<List<Award>> of(UUID contact, int limit) {
        return tx.list(OF, CertificateStore::certificate, tx.tenant(), contact, limit);
    }

    /** All, the newest first; {@code words} are part of a name or a title, or a whole serial. */
    Future<List<Award>> list(String words, @Nullable UUID course, Optional<Cursor> after, int limit) {
        var code = Serial.read(words).orElse(words);
        return tx.list(
                LIST,
                CertificateStore::certificate,
                tx.tenant(),
                code,
                "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%",
                course,
                after.map(place -> place.time().atOffset(ZoneOffset.UTC)).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    /** False where it is revoked already. */
    Future<Boolean> revoke(UUID id, String reason) {
        return tx.run(REVOKE, tx.tenant(), id, reason).map(rows -> rows == 1);
    }

    /** False where it is not theirs, or revoked. */
    Future<Boolean> share(UUID id, UUID contact, boolean shared) {
        return tx.run(SHARE, tx.tenant(), id, contact, shared).map(rows -> rows == 1);
    }

    /** The oldest contact with this address. */
    Future<Optional<UUID>> contact(String email) {
        return tx.first(CONTACT, row -> row.getUUID("id"), tx.tenant(), email);
    }

    Future<Boolean> knowsContact(UUID contact) {
        return tx.first(KNOWN, row -> true, tx.tenant(), contact).map(Optional::isPresent);
    }

    Future<Boolean> knowsCourse(UUID course) {
        return tx.first(COURSE, row -> true, tx.tenant(), course).map(Optional::isPresent);
    }

    private static Award certificate(Row row) {
        return new Award(
                row.getUUID("id"),
                row.getString("code"),
                row.getUUID("course_id"),
                row.getUUID("contact_id"),
                row.getString("learner"),
                row.getString("course"),
                row.getString("instructors"),
                row.getInteger("minutes"),
                row.getJsonObject("look"),
                row.getOffsetDateTime("issued_at").toInstant(),
                instant(row.getOffsetDateTime("expires_at")),
                instant(row.getOffsetDateTime("revoked_at")),
                row.getString("reason"),
                row.getBoolean("shared"),
                row.getBoolean("by_hand"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
