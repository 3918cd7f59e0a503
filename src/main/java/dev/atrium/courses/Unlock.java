package dev.atrium.courses;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** When a section or a lesson opens; a lesson opens when both its section and it are open. */
public sealed interface Unlock {
    /** As soon as the course is. */
    record Now() implements Unlock {}

    /** When every required lesson of the section before, or the lesson before if it is required, is completed. */
    record AfterPrevious() implements Unlock {}

    /** When that lesson is completed; at once where it is gone. */
    record AfterLesson(Optional<UUID> lesson) implements Unlock {}

    /** So many days, by the calendar of the tenant's time zone, after the anchor of the course. */
    record Days(int days) implements Unlock {}

    record At(Instant at) implements Unlock {}

    /** Of the columns {@code unlock}, {@code unlock_lesson}, {@code unlock_days} and {@code unlock_at}. */
    static Unlock of(Row row) {
        return switch (row.getString("unlock")) {
            case "now" -> new Now();
            case "after_previous" -> new AfterPrevious();
            case "after_lesson" -> new AfterLesson(Optional.ofNullable(row.getUUID("unlock_lesson")));
            case "days" -> new Days(Objects.requireNonNull(row.getInteger("unlock_days")));
            case "at" ->
                new At(Objects.requireNonNull(row.getOffsetDateTime("unlock_at"))
                        .toInstant());
            default -> throw new IllegalStateException("unlock");
        };
    }
}
