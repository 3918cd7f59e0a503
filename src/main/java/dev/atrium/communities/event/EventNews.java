package dev.atrium.communities.event;

import dev.atrium.db.Tx;
import dev.atrium.jobs.Job;
import dev.atrium.jobs.JobKind;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.live.Feeds;
import dev.atrium.live.Happening;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.NotificationType;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people are told of meetings, by jobs that go through the members a batch at a time. */
final class EventNews {
    /** So many are told in one transaction. */
    static final int AT_ONCE = 100;

    static final String PLACES = "event.places";
    static final String ANSWERS = "event.answers";
    static final String CANCELLED = "event.cancelled";
    private static final String ANNOUNCE = "event.announce";
    private static final String CHANGED = "event.changed";
    private static final String REMIND_DAY = "event.day";
    private static final String REMIND_HOUR = "event.hour";

    private final Clock clock;
    private final Hosts hosts;
    private final Notifications notifications;

    EventNews(Clock clock, Hosts hosts, Notifications notifications) {
        this.clock = clock;
        this.hosts = hosts;
        this.notifications = notifications;
    }

    List<JobKind> kinds(Answers answers) {
        return List.of(
                new JobKind.InTx(ANNOUNCE, JobKind.Limits.USUAL, this::announce),
                new JobKind.InTx(CHANGED, JobKind.Limits.USUAL, this::changed),
                new JobKind.InTx(CANCELLED, JobKind.Limits.USUAL, this::cancelled),
                new JobKind.InTx(REMIND_DAY, JobKind.Limits.USUAL, this::remind),
                new JobKind.InTx(REMIND_HOUR, JobKind.Limits.USUAL, this::remind),
                new JobKind.InTx(ANSWERS, JobKind.Limits.USUAL, this::answers),
                new JobKind.InTx(PLACES, JobKind.Limits.USUAL, (tx, job) -> places(tx, job, answers)));
    }

    /** Members hear of a new meeting; of a series they hear once. */
    Future<Void> announceSoon(Tx tx, UUID event) {
        return Jobs.schedule(tx, ANNOUNCE, event.toString(), clock.now(), new JsonObject());
    }

    /** Those who come to any of {@code events} hear, once, that it is at another time or place. */
    Future<Void> changedSoon(Tx tx, List<UUID> events) {
        return Jobs.schedule(tx, CHANGED, events.getFirst().toString(), clock.now(), of(events));
    }

    /** Those who come to any of {@code events} hear, once, that it does not take place. */
    Future<Void> cancelledSoon(Tx tx, List<UUID> events) {
        var done = Jobs.schedule(tx, CANCELLED, events.getFirst().toString(), clock.now(), of(events));
        for (var event : events) done = done.compose(x -> unremind(tx, event));
        return done;
    }

    private static JsonObject of(List<UUID> events) {
        return new JsonObject()
                .put("events", new JsonArray(events.stream().map(UUID::toString).toList()));
    }

    /** Reminds those who come a day and an hour before; what lies behind already is left out. */
    Future<Void> remindLater(Tx tx, UUID event, Instant starts) {
        return remindLater(tx, event, starts, REMIND_DAY, Duration.ofDays(1))
                .compose(x -> remindLater(tx, event, starts, REMIND_HOUR, Duration.ofHours(1)));
    }

    private Future<Void> remindLater(Tx tx, UUID event, Instant starts, String kind, Duration before) {
        var at = starts.minus(before);
        // Whoever invites for tomorrow needs no reminder of today.
        return at.isAfter(clock.now())
                ? Jobs.schedule(tx, kind, event.toString(), at, new JsonObject())
                : Jobs.cancel(tx, kind, event.toString()).mapEmpty();
    }

    private static Future<Void> unremind(Tx tx, UUID event) {
        return Jobs.cancel(tx, REMIND_DAY, event.toString())
                .compose(x -> Jobs.cancel(tx, REMIND_HOUR, event.toString()))
                .mapEmpty();
    }

