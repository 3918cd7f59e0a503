package dev.atrium.courses.certificate;

import dev.atrium.notifications.Channel;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Pace;
import dev.atrium.notifications.Variable.Kind;
import java.time.Instant;
import java.util.List;

/** What people are told of their certificates. */
final class CertificateTypes {
    static final NotificationType ISSUED = of("certificate.issued");
    static final NotificationType EXPIRING =
            of("certificate.expiring").with("until", Kind.TIME, Instant.parse("2027-03-04T17:00:00Z"));
    static final NotificationType REVOKED =
            of("certificate.revoked").with("reason", Kind.TEXT, "The name was misspelt.");

    /** The work that tells of an end that comes. */
    static final String REMIND = "certificate.remind";

    static final List<NotificationType> ALL = List.of(ISSUED, EXPIRING, REVOKED);

    private CertificateTypes() {}

    private static NotificationType of(String key) {
        return NotificationType.of(key)
                .named(key.replace('.', '-'))
                .by(Channel.APP, Pace.INSTANT)
                .with("portal", Kind.TEXT, "Acme Studio")
                .with("course", Kind.TEXT, "Portraits by daylight")
                .with("serial", Kind.TEXT, "7K3M-Q2XW-D9PH-T4BV");
    }
}
