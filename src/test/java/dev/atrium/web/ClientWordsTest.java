package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.kernel.StartFailure;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever a client, a guest or a mail to a client can say is said in every language that portals offer. */
class ClientWordsTest {
    private static final List<Locale> LANGUAGES = List.of(Locale.of("es"), Locale.FRENCH, Locale.of("ar"));
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[0-9]}");
    /** Embeddings and overrides reach beyond their own text; isolates are closed where they are opened. */
    private static final Pattern REACHING = Pattern.compile("[\u202a-\u202e]");

    private static final Pattern MARKUP = Pattern.compile("<[a-zA-Z/!]|&[a-zA-Z]+;|&#");

    private static Map<String, String> english;
    private static TreeSet<String> needed;

    @BeforeAll
    static void read() throws IOException {
        english = bundle(Locale.ENGLISH);
        needed = new ClientWords(english.keySet()).needed();
    }

    private static Map<String, String> bundle(Locale language) {
        return Bundles.readSome(Messages.class.getClassLoader(), language, List.of());
    }

    @Test
    void what_clients_meet_is_said_in_every_language() {
        var lacking = new TreeMap<String, TreeSet<String>>();
        for (var language : LANGUAGES) {
            var own = bundle(language);
            var missing = new TreeSet<>(Bundles.expected(english, language));
            missing.removeIf(key -> !needed.contains(key) && !needed.contains(Bundles.base(key)));
            missing.removeAll(own.keySet());
            if (!missing.isEmpty()) lacking.put(language.toLanguageTag(), missing);
            System.out.println("languages: " + language.toLanguageTag() + " says " + own.size() + " keys, of "
                    + needed.size() + " that clients meet " + missing.size() + " are missing");
        }
        System.out.println("languages: English and German say " + english.size() + " keys");
        assertEquals(Map.of(), lacking);
        assertTrue(needed.size() > 800, () -> needed.size() + " keys of clients");
    }

    @Test
    void the_reading_of_the_sources_tells_clients_from_staff() {
        assertTrue(needed.containsAll(List.of(
                "entry.login.title",
                "error.code-wrong",
                "error.not-found.title",
                "flash.profile-saved",
                "account.keys.title",
                "mail.invitation.subject",
                "mail.footer",
                "type.account.new_sign_in",
                "bell.account.welcome",
                "fact.session.opened",
                "home.news.empty",
                "status.404",
                "frame.sign-out",
                "date.now")));
        for (var key : List.of(
                "audit.group.account",
                "console.dashboard.title",
                "contacts.title",
                "error.last-owner",
                "mail.staff-invitation.subject",
                "styleguide.title")) {
            assertFalse(needed.contains(key), key);
        }
    }

    @Test
    void a_translation_takes_the_same_values_and_no_markup() {
        var wrong = new TreeSet<String>();
        for (var language : List.of(Locale.GERMAN, LANGUAGES.get(0), LANGUAGES.get(1), LANGUAGES.get(2))) {
            bundle(language).forEach((key, text) -> {
                var where = language.toLanguageTag() + " " + key + ": " + text;
                if (!placeholders(text).equals(expected(key, text))) wrong.add(where);
                if (MARKUP.matcher(text).find() || REACHING.matcher(text).find() || text.isBlank()) wrong.add(where);
                if (isolates(text, '\u2066', '\u2068') != isolates(text, '\u2069', '\u2069')) wrong.add(where);
                if (bars(text) != bars(english.getOrDefault(key, text))) wrong.add(where);
            });
        }
        assertEquals(new TreeSet<>(), wrong);
    }

    /** The forms of one, two and none may say the number as a word. */
    private static TreeSet<String> expected(String key, String text) {
        var base = Bundles.base(key);
        var plural = !english.containsKey(key) || !base.equals(key) && english.containsKey(base + ".other");
        var like = plural ? base + ".other" : key;
        var values = placeholders(english.getOrDefault(like, ""));
        if (plural && key.matches(".*\\.(zero|one|two)") && !placeholders(text).contains("{0}")) values.remove("{0}");
        return values;
    }

    private static TreeSet<String> placeholders(String text) {
        var found = new TreeSet<String>();
        PLACEHOLDER.matcher(text).results().forEach(value -> found.add(value.group()));
        return found;
    }

    private static long bars(String text) {
        return text.chars().filter(c -> c == '|').count();
    }

    private static long isolates(String text, char one, char other) {
        return text.chars().filter(c -> c == one || c == other).count();
    }

    @Test
    void every_language_writes_its_own_letters() {
        var strange = new TreeSet<String>();
        bundle(LANGUAGES.get(2)).forEach((key, text) -> {
            var arabic =
                    text.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.ARABIC);
            if (!arabic && text.replaceAll("\\{[0-9]}", "").codePoints().anyMatch(Character::isLetter))
                strange.add(key + ": " + text);
        });
        for (var language : LANGUAGES) {
            bundle(language).forEach((key, text) -> {
                if (text.contains("\"") || text.contains("'")) strange.add(language + " " + key + ": " + text);
            });
        }
        assertEquals(new TreeSet<>(), strange);
    }

    @Test
    void english_stands_in_for_what_only_staff_read() {
        var messages = Messages.load(Messages.class.getClassLoader());
        var arabic = Locale.of("ar");
        assertEquals(
                messages.get(Locale.ENGLISH, "console.dashboard.title"),
                messages.get(arabic, "console.dashboard.title"));
        for (long n : new long[] {0, 1, 2, 3, 11, 100, 1_000_000}) {
            for (var language : messages.languages()) {
                assertFalse(messages.plural(language, "signin.mail.sent", n).isBlank(), language + " " + n);
                assertFalse(
                        messages.plural(language, "account.overview.devices", n).isBlank(), language + " " + n);
            }
        }
        assertEquals("جهازان مسجّلا الدخول", messages.plural(arabic, "account.overview.devices", 2));
        assertEquals("5 أجهزة مسجّلة الدخول", messages.plural(arabic, "account.overview.devices", 5));
        assertEquals("11 جهازًا مسجّل الدخول", messages.plural(arabic, "account.overview.devices", 11));
        assertEquals("100 جهاز مسجّل الدخول", messages.plural(arabic, "account.overview.devices", 100));
        assertEquals("0 appareil connecté", messages.plural(Locale.FRENCH, "account.overview.devices", 0));
    }

    @Test
    void the_console_keeps_to_the_languages_that_say_everything() {
        var messages = Messages.load(Messages.class.getClassLoader());
        assertEquals(
                List.of("English", "Deutsch", "Español", "Français", "العربية"),
                messages.languages().stream().map(messages::nameOf).toList());
        assertEquals(List.of(Locale.ENGLISH, Locale.GERMAN), messages.consoleLanguages());
        assertEquals(Locale.of("es"), messages.best("es-MX,en;q=0.5", null, Locale.ENGLISH));
        assertEquals(Locale.FRENCH, messages.best("fr-CA", null, Locale.ENGLISH));
        assertEquals(Locale.of("ar"), messages.best("ar-EG,ar;q=0.9,en;q=0.8", null, Locale.ENGLISH));
        assertEquals(Locale.ENGLISH, messages.bestOfConsole("es-MX,en;q=0.5", "ar", Locale.GERMAN));
        assertEquals(Locale.ENGLISH, messages.bestOfConsole("es", null, Locale.of("ar")));
        assertEquals(Locale.GERMAN, messages.ofStaff(Locale.GERMANY));
        assertEquals(Locale.ENGLISH, messages.ofStaff(Locale.of("ar")));
    }

    @Test
    void no_translation_outlives_its_sentence() {
        var stale = new TreeSet<String>();
        for (var language : LANGUAGES) {
            var own = new TreeSet<>(bundle(language).keySet());
            own.removeAll(Bundles.expected(english, language));
            own.forEach(key -> stale.add(language + " " + key));
        }
        assertEquals(new TreeSet<>(), stale);
    }

    /** A form that lost one of its sentences would be silent for some numbers only. */
    @Test
    void a_counted_sentence_is_whole_or_not_there() {
        var counted = Map.of("posts.one", "a", "posts.other", "b", "console.one", "x", "console.other", "y");
        var words = Bundles.over(
                counted, Map.of("posts.one", "1", "posts.many", "m", "posts.other", "2", "stale", "s"), Locale.FRENCH);
        assertEquals("m", words.get("posts.many"));
        assertEquals("y", words.get("console.many"));
        assertFalse(words.containsKey("stale"));
        assertThrows(StartFailure.class, () -> Bundles.over(counted, Map.of("posts.other", "2"), Locale.FRENCH));
    }
}
