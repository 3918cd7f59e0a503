package dev.atrium.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * One mail as one recipient got it, ready to be shown: nothing is parsed when it is read.
 *
 * @param to the address of the envelope, which is where it really went
 * @param from as the header says, name and address
 * @param receivedAt ISO-8601 in UTC, to the millisecond
 * @param text the plain part, or empty
 * @param html the HTML part with its inline images as {@code data:} URLs, or empty
 */
@JsonPropertyOrder({"id", "to", "from", "subject", "receivedAt", "text", "html"})
public record Message(String id, String to, String from, String subject, String receivedAt, String text, String html) {

    /** Roughly what it takes in memory, in letters. */
    long size() {
        return (long) text.length() + html.length();
    }
}
