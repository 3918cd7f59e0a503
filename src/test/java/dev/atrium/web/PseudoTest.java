package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PseudoTest {
    private final Messages messages = Messages.load(Messages.class.getClassLoader(), true, List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{0}",
                "{count, plural, one {",
                "{0, number, #,##0}",
                "<a href=\"/terms\">",
                "</a>",
                "&nbsp;",
                "&#8239;",
                "|",
                "%"
            })
    void what_is_no_word_survives(String part) {
        for (var language : Pseudo.ALL) {
            var text = Pseudo.text(language, "Before " + part + " after");
            assertTrue(text.contains(part), text);
        }
    }

    @Test
    void words_inside_the_arguments_of_a_count_are_words() {
        var text = Pseudo.text(Pseudo.LONGER, "{n, plural, one {a day} other {# days}} left");
        assertEquals("[{n, plural, one {åå ðååý} other {# ðååýš}} ļééƒţ", text.replaceAll("~*]$", ""));
    }

    @Test
    void every_text_is_longer_and_keeps_no_ascii_letter() {
        for (var language : Pseudo.ALL) {
            for (var text : List.of("OK", "Apps", "Sign in", "Please check the fields marked below.")) {
                var longer = Pseudo.text(language, text);
                assertFalse(longer.chars().anyMatch(c -> c < 128 && Character.isLetter(c)), longer);
                assertTrue(longer.length() >= text.length() * 1.3, longer);
            }
        }
    }

    @Test
    void mirrored_words_are_turned_one_by_one_and_turned_back() {
        assertEquals(
                "[\u202eĞ".substring(0, 2),
                Pseudo.text(Pseudo.MIRRORED, "Go on").substring(0, 2));
        var text = Pseudo.text(Pseudo.MIRRORED, "Go to {0}, now");
        assertEquals(count(text, '\u202e'), count(text, '\u202c'));
        assertTrue(text.contains("\u202c {0}\u202e,\u202c "), text);
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }

    @Test
    void arguments_are_isolated_and_filled_in() {
        var text = messages.get(Pseudo.LONGER, "home.greeting", "Ana");
        assertTrue(text.contains("\u2068Ana\u2069"), text);
    }

    @Test
    void nobody_is_offered_one_where_they_are_not_switched_on() {
        var plain = Messages.load(Messages.class.getClassLoader());
        assertEquals(List.of(), plain.languages().stream().filter(Pseudo::is).toList());
        assertEquals(Locale.ENGLISH, plain.best("en-XA", null, Locale.GERMAN));
        assertEquals(Locale.of("ar"), plain.best("ar-XB", "ar-XB", Locale.GERMAN));
        assertEquals(Locale.ENGLISH, plain.supported(Pseudo.LONGER));
        assertEquals("Home", plain.get(Pseudo.LONGER, "frame.home"));
        assertEquals(Pseudo.MIRRORED, messages.best(null, "ar-XB", Locale.ENGLISH));
        assertEquals(Pseudo.LONGER, messages.best("en-XA", null, Locale.GERMAN));
        assertEquals(Locale.ENGLISH, messages.best("en-US", null, Locale.GERMAN));
    }
}
