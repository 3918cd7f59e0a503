package dev.atrium.webhooks;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to an endpoint, whatever became of it so far.
 *
 * @param status what the last try got; null where nothing came, {@code failure} then says why
 */
record Delivered(
        UUID message,
        String event,
        String state,
        int attempts,
        Instant created,
        Instant due,
        @Nullable Instant finished,
        @Nullable Integer status,
        String failure) {

    static Delivered from(Row row) {
        var failure = row.getString("failure");
        return new Delivered(
                row.getUUID("message_id"),
                row.getString("event"),
                row.getString("state"),
                row.getInteger("attempts"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("due_at").toInstant(),
                Endpoint.instant(row.getOffsetDateTime("finished_at")),
                row.getInteger("status"),
                failure == null ? "" : failure);
    }

    /** One with its body and each of its tries, the newest first. */
    record Whole(Delivered delivery, String body, List<Attempt> tries) {}

    /** One try. {@code answer} is the beginning of what the receiver said. */
    record Attempt(Instant at, @Nullable Integer status, String failure, int ms, String answer) {
        static Attempt from(Row row) {
            return new Attempt(
                    row.getOffsetDateTime("at").toInstant(),
                    row.getInteger("status"),
                    row.getString("failure"),
                    row.getInteger("ms"),
                    row.getString("answer"));
        }

        boolean good() {
            return status != null && status >= 200 && status < 300;
        }
    }
}
