package dev.atrium.courses.certificate;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What programs read and send. The names are those of the API. */
final class CertificateViews {
    private CertificateViews() {}

    /**
     * A certificate of the reader's.
     *
     * @param state {@code valid}, {@code expired} or {@code revoked}
     * @param shown whether whoever checks it is shown the name
     * @param verify where anybody checks it
     */
    public record CertificateView(
            UUID id,
            String serial,
            String course,
            String learner,
            String instructors,
            int minutes,
            Instant issued_at,
            @Nullable Instant expires_at,
            @Nullable Instant revoked_at,
            String state,
            boolean shown,
            String verify) {}

    /** The newest first, at most 100. */
    public record CertificateList(List<CertificateView> items) {}

    public record CertificateSharing(boolean shown) {}

    /**
     * A certificate as the business sees it.
     *
     * @param course null where the course is no more
     * @param by_hand whether it was issued by hand
     */
    public record IssuedCertificate(
            UUID id,
            String serial,
            @Nullable UUID course,
            String title,
            UUID contact,
            String learner,
            Instant issued_at,
            @Nullable Instant expires_at,
            @Nullable Instant revoked_at,
            String reason,
            String state,
            boolean by_hand) {}

    public record IssuedCertificateList(
            List<IssuedCertificate> items, @Nullable String next) {}

    public record CertificateNew(UUID course, UUID contact) {}

    /** @param reason at most 500 characters; the learner reads it */
    public record CertificateRevoking(String reason) {}

    /**
     * How certificates look; empty texts are the portal's own words.
     *
     * @param layout {@code classic}, {@code modern} or {@code plain}
     * @param orientation {@code landscape} or {@code portrait}
     * @param body lines with the fields {learner}, {course}, {date}, {serial}, {instructor}, {hours}
     */
    public record CertificateLook(String layout, String orientation, String title, String body, String signatory) {}

    /**
     * Whether a course gives certificates.
     *
     * @param months for how many they are good, 0 for ever
     * @param remind_days how many days before their end the learner hears, 0 for not at all
     */
    public record CertificateRule(
            UUID course, String title, boolean enabled, int months, int remind_days, int issued) {}

    public record CertificateRuleList(List<CertificateRule> items) {}

    /** What is left out stays as it is. */
    public record CertificateRuleChange(
            @Nullable Boolean enabled,
            @Nullable Integer months,
            @Nullable Integer remind_days) {}

    static final UUID ID = UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21");
    private static final Instant MAY = Instant.parse("2026-05-04T09:00:00Z");
    private static final String SERIAL = "7K3M-Q2XW-D9PH-T4BV";
    static final CertificateView SAMPLE = new CertificateView(
            ID,
            SERIAL,
            "Portraits by daylight",
            "Ana Almeida",
            "Rita Ramos",
            270,
            MAY,
            null,
            null,
            "valid",
            false,
            "https://portal.acme.example/verify/" + SERIAL);
    static final IssuedCertificate ISSUED = new IssuedCertificate(
            ID, SERIAL, ID, "Portraits by daylight", ID, "Ana Almeida", MAY, null, null, "", "valid", false);
    static final CertificateLook LOOK =
            new CertificateLook("classic", "landscape", "Certificate", "{learner}\nhas finished\n{course}", "Rita");
    static final CertificateRule RULE = new CertificateRule(ID, "Portraits by daylight", true, 24, 30, 12);

    static CertificateView own(Award one, Instant now, String address) {
        return new CertificateView(
                one.id(),
                one.serial(),
                one.title(),
                one.learner(),
                one.instructors(),
                one.minutes(),
                one.issuedAt(),
                one.expiresAt(),
                one.revokedAt(),
                one.state(now).word(),
                one.shared(),
                address);
    }

    static IssuedCertificate issued(Award one, Instant now) {
        return new IssuedCertificate(
                one.id(),
                one.serial(),
                one.course(),
                one.title(),
                one.contact(),
                one.learner(),
                one.issuedAt(),
                one.expiresAt(),
                one.revokedAt(),
                one.reason(),
                one.state(now).word(),
                one.byHand());
    }

    static CertificateLook look(CertificateDesign d) {
        return new CertificateLook(d.layout(), d.orientation(), d.title(), d.body(), d.signatory());
    }

    static CertificateRule rule(DesignStore.Rule r) {
        return new CertificateRule(r.course(), r.title(), r.enabled(), r.months(), r.remindDays(), r.issued());
    }
}
