package dev.atrium.communities.event;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.jobs.JobKind;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.live.Feeds;
import dev.atrium.live.Happening;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Inviting, moving, calling off: the same for members who run a group, staff, and programs of either. */
final class Meetings {
    private final Clock clock;
    private final EventNews news;
    private final Answers answers;
    private final SeriesActs series;

    /** A meeting, and what it is to be from now on; those that are elsewhere then are gathered in {@code moved}. */
    record Change(Tenant tenant, GroupEvent event, EventDraft draft, List<UUID> moved) {}

    Meetings(Clock clock, EventNews news) {
        this.clock = clock;
        this.news = news;
        this.answers = new Answers(clock, news);
        this.series = new SeriesActs(this, news);
    }

    Answers answers() {
        return answers;
    }

    List<JobKind> kinds() {
        return news.kinds(answers);
    }

    /** Makes what {@code draft} says, every time of a series; the same draft again makes nothing. The first one. */
    Future<GroupEvent> create(Tx tx, Host host, EventDraft draft, String ip) {
        var store = new EventStore(tx);
        return store.find(null, draft.id())
                .compose(known -> known.isPresent() ? Future.succeededFuture() : insert(tx, host, draft, ip))
                .compose(x -> store.find(null, host.group(), draft.id()))
                .map(made -> made.orElseThrow(Problem::notFound));
    }

    private Future<Void> insert(Tx tx, Host host, EventDraft draft, String ip) {
        var store = new EventStore(tx);
        var starts = draft.starts();
        var ids = new ArrayList<>(List.of(draft.id()));
        while (ids.size() < starts.size()) ids.add(Ids.next());
        var rule = draft.repeats();
        var series = rule == null ? null : draft.id();
        return (rule == null ? Future.<Void>succeededFuture() : store.series(draft.id(), host.group(), rule))
                .compose(x -> store.insert(host, series, draft, ids, starts))
                .compose(made -> reminders(tx, ids, starts))
                .compose(x -> news.announceSoon(tx, draft.id()))
                .compose(x -> Events.record(tx, new EventFact.Created(draft.id(), host.group(), draft.title())))
                .compose(x -> audit(tx, "event.created", draft.id(), draft.title(), ip))
                .compose(x -> store.find(null, draft.id()))
                .compose(made -> publish(tx, made.orElseThrow(Problem::notFound), EventFeed.ADDED, ids));
    }

    Future<Void> reminders(Tx tx, List<UUID> ids, List<Instant> starts) {
        Future<Void> done = Future.succeededFuture();
        // Sent without waiting for one another: the last is answered last.
        for (int i = 0; i < ids.size(); i++) done = news.remindLater(tx, ids.get(i), starts.get(i));
        return done;
    }

