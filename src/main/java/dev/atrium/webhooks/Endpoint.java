package dev.atrium.webhooks;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a program of the business hears of what happens.
 *
 * @param state {@code on}; {@code off} by a person; {@code disabled} after three days without one success
 * @param failures failed tries in a row, since {@code failingSince}
 * @param openUntil before which nothing is tried, because so many failed
 * @param missed events that were not queued because ten thousand waited
 * @param oldUntil until when the secret before is good too
 */
record Endpoint(
        UUID id,
        String url,
        String description,
        List<String> events,
        String state,
        int version,
        Instant created,
        Instant updated,
        int failures,
        @Nullable Instant failingSince,
        @Nullable Instant openUntil,
        @Nullable Instant succeeded,
        @Nullable Instant disabled,
        long missed,
        @Nullable Instant oldUntil) {
    static final String COLUMNS = """
            id, url, description, events, state, version, created_at, updated_at, failures, failing_since,
            CASE WHEN open_until > portal_now() THEN open_until END AS open_until, succeeded_at, disabled_at, missed,
            CASE WHEN old_until > portal_now() THEN old_until END AS old_until""";

    static Endpoint from(Row row) {
        return new Endpoint(
                row.getUUID("id"),
                row.getString("url"),
                row.getString("description"),
                List.of(row.getArrayOfStrings("events")),
                row.getString("state"),
                row.getInteger("version"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant(),
                row.getInteger("failures"),
                instant(row.getOffsetDateTime("failing_since")),
                instant(row.getOffsetDateTime("open_until")),
                instant(row.getOffsetDateTime("succeeded_at")),
                instant(row.getOffsetDateTime("disabled_at")),
                row.getLong("missed"),
                instant(row.getOffsetDateTime("old_until")));
    }

    static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** The version as an ETag says it. */
    String tag() {
        return Integer.toString(version);
    }
}
