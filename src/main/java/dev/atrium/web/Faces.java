package dev.atrium.web;

import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/** How a person without a picture is shown: initials on one of twelve hues. */
public final class Faces {
    private static final int HUES = 12;

    private Faces() {}

    /** The first letters of the first and last word of a name that begin with a letter or figure, whatever stands before it. */
    public static String initials(String name) {
        var letters = Stream.of(name.strip().split("\\s+", -1))
                .map(Faces::firstLetter)
                .filter(letter -> !letter.isEmpty())
                .toList();
        if (letters.isEmpty())
            return name.isBlank() ? "" : Character.toString(name.strip().codePointAt(0));
        return letters.size() == 1 ? letters.getFirst() : letters.getFirst() + letters.getLast();
    }

    /** Surrogate pairs stay whole. */
    private static String firstLetter(String word) {
        var letter = word.codePoints().filter(Character::isLetterOrDigit).findFirst();
        return letter.isPresent() ? Character.toString(letter.getAsInt()).toUpperCase(Locale.ROOT) : "";
    }

    /** The same for the same id, everywhere: 0 to 11. */
    public static int hue(UUID id) {
        return Math.floorMod(id.hashCode(), HUES);
    }

    /** Where a person's picture is; empty without one. What begins with "old" was kept before pictures were files. */
    public static String url(UUID account, String avatar) {
        if (avatar.isEmpty()) return "";
        return avatar.startsWith("old-")
                ? "/media/avatar/" + account + "?v=" + avatar
                : "/media/" + avatar + "?size=256";
    }
}
