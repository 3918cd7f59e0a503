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
 */
public record Notice(
        NotificationType type,
        Recipient to,
        Map<String, Object> variables,
        String about,
        @Nullable UUID aboutId,
        String link) {
    public static Notice of(NotificationType type, Recipient to, Map<String, Object> variables) {
        return new Notice(type, to, Map.copyOf(variables), "", null, "");
    }

    public Notice about(String object, UUID id) {
        return new Notice(type, to, variables, object, id, link);
    }

    public Notice link(String path) {
        return new Notice(type, to, variables, about, aboutId, path);
    }
}
