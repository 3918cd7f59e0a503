package dev.atrium.notifications;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell one recipient.
 *
 * @param variables what the type declares; {@code portal} and {@code name} are filled in where they lack
 * @param about the kind of thing it is about, {@code aboutId} which one; empty where it is about nothing
 * @param link the path of the portal that it leads to; empty where it leads nowhere
 * @param together whether it is one line with those of its type about the same thing that nobody has read yet
 * @param bellOnly whether no mail tells it, whatever else was chosen
 * @param mailOnly whether the bell has it already, as a line of all of a group
 */
public record Notice(
        NotificationType type,
        Recipient to,
        Map<String, Object> variables,
        String about,
        @Nullable UUID aboutId,
        String link,
        boolean together,
        boolean bellOnly,
        boolean mailOnly) {
    public static Notice of(NotificationType type, Recipient to, Map<String, Object> variables) {
        return new Notice(type, to, Map.copyOf(variables), "", null, "", false, false, false);
    }

    public Notice about(String object, UUID id) {
        return new Notice(type, to, variables, object, id, link, together, bellOnly, mailOnly);
    }

    public Notice link(String path) {
        return new Notice(type, to, variables, about, aboutId, path, together, bellOnly, mailOnly);
    }

    /** One line with those of its type about the same thing, as long as nobody has read them: it says how many. */
    public Notice oneLine() {
        return new Notice(type, to, variables, about, aboutId, link, true, bellOnly, mailOnly);
    }

    /** Without a mail: the person asked for none of this. */
    public Notice bellAlone() {
        return new Notice(type, to, variables, about, aboutId, link, together, true, mailOnly);
    }

    /** Without a line of its own in the bell, which shows what was told to all of a group as one for everybody. */
    public Notice mailAlone() {
        return new Notice(type, to, variables, about, aboutId, link, together, bellOnly, true);
    }
}
