package dev.atrium.notifications;

/**
 * The ways out of a mail that its reader may do without.
 *
 * @param url where a POST ends mails of its kind (RFC 8058), absolute; empty where they cannot be ended
 * @param choices the page of everything that the reader may choose, absolute; empty without {@code url}
 */
record Exit(String url, String choices) {
    /** Of what guards the account, and of what the law asks. */
    static final Exit NONE = new Exit("", "");
}
