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
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the files of messages and holds each language against English: the same keys, and every form that it counts in. */
final class Bundles {
    private static final int MAX_REPORTED = 10;

    private Bundles() {}

    static Map<String, String> read(ClassLoader loader, Locale language, List<String> further) {
        var words = new HashMap<>(own(loader, language));
        for (var base : further) words.putAll(file(loader, name(base, language)));
        return Map.copyOf(words);
    }

    /** Of a language of clients: a further bundle may be for staff alone and then has no such file. */
    static Map<String, String> readSome(ClassLoader loader, Locale language, List<String> further) {
        var words = new HashMap<>(own(loader, language));
        for (var base : further) {
            if (loader.getResource(name(base, language)) != null) words.putAll(file(loader, name(base, language)));
        }
        return Map.copyOf(words);
    }

    static boolean has(ClassLoader loader, Locale language) {
        return loader.getResource(name("i18n/messages", language)) != null;
    }

    private static Map<String, String> own(ClassLoader loader, Locale language) {
        // The words of dates belong to the date helper in this package and come with it.
        var words = new HashMap<>(file(Bundles.class.getClassLoader(), name("i18n/dates", language)));
        words.putAll(file(loader, name("i18n/messages", language)));
        return words;
    }

    private static String name(String base, Locale language) {
        return base + "_" + language.toLanguageTag() + ".properties";
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
        var expected = expected(english, language);
        var missing = new TreeSet<>(expected);
        missing.removeAll(other.keySet());
        require(missing, unknown(other, expected), language);
    }

    /**
     * All that English says, in another language as far as that says it. What English no longer says is left out: a test
     * names it, and no start fails for it.
     *
     * @throws StartFailure where a counted sentence lacks a form, or the plural rules are not known
     */
    static Map<String, String> over(Map<String, String> english, Map<String, String> other, Locale language) {
        var expected = expected(english, language);
        var counted = counted(english);
        var missing = new TreeSet<String>();
        var words = new HashMap<>(english);
        words.putAll(other);
        words.keySet().retainAll(expected);
        for (var key : expected) {
            var base = base(key);
            if (other.containsKey(key) || !counted.contains(base)) continue;
            if (other.containsKey(base + Plurals.Category.OTHER.ending)) missing.add(key);
            words.putIfAbsent(key, Objects.requireNonNull(english.get(base + Plurals.Category.OTHER.ending)));
        }
        require(missing, Set.of(), language);
        return Map.copyOf(words);
    }

    private static Set<String> unknown(Map<String, String> words, Set<String> expected) {
        var unknown = new TreeSet<>(words.keySet());
        unknown.removeAll(expected);
        return unknown;
    }

    /** What a language that says everything says: English's keys, the counted ones in the language's own forms. */
    static Set<String> expected(Map<String, String> english, Locale language) {
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
        return expected;
    }

    private static void require(Set<String> missing, Set<String> unknown, Locale language) {
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new StartFailure("i18n/messages_" + language.toLanguageTag()
                    + ".properties does not match English: missing " + some(missing) + ", unknown " + some(unknown)
                    + ".");
        }
    }

    /** What English says in the singular and otherwise. */
    static Set<String> counted(Map<String, String> english) {
        return english.keySet().stream()
                .filter(key -> key.endsWith(Plurals.Category.OTHER.ending))
                .map(Bundles::base)
                .filter(base -> english.containsKey(base + Plurals.Category.ONE.ending))
                .collect(Collectors.toSet());
    }

    static String base(String key) {
        for (var form : Plurals.Category.values()) {
            if (key.endsWith(form.ending)) return key.substring(0, key.length() - form.ending.length());
        }
        return key;
    }

    static List<String> some(Set<String> keys) {
        return keys.stream().limit(MAX_REPORTED).toList();
    }
}
