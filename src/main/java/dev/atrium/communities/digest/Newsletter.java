package dev.atrium.communities.digest;

import dev.atrium.communities.CommunitiesModule;
import dev.atrium.db.Tx;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Clock;
import dev.atrium.notifications.DigestTimes;
import dev.atrium.notifications.Digests;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Pace;
import dev.atrium.notifications.Recipient;
import dev.atrium.notifications.Variable.Kind;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Messages;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The mail of a group: at eight in the person's morning, on Mondays where it is not of every day, the monthly one on the first Monday
 * of a month, and none where nothing happened.
 */
final class Newsletter {
    /** Key: group and contact. Each mail leaves the work for the next. */
    static final String KIND = "communities.digest";

    static final NotificationType TYPE = NotificationType.of("community.newsletter")
            .ownTemplate()
            .with("portal", Kind.TEXT, "Acme Studio")
            .with("group", Kind.TEXT, "Product photographers")
            .with("count", Kind.NUMBER, 2)
            .with("name", Kind.TEXT, "Ana Example");

    private static final int WEEK = 7;

    private final Clock clock;
    private final Hosts hosts;
    private final Messages messages;
    private final Digests digests;

    Newsletter(Clock clock, Hosts hosts, Notifications notifications, Messages messages) {
        this.clock = clock;
        this.hosts = hosts;
        this.messages = messages;
        this.digests = new Digests(notifications);
    }

    /** @param pace one of {@link DigestRoutes#PACES} */
    Future<Void> choose(Tx tx, Tenant tenant, UUID group, UUID contact, String pace) {
        var store = new DigestStore(tx);
        if (pace.equals("off"))
            return store.end(group, contact)
                    .compose(x -> Jobs.cancel(tx, KIND, key(group, contact)).mapEmpty());
        return store.choose(group, contact, pace)
                .compose(x -> store.reader(contact))
                .compose(reader -> schedule(tx, tenant, group, contact, pace, reader));
    }

    private static String key(UUID group, UUID contact) {
        return group + ":" + contact;
    }

    private Future<Void> schedule(
            Tx tx, Tenant tenant, UUID group, UUID contact, String pace, DigestStore.Reader reader) {
        var due = next(pace, clock.now(), zone(tenant, reader));
        return Jobs.schedule(tx, KIND, key(group, contact), due, new JsonObject());
    }

    /** When the next mail of a pace leaves. */
    static Instant next(String pace, Instant now, ZoneId zone) {
        if (pace.equals("daily")) return DigestTimes.next(Pace.DAILY, now, zone);
        var monday = DigestTimes.next(Pace.WEEKLY, now, zone);
        if (pace.equals("biweekly")) return DigestTimes.next(Pace.WEEKLY, monday, zone);
        if (pace.equals("monthly"))
            while (monday.atZone(zone).getDayOfMonth() > WEEK) monday = DigestTimes.next(Pace.WEEKLY, monday, zone);
        return monday;
    }

    /** How many days a mail looks ahead. */
    private static int days(String pace) {
        return switch (pace) {
            case "daily" -> 1;
            case "weekly" -> 7;
            case "biweekly" -> 14;
            default -> 31;
        };
    }

    private static ZoneId zone(Tenant tenant, DigestStore.Reader reader) {
        if (reader.zone().isEmpty()) return tenant.settings().zone();
        try {
            return ZoneId.of(reader.zone());
        } catch (DateTimeException unknown) {
            return tenant.settings().zone();
        }
    }

    JobKind kind() {
        return new JobKind.Outside<>(
                KIND, JobKind.Limits.USUAL, job -> hosts.tenant(job.tenant()).map(Optional::orElseThrow), this::due);
    }

    private Future<Void> due(Tx tx, Job job, Tenant tenant) {
        var ids = job.key().split(":", 2);
        var group = UUID.fromString(ids[0]);
        var contact = UUID.fromString(ids[1]);
        var store = new DigestStore(tx);
        return store.take(group, contact).compose(found -> {
            if (found.isEmpty()) return Future.succeededFuture();
            var due = found.get();
            return store.reader(contact)
                    .compose(reader -> gathered(store, tenant, group, contact, due, reader)
                            .compose(items -> items.isEmpty()
                                    ? Future.<Void>succeededFuture()
                                    : mail(tx, tenant, group, contact, due, items))
                            .compose(x -> schedule(tx, tenant, group, contact, due.pace(), reader)));
        });
    }

    private Future<Void> mail(
            Tx tx, Tenant tenant, UUID group, UUID contact, DigestStore.Due due, List<Digests.Item> items) {
        var notice = Notice.of(TYPE, new Recipient.Contact(contact), Map.of("group", due.name(), "count", items.size()))
                .about("group", group)
                .link("/groups/" + due.slug());
        return digests.tell(tx, tenant, notice, items);
    }

    /** Nothing where Communities is switched off, or not for them. */
    private Future<List<Digests.Item>> gathered(
            DigestStore store,
            Tenant tenant,
            UUID group,
            UUID contact,
            DigestStore.Due due,
            DigestStore.Reader reader) {
        var app = CommunitiesModule.APP.key();
        if (!tenant.enabled(app)) return Future.succeededFuture(List.of());
        var may = store.may(tenant.audience(app), contact);
        var followed = store.followed(group, contact, due.since());
        var posts = followed.compose(told -> store.posts(group, contact, due.since(), told));
        var events = store.events(group, contact, due.since(), days(due.pace()));
        var thread = store.thread(group, contact, due.since());
        return Future.all(may, posts, events, thread).map(x -> {
            if (!may.result()) return List.of();
            var language = tenant.settings().speaks(reader.language());
            var edition =
                    new Edition(messages, language, zone(tenant, reader), tenant.origin() + "/groups/" + due.slug());
            edition.followed(followed.result());
            edition.posts(posts.result());
            thread.result().ifPresent(edition::thread);
            edition.events(events.result());
            return edition.items();
        });
    }
}
