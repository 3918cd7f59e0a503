package dev.atrium.communities.event;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who invites to a group's meeting.
 *
 * @param contact null where staff, or a program of the business, invite
 * @param staff null where a contact does
 * @param name of whoever of staff invites; empty of a contact, whose present name is read where it is shown
 */
record Host(UUID group, @Nullable UUID contact, @Nullable UUID staff, String name) {
    static Host contact(UUID group, UUID contact) {
        return new Host(group, contact, null, "");
    }

    /** Whoever invites to a meeting that is there. */
    static Host of(GroupEvent event) {
        return new Host(event.group(), event.host(), event.staff(), event.host() == null ? event.hostName() : "");
    }

    static Host team(UUID group, @Nullable UUID staff, String name) {
        return new Host(group, null, staff, name);
    }
}
