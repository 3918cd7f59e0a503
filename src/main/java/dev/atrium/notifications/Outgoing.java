package dev.atrium.notifications;

import java.util.UUID;

/**
 * A mail as it lies in the outbox.
 *
 * @param unsubscribe where a POST ends mails of its kind (RFC 8058); empty where it cannot be ended
 * @param attempts how often it was claimed; the number of the claim that holds it, so that a late worker changes nothing
 */
public record Outgoing(
        UUID id,
        String kind,
        String recipient,
        String senderName,
        String replyTo,
        String subject,
        String html,
        String text,
        boolean withLogo,
        String messageId,
        String unsubscribe,
        int attempts) {}
