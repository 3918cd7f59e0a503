package dev.atrium.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "ana@example.com|ana@example.com",
                "Ana.Lee+News@Example.COM|ana.lee+news@example.com",
                "o'neil@example.co.uk|o'neil@example.co.uk",
                "a@b.co|a@b.co",
                "_x-1/y=z#~{}^`$&*?@a-b.example|_x-1/y=z#~{}^`$&*?@a-b.example",
                "jos\u00E9@example.com|jos\u00E9@example.com",
                "jose\u0301@example.com|jos\u00E9@example.com",
                "JOS\u00C9@example.com|jos\u00E9@example.com",
                "ana@b\u00FCcher.example|ana@xn--bcher-kva.example",
                "ana@B\u00DCCHER.example|ana@xn--bcher-kva.example",
                "ana@bu\u0308cher.example|ana@xn--bcher-kva.example",
                "ana@xn--bcher-kva.example|ana@xn--bcher-kva.example",
                "ana@\u4F8B\u3048.\u30C6\u30B9\u30C8|ana@xn--r8jz45g.xn--zckzah",
                "\u043F\u043E\u0447\u0442\u0430@\u043F\u043E\u0447\u0442\u0430.\u0440\u0444|\u043F\u043E\u0447\u0442\u0430@xn--80a1acny.xn--p1ai",
                "\u0631\u0633\u064A\u0644@example.com|\u0631\u0633\u064A\u0644@example.com",
                "\u0928\u092E\u0938\u094D\u0924\u0947@example.com|\u0928\u092E\u0938\u094D\u0924\u0947@example.com",
            })
    void an_address_is_stored_in_one_form(String typed, String stored) {
        assertEquals(Optional.of(stored), Email.parse(typed).map(Email::address));
        assertEquals(stored, new Email(stored).address());
    }

    @Test
    void the_limits_are_those_of_smtp() {
        String label = "a".repeat(60);
        String domain = label + "." + label + "." + label + ".example";
        String local = "x".repeat(254 - 1 - domain.length());
        assertTrue(Email.parse(local + "@" + domain).isPresent());
        assertFalse(Email.parse(local + "x@" + domain).isPresent());
        assertTrue(Email.parse("x".repeat(64) + "@example.com").isPresent());
        assertFalse(Email.parse("x".repeat(65) + "@example.com").isPresent());
        assertFalse(Email.parse("\u00E9".repeat(33) + "@example.com").isPresent());
        assertFalse(Email.parse("x@" + "a".repeat(64) + ".com").isPresent());
        assertFalse(Email.parse("x".repeat(10_000_000)).isPresent());
    }

    /** Every way known to us of making one string mean a second recipient, a header or a command. */
    static Set<String> hostile() {
        var all = new LinkedHashSet<String>();
        String eve = "eve@evil.example";
        String ana = "ana@example.com";
        var separators = List.of(
                ",", ";", " ", "\t", "\r", "\n", "\r\n", "\r\n ", "\0", "|", "%0a", "%0d%0a", "%00", "%2c", "\\n",
                "\\r\\n", "\u2028", "\u2029", "\u0085", "\u000B", "\f", "\u00A0", "\u3000", "\uFF0C", "\uFF1B",
                "\uFF20", "\u200B", "\uFEFF", "\u001F", "\u007F", "\u560A", "\u560D", "/", "&", "&to=", "\"", "'", "<",
                ">", "()", "!", "%");
        for (String separator : separators) {
            all.add(ana + separator + eve);
            all.add(eve + separator + ana);
            all.add(separator + ana + separator + eve);
            all.add("ana@" + separator + eve);
        }
        for (String command : List.of("RCPT TO:<" + eve + ">", "Bcc: " + eve, "DATA", "\r\nX: y", ".\r\nQUIT")) {
            for (String end : List.of("\r\n", "\n", "\r", "\u2028", "\0")) {
                all.add(ana + end + command);
                all.add("ana" + end + command + "@example.com");
                all.add("ana@example" + end + command + ".com");
            }
        }
        all.addAll(List.of(
                "Ana <" + ana + ">",
                "<" + ana + ">",
                "\"Ana\" <" + ana + ">",
                "\"ana\"@example.com",
                "\"a b\"@example.com",
                "\"a\\\"@evil.example\"@example.com",
                "ana(comment)@example.com",
                "ana@example.com(comment)",
                "(x)" + ana,
                "ana@@example.com",
                "ana@evil@example.com",
                "@example.com",
                "ana@",
                "@",
                "",
                " ",
                "ana",
                "ana.example.com",
                "mailto:" + ana,
                ana + "?cc=" + eve,
                "group: " + ana + "," + eve + ";",
                "@relay.example:" + ana,
                "ana%evil.example@example.com",
                "evil.example!ana@example.com",
                "[\"" + ana + "\"]",
                "{\"a\":1}",
                "null",
                "ana@[127.0.0.1]",
                "ana@[IPv6:::1]",
                "ana@127.0.0.1",
                "ana@1.2.3.4",
                "ana@2130706433",
                "ana@0x7f.1",
                "ana@localhost",
                "ana@com",
                "ana@example",
                "ana@example.c",
                "ana@example.123",
                "ana@example.c0m",
                "ana@example..com",
                "ana@.example.com",
                "ana@example.com.",
                "ana@-example.com",
                "ana@example-.com",
                "ana@exa_mple.com",
                "ana@exam ple.com",
                "ana@example.com:25",
                "ana@example.com/x",
                "ana@example.com#x",
                "ana@example.com?x",
                "ana@*.com",
                "ana@example.-com",
                ".ana@example.com",
                "ana.@example.com",
                "a..b@example.com",
                "a\\@b@example.com",
                "a\\b@example.com",
                "a[b@example.com",
                "a]b@example.com",
                "a:b@example.com",
                "ana\u202E@example.com",
                "ana@\u202Eexample.com",
                "ana\u2066@example.com",
                "a\u00ADna@example.com",
                "ana@exa\u00ADmple.com",
                "a\u200Dna@example.com",
                "ana@exa\u200Dmple.com",
                "ana@exa\u200Bmple.com",
                "\u0301ana@example.com",
                "ana\uD83D\uDE00@example.com",
                "ana\uD800@example.com",
                "ana\uDC00@example.com",
                "ana@ex\uD800mple.com",
                "\uFF41na@example.com",
                "ana@\uFF45xample.com",
                "ana@example\u3002com",
                "ana@example\uFF0Ecom",
                "ana@example\uFF61com",
                "ana@example\u2024com",
                "\u212Aate@example.com",
                "\u017Fam@example.com",
                "\u0130an@example.com",
                "ana@\u212Aelvin.example",
                "\u2460@example.com",
                "o\uFB03ce@example.com",
                "\u1D41ana@example.com",
                "a\u00AAna@example.com",
                "ana@stra\u00DFe.example",
                "ana@\u03B2\u03CC\u03BB\u03BF\u03C2.example",
                "ana@\u2100.example",
                "ana@evil.c\u2100.example.com",
                "ana@xn--.example",
                "ana@a.xn--",
                "ana@exam\u0000ple.com",
                "\u0340a@example.com",
                "x@\u2488com",
                "ana\uFE52b@example.com",
                "a\u037Eb@example.com",
                "a\u1FEFb@example.com"));
        for (char c = 0; c < 0x21; c++) {
            all.add("a" + c + "na@example.com");
            all.add("ana@exa" + c + "mple.com");
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void a_hostile_variant_is_no_address_or_exactly_one_plain_one(String typed) {
        assertEquals(Optional.empty(), Email.parse(typed).map(Email::address));
        assertThrows(IllegalArgumentException.class, () -> new Email(typed));
    }

    @Test
    void there_are_at_least_300_hostile_variants() {
        assertTrue(hostile().size() >= 300, () -> "only " + hostile().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u0131an@example.com", "\u0430na@example.com", "\u03B1na@example.com", "an\u0251@example.com"})
    void a_look_alike_stays_an_address_of_its_own(String typed) {
        var stored = Email.parse(typed).orElseThrow().address();
        assertEquals(typed, stored);
        assertNotEquals("ian@example.com", stored);
        assertNotEquals("ana@example.com", stored);
    }

    /** For every character there is: whatever is not ASCII never ends up as an address made of ASCII alone. */
    @Test
    void no_character_is_folded_onto_an_ascii_one() {
        for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
            String it = Character.toString(c);
            for (String typed : List.of("a" + it + "b@example.com", it + "@example.com")) {
                Email.parse(typed).ifPresent(email -> {
                    assertTrue(email.address().chars().anyMatch(x -> x > 0x7F), typed);
                    assertEquals(email, new Email(email.address()));
                });
            }
            if (c <= 0xFFFF || c % 16 == 0) {
                Email.parse("a@a" + it + "b.example").ifPresent(email -> {
                    assertTrue(email.address().startsWith("a@xn--"), it);
                    assertEquals(email, new Email(email.address()));
                });
            }
        }
    }

    static Stream<Long> seeds() {
        return new Random(1).longs(200).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void parsing_any_soup_of_characters_gives_one_clean_stable_address_or_none(long seed) {
        var random = new Random(seed);
        String soup = "ab.@,;<>\"\\ \r\n\0%!+-\u00E9e\u0301\u0131\u0130\uFF41\u202E\u3002\u212A\uD83D";
        for (int round = 0; round < 200; round++) {
            var typed = new StringBuilder();
            for (int i = random.nextInt(14); i >= 0; i--) {
                typed.append(soup.charAt(random.nextInt(soup.length())));
            }
            String text = (random.nextBoolean() ? "a" : "") + typed + (random.nextBoolean() ? "@ex.com" : "");
            Email.parse(text).ifPresent(email -> {
                String stored = email.address();
                assertEquals(stored, Email.parse(stored).orElseThrow().address());
                assertEquals(1, stored.chars().filter(c -> c == '@').count());
                assertTrue(stored.chars().noneMatch(c -> c <= ' ' || ",;<>\"\\%!".indexOf(c) >= 0));
                assertTrue(Normalizer.isNormalized(stored, Normalizer.Form.NFKC));
            });
        }
    }

    @Test
    void a_stored_form_is_required_of_the_constructor() {
        for (String typed :
                List.of("Ana@example.com", "ana@EXAMPLE.com", "jose\u0301@example.com", "a@b\u00FCcher.example")) {
            assertTrue(Email.parse(typed).isPresent());
            var refused = assertThrows(IllegalArgumentException.class, () -> new Email(typed));
            assertEquals("email-invalid", refused.getMessage());
        }
    }

    @Test
    void logs_see_the_first_letter_and_the_domain_only() {
        var email = Email.parse("ana.lee@example.com").orElseThrow();
        assertEquals("a…@example.com", email.masked());
        assertEquals("a…@example.com", email.toString());
        assertEquals("example.com", email.domain());
    }

    @Test
    void nothing_is_no_address() {
        assertFalse(Email.parse(null).isPresent());
    }
}
