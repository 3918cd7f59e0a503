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

    /** Whether {@code text} tells something of {@code tenant}. */
    static boolean tells(String text, String tenant) {
        return text.toLowerCase(Locale.ROOT).contains("canary-" + tenant + "-");
    }

    /** Whether {@code text} tells something of one person of {@code tenant}. */
    static boolean tells(String text, String tenant, String who) {
        return text.toLowerCase(Locale.ROOT).contains(of(tenant, who));
    }
}