    Future<Void> promoted(Tx tx, Tenant tenant, GroupEvent event, UUID contact) {
        return place(tx, event).compose(place -> tell(tx, tenant, EventTypes.PROMOTED, event, place, List.of(contact)));
    }

    /** The host has cancelled their place; {@code note} is why, in the host's words. */
    Future<Void> putOut(Tx tx, Tenant tenant, GroupEvent event, UUID contact, String note) {
        return place(tx, event)
                .compose(place ->
                        tell(tx, tenant, EventTypes.PUT_OUT, event, place, List.of(contact), Map.of("note", note)));
    }

    private Future<Void> announce(Tx tx, Job job) {
        return open(
                tx,
                job,
                event -> new AnswerStore(tx)
                        .audience(event.id(), after(job), AT_ONCE)
                        .compose(batch -> batch(tx, job, EventTypes.NEW, event, batch)));
    }

    private Future<Void> changed(Tx tx, Job job) {
        return interested(tx, job, EventTypes.CHANGED, event -> event.answerable(clock.now()), true);
    }

    private Future<Void> remind(Tx tx, Job job) {
        return interested(
                tx,
                job,
                EventTypes.REMINDER,
                event -> !event.cancelled() && !event.startsAt().isBefore(clock.now()),
                false);
    }

    private Future<Void> cancelled(Tx tx, Job job) {
        return interested(tx, job, EventTypes.CANCELLED, GroupEvent::cancelled, true);
    }

    /** Each is told of the first that they wanted to come to, of those that are still what the news says. */
    private Future<Void> interested(
            Tx tx, Job job, NotificationType type, Predicate<GroupEvent> still, boolean waitingToo) {
        var ids = job.payload().getJsonArray("events", new JsonArray().add(job.key())).stream()
                .map(id -> UUID.fromString(id.toString()))
                .toList();
        return new EventStore(tx).told(ids).compose(found -> {
            Map<UUID, GroupEvent> events =
                    found.stream().filter(still).collect(Collectors.toMap(GroupEvent::id, Function.identity()));
            if (events.isEmpty()) return Future.succeededFuture();
            return new AnswerStore(tx)
                    .interested(List.copyOf(events.keySet()), waitingToo, after(job), AT_ONCE)
                    .compose(batch -> each(tx, job, type, events, batch));
        });
    }

    private Future<Void> each(
            Tx tx, Job job, NotificationType type, Map<UUID, GroupEvent> events, List<AnswerStore.Concerned> batch) {
        if (batch.isEmpty()) return Future.succeededFuture();
        return hosts.tenant(job.tenant())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(tenant -> {
                    Future<Void> done = Future.succeededFuture();
                    for (var one : batch) {
                        var event = Objects.requireNonNull(events.get(one.event()));
                        done = done.compose(x -> place(tx, event))
                                .compose(place -> tell(tx, tenant, type, event, place, List.of(one.contact())));
                    }
                    return done;
                })
                .compose(x -> onward(tx, job, batch.size(), batch.getLast().contact()));
    }

    /** Tells a batch, and goes on with the next one in a transaction of its own. */
    private Future<Void> batch(Tx tx, Job job, NotificationType type, GroupEvent event, List<UUID> batch) {
        if (batch.isEmpty()) return Future.succeededFuture();
        return hosts.tenant(job.tenant())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(tenant -> place(tx, event).compose(place -> tell(tx, tenant, type, event, place, batch)))
                .compose(x -> onward(tx, job, batch.size(), batch.getLast()));
    }

    private Future<Void> onward(Tx tx, Job job, int told, UUID last) {
        if (told < AT_ONCE) return Future.succeededFuture();
        return Jobs.schedule(
                tx, job.kind(), job.key(), clock.now(), job.payload().copy().put("after", last.toString()));
    }

    private Future<Void> tell(
            Tx tx, Tenant tenant, NotificationType type, GroupEvent event, EventStore.GroupName place, List<UUID> to) {
        return tell(tx, tenant, type, event, place, to, Map.of());
    }

