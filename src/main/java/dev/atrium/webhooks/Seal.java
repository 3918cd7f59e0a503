package dev.atrium.webhooks;

import dev.atrium.secrets.Keys;
import dev.atrium.secrets.WebhookSecret;
import java.util.UUID;

/** Secrets of endpoints as they lie in the database: each opens for its own endpoint alone. */
final class Seal {
    private final Keys keys;

    Seal(Keys keys) {
        this.keys = keys;
    }

    byte[] close(UUID tenant, UUID endpoint, WebhookSecret secret) {
        return keys.seal(purpose(tenant, endpoint), secret.bytes());
    }

    WebhookSecret open(UUID tenant, UUID endpoint, byte[] sealed) {
        return WebhookSecret.of(keys.open(purpose(tenant, endpoint), sealed));
    }

    private static String purpose(UUID tenant, UUID endpoint) {
        return "webhook " + tenant + " " + endpoint;
    }
}
