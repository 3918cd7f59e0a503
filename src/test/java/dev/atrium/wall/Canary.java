package dev.atrium.wall;

import java.util.Locale;

/**
 * The words that every text of the fixture carries, so that a leak says whose it is: {@code canary-acme-ana} in what is
 * Ana's of ACME, {@code canary-acme-house} in what everybody of ACME may see.
 */
final class Canary {
    static final String HOUSE = "house";

    private Canary() {}

    static String of(String tenant, String who) {
        return "canary-" + tenant + "-" + who;
    }

    /** The same in what stays when the person is erased: names of their groups, and what others have read. */
    static String around(String tenant, String who) {
        return "canary-" + tenant + "-around-" + who;
    }

    /** Whether {@code text} tells something of {@code tenant}. */
    static boolean tells(String text, String tenant) {
        return text.toLowerCase(Locale.ROOT).contains("canary-" + tenant + "-");
    }

    /** Whether {@code text} tells something of one person of {@code tenant}. */
    static boolean tells(String text, String tenant, String who) {
        var lower = text.toLowerCase(Locale.ROOT);
        return lower.contains(of(tenant, who)) || lower.contains(around(tenant, who));
    }
}
