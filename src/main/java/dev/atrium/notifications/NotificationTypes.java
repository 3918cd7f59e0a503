package dev.atrium.notifications;

import dev.atrium.kernel.StartFailure;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import dev.atrium.web.Templates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every declared type, in the order of declaration. */
public final class NotificationTypes {
    private final Map<String, NotificationType> byKey = new LinkedHashMap<>();

    /** @throws StartFailure where two types share a key or a name */
    public NotificationTypes(List<NotificationType> types) {
        var names = new LinkedHashMap<String, String>();
        for (var type : types) {
            var other = names.put(type.name(), type.key());
            if (other != null || byKey.put(type.key(), type) != null)
                throw new StartFailure("The notification type " + type.key() + " is declared twice.");
        }
    }

    /** Takes another declaration of a known type, before anything is served: as if its feature had declared it so. */
    synchronized void redeclare(NotificationType type) {
        if (byKey.replace(type.key(), type) == null) throw new IllegalArgumentException("unknown: " + type.key());
    }

    public List<NotificationType> all() {
        return List.copyOf(byKey.values());
    }

    public Optional<NotificationType> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** The types of {@code reader} by group, each group where its first type stands. */
    Map<String, List<NotificationType>> groups(NotificationType.Reader reader) {
        Map<String, List<NotificationType>> groups = new LinkedHashMap<>();
        for (var type : byKey.values()) {
            if (type.reads(reader))
                groups.computeIfAbsent(type.group(), group -> new ArrayList<>()).add(type);
        }
        return groups;
    }

    /** @throws StartFailure naming a message or template that a type lacks */
    public NotificationTypes complete(Messages messages, Templates templates) {
        for (var type : byKey.values()) {
            if (type.secret() && (type.has(Channel.APP) || type.duty().choice()))
                throw new StartFailure(
                        "The type " + type.key() + " carries a secret: it is mailed at once or not at all.");
            for (var key : keys(type)) {
                if (!messages.has(key))
                    throw new StartFailure("The type " + type.key() + " lacks the message " + key + ".");
            }
            for (var form : List.of("html", "txt")) {
                if (!templates.has("mail/" + type.template() + "." + form))
                    throw new StartFailure("The type " + type.key() + " lacks the template mail/" + type.template()
                            + "." + form + ".");
            }
        }
        return this;
    }

    /** The messages that a type must have. */
    static List<String> keys(NotificationType type) {
        var keys = new ArrayList<>(
                List.of(Family.TYPE.key(type.key()), Family.TYPE_LEAD.key(type.key()), Family.GROUP.key(type.group())));
        type.variables().forEach(v -> keys.add(Family.VARIABLE.key(v.name())));
        if (type.has(Channel.APP) || type.duty().choice()) keys.add(Family.BELL.key(type.key()));
        if (type.has(Channel.MAIL)) {
            for (var part : List.of(Family.MAIL_SUBJECT, Family.MAIL_PREHEADER, Family.MAIL_LEAD))
                keys.add(part.key(type.name()));
            if (!type.template().equals(type.name())) keys.add(Family.MAIL_BUTTON.key(type.name()));
        }
        return keys;
    }
}
