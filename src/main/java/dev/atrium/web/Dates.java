package dev.atrium.web;

import com.github.jknack.handlebars.Handlebars.SafeString;
import com.github.jknack.handlebars.Options;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a point in time for people: {@code {{date at "relative"}}}, {@code "date"}, {@code "datetime"} or {@code "time"}, always with
 * the absolute time in the viewer's zone as title. The zone is {@code zone} at the root of the model, else UTC; the
 * present is {@code now} there, else the system's clock.
 */
public final class Dates {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Duration A_WEEK = Duration.ofDays(7);

    private final Locale language;
    private final Messages messages;
    private final boolean markup;
    private final DateTimeFormatter date;
    private final DateTimeFormatter dateTime;
    private final DateTimeFormatter time;

    Dates(Locale language, Messages messages, boolean markup) {
        this.markup = markup;
        this.language = language;
        this.messages = messages;
        this.date = date(language);
        this.dateTime = dateTimes(language);
        this.time = DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(Messages.spoken(language));
    }

    /** The time of day, as short as the language says it. */
    public static String time(Locale language, ZonedDateTime at) {
        return onPage(DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                .withLocale(Messages.spoken(language))
                .format(at));
    }

    /** A day, which is the same in every zone. */
    public static String day(Locale language, LocalDate day) {
        return date(language).format(day);
    }

    /** The month of a day in few letters, as a leaf of a calendar bears it. */
    public static String monthOf(Locale language, LocalDate day) {
        return DateTimeFormatter.ofPattern("LLL", Messages.spoken(language)).format(day);
    }

    /** A month and its year. */
    public static String month(Locale language, YearMonth month) {
        return DateTimeFormatter.ofPattern("LLLL yyyy", Messages.spoken(language))
                .format(month);
    }

    /** The name of a day of the week, in few letters. */
    public static String weekday(Locale language, DayOfWeek day) {
        return day.getDisplayName(TextStyle.SHORT_STANDALONE, Messages.spoken(language));
    }

    /** A day and a time of it, in the zone that it comes with. */
    public static String dateTime(Locale language, ZonedDateTime at) {
        return onPage(dateTimes(language).format(at));
    }

    /** From when to when, each in the zone that it comes with; of an end on the same day only the time. */
    public static Html span(Locale language, ZonedDateTime from, ZonedDateTime to) {
        var end = from.toLocalDate().equals(to.toLocalDate())
                ? onPage(DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                        .withLocale(Messages.spoken(language))
                        .format(to))
                : dateTime(language, to);
        return new Html(element(from.toInstant(), "", dateTime(language, from) + " – " + end));
    }

    private static DateTimeFormatter date(Locale language) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(Messages.spoken(language));
    }

    private static DateTimeFormatter dateTimes(Locale language) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(Messages.spoken(language));
    }

    /** CLDR's narrow no-break space is the one character that would take a page out of Latin-1, at twice the bytes. */
    private static String onPage(String text) {
        return text.replace('\u202f', '\u00a0');
    }

    private static String element(Instant at, String title, String words) {
        return "<time datetime=\"" + at.truncatedTo(ChronoUnit.SECONDS)
                + (title.isEmpty() ? "" : "\" title=\"" + Escape.html(title)) + "\">" + Escape.html(words) + "</time>";
    }

    @Nullable
    Object write(@Nullable Object value, Options options) {
        if (value == null) {
            return null;
        }
        var instant = instant(value);
        var local = instant.atZone(zone(root(options, "zone")));
        var words = words(local, options);
        if (!markup) {
            return words;
        }
        return new SafeString(element(instant, onPage(dateTime.format(local)), words));
    }

    private String words(ZonedDateTime local, Options options) {
        return switch (options.<String>param(0, "date")) {
            case "relative" ->
                relative(
                        local,
                        root(options, "now") instanceof Instant now
                                ? now
                                : InstantSource.system().instant());
            case "date" -> date.format(local);
            case "datetime" -> dateTime.format(local);
            case "time" -> onPage(time.format(local));
            default ->
                throw new IllegalArgumentException(
                        "A date is written as \"relative\", \"date\", \"datetime\" or \"time\".");
        };
    }

    /** In words within a week; beyond that a date says more. */
    String relative(ZonedDateTime local, Instant now) {
        var since = Duration.between(local.toInstant(), now);
        var distance = since.abs();
        if (distance.compareTo(A_MINUTE) < 0) {
            return messages.get(language, "date.now");
        }
        if (distance.compareTo(A_WEEK) >= 0) {
            return date.format(local);
        }
        var unit = distance.toHours() == 0 ? "minutes" : distance.toDays() == 0 ? "hours" : "days";
        var count = distance.toHours() == 0
                ? distance.toMinutes()
                : distance.toDays() == 0 ? distance.toHours() : distance.toDays();
        return messages.plural(language, (since.isNegative() ? Family.DATE_AHEAD : Family.DATE_AGO).key(unit), count);
    }

    private static Instant instant(Object value) {
        return switch (value) {
            case Instant instant -> instant;
            case OffsetDateTime time -> time.toInstant();
            case ZonedDateTime time -> time.toInstant();
            default ->
                throw new IllegalArgumentException("A " + value.getClass().getSimpleName() + " is no point in time.");
        };
    }

    private static ZoneId zone(@Nullable Object zone) {
        return switch (zone) {
            case ZoneId id -> id;
            case String id -> ZoneId.of(id);
            case null -> ZoneOffset.UTC;
            default -> ZoneOffset.UTC;
        };
    }

    private static @Nullable Object root(Options options, String key) {
        Object model = options.data("root");
        return model instanceof Map<?, ?> map ? map.get(key) : RecordResolver.property(model, key);
    }
}
