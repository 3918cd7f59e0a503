package dev.atrium.notifications;

import java.util.Map;

/**
 * How a recipient is told: what guards the account always as declared; else what the business switched off is not told, what
 * it locked goes as declared, and the rest as the person chose.
 */
record Verdict(boolean bell, Pace mail) {
    /** What the business decided about a type. */
    enum Rule {
        OPEN,
        LOCKED,
        OFF
    }

    /** @param chosen what the person chose, by channel */
    static Verdict of(NotificationType type, Rule rule, Map<Channel, Pace> chosen) {
        if (rule == Rule.OFF && type.duty().dispensable()) return new Verdict(false, Pace.OFF);
        return new Verdict(
                pace(type, Channel.APP, rule, chosen) == Pace.INSTANT, pace(type, Channel.MAIL, rule, chosen));
    }

    static Pace pace(NotificationType type, Channel channel, Rule rule, Map<Channel, Pace> chosen) {
        var declared = type.paces().getOrDefault(channel, Pace.OFF);
        if (!type.has(channel) || !type.duty().choice() || rule != Rule.OPEN) return declared;
        return chosen.getOrDefault(channel, declared);
    }
}
