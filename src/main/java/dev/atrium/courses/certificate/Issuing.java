package dev.atrium.courses.certificate;

import dev.atrium.courses.Finished;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Messages;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The acts on certificates, each with its fact, its line in the audit log and its mail, in one transaction. */
final class Issuing implements Finished {
    static final String OBJECT = "certificate";
    private static final int REASON = 500;

    private final Clock clock;
    private final Hosts hosts;
    private final Notifications notifications;
    private final Messages messages;

    Issuing(Clock clock, Hosts hosts, Notifications notifications, Messages messages) {
        this.clock = clock;
        this.hosts = hosts;
        this.notifications = notifications;
        this.messages = messages;
    }

    JobKind kind() {
        return new JobKind.InTx(CertificateTypes.REMIND, JobKind.Limits.USUAL, this::remind);
    }

    /** Whoever finishes a course that gives certificates gets one, once. */
    @Override
    public Future<Void> finished(Tx tx, Tenant tenant, UUID course, UUID contact) {
        return issue(tx, tenant, course, contact, false, "").mapEmpty();
    }

    /**
     * Staff give one for what was learned elsewhere.
     *
     * @throws Problem 404 where course or contact is unknown, 409 {@code certificate-there} where one counts already
     */
    Future<Award> byHand(Tx tx, Tenant tenant, UUID course, UUID contact, String ip) {
        var store = new CertificateStore(tx);
        return Future.all(store.knowsCourse(course), store.knowsContact(contact))
                .compose(known -> {
                    if (!known.<Boolean>list().stream().allMatch(yes -> yes)) throw Problem.notFound();
                    return issue(tx, tenant, course, contact, true, ip);
                })
                .map(made -> made.orElseThrow(() -> Problem.of(409, "certificate-there")));
    }

    private Future<Optional<Award>> issue(Tx tx, Tenant tenant, UUID course, UUID contact, boolean byHand, String ip) {
        var id = Ids.next();
        var store = new CertificateStore(tx);
        return new DesignStore(tx)
                .design()
                .compose(design ->
                        store.issue(id, Serial.next(), course, contact, design.look(tenant, messages), byHand))
                .compose(made -> made ? store.find(id, null) : Future.succeededFuture(Optional.empty()))
                .compose(made -> made.isEmpty()
                        ? Future.succeededFuture(made)
                        : issued(tx, tenant, made.get(), ip).map(made));
    }

    private Future<Void> issued(Tx tx, Tenant tenant, Award made, String ip) {
        return Events.record(tx, new CertificateFact.Issued(made.contact(), made.id(), made.title(), made.serial()))
                .compose(x -> audited(tx, "certificate.issued", made, ip))
                .compose(x -> reminder(tx, made))
                .compose(x -> tell(tx, tenant, CertificateTypes.ISSUED, made, Map.of()));
    }

    private static Future<Void> audited(Tx tx, String action, Award certificate, String ip) {
        return Audit.record(
                tx,
                action,
                OBJECT,
                certificate.id(),
                new JsonObject().put("title", certificate.title()).put("serial", certificate.serial()),
                ip);
    }

    private Future<Void> reminder(Tx tx, Award made) {
        var end = made.expiresAt();
        if (end == null || made.course() == null) return Future.succeededFuture();
        return new DesignStore(tx).rule(made.course()).compose(rule -> {
            int days = rule.map(DesignStore.Rule::remindDays).orElse(0);
            var at = end.minus(Duration.ofDays(days));
            return days == 0 || !at.isAfter(clock.now())
                    ? Future.succeededFuture()
                    : Jobs.schedule(tx, CertificateTypes.REMIND, made.id().toString(), at, new JsonObject());
        });
    }

    /** Once, and not where it was revoked meanwhile. */
    private Future<Void> remind(Tx tx, Job job) {
        return new CertificateStore(tx).find(UUID.fromString(job.key()), null).compose(found -> {
            if (found.isEmpty() || found.get().state(clock.now()) != Award.State.VALID) return Future.succeededFuture();
            var end = found.get().expiresAt();
            if (end == null) return Future.succeededFuture();
            return hosts.tenant(job.tenant())
                    .compose(tenant -> tell(
                            tx,
                            tenant.orElseThrow(Problem::notFound),
                            CertificateTypes.EXPIRING,
                            found.get(),
                            Map.of("until", end)));
        });
    }

    /**
     * It counts no more; there is no way back.
     *
     * @throws Problem 404 where there is none, 409 {@code certificate-revoked} where somebody was faster, 422 without a reason
     */
    Future<Award> revoke(Tx tx, Tenant tenant, UUID id, String reason, String ip) {
        return found(tx, id)
                .compose(known -> withdraw(tx, known, reason(reason), ip).compose(x -> found(tx, id)))
                .compose(gone -> tell(tx, tenant, CertificateTypes.REVOKED, gone, Map.of("reason", gone.reason()))
                        .map(gone));
    }

    /** A new one, with names and look of today, in the place of one that counts no more from now on. */
    Future<Award> renew(Tx tx, Tenant tenant, UUID id, String ip) {
        return found(tx, id).compose(known -> {
            var course = known.course();
            if (course == null) throw Problem.of(409, "certificate-course-gone");
            if (known.revokedAt() != null) return byHand(tx, tenant, course, known.contact(), ip);
            return withdraw(tx, known, "", ip).compose(x -> byHand(tx, tenant, course, known.contact(), ip));
        });
    }

    private static Future<Void> withdraw(Tx tx, Award known, String reason, String ip) {
        return new CertificateStore(tx).revoke(known.id(), reason).compose(done -> {
            if (!done) throw Problem.of(409, "certificate-revoked");
            return Events.record(
                            tx, new CertificateFact.Revoked(known.contact(), known.id(), known.title(), known.serial()))
                    .compose(x ->
                            Jobs.cancel(tx, CertificateTypes.REMIND, known.id().toString()))
                    .compose(x -> audited(tx, "certificate.revoked", known, ip));
        });
    }

    private static String reason(String typed) {
        var reason = typed.strip();
        if (reason.isEmpty()) throw Problem.invalid("reason", "certificate-reason");
        if (reason.codePointCount(0, reason.length()) > REASON) throw Problem.invalid("reason", "text-long", REASON);
        return reason;
    }

    static Future<Award> found(Tx tx, UUID id) {
        return new CertificateStore(tx).find(id, null).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Void> tell(
            Tx tx, Tenant tenant, NotificationType type, Award certificate, Map<String, Object> more) {
        var values = new HashMap<>(more);
        values.put("portal", tenant.branding().portalName());
        values.put("course", certificate.title());
        values.put("serial", certificate.serial());
        return notifications.tell(
                tx,
                tenant,
                Notice.of(type, new Recipient.Contact(certificate.contact()), values)
                        .about(OBJECT, certificate.id())
                        .link(OwnCertificates.path(certificate.id())));
    }
}
