package dev.atrium.contacts;

import dev.atrium.kernel.ICalendar;

/** An appointment as an iCalendar object (RFC 5545). */
final class Calendar {
    private Calendar() {}

    static String of(Appointment a) {
        return new ICalendar()
                .line("BEGIN:VCALENDAR")
                .line("VERSION:2.0")
                .line("PRODID:-//Atrium//Portal//EN")
                .line("METHOD:PUBLISH")
                .line("BEGIN:VEVENT")
                // RFC 7986, section 5.3: an id is unique in the world without a host, which a portal may change while
                // calendars keep the entry.
                .line("UID:" + a.uid())
                .at("DTSTAMP", a.changedAt())
                .line("SEQUENCE:" + a.version())
                .at("DTSTART", a.startsAt())
                .at("DTEND", a.endsAt())
                .text("SUMMARY", a.title())
                .text("LOCATION", a.place())
                .text("DESCRIPTION", a.notes())
                .line("STATUS:" + (a.cancelled() ? "CANCELLED" : "CONFIRMED"))
                .line("END:VEVENT")
                .line("END:VCALENDAR")
                .toString();
    }

    static String text(String value) {
        return ICalendar.escaped(value);
    }
}
