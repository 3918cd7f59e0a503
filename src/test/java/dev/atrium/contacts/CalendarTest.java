package dev.atrium.contacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Appointments as calendars read them; RFC 5545. */
class CalendarTest {
    private static final UUID ID = UUID.fromString("0198c0de-0000-7000-8000-000000000001");

    private static Appointment of(String title, String place, String notes, boolean cancelled) {
        return new Appointment(
                ID,
                ID,
                title,
                Instant.parse("2026-12-01T10:00:00Z"),
                Instant.parse("2026-12-01T11:30:00Z"),
                ZoneId.of("Europe/Lisbon"),
                place,
                notes,
                3,
                cancelled,
                Instant.parse("2026-11-22T09:08:07Z"),
                ID.toString());
    }

    @Test
    void an_appointment_is_an_event_with_all_that_calendars_must_know() {
        var text = Calendar.of(of("Fitting", "Studio 2", "", false));
        assertEquals(
                List.of(
                        "BEGIN:VCALENDAR",
                        "VERSION:2.0",
                        "PRODID:-//Atrium//Portal//EN",
                        "METHOD:PUBLISH",
                        "BEGIN:VEVENT",
                        "UID:" + ID,
                        "DTSTAMP:20261122T090807Z",
                        "SEQUENCE:3",
                        "DTSTART:20261201T100000Z",
                        "DTEND:20261201T113000Z",
                        "SUMMARY:Fitting",
                        "LOCATION:Studio 2",
                        "STATUS:CONFIRMED",
                        "END:VEVENT",
                        "END:VCALENDAR"),
                text.lines().toList());
        assertTrue(text.endsWith("\r\n"));
        assertEquals(text.lines().count(), text.split("\r\n").length, "every line ends by CR LF");
        assertTrue(Calendar.of(of("Fitting", "", "", true)).contains("\r\nSTATUS:CANCELLED\r\n"));
    }

    @Test
    void what_is_typed_cannot_open_a_line_of_its_own() {
        assertEquals("a\\, b\\; c\\\\d\\ne\\nf", Calendar.text("a, b; c\\d\ne\r\nf"));
        assertEquals("bell", Calendar.text("be\u0007ll"));
        var text = Calendar.of(of("x\nATTENDEE:mailto:eve@example.com", "", "", false));
        assertTrue(text.lines().noneMatch(line -> line.startsWith("ATTENDEE")), text);
    }

    @Test
    void lines_are_folded_within_75_octets_and_unfold_to_what_was_said() {
        var random = new Random(7);
        var letters = List.of("a", "é", "漢", "👩", " ", "ß", "\u0301");
        for (int i = 0; i < 500; i++) {
            var said = new StringBuilder("n");
            for (int n = random.nextInt(300); n > 0; n--) said.append(letters.get(random.nextInt(letters.size())));
            var text = Calendar.of(of(said.toString(), "", "", false));
            for (var line : text.split("\r\n")) {
                assertTrue(line.getBytes(StandardCharsets.UTF_8).length <= 75, line);
            }
            var unfolded = text.replace("\r\n ", "");
            assertTrue(unfolded.contains("\r\nSUMMARY:" + said + "\r\n"), unfolded);
        }
    }
}
