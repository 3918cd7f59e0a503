package dev.atrium.messaging;

import dev.atrium.db.Tx;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Channel;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Pace;
import dev.atrium.notifications.Recipient;
import dev.atrium.notifications.Variable.Kind;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.Permission;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people are told of messages, quietly: a client once from the first message on that they have not read, and only where it
 * is still unread after a while; the team when a client begins to wait. No words of a message leave by mail.
 */
final class Told {
    static final NotificationType RECEIVED = NotificationType.of("messages.received")
            .by(Channel.APP, Pace.INSTANT)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("sender", Kind.TEXT, "Ben Okafor");
    static final NotificationType CLIENT_WROTE = NotificationType.of("team.client_wrote")
            .toTeam(Permission.CONTACTS)
            .with("portal", Kind.TEXT, "Acme Studio");
    static final NotificationType THREAD_ASSIGNED = NotificationType.of("team.thread_assigned")
            .toStaff()
            .by(Channel.APP, Pace.INSTANT)
            .with("portal", Kind.TEXT, "Acme Studio");
    static final NotificationType CLIENT_REPLIED = NotificationType.of("team.client_replied")
            .toStaff()
            .by(Channel.APP, Pace.INSTANT)
            .with("portal", Kind.TEXT, "Acme Studio");
    static final NotificationType MESSAGE_REPORTED = NotificationType.of("team.message_reported")
            .toTeam(Permission.CONTACTS)
            .with("portal", Kind.TEXT, "Acme Studio");

    static final List<NotificationType> TYPES =
            List.of(RECEIVED, CLIENT_WROTE, THREAD_ASSIGNED, CLIENT_REPLIED, MESSAGE_REPORTED);

    /** Whoever reads along within this time is told nothing. */
    static final Duration QUIET = Duration.ofMinutes(2);

    private static final String KIND = "messages.tell";

    private final Hosts hosts;
    private final Notifications notifications;
    private final Clock clock;

    Told(Hosts hosts, Notifications notifications, Clock clock) {
        this.hosts = hosts;
        this.notifications = notifications;
        this.clock = clock;
    }

    JobKind kind() {
        return new JobKind.InTx(KIND, JobKind.Limits.USUAL, this::tell);
    }

    /** Of those who take part, whoever reads nothing from {@code seq} on is told after a while. */
    Future<Void> people(Tx tx, UUID conversation, @Nullable UUID speaker, long seq) {
        return new ConversationStore(tx).tell(conversation, speaker, seq).compose(people -> {
            for (var contact : people)
                Jobs.schedule(
                        tx,
                        KIND,
                        key(conversation, contact),
                        clock.now().plus(QUIET),
                        new JsonObject()
                                .put("conversation", conversation.toString())
                                .put("contact", contact.toString()));
            return Future.succeededFuture();
        });
    }

    /** They have read: nothing is to be told. */
    static Future<Boolean> spare(Tx tx, UUID conversation, UUID contact) {
        return Jobs.cancel(tx, KIND, key(conversation, contact));
    }

    private static String key(UUID conversation, UUID contact) {
        return conversation + ":" + contact;
    }

    private Future<Void> tell(Tx tx, Job job) {
        var conversation = UUID.fromString(job.payload().getString("conversation"));
        var contact = UUID.fromString(job.payload().getString("contact"));
        return new ConversationStore(tx).find(contact, conversation).compose(found -> {
            var last = found.map(Chat::last).orElse(null);
            if (last == null || found.get().unread() == 0 || found.get().muted()) return Future.succeededFuture();
            return hosts.tenant(tx.tenant()).compose(tenant -> {
                if (tenant.isEmpty() || !tenant.get().enabled(MessagesModule.APP.key()))
                    return Future.succeededFuture();
                var sender = found.get().ofBusiness() ? tenant.get().branding().portalName() : last.name();
                var notice = Notice.of(RECEIVED, new Recipient.Contact(contact), Map.of("sender", sender))
                        .about("conversation", conversation)
                        .link("/messages/" + conversation);
                return notifications.tell(tx, tenant.get(), notice);
            });
        });
    }

    /** A client waits: whoever looks after the thread hears of it, else everybody who may. */
    Future<Void> team(Tx tx, UUID conversation, @Nullable UUID assigned) {
        return assigned == null
                ? notifications.tellTeam(tx, CLIENT_WROTE, "/inbox", Map.of())
                : member(tx, CLIENT_REPLIED, conversation, assigned);
    }

    Future<Void> assigned(Tx tx, UUID conversation, UUID staff) {
        return member(tx, THREAD_ASSIGNED, conversation, staff);
    }

    Future<Void> reported(Tx tx) {
        return notifications.tellTeam(tx, MESSAGE_REPORTED, "/inbox/reports", Map.of());
    }

    private Future<Void> member(Tx tx, NotificationType type, UUID conversation, UUID staff) {
        return hosts.tenant(tx.tenant())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(tenant -> notifications.tell(
                        tx,
                        tenant,
                        Notice.of(type, new Recipient.Member(staff), Map.of())
                                .about("conversation", conversation)
                                .link("/inbox/" + conversation)));
    }
}