    /**
     * What a meeting is from now on.
     *
     * @param version that the change was made for; null for any
     * @param draft where it says how often, those that come later follow that rule from now on ({@link SeriesActs})
     * @param following whether those of the series that come later change likewise, each on its own day
     */
    Future<GroupEvent> change(
            Tx tx,
            Tenant tenant,
            GroupEvent event,
            @Nullable Integer version,
            EventDraft draft,
            boolean following,
            String ip) {
        if (event.cancelled()) throw Problem.of(409, "event-cancelled");
        if (event.over(clock.now())) throw Problem.of(409, "event-over");
        var on = new Change(tenant, event, draft, new ArrayList<>());
        return hold(tx, event)
                .compose(x -> one(tx, on, event, version, draft, draft.startsAt()))
                .compose(x -> rest(tx, on, following))
                .compose(laid -> on.moved().isEmpty()
                        ? Future.succeededFuture(laid)
                        : news.changedSoon(tx, on.moved()).map(laid))
                .compose(laid -> {
                    var ids = new ArrayList<>(List.of(event.id()));
                    ids.addAll(laid.kept());
                    return Events.record(tx, new EventFact.Changed(event.id(), event.group(), draft.title()))
                            .compose(x -> audit(tx, "event.changed", event.id(), draft.title(), ip))
                            .compose(x -> publish(tx, event, EventFeed.CHANGED, ids))
                            .compose(x -> publish(tx, event, EventFeed.CANCELLED, laid.gone()))
                            .compose(x -> publish(tx, event, EventFeed.ADDED, laid.added()));
                })
                .compose(x -> new EventStore(tx).find(null, event.group(), event.id()))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<SeriesActs.Laid> rest(Tx tx, Change on, boolean following) {
        if (on.draft().repeats() != null) return series.lay(tx, on);
        return (following ? later(tx, on) : Future.succeededFuture(List.<UUID>of()))
                .map(kept -> new SeriesActs.Laid(kept, List.of(), List.of()));
    }

    /** Another one of the series becomes the same, at its own time. */
    Future<Void> other(Tx tx, Change on, GroupEvent other, Instant starts) {
        return one(tx, on, other, null, on.draft().without(), starts);
    }

    private static Future<Void> hold(Tx tx, GroupEvent event) {
        var store = new EventStore(tx);
        return event.series() == null ? store.hold(event.group(), event.id()) : store.holdSeries(event.series());
    }

    private Future<Void> one(
            Tx tx, Change on, GroupEvent event, @Nullable Integer version, EventDraft draft, Instant starts) {
        return new EventStore(tx).change(event.id(), version, draft, starts).compose(changed -> {
            if (!changed) return refuse(tx, event, version);
            boolean moved = !starts.equals(event.startsAt())
                    || !draft.lasts().equals(event.lasts())
                    || !draft.place().equals(event.place())
                    || !draft.link().equals(event.link());
            if (moved && event.going() + event.maybe() + event.waiting() > 0)
                on.moved().add(event.id());
            return news.remindLater(tx, event.id(), starts)
                    .compose(x -> new EventStore(tx).find(null, event.id()))
                    .compose(now -> answers.promote(tx, on.tenant(), now.orElseThrow(Problem::notFound), List.of()));
        });
    }

    private static Future<Void> refuse(Tx tx, GroupEvent event, @Nullable Integer version) {
        return new EventStore(tx).find(null, event.id()).map(found -> {
            var now = found.orElseThrow(Problem::notFound);
            if (now.cancelled()) throw Problem.of(409, "event-cancelled");
            if (version != null && version != now.version()) throw Problem.of(409, "event-changed");
            throw Problem.invalid("capacity", "event-places-few", now.going());
        });
    }

    /** Each of the rest keeps its day, moved by as many days as the first was, and takes the new time of day. */
    private Future<List<UUID>> later(Tx tx, Change on) {
        var event = on.event();
        var draft = on.draft();
        if (event.series() == null) return Future.succeededFuture(List.of());
        var first = draft.startsAt().atZone(draft.zone());
        long days = ChronoUnit.DAYS.between(event.starts().toLocalDate(), first.toLocalDate());
        LocalTime time = first.toLocalTime();
        return new EventStore(tx).following(event, event.startsAt()).compose(all -> {
            Future<Void> done = Future.succeededFuture();
            var ids = new ArrayList<UUID>();
            for (var other : all) {
                if (other.id().equals(event.id())) continue;
                ids.add(other.id());
                var starts = other.starts()
                        .toLocalDate()
                        .plusDays(days)
                        .atTime(time)
                        .atZone(draft.zone())
                        .toInstant();
                done = done.compose(x -> one(tx, on, other, null, draft.without(), starts));
            }
            return done.map(ids);
        });
    }

    /** Where it can be seen afterwards: the one thing that changes once a meeting is over. */
    Future<Void> replay(Tx tx, GroupEvent event, String replay, String ip) {
        return new EventStore(tx)
                .replay(event.id(), replay)
                .compose(x -> Events.record(tx, new EventFact.Changed(event.id(), event.group(), event.title())))
                .compose(x -> audit(tx, "event.changed", event.id(), event.title(), ip))
                .compose(x -> publish(tx, event, EventFeed.CHANGED, List.of(event.id())));
    }

    /** Calls it off and tells those who come; with {@code following} all the rest of its series too. */
    Future<Void> cancel(Tx tx, GroupEvent event, String reason, boolean following, String ip) {
        return hold(tx, event)
                .compose(x -> following && event.series() != null
                        ? new EventStore(tx).following(event, event.startsAt())
                        : Future.succeededFuture(List.of(event)))
                .compose(those -> off(tx, event, those, reason, ip));
    }

    /** Calls off whatever of its series is not over, those before it as well. */
    Future<Void> cancelSeries(Tx tx, GroupEvent event, String reason, String ip) {
        return hold(tx, event)
                .compose(x -> new EventStore(tx).following(event, Instant.EPOCH))
                .compose(those -> off(tx, event, those, reason, ip));
    }

    private Future<Void> off(Tx tx, GroupEvent event, List<GroupEvent> those, String reason, String ip) {
        var wrong = new Wrong();
        wrong.text("reason", reason, 500);
        wrong.end();
        return new EventStore(tx)
                .cancel(those.stream().map(GroupEvent::id).toList(), reason)
                .compose(gone -> {
                    if (gone.isEmpty())
                        throw Problem.of(409, event.over(clock.now()) ? "event-over" : "event-cancelled");
                    return news.cancelledSoon(tx, gone)
                            .compose(x -> note(tx, those, gone))
                            .compose(x -> audit(tx, "event.cancelled", event.id(), event.title(), ip))
                            .compose(x -> publish(tx, event, EventFeed.CANCELLED, gone));
                });
    }

    /** Programs hear of each: one that follows another by its id knows nothing of the series. */
    private static Future<Void> note(Tx tx, List<GroupEvent> those, List<UUID> gone) {
        Future<Void> done = Future.succeededFuture();
        for (var one : those)
            if (gone.contains(one.id()))
                done = Events.record(tx, new EventFact.Cancelled(one.id(), one.group(), one.title()));
        return done;
    }

    private static Future<Void> publish(Tx tx, GroupEvent event, String kind, List<UUID> ids) {
        if (ids.isEmpty()) return Future.succeededFuture();
        return Feeds.publish(
                tx,
                event.feed(),
                ids.stream().map(id -> new Happening(kind, id, event.group())).toArray(Happening[]::new));
    }

    private static Future<Void> audit(Tx tx, String action, UUID id, String title, String ip) {
        return Audit.record(tx, action, "event", id, new JsonObject().put("title", title), ip);
    }
}
