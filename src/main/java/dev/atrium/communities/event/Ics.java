package dev.atrium.communities.event;

import dev.atrium.kernel.ICalendar;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Meetings as iCalendar (RFC 5545). Each time of a series is an entry of its own, and summer time is in its instant, so that no
 * reader needs to know a zone or a rule.
 */
final class Ics {
    /**
     * An entry.
     *
     * @param url of its page
     * @param link where it takes place online, for a reader who may know it; else empty
     */
    record Entry(GroupEvent event, String group, String url, String link) {}

    /** What they are saved as: one, and all of a person's. */
    static final String ONE = "event.ics";

    static final String ALL = "events.ics";

    private Ics() {}

    /** @param name of the calendar */
    static Buffer of(String name, List<Entry> entries) {
        var ics = new ICalendar()
                .line("BEGIN:VCALENDAR")
                .line("VERSION:2.0")
                .line("PRODID:-//Atrium//Portal//EN")
                .line("CALSCALE:GREGORIAN")
                .line("METHOD:PUBLISH")
                // RFC 7986, sections 5.1 and 5.7; the X names are what the readers of before it know.
                .text("NAME", name)
                .text("X-WR-CALNAME", name)
                .line("REFRESH-INTERVAL;VALUE=DURATION:PT1H")
                .line("X-PUBLISHED-TTL:PT1H");
        entries.forEach(entry -> add(ics, entry));
        return Buffer.buffer(ics.line("END:VCALENDAR").toString());
    }

    private static void add(ICalendar ics, Entry entry) {
        var event = entry.event();
        ics.line("BEGIN:VEVENT")
                // RFC 7986, section 5.3: without a host, which a portal may change while calendars keep the entry.
                .line("UID:" + event.id())
                // For a published entry, when what it says was last so (section 3.8.7.2): a reader sees whether
                // anything changed.
                .at("DTSTAMP", event.changedAt())
                .at("LAST-MODIFIED", event.changedAt())
                .line("SEQUENCE:" + Math.max(0, event.version() - 1))
                .at("DTSTART", event.startsAt())
                .at("DTEND", event.endsAt())
                .text("SUMMARY", event.title())
                .text("DESCRIPTION", event.body())
                .text("LOCATION", event.place().isEmpty() ? entry.link() : event.place());
        // RFC 7986, section 5.11.
        if (!entry.link().isEmpty()) ics.line("CONFERENCE;VALUE=URI:" + entry.link());
        ics.line("URL:" + entry.url())
                .text("CATEGORIES", entry.group())
                .line("STATUS:" + status(event))
                .line("TRANSP:" + (event.mine().in() && !event.cancelled() ? "OPAQUE" : "TRANSPARENT"))
                .line("END:VEVENT");
    }

    /** Whoever may come, or waits, has nothing certain. */
    private static String status(GroupEvent event) {
        if (event.cancelled()) return "CANCELLED";
        return event.mine().answer().isEmpty() || event.mine().in() ? "CONFIRMED" : "TENTATIVE";
    }
}
