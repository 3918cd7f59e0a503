package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {
    private final Messages messages = View.messages();

    @Test
    void arguments_are_filled_in_once_and_literally() {
        assertEquals("Hello {1}, from $0", messages.get(Locale.ENGLISH, "greeting", "{1}", "$0"));
        assertEquals("Guten Tag Ana, von {1}", messages.get(Locale.GERMANY, "greeting", "Ana"));
        assertEquals("Hello {0}, from {1}", messages.get(Locale.FRENCH, "greeting"));
    }

    @Test
    void counts_choose_the_form() {
        assertEquals("1 neuer Beitrag", messages.plural(Locale.GERMAN, "posts", 1));
        assertEquals("0 new posts", messages.plural(Locale.ENGLISH, "posts", 0));
        assertEquals("21 new posts", messages.plural(Locale.ENGLISH, "posts", 21));
    }

    @Test
    void an_unknown_key_is_a_mistake() {
        assertThrows(IllegalArgumentException.class, () -> messages.get(Locale.GERMAN, "nope"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "-                        | -   | en",
                "de-AT,en;q=0.5           | -   | de",
                "fr,de;q=0.3              | -   | de",
                "en;q=0.2,de;q=0.9        | -   | de",
                "fr                       | -   | en",
                "de                       | en  | en",
                "en                       | de-CH | de",
                "de                       | fr  | de",
                ";;;q=,                   | -   | en",
                "de;q=7                   | xx  | en"
            })
    void the_language_is_chosen_then_negotiated_then_given(String header, String preferred, String expected) {
        assertEquals(expected, messages.best(header, preferred, Locale.ENGLISH).getLanguage());
    }

    @Test
    void a_header_without_end_is_ignored() {
        assertEquals(Locale.ENGLISH, messages.best("de,".repeat(10_000) + "de", null, Locale.ENGLISH));
    }

    @Test
    void a_counted_sentence_must_have_the_forms_of_its_language() {
        var english = Map.of("posts.one", "a", "posts.other", "b", "other", "c", "odd.other", "d");
        var polish = new HashMap<>(Map.of("other", "c", "odd.other", "d", "posts.one", "x", "posts.few", "x"));
        polish.put("posts.other", "x");
        var lacking = assertThrows(StartFailure.class, () -> Bundles.requireComplete(english, polish, Locale.of("pl")));
        assertTrue(lacking.getMessage().contains("missing [posts.many], unknown []"), lacking.getMessage());
        polish.put("posts.many", "x");
        Bundles.requireComplete(english, polish, Locale.of("pl"));
        polish.put("posts.two", "x");
        assertThrows(StartFailure.class, () -> Bundles.requireComplete(english, polish, Locale.of("pl")));
        assertThrows(StartFailure.class, () -> Bundles.requireComplete(english, english, Locale.of("xx")));
        var lonely = Map.of("posts.one", "a");
        assertThrows(
                StartFailure.class,
                () -> Bundles.requireComplete(Map.of("posts.one", "a", "posts.other", "b"), lonely, Locale.ENGLISH));
    }

    @Test
    void a_key_made_at_run_time_can_be_asked_for_at_start() {
        messages.require(List.of("greeting"));
        var failure = assertThrows(StartFailure.class, () -> messages.require(Family.APP.keys(List.of("nothing"))));
        assertTrue(failure.getMessage().contains("app.nothing"), failure.getMessage());
    }

    @Test
    void languages_must_say_the_same_things(@TempDir Path directory) throws Exception {
        var i18n = Files.createDirectories(directory.resolve("i18n"));
        Files.writeString(i18n.resolve("messages_en.properties"), "a=A\nb=B\n");
        Files.writeString(i18n.resolve("messages_de.properties"), "a=A\nc=C\n");
        var failure = assertThrows(StartFailure.class, () -> Messages.load(View.loader(directory)));
        assertTrue(failure.getMessage().contains("missing [b], unknown [c]"), failure.getMessage());

        Files.delete(i18n.resolve("messages_de.properties"));
        assertThrows(StartFailure.class, () -> Messages.load(View.loader(directory)));
    }
}
