package dev.atrium.communities.event;

import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Zones;
import dev.atrium.web.Form;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A meeting as typed; one that exists is valid.
 *
 * @param id the form's own: sent twice it makes one meeting
 * @param startsAt when the first one begins
 * @param lasts at most 14 days
 * @param repeats null where it takes place once
 */
record EventDraft(
        UUID id,
        @Nullable UUID channel,
        String title,
        String body,
        Instant startsAt,
        Duration lasts,
        ZoneId zone,
        String place,
        String link,
        String replay,
        @Nullable Integer capacity,
        boolean queueing,
        @Nullable Recurrence repeats) {
    static final int TITLE = 140;
    static final int BODY = 5_000;
    static final int PLACE = 300;
    static final int LINK = 1_000;
    static final int MOST_PLACES = 100_000;
    static final Duration LONGEST = Duration.ofDays(14);

    /**
     * @param earliest what begins before it is refused
     * @throws Problem with a sentence for each field that is wrong
     */
    static EventDraft of(Form form, Instant earliest) {
        var wrong = new Wrong();
        var zone = zone(wrong, form.text("zone"));
        var starts = at(wrong, "starts", form.text("starts"), zone);
        var ends = at(wrong, "ends", form.text("ends"), zone);
        if (starts != null) during(wrong, "starts", "ends", starts, ends, earliest);
        var repeats = starts == null
                ? null
                : RecurrenceForm.of(form, wrong, starts.atZone(zone).toLocalDate());
        var channel = form.text("channel");
        var draft = new EventDraft(
                form.nonce(),
                channel.isEmpty() ? null : form.id("channel"),
                wrong.line("title", form.text("title"), TITLE, true),
                wrong.text("body", form.text("body"), BODY),
                starts == null ? Instant.EPOCH : starts,
                starts == null || ends == null ? Duration.ZERO : Duration.between(starts, ends),
                zone,
                wrong.line("place", form.text("place"), PLACE, false),
                wrong.address("link", form.text("link"), LINK),
                wrong.address("replay", form.text("replay"), LINK),
                capacity(wrong, form.text("capacity")),
                !form.text("queueing").isEmpty(),
                repeats);
        wrong.end();
        return draft;
    }

    /** The same of a program, which says instants. */
    static EventDraft of(EventViews.EventNew sent, Instant earliest) {
        var wrong = new Wrong();
        var zone = zone(wrong, sent.time_zone());
        during(wrong, "starts_at", "ends_at", sent.starts_at(), sent.ends_at(), earliest);
        var draft = new EventDraft(
                sent.id() == null ? Ids.next() : sent.id(),
                sent.channel(),
                wrong.line("title", sent.title().strip(), TITLE, true),
                wrong.text("body", text(sent.body()), BODY),
                sent.starts_at(),
                Duration.between(sent.starts_at(), sent.ends_at()),
                zone,
                wrong.line("place", text(sent.place()), PLACE, false),
                wrong.address("link", text(sent.link()), LINK),
                wrong.address("replay", text(sent.replay()), LINK),
                places(wrong, sent.capacity()),
                sent.waiting_list() == null || sent.waiting_list(),
                RecurrenceForm.of(sent.repeats(), wrong, sent.starts_at().atZone(zone)));
        wrong.end();
        return draft;
    }

    /** When each takes place: the first exactly as typed, every later one by the same clock on the wall. */
    List<Instant> starts() {
        if (repeats == null) return List.of(startsAt);
        var first = startsAt.atZone(zone);
        return repeats.dates(first.toLocalDate()).stream()
                .map(day -> day.equals(first.toLocalDate())
                        ? startsAt
                        : day.atTime(first.toLocalTime()).atZone(zone).toInstant())
                .toList();
    }

    /** The same for another time of a series: what was recorded of one is of that one. */
    EventDraft without() {
        return new EventDraft(
                id, channel, title, body, startsAt, lasts, zone, place, link, "", capacity, queueing, null);
    }

    /** The same, where how often it takes place is not what changes. */
    EventDraft once() {
        return new EventDraft(
                id, channel, title, body, startsAt, lasts, zone, place, link, replay, capacity, queueing, null);
    }

    private static String text(@Nullable String sent) {
        return sent == null ? "" : sent.strip();
    }

    private static ZoneId zone(Wrong wrong, String typed) {
        if (Zones.known(typed)) return ZoneId.of(typed);
        wrong.say("zone", "choice-invalid");
        return ZoneId.of("UTC");
    }

    private static @Nullable Instant at(Wrong wrong, String field, String typed, ZoneId zone) {
        try {
            var at = LocalDateTime.parse(typed);
            if (at.getYear() >= 2000 && at.getYear() < 2200)
                return at.atZone(zone).toInstant();
        } catch (DateTimeException e) {
            // the same as a time that no calendar has
        }
        wrong.say(field, typed.isEmpty() ? "required-missing" : "event-time");
        return null;
    }

    private static void during(
            Wrong wrong, String start, String end, Instant starts, @Nullable Instant ends, Instant earliest) {
        if (starts.isBefore(earliest)) wrong.say(start, "event-past");
        if (ends == null) return;
        if (!ends.isAfter(starts)) wrong.say(end, "event-end");
        else if (Duration.between(starts, ends).compareTo(LONGEST) > 0) wrong.say(end, "event-long", LONGEST.toDays());
    }

    private static @Nullable Integer capacity(Wrong wrong, String typed) {
        if (typed.isEmpty()) return null;
        return places(wrong, typed.matches("[0-9]{1,6}") ? Integer.parseInt(typed) : 0);
    }

    private static @Nullable Integer places(Wrong wrong, @Nullable Integer wanted) {
        if (wanted != null && (wanted < 1 || wanted > MOST_PLACES)) wrong.say("capacity", "event-places", MOST_PLACES);
        return wanted;
    }
}
