package dev.atrium.communities.event;

import dev.atrium.communities.Seat;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.live.Feeds;
import dev.atrium.live.Happening;
import dev.atrium.tenancy.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Who comes. Every answer holds the membership and then the meeting until its transaction ends, so that of any number at once
 * each finds the places as the one before left them.
 */
final class Answers {
    /** What a host may say to somebody whose place they cancel; characters. */
    static final int NOTE = 500;

    static final Set<String> WORDS = Set.of("yes", "maybe", "no");

    /** So long the host hears nothing more after a first answer, and then of all at once. */
    private static final Duration QUIET = Duration.ofMinutes(10);

    private final Clock clock;
    private final EventNews news;

    Answers(Clock clock, EventNews news) {
        this.clock = clock;
        this.news = news;
    }

    /**
     * The answer of a member from now on; a yes to a meeting without a free place is a place in the line, or fails with {@code
     * event-full}. The same answer again changes nothing. The meeting as it is then.
     */
    Future<GroupEvent> give(Tx tx, Tenant tenant, Seat seat, UUID contact, UUID id, String word) {
        if (!WORDS.contains(word)) throw Problem.invalid("answer", "choice-invalid");
        if (seat.archived()) throw Problem.of(409, "event-group-archived");
        return new AnswerStore(tx)
                .hold(seat.group(), contact)
                .map(member -> {
                    if (!member) throw Problem.notFound();
                    return member;
                })
                .compose(x -> held(tx, contact, seat.group(), id))
                .compose(event ->
                        event.mine().answer().equals(word) && !event.mine().out()
                                ? Future.succeededFuture(event)
                                : change(tx, tenant, event, contact, word));
    }

    private static Future<GroupEvent> held(Tx tx, UUID contact, UUID group, UUID id) {
        var store = new EventStore(tx);
        return store.hold(group, id)
                .compose(x -> store.find(contact, group, id))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<GroupEvent> change(Tx tx, Tenant tenant, GroupEvent event, UUID contact, String word) {
        if (event.cancelled()) throw Problem.of(409, "event-cancelled");
        if (event.over(clock.now())) throw Problem.of(409, "event-over");
        if (event.mine().out()) throw Problem.of(409, "event-put-out");
        // Whoever waits comes before whoever asks now, even where a place has just become free.
        boolean room = !event.full() && event.waiting() == 0;
        boolean waits = word.equals("yes") && !room && event.capacity() != null;
        if (waits && !event.queueing()) throw Problem.of(409, "event-full");
        var store = new AnswerStore(tx);
        boolean own = contact.equals(event.host());
        return store.draw(event.id(), waits, !own)
                .compose(unheard -> !own && unheard == 1 ? tellHostSoon(tx, event) : Future.succeededFuture())
                .compose(x -> store.put(event.id(), contact, word, waits))
                .compose(x -> recorded(tx, event, contact, waits ? "waiting" : word))
                .compose(x -> promote(tx, tenant, event, List.of(contact)))
                .compose(x -> new EventStore(tx).find(contact, event.group(), event.id()))
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(now -> heard(tx, event).map(now));
    }

    private static Future<Void> recorded(Tx tx, GroupEvent event, UUID contact, String standing) {
        return Events.record(tx, new EventFact.Answered(contact, event.id(), event.group(), event.title(), standing));
    }

    private Future<Void> tellHostSoon(Tx tx, GroupEvent event) {
        return Jobs.schedule(
                tx, EventNews.ANSWERS, event.id().toString(), clock.now().plus(QUIET), new JsonObject());
    }

    /**
     * The host cancels the place of one who comes, may come or waits, and tells them why; the next in line moves up in the same
     * transaction. Fails with {@code event-answer-gone} where they come no more by themselves.
     */
    Future<Void> putOut(Tx tx, Tenant tenant, GroupEvent event, UUID person, String note, String ip) {
        var wrong = new Wrong();
        wrong.text("note", note, NOTE);
        wrong.end();
        var store = new AnswerStore(tx);
        return new EventStore(tx)
                .hold(event.group(), event.id())
                .compose(x -> new EventStore(tx).find(person, event.group(), event.id()))
                .compose(found -> {
                    // They may see it no more; then they come no more either.
                    var now = found.orElseThrow(() -> Problem.of(409, "event-answer-gone"));
                    if (now.cancelled()) throw Problem.of(409, "event-cancelled");
                    if (now.over(clock.now())) throw Problem.of(409, "event-over");
                    return store.putOut(now.id(), person).compose(done -> {
                        if (!done) throw Problem.of(409, "event-answer-gone");
                        return recorded(tx, now, person, "no")
                                .compose(x -> audited(tx, "event.place-cancelled", now, person, ip))
                                .compose(x -> news.putOut(tx, tenant, now, person, note.strip()))
                                .compose(x -> new EventStore(tx).find(null, now.id()))
                                .compose(free -> promote(tx, tenant, free.orElseThrow(Problem::notFound), List.of()))
                                .compose(x -> heard(tx, now));
                    });
                });
    }

    /** Somebody whose place was cancelled may answer again; done twice it is done once. */
    Future<Void> letIn(Tx tx, GroupEvent event, UUID person, String ip) {
        return new AnswerStore(tx)
                .letIn(event.id(), person)
                .compose(done ->
                        done ? audited(tx, "event.place-allowed", event, person, ip) : Future.succeededFuture());
    }

    private static Future<Void> audited(Tx tx, String action, GroupEvent event, UUID person, String ip) {
        var detail = new JsonObject().put("title", event.title()).put("contact", person.toString());
        return Audit.record(tx, action, "event", event.id(), detail, ip);
    }

    private static Future<Void> heard(Tx tx, GroupEvent event) {
        return Feeds.publish(tx, event.feed(), new Happening(EventFeed.ANSWERED, event.id(), event.group()));
    }

    /**
     * Gives what places are free to the first in line, and tells them; for whoever holds the meeting.
     *
     * @param knowing those who see for themselves that they got one
     */
    Future<Void> promote(Tx tx, Tenant tenant, GroupEvent event, List<UUID> knowing) {
        return new AnswerStore(tx).promote(event.id(), EventNews.AT_ONCE).compose(in -> {
            Future<Void> done = Future.succeededFuture();
            for (var contact : in) {
                done = done.compose(x ->
                        Events.record(tx, new EventFact.Promoted(contact, event.id(), event.group(), event.title())));
                if (!knowing.contains(contact)) done = done.compose(x -> news.promoted(tx, tenant, event, contact));
            }
            // So many at once that the rest is a job's.
            return in.size() < EventNews.AT_ONCE ? done : done.compose(x -> placesSoon(tx, event.id()));
        });
    }

    private Future<Void> placesSoon(Tx tx, UUID event) {
        return Jobs.schedule(tx, EventNews.PLACES, event.toString(), clock.now(), new JsonObject());
    }
}
