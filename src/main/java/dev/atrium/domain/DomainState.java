package dev.atrium.domain;

import java.util.Locale;

/** How a custom domain stands. The first four follow one another; the others say what is in the way. */
enum DomainState {
    PENDING_DNS,
    DNS_OK,
    ISSUING_TLS,
    ACTIVE,
    /** Points elsewhere. */
    MISDIRECTED,
    /** An address and a CNAME at one name, or a name that another portal holds. */
    CONFLICT,
    /** A CAA record forbids the authority that would certify it. */
    CAA_BLOCKED,
    /** Somebody's proxy answers in between. */
    PROXY_ON,
    /** Not right within seven days. */
    STALLED,
    /** It was active, and its records were wrong for seven days. */
    EXPIRED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DomainState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
