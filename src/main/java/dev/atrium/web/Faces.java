package dev.atrium.web;

import java.util.Locale;
import java.util.UUID;

/** How a person without a picture is shown: initials on one of twelve hues. */
public final class Faces {
    private static final int HUES = 12;

    private Faces() {}

    /** The first letters of the first and last word of a name; surrogate pairs stay whole. */
    public static String initials(String name) {
        var words = name.strip().split("\\s+", -1);
        var first = firstLetter(words[0]);
        return words.length == 1 ? first : first + firstLetter(words[words.length - 1]);
    }

    private static String firstLetter(String word) {
        return word.isEmpty() ? "" : Character.toString(word.codePointAt(0)).toUpperCase(Locale.ROOT);
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
