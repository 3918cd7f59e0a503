package dev.atrium.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTextTest {
    /** Line ends of every kind x what an attacker would write behind them x where in the text they stand. */
    static Set<String> hostile() {
        var all = new LinkedHashSet<String>();
        var ends = List.of(
                "\r\n", "\n", "\r", "\n\r", "\r\n ", "\r\n\t", "\0", "\0\r\n", "\u0085", "\u2028", "\u2029", "\u000B",
                "\f", "\u001C", "\u001D", "\u001E", "\u001B", "\b", "\u007F", "\u009F", "\u202E", "\uD800", "\uDFFF",
                "\t");
        var payloads = List.of(
                "Bcc: eve@evil.example", ".", "\r\n\r\n<script>", "RCPT TO:<eve@evil.example>", "=?UTF-8?Q?=0A?=", "");
        for (String end : ends) {
            for (String payload : payloads) {
                all.add("Acme" + end + payload);
                all.add(end + payload);
                all.add("Acme" + payload + end);
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void a_header_never_holds_a_line_end(String text) {
        assertThrows(IllegalArgumentException.class, () -> new HeaderText(text));
        String clean = HeaderText.clean(text).value();
        assertTrue(clean.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029), clean);
    }

    @Test
    void there_are_at_least_300_hostile_variants() {
        assertTrue(hostile().size() >= 300, () -> "only " + hostile().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Acme & Sons",
                "Jos\u00E9 \u4F8B \uD83D\uDC68\u200D\uD83D\uDC69",
                "a: b; c, <d>",
                "\u0634\u0631\u0643\u0629 \u2068Acme\u2069"
            })
    void honest_text_is_kept(String text) {
        assertEquals(text, new HeaderText(text).value());
        assertEquals(text, HeaderText.clean(text).toString());
    }

    @Test
    void cleaning_puts_one_space_for_a_run() {
        assertEquals(
                "Acme Bcc: x y",
                HeaderText.clean("\r\nAcme\r\n\0Bcc: x\n\n\ny\r\n").value());
    }

    @Test
    void the_limit_counts_octets() {
        assertEquals(998, new HeaderText("x".repeat(998)).value().length());
        assertThrows(IllegalArgumentException.class, () -> new HeaderText("x".repeat(999)));
        assertThrows(IllegalArgumentException.class, () -> new HeaderText("\u00E9".repeat(500)));
        String cut = HeaderText.clean("\uD83D\uDE00".repeat(1000)).value();
        assertEquals(996, cut.getBytes(StandardCharsets.UTF_8).length);
        assertFalse(Character.isHighSurrogate(cut.charAt(cut.length() - 1)));
    }

    static Stream<Long> seeds() {
        return new Random(2).longs(100).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void cleaning_always_succeeds_and_changes_nothing_the_second_time(long seed) {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int i = random.nextInt(1500); i >= 0; i--) {
            text.append((char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : random.nextInt(0x7F)));
        }
        var once = HeaderText.clean(text.toString());
        assertEquals(once, HeaderText.clean(once.value()));
    }
}
