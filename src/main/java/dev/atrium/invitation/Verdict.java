package dev.atrium.invitation;

import java.util.Locale;

/** What becomes of a person on a list of people to invite. */
enum Verdict {
    /** A contact without an account. */
    KNOWN,
    /** Nobody the business knows yet: a contact is made. */
    NEW,
    /** The address is none. */
    INVALID,
    /** The same address stands further up. */
    DUPLICATE,
    /** There is an account: nothing to invite to. */
    ACCOUNT,
    /** An invitation is on its way already; reminding has its own button. */
    INVITED;

    boolean goes() {
        return this == KNOWN || this == NEW;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The colour of its mark. */
    String badge() {
        return switch (this) {
            case KNOWN, NEW -> "good";
            case INVALID -> "bad";
            case DUPLICATE, ACCOUNT, INVITED -> "warn";
        };
    }
}
