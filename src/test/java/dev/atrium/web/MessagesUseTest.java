package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every word that the sources can say has its sentence in every language. Found by reading the sources. */
class MessagesUseTest {
    private static final Path I18N = Path.of("src/main/resources/i18n");
    private static final String LITERALS = "((?:\"[a-z0-9.-]*\"|[^\";{}])*)";
    /** Calls whose last leading literal is a problem's code; a conditional may name several. */
    private static final Pattern OF =
            Pattern.compile("(?:Problem\\.(?:of|later)|Problem)\\s*\\(\\s*[0-9]{3}\\s*,\\s*\"([a-z0-9-]+)\"");

    private static final Pattern TOO_MANY = Pattern.compile("tooMany\\(\\s*\"([a-z0-9-]+)\"");
    private static final Pattern WORD = Pattern.compile("Word\\.of\\(\\s*\"([a-z0-9-]+)\"");
    private static final Pattern INVALID =
            Pattern.compile("Problem\\.invalid\\(\\s*(?:\"[a-z_]+\"|[a-z]+)\\s*,\\s*\"([a-z0-9-]+)\"");
    private static final Pattern PUT = Pattern.compile("put\\(\\s*wrong\\s*,\\s*\"[a-z_]+\"\\s*," + LITERALS + ";");
    private static final Pattern SAY =
            Pattern.compile("(?:request\\.say|messages\\.get)\\(\\s*(?:[a-z]+\\s*,\\s*)?\"([a-z0-9.-]+)\"(?!\\s*\\+)");
    private static final Pattern PLACE = Pattern.compile("new ConsolePlace\\(\\s*\"([a-z-]+)\"");
    private static final Pattern DONE = Pattern.compile("desk\\.done\\([^;]*,\\s*\"([a-z-]+)\"\\)");
    private static final Pattern FLASH = Pattern.compile("Cookies\\.FLASH\\s*,\\s*\"([a-z-]+)\"");
    private static final Pattern TITLE = Pattern.compile("Reply\\.Layout\\.[A-Z]+\\s*,\\s*\"([a-z0-9.-]+)\"");
    /** A method that says why something is refused, and a code that has a name. */
    private static final Pattern REFUSAL = Pattern.compile(
            "(?:static @Nullable String|Optional<String>) [a-zA-Z]*[rR]efusal\\((.*?)\\n    }", Pattern.DOTALL);

    private static final Pattern NAMED = Pattern.compile("static final String INVALID = \"([a-z]+(?:-[a-z]+)+)\"");
    private static final Pattern LITERAL = Pattern.compile("(?<!text\\(|raw\\()\"([a-z0-9-]+)\"");

    @Test
    void every_word_has_its_sentence_in_every_language() throws IOException {
        var keys = new TreeMap<String, String>();
        scan((path, text) -> {
            find(OF, text, code -> keys.put("error." + code, path));
            find(TOO_MANY, text, code -> keys.put("error." + code, path));
            find(WORD, text, code -> keys.put("error." + code, path));
            find(INVALID, text, code -> keys.put("error." + code, path));
            find(PUT, text, list -> find(LITERAL, list, code -> keys.put("error." + code, path)));
            find(REFUSAL, text, body -> find(LITERAL, body, code -> keys.put("error." + code, path)));
            find(NAMED, text, code -> keys.put("error." + code, path));
            find(SAY, text, key -> keys.put(key, path));
            find(FLASH, text, code -> keys.put("flash." + code, path));
            find(PLACE, text, key -> keys.put("console.nav." + key, path));
            find(DONE, text, code -> keys.put("flash." + code, path));
            find(TITLE, text, key -> keys.put(key, path));
        });
        var missing = new TreeSet<String>();
        for (var language : List.of("en", "de")) {
            var bundle = bundle(language);
            keys.forEach((key, path) -> {
                if (!bundle.containsKey(key)) missing.add(language + ": " + key + " (" + path + ")");
            });
        }
        System.out.println(
                "messages: " + missing.size() + " of " + keys.size() + " words said in the sources lack a sentence");
        assertEquals(new TreeSet<>(), missing);
        assertTrue(keys.size() > 60, "the scan finds what is said: " + keys.keySet());
        assertTrue(
                keys.keySet()
                        .containsAll(List.of(
                                "error.name-missing",
                                "error.code-wrong",
                                "error.too-many-codes",
                                "error.cross-site",
                                "flash.profile-saved",
                                "console.nav.contacts",
                                "home.title",
                                "error.phone-invalid",
                                "error.terms-missing")),
                keys.keySet()::toString);
    }

