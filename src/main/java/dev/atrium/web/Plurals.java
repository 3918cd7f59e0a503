package dev.atrium.web;

import static dev.atrium.web.Plurals.Category.FEW;
import static dev.atrium.web.Plurals.Category.MANY;
import static dev.atrium.web.Plurals.Category.ONE;
import static dev.atrium.web.Plurals.Category.OTHER;
import static dev.atrium.web.Plurals.Category.TWO;
import static dev.atrium.web.Plurals.Category.ZERO;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which form of a sentence goes with a whole number: the cardinal rules of Unicode CLDR for integers. Fractions are not
 * counted in sentences here; they would take {@link Category#OTHER} in all of these languages but a few.
 *
 * @see <a href="https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html">CLDR plural rules</a>
 */
final class Plurals {
    /** The end of a key: {@code posts.one}. */
    enum Category {
        ZERO,
        ONE,
        TWO,
        FEW,
        MANY,
        OTHER;

        final String ending = "." + name().toLowerCase(Locale.ROOT);
    }

    /** A language's forms; {@code needed} are those that some whole number takes, and always {@code OTHER}. */
    private record Rules(Set<Category> needed, LongFunction<Category> of) {}

    private static final Rules NONE = new Rules(Set.of(OTHER), n -> OTHER);
    private static final Rules TWO_FORMS = new Rules(Set.of(ONE, OTHER), n -> n == 1 ? ONE : OTHER);
    private static final Rules LATIN =
            new Rules(Set.of(ONE, MANY, OTHER), n -> n == 1 ? ONE : millions(n) ? MANY : OTHER);
    private static final Rules FRENCH =
            new Rules(Set.of(ONE, MANY, OTHER), n -> n <= 1 ? ONE : millions(n) ? MANY : OTHER);
    private static final Rules HEBREW = new Rules(Set.of(ONE, TWO, OTHER), n -> n == 1 ? ONE : n == 2 ? TWO : OTHER);
    private static final Rules CZECH =
            new Rules(Set.of(ONE, FEW, OTHER), n -> n == 1 ? ONE : n >= 2 && n <= 4 ? FEW : OTHER);
    private static final Rules POLISH =
            new Rules(Set.of(ONE, FEW, MANY, OTHER), n -> n == 1 ? ONE : fewSlavic(n) ? FEW : MANY);
    private static final Rules EAST_SLAVIC =
            new Rules(Set.of(ONE, FEW, MANY, OTHER), n -> oneSlavic(n) ? ONE : fewSlavic(n) ? FEW : MANY);
    private static final Rules SOUTH_SLAVIC =
            new Rules(Set.of(ONE, FEW, OTHER), n -> oneSlavic(n) ? ONE : fewSlavic(n) ? FEW : OTHER);
    private static final Rules SLOVENIAN = new Rules(Set.of(ONE, TWO, FEW, OTHER), n -> switch ((int) (n % 100)) {
        case 1 -> ONE;
        case 2 -> TWO;
        case 3, 4 -> FEW;
        default -> OTHER;
    });
    private static final Rules ROMANIAN = new Rules(
            Set.of(ONE, FEW, OTHER), n -> n == 1 ? ONE : n == 0 || (n % 100 >= 1 && n % 100 <= 19) ? FEW : OTHER);
    private static final Rules LITHUANIAN =
            new Rules(Set.of(ONE, FEW, OTHER), n -> teens(n) ? OTHER : n % 10 == 1 ? ONE : n % 10 >= 2 ? FEW : OTHER);
    private static final Rules LATVIAN =
            new Rules(Set.of(ZERO, ONE, OTHER), n -> n % 10 == 0 || teens(n) ? ZERO : n % 10 == 1 ? ONE : OTHER);
    private static final Rules ARABIC = new Rules(EnumSet.allOf(Category.class), n -> {
        if (n <= 2) return n == 0 ? ZERO : n == 1 ? ONE : TWO;
        var rest = n % 100;
        return rest >= 3 && rest <= 10 ? FEW : rest >= 11 ? MANY : OTHER;
    });

    private static final Map<String, Rules> BY_LANGUAGE = Map.ofEntries(
            Map.entry("ar", ARABIC),
            Map.entry("be", EAST_SLAVIC),
            Map.entry("bg", TWO_FORMS),
            Map.entry("bs", SOUTH_SLAVIC),
            Map.entry("ca", LATIN),
            Map.entry("cs", CZECH),
            Map.entry("da", TWO_FORMS),
            Map.entry("de", TWO_FORMS),
            Map.entry("el", TWO_FORMS),
            Map.entry("en", TWO_FORMS),
            Map.entry("es", LATIN),
            Map.entry("et", TWO_FORMS),
            Map.entry("fi", TWO_FORMS),
            Map.entry("fr", FRENCH),
            Map.entry("he", HEBREW),
            Map.entry("hr", SOUTH_SLAVIC),
            Map.entry("hu", TWO_FORMS),
            Map.entry("id", NONE),
            Map.entry("it", LATIN),
            Map.entry("ja", NONE),
            Map.entry("ko", NONE),
            Map.entry("lt", LITHUANIAN),
            Map.entry("lv", LATVIAN),
            Map.entry("nb", TWO_FORMS),
            Map.entry("nl", TWO_FORMS),
            Map.entry("pl", POLISH),
            Map.entry("pt", FRENCH),
            Map.entry("ro", ROMANIAN),
            Map.entry("ru", EAST_SLAVIC),
            Map.entry("sk", CZECH),
            Map.entry("sl", SLOVENIAN),
            Map.entry("sr", SOUTH_SLAVIC),
            Map.entry("sv", TWO_FORMS),
            Map.entry("th", NONE),
            Map.entry("tr", TWO_FORMS),
            Map.entry("uk", EAST_SLAVIC),
            Map.entry("vi", NONE),
            Map.entry("zh", NONE));

    private Plurals() {}

    /** The forms a translation into the language must have; empty where its rules are not written down here yet. */
    static Optional<Set<Category>> needed(Locale language) {
        return Optional.ofNullable(rules(language)).map(Rules::needed);
    }

    /** The form that goes with {@code n}; below zero that of its distance from zero. */
    static Category of(Locale language, long n) {
        var rules = rules(language);
        return (rules == null ? TWO_FORMS : rules).of().apply(n == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(n));
    }

    private static @Nullable Rules rules(Locale language) {
        return BY_LANGUAGE.get(language.getLanguage());
    }

    private static boolean oneSlavic(long n) {
        return n % 10 == 1 && n % 100 != 11;
    }

    private static boolean fewSlavic(long n) {
        return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14);
    }

    private static boolean teens(long n) {
        return n % 100 >= 11 && n % 100 <= 19;
    }

    private static boolean millions(long n) {
        return n != 0 && n % 1_000_000 == 0;
    }
}
