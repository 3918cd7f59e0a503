package dev.atrium.session;

import dev.atrium.db.Db;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Staff sessions in PostgreSQL: across all tenants, so through {@code portal_sys} functions alone. */
final class StaffSessionStore {
    private static final String FIND = """
            SELECT f.id, f.staff_id, f.email, f.full_name, f.operator, f.proven_at, f.mfa, f.tenants,
                    p.language, p.time_zone, p.theme, sys_staff_unread(f.staff_id) AS unread
              FROM sys_staff_session_find($1) f CROSS JOIN LATERAL sys_staff_preferences(f.staff_id) p
            """;
    private static final String OPEN = "SELECT sys_staff_session_open($1, $2, $3, $4, left($5, 300), $6, $7)";
    private static final String SIGNED_IN = "SELECT sys_staff_signed_in($1, $2, $3)";
    private static final String RENEW = "SELECT sys_staff_session_renew($1, $2, $3)";
    private static final String END = "SELECT sys_staff_session_end($1)";

    private final Db db;

    StaffSessionStore(Db db) {
        this.db = db;
    }

    Future<Optional<Staff>> find(byte[] hash) {
        return db.system(FIND, StaffSessionStore::staff, Buffer.buffer(hash))
                .map(list -> list.stream().findFirst());
    }

    Future<Void> open(UUID id, byte[] hash, UUID staff, String ip, String userAgent, OffsetDateTime ends, boolean mfa) {
        return db.system(OPEN, row -> row, id, Buffer.buffer(hash), staff, ip, userAgent, ends, mfa)
                .mapEmpty();
    }

    /** That somebody has signed in, in their own activity and in the audit of every tenant that they work for. */
    Future<Void> note(UUID staff, String userAgent, String ip) {
        return db.system(SIGNED_IN, row -> row, staff, userAgent, ip).mapEmpty();
    }

    /** False where the session has just ended. */
    Future<Boolean> renew(byte[] hash, byte[] anew, boolean mfa) {
        return db.system(RENEW, row -> row.getBoolean(0), Buffer.buffer(hash), Buffer.buffer(anew), mfa)
                .map(List::getFirst);
    }

    Future<Void> end(byte[] hash) {
        return db.system(END, row -> row, Buffer.buffer(hash)).mapEmpty();
    }

    private static Staff staff(Row row) {
        return new Staff(
                row.getUUID("staff_id"),
                row.getUUID("id"),
                row.getString("email"),
                row.getString("full_name"),
                row.getBoolean("operator"),
                row.getOffsetDateTime("proven_at").toInstant(),
                row.getBoolean("mfa"),
                new Staff.Reading(row.getString("language"), row.getString("time_zone"), row.getString("theme")),
                seats(row.getJsonArray("tenants"), row.getJsonObject("unread")));
    }

    private static List<Staff.Seat> seats(JsonArray array, JsonObject unread) {
        return array.stream()
                .map(JsonObject.class::cast)
                .map(json -> new Staff.Seat(
                        UUID.fromString(json.getString("id")),
                        json.getString("slug"),
                        json.getString("name"),
                        json.getString("role"),
                        json.getBoolean("active"),
                        unread.getInteger(json.getString("id"), 0)))
                .toList();
    }
}
