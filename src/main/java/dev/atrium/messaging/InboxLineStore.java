package dev.atrium.messaging;

import dev.atrium.db.Db;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Open inboxes in PostgreSQL: across all tenants, since whoever of staff has one open is of no tenant. */
final class InboxLineStore {
    private static final String NOW =
            "SELECT line, role, inbox, thread FROM sys_inbox_lines($1::uuid[], $2::uuid[], $3::uuid[])";

    /** An open inbox, and the thread that it shows. */
    record Open(UUID session, UUID tenant, @Nullable UUID thread) {}

    /**
     * @param line the place of the inbox in what was asked for, from 1 on
     * @param role what they are in the tenant now; empty where they are nothing any more
     */
    record State(int line, String role, long inbox, long thread) {}

    private InboxLineStore() {}

    static Future<List<State>> now(Db db, List<Open> open) {
        return db.system(
                NOW,
                row -> new State(
                        row.getInteger("line"),
                        Objects.requireNonNullElse(row.getString("role"), ""),
                        row.getLong("inbox"),
                        row.getLong("thread")),
                open.stream().map(Open::session).toArray(UUID[]::new),
                open.stream().map(Open::tenant).toArray(UUID[]::new),
                open.stream().map(Open::thread).toArray(UUID[]::new));
    }
}
