package dev.atrium.communities.post;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who does something with a post: a contact, or somebody of the business's staff. One of the two is null. */
record Hand(@Nullable UUID contact, @Nullable UUID staff) {
    static Hand of(UUID contact) {
        return new Hand(contact, null);
    }

    static Hand ofStaff(UUID staff) {
        return new Hand(null, staff);
    }
}
