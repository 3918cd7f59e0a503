package dev.atrium.invitation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.kernel.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InviteListTest {
    private static List<String> read(String text) {
        return InviteList.parse(text).lines().stream()
                .map(line -> line.name() + "|"
                        + (line.email() == null ? "?" : line.email().address()))
                .toList();
    }

    @Test
    void name_and_address_are_told_apart_in_any_order_and_by_any_delimiter() {
        var wanted = List.of("Ana Ruiz|ana@example.com");
        Stream.of(
                        "Ana Ruiz,ana@example.com",
                        "ana@example.com,Ana Ruiz",
                        "Ana Ruiz;ana@example.com",
                        "ana@example.com\tAna Ruiz",
                        "\uFEFFname,email\r\nAna Ruiz,ana@example.com\r\n",
                        "E-Mail;Name\n ana@example.com ; Ana Ruiz ",
                        "\"Ana Ruiz\",\"ANA@example.com\"\n\n")
                .forEach(text -> assertEquals(wanted, read(text), text));
        assertEquals(List.of("Ruiz, Ana|ana@example.com"), read("\"Ruiz, Ana\",ana@example.com"));
    }

    @Test
    void an_address_alone_is_a_person() {
        assertEquals(List.of("|a@example.com", "|b@example.com"), read("a@example.com\nb@example.com"));
    }

    @Test
    void what_is_no_address_or_no_name_stays_on_the_list_without_one() {
        for (var text :
                List.of("nobody", "Ana <ana@example.com>", "a@b@c.example", "x,\"a@example.com\nBcc: e@x.example\""))
            assertNull(InviteList.parse(text).lines().getFirst().email(), text);
        assertNull(InviteList.parse("a".repeat(201) + ",a@example.com")
                .lines()
                .getFirst()
                .email());
    }

    @Test
    void a_list_survives_being_written_and_read() {
        var list = InviteList.parse("\"Ruiz, \"\"Ana\"\"\";ana@example.com\n;b@example.com\n=1+1;c@example.com");
        assertEquals(list, InviteList.parse(InviteList.text(list.lines())));
    }

    @Test
    void five_hundred_are_a_list_and_one_more_is_not() {
        var text = new StringBuilder();
        for (int i = 0; i < 500; i++) text.append("p").append(i).append("@example.com\n");
        assertEquals(500, InviteList.parse(text.toString()).lines().size());
        assertEquals(
                "invalid",
                assertThrows(Problem.class, () -> InviteList.parse(text + "q@example.com"))
                        .code());
        assertThrows(Problem.class, () -> InviteList.parse("\n \n"));
    }
}
