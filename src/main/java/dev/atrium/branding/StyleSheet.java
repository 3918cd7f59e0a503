package dev.atrium.branding;

import java.util.List;

/**
 * What of a business's own style sheet may reach a page.
 *
 * @param css written anew from what is allowed; never what was typed
 * @param refusals what was left out, in its order, at most {@value #MOST_REFUSALS}
 * @param kept how many rules are in force
 */
public record StyleSheet(String css, List<Refusal> refusals, int kept) {
    static final int MOST_REFUSALS = 100;

    /**
     * One thing that was left out.
     *
     * @param line where it begins, from 1
     * @param what it says, shortened
     * @param reason the word of the message {@code css.reason.<reason>}
     */
    public record Refusal(int line, String what, String reason) {}
}
