package dev.atrium.communities.moderation;

import dev.atrium.db.Tx;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.kernel.Ids;
import dev.atrium.notifications.Channel;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Pace;
import dev.atrium.notifications.Recipient;
import dev.atrium.notifications.Variable.Kind;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Permission;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Who is told that something waits, and what was decided about them. */
final class ModerationNews {
    /** The job that tells those who moderate a group; its key is the group. Triggers schedule it too (V0276). */
    static final String TELL = "moderation.tell";

    static final NotificationType REPORTED = type("community.reported");
    static final NotificationType APPROVED = type("community.post_approved");
    static final NotificationType DECLINED = reasoned("community.post_declined");
    static final NotificationType REMOVED = reasoned("community.content_removed");
    static final NotificationType MUTED = reasoned("community.muted");
    static final NotificationType BANNED = reasoned("community.banned");
    static final NotificationType TEAM =
            NotificationType.of("team.group_queue").toTeam(Permission.CONTENT).with("portal", Kind.TEXT, "Acme Studio");

    static final List<NotificationType> TYPES = List.of(REPORTED, APPROVED, DECLINED, REMOVED, MUTED, BANNED, TEAM);

    private final Hosts hosts;
    private final Notifications notifications;

    ModerationNews(Hosts hosts, Notifications notifications) {
        this.hosts = hosts;
        this.notifications = notifications;
    }

    private static NotificationType type(String key) {
        return NotificationType.of(key)
                .by(Channel.APP, Pace.INSTANT)
                .with("portal", Kind.TEXT, "Acme Studio")
                .with("group", Kind.TEXT, "Product photographers");
    }

    private static NotificationType reasoned(String key) {
        return type(key).with("reason", Kind.TEXT, "Please keep to the topic.");
    }

    Future<Void> approved(Tx tx, Tenant tenant, QueueItem item) {
        return tell(tx, tenant, APPROVED, item, Map.of("group", item.groupName()), page(item));
    }

    Future<Void> declined(Tx tx, Tenant tenant, QueueItem item, String reason) {
        return tell(tx, tenant, DECLINED, item, with(item, reason), page(item));
    }

    Future<Void> removed(Tx tx, Tenant tenant, QueueItem item, String reason) {
        return tell(tx, tenant, REMOVED, item, with(item, reason), "/groups/" + item.slug());
    }

    Future<Void> muted(Tx tx, Tenant tenant, QueueItem item, String reason) {
        return tell(tx, tenant, MUTED, item, with(item, reason), "/groups/" + item.slug());
    }

    Future<Void> banned(Tx tx, Tenant tenant, QueueItem item, String reason) {
        return tell(tx, tenant, BANNED, item, with(item, reason), "/communities");
    }

    private static Map<String, Object> with(QueueItem item, String reason) {
        return Map.of("group", item.groupName(), "reason", reason);
    }

    private static String page(QueueItem item) {
        return "/groups/" + item.slug() + "/posts/" + item.post();
    }

    private Future<Void> tell(
            Tx tx, Tenant tenant, NotificationType type, QueueItem item, Map<String, Object> values, String link) {
        if (item.person() == null) return Future.succeededFuture();
        var notice = Notice.of(type, new Recipient.Contact(item.person()), values)
                .about("group", item.group())
                .link(link);
        return notifications.tell(tx, tenant, notice);
    }

    /** Tells those who moderate, and the team, that something waits: one line until it is read. */
    JobKind kind() {
        return new JobKind.Outside<>(
                TELL, JobKind.Limits.USUAL, job -> hosts.tenant(job.tenant()).map(Optional::orElseThrow), this::waits);
    }

    private Future<Void> waits(Tx tx, Job job, Tenant tenant) {
        var group = Objects.requireNonNull(Ids.parse(job.key()));
        var store = new QueueStore(tx);
        return store.named(group).compose(found -> {
            if (found.isEmpty()) return Future.succeededFuture();
            return store.items(new Judge(null, null, "", "", group)).compose(items -> {
                if (items.isEmpty()) return Future.succeededFuture();
                Future<Void> told = notifications.tellTeam(tx, TEAM, "/communities/queue", Map.of());
                return store.untold(group).compose(moderators -> {
                    var done = told;
                    for (var moderator : moderators)
                        done = done.compose(x -> notifications.tell(
                                tx,
                                tenant,
                                Notice.of(
                                                REPORTED,
                                                new Recipient.Contact(moderator),
                                                Map.of("group", found.get().name()))
                                        .about("group", group)
                                        .link("/groups/" + found.get().slug() + "/manage/queue")));
                    return done;
                });
            });
        });
    }
}
