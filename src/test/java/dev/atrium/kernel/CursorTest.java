package dev.atrium.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CursorTest {
    private static final UUID ID = new UUID(7, 9);

    @Test
    void a_cursor_comes_back_as_it_went_out() {
        for (var key : List.of("", "Ärzte 東京", "x".repeat(400))) {
            var cursor = new Cursor(key, ID);
            assertEquals(cursor, Cursor.parse(cursor.text()));
        }
        var time = Instant.parse("2026-11-22T02:03:04.567891Z");
        assertEquals(time, Cursor.parse(Cursor.at(time, ID).text()).time());
    }

    @Test
    void what_is_no_cursor_is_422_and_names_the_parameter() {
        var good = Cursor.at(Instant.EPOCH, ID).text();
        var broken = new ArrayList<>(List.of(
                "x", "====", " " + good, good + "=", good + "A", good.substring(1), "A".repeat(2000), "%00", "😀"));
        broken.add(Base64.getUrlEncoder().encodeToString(new byte[17]));
        broken.add(new Cursor("a\0b", ID).text());
        // Two bits at the end say nothing: another spelling of the same bytes.
        var shortest = new Cursor("", ID).text();
        broken.add(shortest.substring(0, shortest.length() - 1) + (char) (shortest.charAt(shortest.length() - 1) + 1));
        for (var text : broken) {
            var problem = assertThrows(Problem.class, () -> Cursor.parse(text), text);
            assertEquals(422, problem.status());
            assertTrue(problem.fields().containsKey("cursor"), text);
        }
        assertThrows(Problem.class, () -> new Cursor("9".repeat(40), ID).time());
        assertThrows(Problem.class, () -> new Cursor(Long.toString(Long.MAX_VALUE), ID).time());
        assertThrows(Problem.class, () -> new Cursor("yesterday", ID).time());
    }

    @Test
    void a_page_has_thirty_items_where_nobody_says_otherwise_and_never_more_than_a_hundred() {
        assertEquals(30, Page.Wanted.of("", "").limit());
        assertEquals(100, Page.Wanted.of("", "100").limit());
        for (var limit : List.of("0", "101", "-1", "1.5", "ten", "0100", "99999999999", " 5", "٣")) {
            var problem = assertThrows(Problem.class, () -> Page.Wanted.of("", limit), limit);
            assertTrue(problem.fields().containsKey("limit"), limit);
        }
    }

    @Test
    void only_a_row_too_many_means_that_there_is_a_next_page() {
        var wanted = new Page.Wanted(Optional.empty(), 2);
        assertEquals(
                Optional.empty(),
                wanted.page(List.of("a", "b"), row -> new Cursor(row, ID)).next());
        var page = wanted.page(List.of("a", "b", "c"), row -> new Cursor(row, ID));
        assertEquals(List.of("a", "b"), page.items());
        assertEquals("b", page.next().orElseThrow().key());
    }
}
