package dev.atrium.notifications;

import dev.atrium.harness.Portal;
import java.util.UUID;

/** What stands in a mail's List-Unsubscribe, for tests outside this package. */
public final class Subscriptions {
    private Subscriptions() {}

    public static String token(Portal portal, String slug, UUID contact, String type) {
        return Subscription.ofContact(portal.tenantId(slug), contact, type)
                .token(portal.house().keys());
    }

    /** The same of a mail to staff. */
    public static String tokenOfStaff(Portal portal, String slug, UUID staff, String type) {
        return Subscription.ofStaff(portal.tenantId(slug), staff, type)
                .token(portal.house().keys());
    }
}
