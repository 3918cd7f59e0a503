package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.kernel.Email;
import dev.atrium.secrets.Token;
import dev.atrium.session.Staff;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The accounts of staff in PostgreSQL. They belong to the installation, so through {@code portal_sys} functions alone. */
final class StaffAccountStore {
    private static final String PREFER = "SELECT sys_staff_prefer($1, $2, $3, $4, $5)";
    private static final String PASSWORD = "SELECT password_hash FROM sys_staff_password($1)";
    private static final String SET_PASSWORD = "SELECT sys_staff_password_set($1, $2, $3, $4)";
    private static final String SESSIONS =
            "SELECT id, ip, user_agent, created_at, last_seen_at FROM sys_staff_sessions($1)";
    private static final String END = "SELECT sys_staff_sessions_end($1, $2, $3, $4)";
    private static final String ACTIVITY = "SELECT id, at, action, detail, ip FROM sys_staff_activity($1, $2, $3, $4)";
    private static final String SENDER = "SELECT staff_id, full_name, tenant_id FROM sys_staff_sender($1)";
    private static final String RESET_OPEN = "SELECT sys_staff_reset_open($1, $2, $3, $4, $5)";
    private static final String RESET_FIND = "SELECT id, email FROM sys_staff_reset_find($1)";
    private static final String RESET_USE = "SELECT sys_staff_reset_use($1, $2, $3, $4)";

    /** The person has set a password by their code. */
    static final int DONE = -1;
    /** The code can be used no more: it expired, was used or replaced, or had five wrong tries. */
    static final int OVER = -2;

    private static final UUID EVERY = new UUID(0, 0);

    /** Where a person is signed in. */
    record Device(UUID id, String ip, String userAgent, Instant at, Instant lastSeen) {}

    /** Something that a person did with their account. */
    record Act(UUID id, Instant at, String action, JsonObject detail, String ip) {}

    /** A person, and the tenant in whose name they are written to. */
    record Sender(UUID staff, String name, UUID tenant) {}

    /** A question for a new password. */
    record Reset(UUID id, Email email) {}

    private final Db db;

    StaffAccountStore(Db db) {
        this.db = db;
    }

    /** How somebody is called and reads the console from now on. */
    Future<Void> prefer(UUID staff, String name, Staff.Reading reading) {
        return db.system(PREFER, row -> row, staff, name, reading.language(), reading.timeZone(), reading.theme())
                .mapEmpty();
    }

    /** The stored hash; empty where there is none. */
    Future<String> password(UUID staff) {
        return db.system(PASSWORD, row -> row.getString(0), staff)
                .map(list -> list.stream().findFirst().orElse(""));
    }

    /** Every session but {@code kept} ends. */
    Future<Void> setPassword(UUID staff, String hash, UUID kept, String ip) {
        return db.system(SET_PASSWORD, row -> row, staff, hash, kept, ip).mapEmpty();
    }

    Future<List<Device>> devices(UUID staff) {
        return db.system(
                SESSIONS,
                row -> new Device(
                        row.getUUID("id"),
                        row.getString("ip"),
                        row.getString("user_agent"),
                        instant(row, "created_at"),
                        instant(row, "last_seen_at")),
                staff);
    }

    /** Ends every session but {@code kept}; how many there were. */
    Future<Integer> endOthers(UUID staff, UUID kept, String ip) {
        return end(staff, EVERY, kept, ip);
    }

    /** Ends one session, and never {@code kept}; how many there were. */
    Future<Integer> end(UUID staff, UUID session, UUID kept, String ip) {
        return db.system(END, row -> row.getInteger(0), staff, session, kept, ip)
                .map(List::getFirst);
    }

    Future<List<Act>> activity(UUID staff, Instant before, UUID beforeId, int wanted) {
        return db.system(
                ACTIVITY,
                row -> new Act(
                        row.getUUID("id"),
                        instant(row, "at"),
                        row.getString("action"),
                        row.getJsonObject("detail"),
                        row.getString("ip")),
                staff,
                before.atOffset(ZoneOffset.UTC),
                beforeId,
                wanted);
    }

    Future<Optional<Sender>> sender(Email email) {
        return db.system(
                        SENDER,
                        row -> new Sender(
                                row.getUUID("staff_id"), row.getString("full_name"), row.getUUID("tenant_id")),
                        email.address())
                .map(list -> list.stream().findFirst());
    }

    Future<Void> openReset(Token flow, UUID id, Email email, byte[] code, OffsetDateTime until) {
        return db.system(
                        RESET_OPEN,
                        row -> row,
                        Buffer.buffer(flow.hash()),
                        id,
                        email.address(),
                        Buffer.buffer(code),
                        until)
                .mapEmpty();
    }

    Future<Optional<Reset>> reset(Token flow) {
        return db.system(
                        RESET_FIND,
                        row -> new Reset(row.getUUID("id"), new Email(row.getString("email"))),
                        Buffer.buffer(flow.hash()))
                .map(list -> list.stream().findFirst());
    }

    /** {@link #DONE}, {@link #OVER}, or how many tries are left after a wrong one. */
    Future<Integer> useReset(Token flow, byte[] code, String hash, String ip) {
        return db.system(RESET_USE, row -> row.getInteger(0), Buffer.buffer(flow.hash()), Buffer.buffer(code), hash, ip)
                .map(List::getFirst);
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