    /** The later of two would be read and the other silently forgotten. */
    @Test
    void no_bundle_says_a_key_twice() throws IOException {
        var twice = new TreeSet<String>();
        for (var bundle : bundles()) {
            var seen = new TreeSet<String>();
            for (var line : Files.readAllLines(I18N.resolve(bundle + ".properties"))) {
                if (line.isBlank() || line.startsWith("#")) continue;
                var key = line.split("=", 2)[0].strip();
                if (!seen.add(key)) twice.add(bundle + ": " + key);
            }
            assertTrue(seen.size() > 5, bundle);
        }
        assertEquals(new TreeSet<>(), twice);
    }

    private static List<String> bundles() {
        return Stream.of("messages_", "dates_")
                .flatMap(of -> Stream.of("en", "de", "es", "fr", "ar").map(of::concat))
                .toList();
    }

    @Test
    void every_status_of_a_problem_has_its_meaning() throws IOException {
        var statuses = new TreeSet<String>();
        var status = Pattern.compile("(?:Problem\\.of|new Problem)\\s*\\(\\s*([0-9]{3})");
        scan((path, text) -> find(status, text, number -> statuses.add(Family.STATUS.key(number))));
        assertTrue(statuses.size() > 5, statuses::toString);
        for (var language : List.of("en", "de"))
            statuses.removeAll(bundle(language).stringPropertyNames());
        assertEquals(new TreeSet<>(), statuses);
    }

    @Test
    void a_problem_that_is_a_page_has_a_title() throws IOException {
        var english = bundle("en");
        var codes = new TreeSet<String>();
        scan((path, text) -> {
            find(OF, text, codes::add);
            find(TOO_MANY, text, codes::add);
        });
        // Without a title of its own a page would say "Something went wrong" where nothing did.
        codes.removeIf(code -> english.containsKey("error." + code + ".title") || NEVER_A_PAGE.contains(code));
        assertEquals(new TreeSet<>(), codes);
    }

    /** Said by the API alone, or shown with the form that was refused. */
    private static final List<String> NEVER_A_PAGE = List.of(
            "busy",
            "contact-exists",
            "idempotency-key-invalid",
            "idempotency-key-reused",
            "if-match-missing",
            "json-broken",
            "json-invalid",
            "not-acceptable",
            "request-in-progress",
            "resend-too-soon",
            "scope-missing",
            "sign-in-failed",
            "sign-in-first",
            "staff-sign-in-failed",
            "staff-too-many-attempts",
            "token-begets-none",
            "token-invalid",
            "too-many-codes",
            "upload-busy",
            "upload-incomplete",
            "upload-offset",
            "upload-offset-missing",
            "uploads-many",
            "version-stale");

    private static void scan(BiConsumer<String, String> reader) throws IOException {
        try (var all = Files.walk(Path.of("src/main/java/dev/atrium"))) {
            for (var path : all.filter(p -> p.toString().endsWith(".java")).toList()) {
                reader.accept(path.getFileName().toString(), Files.readString(path));
            }
        }
    }

    private static void find(Pattern pattern, String text, java.util.function.Consumer<String> found) {
        var matcher = pattern.matcher(text);
        while (matcher.find()) found.accept(matcher.group(1));
    }

    private static Properties bundle(String language) throws IOException {
        var properties = new Properties();
        try (var in =
                Files.newBufferedReader(Path.of("src/main/resources/i18n/messages_" + language + ".properties"))) {
            properties.load(in);
        }
        try (var in = Files.newBufferedReader(Path.of("src/main/resources/i18n/dates_" + language + ".properties"))) {
            properties.load(in);
        }
        return properties;
    }
}
