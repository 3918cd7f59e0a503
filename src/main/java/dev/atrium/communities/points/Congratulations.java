package dev.atrium.communities.points;

import dev.atrium.db.Tx;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.kernel.Clock;
import dev.atrium.notifications.Channel;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Pace;
import dev.atrium.notifications.Recipient;
import dev.atrium.notifications.Variable.Kind;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Tells a member that they have reached a level, each once: points that are taken back and given again say nothing new. */
final class Congratulations {
    /** Key: group and contact. Triggers schedule it (V0300). */
    static final String KIND = "points.congratulate";

    static final NotificationType REACHED = NotificationType.of("community.level_reached")
            .by(Channel.APP, Pace.INSTANT)
            .by(Channel.MAIL, Pace.DAILY)
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("group", Kind.TEXT, "Product photographers")
            .with("level", Kind.NUMBER, 4)
            .with("reward", Kind.TEXT, "A print of your choice");

    private final Clock clock;
    private final Hosts hosts;
    private final Notifications notifications;

    Congratulations(Clock clock, Hosts hosts, Notifications notifications) {
        this.clock = clock;
        this.hosts = hosts;
        this.notifications = notifications;
    }

    JobKind kind() {
        return new JobKind.Outside<>(
                KIND, JobKind.Limits.USUAL, job -> hosts.tenant(job.tenant()).map(Optional::orElseThrow), this::look);
    }

    private Future<Void> look(Tx tx, Job job, Tenant tenant) {
        var ids = job.key().split(":", 2);
        var group = UUID.fromString(ids[0]);
        var contact = UUID.fromString(ids[1]);
        // However points come in, this hears of it: so does the count of what stands beside names.
        return Points.changed(tx, clock.now(), group)
                .compose(x -> new PointStore(tx).reached(group, contact))
                .compose(reached -> reached.isEmpty()
                        ? Future.succeededFuture()
                        : notifications.tell(
                                tx,
                                tenant,
                                Notice.of(
                                                REACHED,
                                                new Recipient.Contact(contact),
                                                Map.of(
                                                        "group", reached.get().group(),
                                                        "level", reached.get().level(),
                                                        "reward", reached.get().reward()))
                                        .about("group", group)
                                        .link("/groups/" + reached.get().slug() + "/board")));
    }
}
