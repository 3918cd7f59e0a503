package dev.atrium.domain;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.NotificationType.Duty;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.notifications.Variable.Kind;
import dev.atrium.tenancy.Origins;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What owners are told of their domains, and whoever keeps the DNS of what to enter there. */
final class DomainTold {
    static final NotificationType ACTIVE = about("domain.domain_active");
    static final NotificationType FAILING =
            about("domain.domain_failing").with("until", Kind.TIME, Instant.parse("2026-03-21T09:00:00Z"));
    static final NotificationType EXPIRED = about("domain.domain_expired");
    static final NotificationType STALLED = about("domain.domain_stalled");
    static final NotificationType CERTIFICATE =
            about("domain.domain_certificate").with("reason", Kind.TEXT, "CAA forbids it");
    /** From staff, to one address: nothing to choose, since somebody of the business decided to send this one. */
    static final NotificationType RECORDS = NotificationType.of("domain.domain_records")
            .ownTemplate()
            .toStaff()
            .duty(Duty.SECURITY)
            .with("host", Kind.TEXT, "members.example.com")
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("records", Kind.TEXT, "members.example.com. CNAME portals.example.net.");

    static final List<NotificationType> ALL = List.of(ACTIVE, FAILING, EXPIRED, STALLED, CERTIFICATE, RECORDS);

    private final Notifications notifications;
    private final Origins origins;

    DomainTold(Notifications notifications, Origins origins) {
        this.notifications = notifications;
        this.origins = origins;
    }

    private static NotificationType about(String key) {
        return NotificationType.of(key)
                .toStaff()
                .with("host", Kind.TEXT, "members.example.com")
                .with("url", Kind.TEXT, "https://console.example/t/acme/settings/domain")
                .with("name", Kind.TEXT, "Olga Owner");
    }

    /** Every owner, each in their language. */
    Future<Void> owners(Tx tx, Tenant tenant, NotificationType type, Domain domain, Map<String, Object> more) {
        var url = origins.ofConsole() + "/t/" + tenant.slug() + "/settings/domain/" + domain.id();
        Map<String, Object> values = new HashMap<>(more);
        values.put("host", domain.host().shown());
        values.put("url", url);
        return new DomainStore(tx)
                .owners()
                .compose(owners -> Future.all(owners.stream()
                                .map(owner -> notifications.tell(
                                        tx, tenant, Notice.of(type, new Recipient.Member(owner), values)))
                                .toList())
                        .mapEmpty());
    }

    /** To somebody who need not be anybody here: one address, as it was typed. */
    Future<Void> records(Tx tx, Tenant tenant, Email to, Locale language, Domain domain, String records) {
        return notifications.tell(
                tx,
                tenant,
                Notice.of(
                        RECORDS,
                        new Recipient.Staff(to, "", language),
                        Map.of("host", domain.host().shown(), "records", records)));
    }
}
