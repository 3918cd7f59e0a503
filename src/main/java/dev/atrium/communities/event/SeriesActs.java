package dev.atrium.communities.event;

import dev.atrium.communities.event.Meetings.Change;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Another rule for a series, from one of its meetings on. What takes place on the same day as before stays what it is, with its
 * answers; what has no day any more is called off and those who come are told; days that are new are new meetings. The ones
 * before are a series of their own from then on.
 */
final class SeriesActs {
    private final Meetings meetings;
    private final EventNews news;

    SeriesActs(Meetings meetings, EventNews news) {
        this.meetings = meetings;
        this.news = news;
    }

    /** What became of the meetings of a series. */
    record Laid(List<UUID> kept, List<UUID> added, List<UUID> gone) {}

    /** @param on the first one that the rule of its draft is for; it is changed already, and its series is held */
    Future<Laid> lay(Tx tx, Change on) {
        var rule = on.draft().repeats();
        var old = on.event().series();
        if (rule == null || old == null) throw Problem.invalid("repeat", "choice-invalid");
        var store = new EventStore(tx);
        return store.following(on.event(), on.event().startsAt()).compose(all -> {
            var days = new HashMap<LocalDate, Instant>();
            for (var start : on.draft().starts())
                days.put(start.atZone(on.draft().zone()).toLocalDate(), start);
            days.remove(on.draft().startsAt().atZone(on.draft().zone()).toLocalDate());
            var kept = new HashMap<UUID, Instant>();
            var gone = new ArrayList<GroupEvent>();
            var others = new ArrayList<GroupEvent>();
            for (var other : all) {
                if (other.id().equals(on.event().id())) continue;
                var start = days.remove(other.starts().toLocalDate());
                if (start == null) gone.add(other);
                else {
                    kept.put(other.id(), start);
                    others.add(other);
                }
            }
            var laid = new Laid(
                    others.stream().map(GroupEvent::id).toList(),
                    days.keySet().stream().map(day -> Ids.next()).toList(),
                    gone.stream().map(GroupEvent::id).toList());
            return change(tx, on, others, kept)
                    .compose(x -> cancel(tx, gone))
                    .compose(x -> split(tx, on, rule, laid, days))
                    .map(laid);
        });
    }

    private Future<Void> change(Tx tx, Change on, List<GroupEvent> others, Map<UUID, Instant> starts) {
        Future<Void> done = Future.succeededFuture();
        for (var other : others) {
            var start = starts.get(other.id());
            if (start != null) done = done.compose(x -> meetings.other(tx, on, other, start));
        }
        return done;
    }

    /** What nobody answered is gone without a trace; the rest is called off. */
    private Future<Void> cancel(Tx tx, List<GroupEvent> gone) {
        var store = new EventStore(tx);
        var answered = new ArrayList<UUID>();
        Future<?> done = Future.succeededFuture();
        for (var event : gone) {
            if (event.going() + event.maybe() + event.waiting() > 0) answered.add(event.id());
            else done = done.compose(x -> store.delete(event.id()));
        }
        if (answered.isEmpty()) return done.mapEmpty();
        return done.compose(x -> store.cancel(answered, ""))
                .compose(off -> off.isEmpty() ? Future.succeededFuture() : news.cancelledSoon(tx, off));
    }

    private Future<Void> split(Tx tx, Change on, Recurrence rule, Laid laid, Map<LocalDate, Instant> days) {
        var store = new EventStore(tx);
        var series = Ids.next();
        var same = new ArrayList<>(laid.kept());
        same.add(on.event().id());
        var starts = days.values().stream().sorted().toList();
        var host = Host.of(on.event());
        return store.series(series, on.event().group(), rule)
                .compose(x -> store.reseries(same, series))
                .compose(x -> starts.isEmpty()
                        ? Future.succeededFuture(0)
                        : store.insert(host, series, on.draft().without(), laid.added(), starts))
                .compose(x -> meetings.reminders(tx, laid.added(), starts));
    }
}
