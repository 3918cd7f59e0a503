package dev.atrium.web;

import dev.atrium.kernel.StartFailure;
import dev.atrium.tenancy.Tenant;
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
 * The sentences a person reads, in every language of the portal. English is complete by definition. A whole language
 * must say the same things, which is checked at boot; one of clients says what clients and guests meet, which a test
 * checks, and English stands in for the rest. Each counted sentence has all forms that its language counts in.
 */
public final class Messages {
    /** Languages of every page and mail; a new one is its files and its tag here (docs/languages.md). */
    private static final List<Locale> WHOLE = List.of(Locale.ENGLISH, Locale.GERMAN);

    /** Languages of all that clients and guests meet. What is said to staff alone falls back to English in them. */
    private static final List<Locale> OF_CLIENTS = List.of(Locale.of("es"), Locale.FRENCH, Locale.of("ar"));

    private static final int MAX_HEADER = 256;

    private final List<Locale> offered;
    private final List<Locale> whole;
    private final Map<Locale, Map<String, String>> bundles;
    /** Made when first read in, so that a start pays nothing for languages that only tests speak. */
    private final Map<Locale, Map<String, String>> pseudo = new ConcurrentHashMap<>();

    private Messages(Map<Locale, Map<String, String>> bundles, boolean withPseudo) {
        this.bundles = bundles;
        var pseudo = withPseudo ? Pseudo.ALL : List.<Locale>of();
        this.whole = Stream.concat(WHOLE.stream(), pseudo.stream()).toList();
        this.offered = Stream.of(WHOLE, OF_CLIENTS, pseudo)
                .flatMap(List::stream)
                .filter(language -> Pseudo.is(language) || bundles.containsKey(language))
                .toList();
    }

    /** The messages as people get them: without the pseudo-locales. */
    public static Messages load(ClassLoader loader) {
        return load(loader, false, List.of());
    }

    /**
     * Reads {@code i18n/messages_<language>.properties} (UTF-8) of every language; one of clients is offered where its
     * file is on the class path.
     *
     * @param further class path names of more bundles, without language and ending
     * @param withPseudo whether {@code en-XA} and {@code ar-XB} may be read in too: for development and tests
     * @throws StartFailure where a whole language's bundle is absent, lacks a key that English has, or has one that English
     *     lacks, or where any says a counted sentence without all forms that it counts in
     */
    public static Messages load(ClassLoader loader, boolean withPseudo, List<String> further) {
        var bundles = new HashMap<Locale, Map<String, String>>();
        for (var language : WHOLE) bundles.put(language, Bundles.read(loader, language, further));
        var english = Objects.requireNonNull(bundles.get(Locale.ENGLISH));
        bundles.forEach((language, words) -> Bundles.requireComplete(english, words, language));
        for (var language : OF_CLIENTS) {
            if (Bundles.has(loader, language))
                bundles.put(language, Bundles.over(english, Bundles.readSome(loader, language, further), language));
        }
        return new Messages(Map.copyOf(bundles), withPseudo);
    }

    /** Every language that a portal can offer to clients and guests. */
    public List<Locale> languages() {
        return offered;
    }

    /** What clients and guests of a portal may choose from: those of them that it offers, its own among them. */
    public List<Locale> languages(Tenant tenant) {
        return offered.stream().filter(tenant.settings()::offers).toList();
    }

    /** What staff may choose from on the console: the languages that say everything. */
    public List<Locale> consoleLanguages() {
        return whole;
    }

    /** The language in which staff are spoken to, of whom this one is known: itself where it says everything, else English. */
    public Locale ofStaff(Locale language) {
        var found = offered(language);
        return found != null && whole.contains(found) ? found : Locale.ENGLISH;
    }

    /**
     * The language to answer in: what the person chose, else the best match of the Accept-Language header
     * (RFC 9110, 12.5.4; lookup of RFC 4647, 3.4), else the fallback. A malformed or oversized header is ignored.
     */
    public Locale best(@Nullable String acceptLanguageHeader, @Nullable String preferred, Locale fallback) {
        return best(offered, acceptLanguageHeader, preferred, fallback);
    }

    /** The same among the languages that a portal offers; its own is what is left. */
    Locale bestOf(Tenant tenant, @Nullable String acceptLanguageHeader, @Nullable String preferred) {
        return best(
                languages(tenant),
                acceptLanguageHeader,
                preferred,
                tenant.settings().language());
    }

    /** The same on the console, among its languages. */
    Locale bestOfConsole(@Nullable String acceptLanguageHeader, @Nullable String preferred, Locale fallback) {
        return best(whole, acceptLanguageHeader, preferred, ofStaff(fallback));
    }

    private static Locale best(
            List<Locale> among, @Nullable String header, @Nullable String preferred, Locale fallback) {
        var chosen = preferred == null ? null : among(among, Locale.forLanguageTag(preferred));
        if (chosen != null) {
            return chosen;
        }
        if (header == null || header.isBlank() || header.length() > MAX_HEADER) {
            return fallback;
        }
        try {
            var found = Locale.lookup(Locale.LanguageRange.parse(header), among);
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
        if (Pseudo.is(language)) return language.toLanguageTag();
        var name = language.getDisplayName(language);
        // Standing alone in a menu, "français" and "español" begin with a capital as "Deutsch" does.
        return name.substring(0, 1).toUpperCase(language) + name.substring(1);
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
        return among(offered, locale);
    }

    private static @Nullable Locale among(List<Locale> languages, Locale locale) {
        if (languages.contains(locale)) {
            return locale;
        }
        var language = Locale.of(locale.getLanguage());
        return languages.contains(language) ? language : null;
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
