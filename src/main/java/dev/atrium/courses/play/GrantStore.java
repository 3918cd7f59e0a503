package dev.atrium.courses.play;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Grants in PostgreSQL. */
final class GrantStore {
    private static final String COLUMNS = """
            SELECT g.id, CASE WHEN g.contact_id IS NOT NULL THEN 'contact' WHEN g.tag_id IS NOT NULL THEN 'tag'
                              WHEN g.company_id IS NOT NULL THEN 'company' ELSE 'group' END AS kind,
                   coalesce(g.contact_id, g.tag_id, g.company_id, g.group_id) AS thing,
                   coalesce(p.full_name, t.name, k.name, m.name) AS name, g.level, g.starts_at, g.ends_at, g.created_at,
                   CASE WHEN g.ends_at <= portal_now() THEN 'over' WHEN g.starts_at > portal_now() THEN 'ahead' ELSE 'open' END AS state
              FROM course_grant g
              LEFT JOIN contact p ON p.tenant_id = g.tenant_id AND p.id = g.contact_id
              LEFT JOIN tag t ON t.tenant_id = g.tenant_id AND t.id = g.tag_id
              LEFT JOIN company k ON k.tenant_id = g.tenant_id AND k.id = g.company_id
              LEFT JOIN community_group m ON m.tenant_id = g.tenant_id AND m.id = g.group_id
            """;
    /** Those of many people first: they are few. */
    private static final String LIST = COLUMNS + """
             WHERE g.tenant_id = $1 AND g.course_id = $2
               AND ($3::timestamptz IS NULL OR (g.created_at, g.id) < ($3, $4::uuid))
             ORDER BY g.created_at DESC, g.id DESC LIMIT $5
            """;

    private static final String ONE = COLUMNS + " WHERE g.tenant_id = $1 AND g.course_id = $2 AND g.id = $3";
    /** Of somebody, for whom one that is over makes room. */
    private static final String MAKE_ROOM = """
            DELETE FROM course_grant g
             WHERE g.tenant_id = $1 AND g.course_id = $2 AND g.ends_at <= portal_now()
               AND CASE $3::text WHEN 'contact' THEN g.contact_id WHEN 'tag' THEN g.tag_id WHEN 'company' THEN g.company_id
                                 ELSE g.group_id END = $4::uuid
            """;
    /** What it names is held, so that it is there when the grant is. */
    private static final String CONTACT =
            "SELECT c.id FROM contact c WHERE c.tenant_id = $1 AND c.id = $2 FOR KEY SHARE";

    private static final String TAG = "SELECT t.id FROM tag t WHERE t.tenant_id = $1 AND t.id = $2 FOR KEY SHARE";
    private static final String COMPANY =
            "SELECT k.id FROM company k WHERE k.tenant_id = $1 AND k.id = $2 FOR KEY SHARE";
    private static final String GROUP = """
            SELECT g.id FROM community_group g WHERE g.tenant_id = $1 AND g.id = $2 FOR KEY SHARE
            """;
    private static final String BY_EMAIL = """
            SELECT c.id FROM contact c WHERE c.tenant_id = $1 AND c.email = $2 ORDER BY c.id LIMIT 2
            """;
    private static final String INSERT = """
            INSERT INTO course_grant (tenant_id, id, course_id, contact_id, tag_id, company_id, group_id, level, starts_at, ends_at)
            SELECT $1::uuid, $2::uuid, $3::uuid, CASE WHEN $4::text = 'contact' THEN $5::uuid END, CASE WHEN $4 = 'tag' THEN $5 END,
                   CASE WHEN $4 = 'company' THEN $5 END, CASE WHEN $4 = 'group' THEN $5 END, $6::int, $7::timestamptz, $8::timestamptz
             WHERE (SELECT count(*) FROM course_grant g WHERE g.tenant_id = $1 AND g.course_id = $3) < 100000
            ON CONFLICT DO NOTHING
            """;
    /** One that has not begun is gone without a trace; one that holds ends now. */
    private static final String WITHDRAW = """
            DELETE FROM course_grant g WHERE g.tenant_id = $1 AND g.course_id = $2 AND g.id = $3 AND g.starts_at >= portal_now()
            """;

