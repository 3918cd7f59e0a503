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
import org.jspecify.annotations.Nullable;

/**
 * The sentences a person reads, in every language of the portal. English is complete by definition; any other
 * language must hold exactly the same keys, which is checked at boot.
 */
public final class Messages {
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);
    private static final int MAX_HEADER = 256;
    private static final int MAX_REPORTED = 10;

    private final Map<Locale, Map<String, String>> bundles;

    private Messages(Map<Locale, Map<String, String>> bundles) {
        this.bundles = bundles;
    }

    /**
     * Reads {@code i18n/messages_<language>.properties} (UTF-8) of every language.
     *
     * @throws StartFailure where a bundle is absent, or lacks a key that English has, or has one that English lacks
     */
    public static Messages load(ClassLoader loader) {
        var bundles = new HashMap<Locale, Map<String, String>>();
        for (var language : LANGUAGES) {
            // The words of dates belong to the date helper in this package and come with it.
            var words = new HashMap<>(read(Messages.class.getClassLoader(), "i18n/dates_" + language + ".properties"));
            words.putAll(read(loader, "i18n/messages_" + language + ".properties"));
            bundles.put(language, Map.copyOf(words));
        }
        LANGUAGES.forEach(language -> requireSameKeys(bundles, language));
        return new Messages(Map.copyOf(bundles));
    }

    public List<Locale> languages() {
        return LANGUAGES;
    }

    /**
     * The language to answer in: what the person chose, else the best match of the Accept-Language header
     * (RFC 9110, 12.5.4; lookup of RFC 4647, 3.4), else the fallback. A malformed or oversized header is ignored.
     */
    public Locale best(@Nullable String acceptLanguageHeader, @Nullable String preferred, Locale fallback) {
        if (preferred != null && bundles.containsKey(language(Locale.forLanguageTag(preferred)))) {
            return language(Locale.forLanguageTag(preferred));
        }
        if (acceptLanguageHeader == null
                || acceptLanguageHeader.isBlank()
                || acceptLanguageHeader.length() > MAX_HEADER) {
            return fallback;
        }
        try {
            var found = Locale.lookup(Locale.LanguageRange.parse(acceptLanguageHeader), LANGUAGES);
            return found == null ? fallback : found;
        } catch (IllegalArgumentException malformed) {
            return fallback;
        }
    }

    /**
     * The text of a key with {0} to {9} replaced by the arguments as they are (not escaped).
     *
     * @throws IllegalArgumentException where no such key exists
     */
    public String get(Locale language, String key, Object... args) {
        var text = bundle(language).get(key);
        if (text == null) {
            throw new IllegalArgumentException("There is no message \"" + key + "\".");
        }
        return fill(text, args);
    }

    /** The text of {@code key.one} where n is 1, else of {@code key.other}; {0} is n, {1} to {9} are the arguments. */
    public String plural(Locale language, String key, long n, Object... args) {
        var all = new Object[args.length + 1];
        all[0] = n;
        System.arraycopy(args, 0, all, 1, args.length);
        return get(language, key + (n == 1 ? ".one" : ".other"), all);
    }

    /** Whether there is a message under {@code key}. */
    public boolean has(String key) {
        return bundle(Locale.ENGLISH).containsKey(key);
    }

    /** The language of the portal that serves a locale: its own language, else English. */
    Locale supported(Locale locale) {
        if (bundles.containsKey(locale)) {
            return locale;
        }
        return bundles.containsKey(language(locale)) ? language(locale) : Locale.ENGLISH;
    }

    private Map<String, String> bundle(Locale locale) {
        return Objects.requireNonNull(bundles.get(supported(locale)));
    }

    private static Locale language(Locale locale) {
        return Locale.of(locale.getLanguage());
    }

    /** One pass, so that a {1} inside an argument stays what it is. */
    private static String fill(String text, Object[] args) {
        if (args.length == 0 || text.indexOf('{') < 0) {
            return text;
        }
        var out = new StringBuilder(text.length() + 32);
        for (var i = 0; i < text.length(); i++) {
            var index = placeholder(text, i);
            if (index >= 0 && index < args.length) {
                out.append(args[index]);
                i += 2;
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }

    private static int placeholder(String text, int at) {
        var whole = at + 2 < text.length() && text.charAt(at) == '{' && text.charAt(at + 2) == '}';
        return whole ? Character.digit(text.charAt(at + 1), 10) : -1;
    }

    private static Map<String, String> read(ClassLoader loader, String name) {
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

    private static void requireSameKeys(Map<Locale, Map<String, String>> bundles, Locale language) {
        var english = bundles.getOrDefault(Locale.ENGLISH, Map.of()).keySet();
        var other = bundles.getOrDefault(language, Map.of()).keySet();
        var missing = new TreeSet<>(english);
        missing.removeAll(other);
        var unknown = new TreeSet<>(other);
        unknown.removeAll(english);
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new StartFailure("i18n/messages_" + language + ".properties does not match English: missing "
                    + some(missing) + ", unknown " + some(unknown) + ".");
        }
    }

    private static List<String> some(Set<String> keys) {
        return keys.stream().limit(MAX_REPORTED).toList();
    }
}
