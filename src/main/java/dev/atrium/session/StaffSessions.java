package dev.atrium.session;

import dev.atrium.db.Db;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.secrets.Token;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Signed-in staff, across all tenants, so through {@code portal_sys} functions alone. Read at every request: staff are few
 * and what they may do must end at once. Idle for 12 hours or 7 days old, a session is none any more.
 */
public final class StaffSessions {
    private static final Duration LIFE = Duration.ofDays(7);
    private static final String FIND = "SELECT id, staff_id, email, full_name, tenants FROM sys_staff_session_find($1)";
    private static final String OPEN = "SELECT sys_staff_session_open($1, $2, $3, $4, left($5, 300), $6)";
    private static final String END = "SELECT sys_staff_session_end($1)";

    private final Db db;
    private final Clock clock;

    public StaffSessions(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    public Future<Optional<Staff>> find(Token token) {
        return db.system(FIND, StaffSessions::staff, Buffer.buffer(token.hash()))
                .map(list -> list.stream().findFirst());
    }

    public Future<Token> open(UUID staff, String ip, String userAgent) {
        var token = Token.random();
        var ends = OffsetDateTime.ofInstant(clock.now().plus(LIFE), ZoneOffset.UTC);
        return db.system(OPEN, row -> token, Ids.next(), Buffer.buffer(token.hash()), staff, ip, userAgent, ends)
                .map(token);
    }

    public Future<Void> end(Token token) {
        return db.system(END, row -> row, Buffer.buffer(token.hash())).mapEmpty();
    }

    private static Staff staff(Row row) {
        return new Staff(
                row.getUUID("staff_id"),
                row.getUUID("id"),
                row.getString("email"),
                row.getString("full_name"),
                seats(row.getJsonArray("tenants")));
    }

    private static List<Staff.Seat> seats(JsonArray array) {
        return array.stream()
                .map(JsonObject.class::cast)
                .map(json -> new Staff.Seat(
                        UUID.fromString(json.getString("id")),
                        json.getString("slug"),
                        json.getString("name"),
                        json.getString("role")))
                .toList();
    }
}
