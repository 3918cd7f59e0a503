package dev.atrium.messaging;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks.
 *
 * @param contact the client; null where the business speaks
 * @param staff who of the business; null where a client or a program does
 * @param name as it stands beside what they say
 */
record Voice(@Nullable UUID contact, @Nullable UUID staff, String name) {
    static Voice client(UUID contact, String name) {
        return new Voice(contact, null, name);
    }

    static Voice staff(UUID staff, String name) {
        return new Voice(null, staff, name);
    }

    static Voice program(String name) {
        return new Voice(null, null, name);
    }

    boolean team() {
        return contact == null;
    }
}
