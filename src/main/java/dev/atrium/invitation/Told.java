package dev.atrium.invitation;

import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Variable.Kind;
import java.time.Instant;

/** What this package tells people. */
final class Told {
    /** Nobody switches it off: what staff see as sent has left. */
    static final NotificationType INVITATION = NotificationType.of("access.invitation")
            .ownTemplate()
            .duty(NotificationType.Duty.SECURITY)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("until", Kind.TIME, Instant.parse("2026-03-21T09:26:00Z"))
            .with("url", Kind.SECRET, "https://portal.example/invitation/sample")
            .with("name", Kind.TEXT, "Ana Example");

    private Told() {}
}
