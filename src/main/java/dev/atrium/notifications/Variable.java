package dev.atrium.notifications;

import dev.atrium.web.Dates;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/**
 * Something that fills the sentences of a type. What it means is the message {@code variable.<name>}: one name, one
 * meaning in all types.
 *
 * @param sample what a preview shows; of the kind's own type
 */
public record Variable(String name, Kind kind, Object sample) {
    /** What a value is. */
    public enum Kind {
        TEXT(String.class),
        NUMBER(Number.class),
        TIME(Instant.class),
        /** An absolute address that the caller built from the tenant's origin. */
        ADDRESS(String.class),
        /** Shown in its own mail, never kept in the bell or a digest. */
        SECRET(String.class);

        private final Class<?> type;

        Kind(Class<?> type) {
            this.type = type;
        }
    }

    public Variable {
        if (!fits(kind, sample)) throw new IllegalArgumentException("a sample of another kind: " + name);
    }

    boolean fits(Object value) {
        return fits(kind, value);
    }

    private static boolean fits(Kind kind, Object value) {
        return kind.type.isInstance(value);
    }

    /** The value as a sentence shows it. */
    static String shown(Object value, Locale language, ZoneId zone) {
        return value instanceof Instant time ? Dates.dateTime(language, time.atZone(zone)) : value.toString();
    }

    /** The value as it was before it lay in the database. */
    Object revived(Object stored) {
        return kind == Kind.TIME ? Instant.parse(stored.toString()) : stored;
    }
}
