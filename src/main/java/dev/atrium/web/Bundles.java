package dev.atrium.web;

import dev.atrium.kernel.StartFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the files of messages and holds each language against English: the same keys, and every form that it counts in. */
final class Bundles {
    private static final int MAX_REPORTED = 10;

    private Bundles() {}

    static Map<String, String> read(ClassLoader loader, Locale language, List<String> further) {
        // The words of dates belong to the date helper in this package and come with it.
        var words = new HashMap<>(
                file(Bundles.class.getClassLoader(), "i18n/dates_" + language.toLanguageTag() + ".properties"));
        words.putAll(file(loader, "i18n/messages_" + language.toLanguageTag() + ".properties"));
        for (var base : further) words.putAll(file(loader, base + "_" + language.toLanguageTag() + ".properties"));
        return Map.copyOf(words);
    }

    private static Map<String, String> file(ClassLoader loader, String name) {
        try (InputStream in = loader.getResourceAsStream(name)) {
            if (in == null) {
                throw new StartFailure("The messages " + name + " are missing from the class path.");
            }
            var properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            var words = new HashMap<String, String>();
            properties.stringPropertyNames().forEach(key -> words.put(key, properties.getProperty(key)));
            return words;
        } catch (IOException | IllegalArgumentException broken) {
            throw new StartFailure("The messages " + name + " cannot be read: " + broken.getMessage());
        }
    }

    /**
     * @throws StartFailure where a key or a plural form is missing or unknown, or the language's plural rules are not
     *     known
     */
    static void requireComplete(Map<String, String> english, Map<String, String> other, Locale language) {
        var needed = Plurals.needed(language)
                .orElseThrow(() -> new StartFailure(
                        "Plurals has no rules for " + language.toLanguageTag() + "; write them first."));
        var counted = counted(english);
        var expected = new TreeSet<String>();
        for (var key : english.keySet()) {
            var base = base(key);
            if (!counted.contains(base)) expected.add(key);
            else for (var form : needed) expected.add(base + form.ending);
        }
        var missing = new TreeSet<>(expected);
        missing.removeAll(other.keySet());
        var unknown = new TreeSet<>(other.keySet());
        unknown.removeAll(expected);
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new StartFailure("i18n/messages_" + language.toLanguageTag()
                    + ".properties does not match English: missing " + some(missing) + ", unknown " + some(unknown)
                    + ".");
        }
    }

    /** What English says in the singular and otherwise. */
    private static Set<String> counted(Map<String, String> english) {
        return english.keySet().stream()
                .filter(key -> key.endsWith(Plurals.Category.OTHER.ending))
                .map(Bundles::base)
                .filter(base -> english.containsKey(base + Plurals.Category.ONE.ending))
                .collect(Collectors.toSet());
    }

    private static String base(String key) {
        for (var form : Plurals.Category.values()) {
            if (key.endsWith(form.ending)) return key.substring(0, key.length() - form.ending.length());
        }
        return key;
    }

    static List<String> some(Set<String> keys) {
        return keys.stream().limit(MAX_REPORTED).toList();
    }
}
