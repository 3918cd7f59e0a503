package dev.atrium.notifications;

import dev.atrium.harness.Portal;
import java.util.UUID;

/** What stands in a mail's List-Unsubscribe, for tests outside this package. */
public final class Subscriptions {
    private Subscriptions() {}

    public static String token(Portal portal, String slug, UUID contact, String type) {
        return new Subscription(contact, type).token(portal.house().keys(), portal.tenantId(slug));
    }
}
