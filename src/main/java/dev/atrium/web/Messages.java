package dev.atrium.web;

import dev.atrium.kernel.StartFailure;
import java.text.ListFormat;
import java.text.NumberFormat;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sentences a person reads, in every language of the portal. English is complete by definition; any other
 * language must say the same things, each counted one in all forms that it counts in, which is checked at boot.
 */
public final class Messages {
    /** The languages that are translated; a new one is its files and its tag here (docs/languages.md). */
    private static final List<Locale> TRANSLATED = List.of(Locale.ENGLISH, Locale.GERMAN);

    private static final int MAX_HEADER = 256;

    private final List<Locale> offered;
    private final Map<Locale, Map<String, String>> bundles;
    /** Made when first read in, so that a start pays nothing for languages that only tests speak. */
    private final Map<Locale, Map<String, String>> pseudo = new ConcurrentHashMap<>();

    private Messages(Map<Locale, Map<String, String>> bundles, boolean withPseudo) {
        this.bundles = bundles;
        this.offered = withPseudo
                ? Stream.concat(TRANSLATED.stream(), Pseudo.ALL.stream()).toList()
                : TRANSLATED;
    }

    /** The messages as people get them: without the pseudo-locales. */
    public static Messages load(ClassLoader loader) {
        return load(loader, false, List.of());
    }

    /**
     * Reads {@code i18n/messages_<language>.properties} (UTF-8) of every language.
     *
     * @param further class path names of more bundles, without language and ending
     * @param withPseudo whether {@code en-XA} and {@code ar-XB} may be read in too: for development and tests
     * @throws StartFailure where a bundle is absent, or lacks a key that English has, or has one that English lacks
     */
    public static Messages load(ClassLoader loader, boolean withPseudo, List<String> further) {
        var bundles = new HashMap<Locale, Map<String, String>>();
        for (var language : TRANSLATED) bundles.put(language, Bundles.read(loader, language, further));
        var english = Objects.requireNonNull(bundles.get(Locale.ENGLISH));
        bundles.forEach((language, words) -> Bundles.requireComplete(english, words, language));
        return new Messages(Map.copyOf(bundles), withPseudo);
    }

    /** What a person may choose from. */
    public List<Locale> languages() {
        return offered;
    }

    /**
     * The language to answer in: what the person chose, else the best match of the Accept-Language header
     * (RFC 9110, 12.5.4; lookup of RFC 4647, 3.4), else the fallback. A malformed or oversized header is ignored.
     */
    public Locale best(@Nullable String acceptLanguageHeader, @Nullable String preferred, Locale fallback) {
        var chosen = preferred == null ? null : offered(Locale.forLanguageTag(preferred));
        if (chosen != null) {
            return chosen;
        }
        if (acceptLanguageHeader == null
                || acceptLanguageHeader.isBlank()
                || acceptLanguageHeader.length() > MAX_HEADER) {
            return fallback;
        }
        try {
            var found = Locale.lookup(Locale.LanguageRange.parse(acceptLanguageHeader), offered);
            return found == null ? fallback : found;
        } catch (IllegalArgumentException malformed) {
            return fallback;
        }
    }

    /**
     * The text of a key with {0} to {9} replaced by the arguments (not escaped): whole numbers as the language writes
     * them, texts isolated where their direction could disturb the sentence.
     *
     * @throws IllegalArgumentException where no such key exists
     */
    public String get(Locale language, String key, Object... args) {
        var supported = supported(language);
        var text = bundle(supported).get(key);
        if (text == null) {
            throw new IllegalArgumentException("There is no message \"" + key + "\".");
        }
        return fill(supported, text, args);
    }

    /** The form of {@code key} that goes with n in the language; {0} is n, {1} to {9} are the arguments. */
    public String plural(Locale language, String key, long n, Object... args) {
        var all = new Object[args.length + 1];
        all[0] = n;
        System.arraycopy(args, 0, all, 1, args.length);
        return get(language, key + Plurals.of(spoken(supported(language)), n).ending, all);
    }

    /** A whole number with the language's digits and separators. */
    public String number(Locale language, long n) {
        return NumberFormat.getIntegerInstance(spoken(supported(language))).format(n);
    }

    /** Several texts as one: "Ana, Ben, and Chiara". */
    public String list(Locale language, Collection<String> items) {
        var supported = supported(language);
        var isolated =
                items.stream().map(item -> Direction.isolate(supported, item)).toList();
        return isolated.isEmpty()
                ? ""
                : ListFormat.getInstance(spoken(supported), ListFormat.Type.STANDARD, ListFormat.Style.FULL)
                        .format(isolated);
    }

    /** {@code ltr} or {@code rtl}. */
    public String direction(Locale language) {
        return Direction.of(supported(language));
    }

    /** The language's name for itself. */
    public String nameOf(Locale language) {
        return Pseudo.is(language) ? language.toLanguageTag() : language.getDisplayName(language);
    }

    /**
     * Asks for keys that no source names as a whole, such as those of a {@link Family}.
     *
     * @throws StartFailure naming those that no bundle has
     */
    public void require(Collection<String> keys) {
        var missing = keys.stream().filter(key -> !has(key)).collect(Collectors.toCollection(TreeSet::new));
        if (!missing.isEmpty()) {
            throw new StartFailure("i18n/messages_en.properties lacks " + Bundles.some(missing) + ".");
        }
    }

    /** Whether there is a sentence of this key. */
    public boolean has(String key) {
        return bundle(Locale.ENGLISH).containsKey(key);
    }

    /** The language of the portal that serves a locale: itself, its language, else English. */
    Locale supported(Locale locale) {
        if (bundles.containsKey(locale)) {
            return locale;
        }
        var found = offered(locale);
        return found == null ? Locale.ENGLISH : found;
    }

    /** The language whose plurals, numbers, dates and lists are used: that of a pseudo-locale is the one it is made from. */
    static Locale spoken(Locale language) {
        return Pseudo.is(language) ? Locale.ENGLISH : language;
    }

    private @Nullable Locale offered(Locale locale) {
        if (offered.contains(locale)) {
            return locale;
        }
        var language = Locale.of(locale.getLanguage());
        return offered.contains(language) ? language : null;
    }

    private Map<String, String> bundle(Locale supported) {
        return Pseudo.is(supported)
                ? pseudo.computeIfAbsent(supported, l -> Pseudo.bundle(l, bundle(Locale.ENGLISH)))
                : Objects.requireNonNull(bundles.get(supported));
    }

    /** One pass, so that a {1} inside an argument stays what it is. */
    private String fill(Locale language, String text, Object[] args) {
        if (args.length == 0 || text.indexOf('{') < 0) {
            return text;
        }
        var out = new StringBuilder(text.length() + 32);
        for (var i = 0; i < text.length(); i++) {
            var index = placeholder(text, i);
            if (index >= 0 && index < args.length) {
                out.append(argument(language, args[index]));
                i += 2;
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }

    private String argument(Locale language, @Nullable Object arg) {
        return switch (arg) {
            case Integer n -> number(language, n);
            case Long n -> number(language, n);
            case null -> "";
            default -> Direction.isolate(language, arg.toString());
        };
    }

    private static int placeholder(String text, int at) {
        var whole = at + 2 < text.length() && text.charAt(at) == '{' && text.charAt(at + 2) == '}';
        return whole ? Character.digit(text.charAt(at + 1), 10) : -1;
    }
}