    private Future<Void> tell(
            Tx tx,
            Tenant tenant,
            NotificationType type,
            GroupEvent event,
            EventStore.GroupName place,
            List<UUID> to,
            Map<String, Object> more) {
        var values = new HashMap<>(more);
        values.put("portal", tenant.branding().portalName());
        values.put("event", event.title());
        values.put("group", place.name());
        values.put("when", event.startsAt());
        Future<Void> done = Future.succeededFuture();
        for (var contact : to) {
            done = done.compose(x -> notifications.tell(
                    tx,
                    tenant,
                    Notice.of(type, new Recipient.Contact(contact), values)
                            .about("event", event.id())
                            .link("/groups/" + place.slug() + "/events/" + event.id())));
        }
        return done;
    }

    /** The host hears of all answers since they last heard, in one line. */
    private Future<Void> answers(Tx tx, Job job) {
        return held(tx, job).compose(found -> {
            if (found.isEmpty()) return Future.succeededFuture();
            var event = found.get();
            return new AnswerStore(tx)
                    .heard(event.id())
                    .compose(count -> count == 0 ? Future.succeededFuture() : tellHost(tx, job, event, count));
        });
    }

    private Future<Void> tellHost(Tx tx, Job job, GroupEvent event, int count) {
        if (event.staff() != null)
            return notifications.tellTeam(
                    tx,
                    EventTypes.TEAM,
                    "/communities/" + event.group() + "/events/" + event.id(),
                    Map.of("event", event.title(), "answers", count));
        if (event.host() == null) return Future.succeededFuture();
        return hosts.tenant(job.tenant())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(tenant -> place(tx, event)
                        .compose(place -> notifications.tell(
                                tx,
                                tenant,
                                Notice.of(
                                                EventTypes.REGISTERED,
                                                new Recipient.Contact(Objects.requireNonNull(event.host())),
                                                Map.of(
                                                        "portal",
                                                        tenant.branding().portalName(),
                                                        "event",
                                                        event.title(),
                                                        "answers",
                                                        count,
                                                        "coming",
                                                        event.going()))
                                        .about("event", event.id())
                                        .link("/groups/" + place.slug() + "/events/" + event.id()))));
    }

    /** A place became free without anybody's answer: somebody left, or is no more. */
    private Future<Void> places(Tx tx, Job job, Answers answers) {
        return held(tx, job).compose(found -> {
            if (found.isEmpty()) return Future.succeededFuture();
            var event = found.get();
            return hosts.tenant(job.tenant())
                    .map(tenant -> tenant.orElseThrow(Problem::notFound))
                    .compose(tenant -> answers.promote(tx, tenant, event, List.of()))
                    .compose(x -> Feeds.publish(
                            tx, event.feed(), new Happening(EventFeed.ANSWERED, event.id(), event.group())));
        });
    }

    private interface Work {
        Future<Void> of(GroupEvent event);
    }

    private Future<Void> open(Tx tx, Job job, Work work) {
        return found(tx, job)
                .compose(event -> event.isPresent() && event.get().answerable(clock.now())
                        ? work.of(event.get())
                        : Future.succeededFuture());
    }

    private static Future<Optional<GroupEvent>> found(Tx tx, Job job) {
        return new EventStore(tx).find(null, UUID.fromString(job.key()));
    }

    private static Future<Optional<GroupEvent>> held(Tx tx, Job job) {
        return found(tx, job)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(found)
                        : new EventStore(tx)
                                .hold(found.get().group(), found.get().id())
                                .compose(x -> found(tx, job)));
    }

    private static Future<EventStore.GroupName> place(Tx tx, GroupEvent event) {
        return new EventStore(tx).group(event.group()).map(found -> found.orElseThrow(Problem::notFound));
    }

    private static @Nullable UUID after(Job job) {
        return Ids.parse(job.payload().getString("after", ""));
    }
}
