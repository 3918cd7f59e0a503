package dev.atrium.facts;

import java.util.List;

/**
 * A kind of fact; its sentence is the message {@code fact.<name>}.
 *
 * @param name object and past tense, such as {@code account.created}
 * @param retentionDays after which the fact is deleted, once everybody has read it
 * @param shown whether the contact's own history tells it
 * @param details which members of its data the history shows beside the sentence
 */
public record FactKind(String name, int retentionDays, boolean shown, List<String> details) {
    public FactKind {
        if (!name.matches("[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*") || retentionDays < 1)
            throw new IllegalArgumentException("object.past-tense, kept for a day at least: " + name);
        details = List.copyOf(details);
    }

    /** One for the business and its programs alone. */
    public static FactKind hidden(String name, int retentionDays) {
        return new FactKind(name, retentionDays, false, List.of());
    }

    /** One that the contact's own history tells. */
    public static FactKind shown(String name, int retentionDays, String... details) {
        return new FactKind(name, retentionDays, true, List.of(details));
    }

    /** The key of its sentence. */
    public String message() {
        return "fact." + name;
    }
}
