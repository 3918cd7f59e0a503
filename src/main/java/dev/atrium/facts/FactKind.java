package dev.atrium.facts;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A kind of fact; its sentence is the message {@code fact.<name>}.
 *
 * @param name object and past tense, such as {@code account.created}
 * @param retentionDays after which the fact is deleted, once everybody has read it
 * @param shown whether the contact's own history tells it
 * @param details which members of its data the history shows beside the sentence
 * @param leaving what programs of the business get of it; empty where it never leaves the house
 */
public record FactKind(String name, int retentionDays, boolean shown, List<String> details, Optional<Leaving> leaving) {
    public FactKind {
        if (!name.matches("[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*") || retentionDays < 1)
            throw new IllegalArgumentException("object.past-tense, kept for a day at least: " + name);
        details = List.copyOf(details);
    }

    /** One for the business and its programs alone. */
    public static FactKind hidden(String name, int retentionDays) {
        return new FactKind(name, retentionDays, false, List.of(), Optional.empty());
    }

    /** One that the contact's own history tells. */
    public static FactKind shown(String name, int retentionDays, String... details) {
        return new FactKind(name, retentionDays, true, List.of(details), Optional.empty());
    }

    /**
     * May leave by webhooks, with its ids and these members of its data, and nothing else. Its sentence there is the message
     * {@code webhook.event.<name>}.
     *
     * @param object what it happens to, as {@link Fact#object} says it
     */
    public FactKind leaves(String object, Leaving.Member... members) {
        return new FactKind(
                name, retentionDays, shown, details, Optional.of(new Leaving(object, Arrays.asList(members))));
    }

    /** The key of its sentence. */
    public String message() {
        return "fact." + name;
    }
}