    private static final String END = """
            UPDATE course_grant g SET ends_at = portal_now()
             WHERE g.tenant_id = $1 AND g.course_id = $2 AND g.id = $3 AND (g.starts_at IS NULL OR g.starts_at < portal_now())
               AND (g.ends_at IS NULL OR g.ends_at > portal_now())
            """;
    private static final String TAGS =
            "SELECT t.id, t.name FROM tag t WHERE t.tenant_id = $1 ORDER BY t.name_key LIMIT 500";
    private static final String COMPANIES = """
            SELECT k.id, k.name FROM company k WHERE k.tenant_id = $1 ORDER BY k.name_key, k.id LIMIT 500
            """;
    private static final String GROUPS = """
            SELECT g.id, g.name FROM community_group g WHERE g.tenant_id = $1 AND g.status = 'active' ORDER BY g.name, g.id LIMIT 500
            """;

    /** Something of a name. */
    record Named(UUID id, String name) {}

    private final Tx tx;

    GrantStore(Tx tx) {
        this.tx = tx;
    }

    /** The newest first, from the place after {@code time} and {@code after} on. */
    Future<List<Grant>> list(UUID course, @Nullable Instant time, @Nullable UUID after, int limit) {
        return tx.list(LIST, GrantStore::grant, tx.tenant(), course, stamp(time), after, limit);
    }

    Future<Optional<Grant>> one(UUID course, UUID id) {
        return tx.first(ONE, GrantStore::grant, tx.tenant(), course, id);
    }

    /** Contacts of this address: two where it is more than one. */
    Future<List<UUID>> byEmail(String email) {
        return tx.list(BY_EMAIL, row -> row.getUUID("id"), tx.tenant(), email);
    }

    /** Whether there is such a thing; it stays until the end of the transaction. */
    Future<Boolean> holds(String kind, UUID thing) {
        var statement = switch (kind) {
            case "contact" -> CONTACT;
            case "tag" -> TAG;
            case "company" -> COMPANY;
            default -> GROUP;
        };
        return tx.first(statement, row -> true, tx.tenant(), thing).map(Optional::isPresent);
    }

    /** False where there is one already that is not over. */
    Future<Boolean> insert(UUID id, UUID course, GrantDraft draft, UUID thing) {
        return tx.run(MAKE_ROOM, tx.tenant(), course, draft.kind(), thing)
                .compose(x -> tx.run(
                        INSERT,
                        tx.tenant(),
                        id,
                        course,
                        draft.kind(),
                        thing,
                        draft.level(),
                        stamp(draft.startsAt()),
                        stamp(draft.endsAt())))
                .map(rows -> rows == 1);
    }

    /** False where it was over before, or there is none. */
    Future<Boolean> end(UUID course, UUID id) {
        return tx.run(WITHDRAW, tx.tenant(), course, id)
                .compose(gone -> gone == 1 ? Future.succeededFuture(1) : tx.run(END, tx.tenant(), course, id))
                .map(rows -> rows == 1);
    }

    Future<List<Named>> tags() {
        return named(TAGS);
    }

    Future<List<Named>> companies() {
        return named(COMPANIES);
    }

    Future<List<Named>> groups() {
        return named(GROUPS);
    }

    private Future<List<Named>> named(String statement) {
        return tx.list(statement, row -> new Named(row.getUUID("id"), row.getString("name")), tx.tenant());
    }

    private static Grant grant(Row row) {
        return new Grant(
                row.getUUID("id"),
                row.getString("kind"),
                row.getUUID("thing"),
                row.getString("name"),
                row.getInteger("level"),
                instant(row.getOffsetDateTime("starts_at")),
                instant(row.getOffsetDateTime("ends_at")),
                Objects.requireNonNull(instant(row.getOffsetDateTime("created_at"))),
                row.getString("state"));
    }

    private static @Nullable OffsetDateTime stamp(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
