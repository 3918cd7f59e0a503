package dev.atrium.notifications;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The parts of the house that tell people something, in the order in which the console lists them. An area is shown as soon as
 * a type of one of its groups is declared: docs/notifications.md says which types each is to have.
 */
enum Area {
    CLIENT_PORTAL("account", "access", "digest"),
    COMMUNITIES("community", "event", "messages"),
    COURSES("course"),
    CERTIFICATES("certificate"),
    INVOICES("invoice", "payment"),
    ESTIMATES("estimate"),
    CONTRACTS("contract"),
    FILES("file", "files"),
    AFFILIATES("affiliate"),
    SUBSCRIPTIONS("subscription"),
    TEAM("staff", "team", "domain"),
    /** What belongs to none of the others. */
    MORE();

    // What List.of gives cannot change, which its type does not say.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> groups;

    Area(String... groups) {
        this.groups = List.of(groups);
    }

    static Area of(NotificationType type) {
        return Arrays.stream(values())
                .filter(area -> area.groups.contains(type.group()))
                .findFirst()
                .orElse(MORE);
    }

    /** As it stands in messages, in addresses and in the API. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The words of all areas. */
    static List<String> words() {
        return Arrays.stream(values()).map(Area::word).toList();
    }
}
