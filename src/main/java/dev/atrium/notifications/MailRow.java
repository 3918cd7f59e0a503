package dev.atrium.notifications;

import dev.atrium.web.Family;
import dev.atrium.web.Request;
import java.time.Instant;

/**
 * A mail as a list of the console shows it, in the reader's words.
 *
 * @param url its page, for who may see the delivery log
 * @param subject as it was sent; where it carries what is its recipient's alone, the type instead
 * @param opened whether its button was used
 */
public record MailRow(
        String url,
        String recipient,
        String subject,
        String type,
        String state,
        String badge,
        boolean opened,
        Instant at) {

    static MailRow of(NotificationTypes types, Request request, String here, MailLine mail) {
        var type = type(types, request, mail.type());
        return new MailRow(
                here + "/" + mail.id(),
                mail.recipient(),
                secret(types, mail.type()) ? type : mail.subject(),
                type,
                request.say(Family.MAIL_STATE.key(mail.state())),
                badge(mail.state()),
                mail.openedAt() != null,
                mail.writtenAt());
    }

    /** A sign-in code is its reader's alone: staff who could read it could sign in as them. */
    static boolean secret(NotificationTypes types, String key) {
        return types.find(key).map(NotificationType::secret).orElse(true);
    }

    private static String type(NotificationTypes types, Request request, String key) {
        return types.find(key).isPresent() ? request.say(Family.TYPE.key(key)) : key;
    }

    private static String badge(String state) {
        return switch (state) {
            case "accepted" -> "good";
            case "queued" -> "";
            default -> "bad";
        };
    }
}
