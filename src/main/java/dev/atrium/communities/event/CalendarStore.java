package dev.atrium.communities.event;

import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The addresses of calendars in PostgreSQL: one of a person at a time, kept as a hash. */
final class CalendarStore {
    /** Since when there is one, and when a calendar last read it; null where none did. */
    record Address(Instant madeAt, @Nullable Instant readAt) {}

    /** Whose calendar it is; {@code late}: an hour or more since it was last read. */
    record Holder(UUID contact, boolean late) {}

    private static final String FIND =
            "SELECT made_at, read_at FROM event_calendar WHERE tenant_id = $1 AND contact_id = $2";
    private static final String PUT = """
            INSERT INTO event_calendar (tenant_id, contact_id, token_hash) VALUES ($1, $2, $3)
            ON CONFLICT (tenant_id, contact_id) DO UPDATE SET token_hash = excluded.token_hash, made_at = portal_now(), read_at = NULL
            """;
    private static final String END = "DELETE FROM event_calendar WHERE tenant_id = $1 AND contact_id = $2";
    /** Only of somebody who could sign in, and who is among those whom the app is for. */
    private static final String HOLDER = """
            SELECT k.contact_id, coalesce(k.read_at < portal_now() - interval '1 hour', true) AS late
              FROM event_calendar k
              JOIN account a ON a.tenant_id = k.tenant_id AND a.contact_id = k.contact_id AND a.status = 'active'
             WHERE k.tenant_id = $1 AND k.token_hash = $2 AND ($3::uuid IS NULL OR audience_has($1, $3, k.contact_id))
            """;

    private static final String READ =
            "UPDATE event_calendar SET read_at = portal_now() WHERE tenant_id = $1 AND contact_id = $2";

    private final Tx tx;

    CalendarStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Address>> find(UUID contact) {
        return tx.first(
                FIND,
                row -> {
                    var read = row.getOffsetDateTime("read_at");
                    return new Address(
                            Objects.requireNonNull(row.getOffsetDateTime("made_at"))
                                    .toInstant(),
                            read == null ? null : read.toInstant());
                },
                tx.tenant(),
                contact);
    }

    /** The address from now on; the one before it is worth nothing. */
    Future<Void> put(UUID contact, byte[] hash) {
        return tx.run(PUT, tx.tenant(), contact, Buffer.buffer(hash)).mapEmpty();
    }

    /** False where there was none. */
    Future<Boolean> end(UUID contact) {
        return tx.run(END, tx.tenant(), contact).map(rows -> rows == 1);
    }

    Future<Optional<Holder>> holder(byte[] hash, @Nullable UUID audience) {
        return tx.first(
                HOLDER,
                row -> new Holder(row.getUUID("contact_id"), row.getBoolean("late")),
                tx.tenant(),
                Buffer.buffer(hash),
                audience);
    }

    Future<Void> read(UUID contact) {
        return tx.run(READ, tx.tenant(), contact).mapEmpty();
    }
}
