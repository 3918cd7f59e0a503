package dev.atrium.operator;

import dev.atrium.db.Tx;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Email;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.notifications.Variable;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Messages;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Word to the owners of a portal that it is to be deleted, and that it is not. They cannot get in any more, so a mail is all
 * they hear, and it leaves although the portal is closed. A deletion that is taken back before anybody was told is not told.
 */
public final class EndNews {
    /** The kind of job; its key says what there is to tell. */
    static final String KIND = "tenant.end-told";

    private static final String GOING = "going";
    private static final String KEPT = "kept";

    private static final NotificationType TELL_GOING =
            told("staff.portal_going").with("at", Variable.Kind.TIME, Instant.parse("2026-12-06T09:00:00Z"));
    private static final NotificationType TELL_KEPT = told("staff.portal_kept");

    public static final List<NotificationType> TYPES = List.of(TELL_GOING, TELL_KEPT);

    private final Hosts hosts;
    private final Messages messages;
    private final Notifications notifications;

    public EndNews(Hosts hosts, Messages messages, Notifications notifications) {
        this.hosts = hosts;
        this.messages = messages;
        this.notifications = notifications;
    }

    private static NotificationType told(String key) {
        return NotificationType.of(key)
                .ownTemplate()
                .toStaff()
                .duty(NotificationType.Duty.SECURITY)
                .thoughClosed(true)
                .with("portal", Variable.Kind.TEXT, "Acme Studio")
                .with("name", Variable.Kind.TEXT, "Olga Owner");
    }

    /** In the transaction that asks for the deletion; {@code at} is when everything goes. */
    static Future<Void> going(Tx tx, Instant now, Instant at) {
        var payload = new JsonObject().put("at", at.toString());
        return Jobs.cancel(tx, KIND, KEPT).compose(x -> Jobs.scheduleThoughClosed(tx, KIND, GOING, now, payload));
    }

    /** In the transaction that takes it back. */
    static Future<Void> kept(Tx tx, Instant now) {
        return Jobs.cancel(tx, KIND, GOING)
                .compose(untold -> untold
                        ? Future.succeededFuture()
                        : Jobs.scheduleThoughClosed(tx, KIND, KEPT, now, new JsonObject()));
    }

    /** The work that tells. */
    public JobKind kind() {
        return new JobKind.Outside<>(KIND, JobKind.Limits.USUAL, job -> hosts.closedToo(job.tenant()), this::tell);
    }

    private Future<Void> tell(Tx tx, Job job, Optional<Tenant> tenant) {
        if (tenant.isEmpty()) return Future.succeededFuture();
        return OperatorStore.owners(tx).compose(owners -> {
            var done = Future.<Void>succeededFuture();
            for (var owner : owners) done = done.compose(x -> tell(tx, job, tenant.get(), owner));
            return done;
        });
    }

    private Future<Void> tell(Tx tx, Job job, Tenant tenant, OperatorMarkStore.Person owner) {
        var to = Email.parse(owner.email());
        if (to.isEmpty()) return Future.succeededFuture();
        boolean going = job.key().equals(GOING);
        Map<String, Object> values =
                going ? Map.of("at", Instant.parse(job.payload().getString("at"))) : Map.of();
        var language = messages.ofStaff(Locale.forLanguageTag(owner.language()));
        return notifications.tell(
                tx,
                tenant,
                Notice.of(
                        going ? TELL_GOING : TELL_KEPT, new Recipient.Staff(to.get(), owner.name(), language), values));
    }
}
