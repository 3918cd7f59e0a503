package dev.atrium.communities.event;

import dev.atrium.communities.ChannelSeat;
import dev.atrium.communities.GroupFrame;
import dev.atrium.communities.Groups;
import dev.atrium.communities.Seat;
import dev.atrium.communities.Visits;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the pages of meetings have in common: whose group it is, who may invite, and the frame around it. */
final class EventFrame {
    static final String APP = "communities";

    /** The tab of a group's pages that these are. */
    static final String TAB = "events";

    private final Clock clock;
    private final GroupFrame frame;

    EventFrame(Clock clock, GroupFrame frame) {
        this.clock = clock;
        this.frame = frame;
    }

    /** Where the person stands in the group of the path; nobody but members knows of its meetings. */
    static Future<Seat> seat(Tx tx, Request request) {
        return Groups.member(tx, request.session().contact(), request.pathText("group"));
    }

    static String path(Seat seat, String rest) {
        return "/groups/" + seat.slug() + "/events" + rest;
    }

    Future<Map<String, Object>> model(Tx tx, Request request, Seat seat) {
        return frame.model(tx, request, seat, TAB).map(model -> {
            model.put("eventsUrl", path(seat, ""));
            return model;
        });
    }

    EventPage.Row row(Request request, Seat seat, GroupEvent event) {
        return EventPage.row(request, event, clock.now(), request.zone(), path(seat, "/" + event.id()), "");
    }

    static Cookies.Change flash(String word) {
        return new Cookies.Change(Cookies.FLASH, word, 60);
    }

    static Future<GroupEvent> found(Tx tx, Seat seat, Request request) {
        return new EventStore(tx)
                .find(request.session().contact(), seat.group(), request.id("event"))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    /** Whether they may invite: to the group, or at least to a channel that they run. */
    static Future<Boolean> runs(Tx tx, Seat seat, UUID contact) {
        if (seat.archived()) return Future.succeededFuture(false);
        return seat.runs()
                ? Future.succeededFuture(true)
                : managed(tx, seat, contact).map(channels -> !channels.isEmpty());
    }

    /** Whether they may change this one: what is for a channel is its managers' business. */
    static Future<Boolean> runs(Tx tx, Seat seat, UUID contact, GroupEvent event) {
        if (seat.archived()) return Future.succeededFuture(false);
        return event.channel() == null ? Future.succeededFuture(seat.runs()) : runs(tx, seat, contact, event.channel());
    }

    private static Future<Boolean> runs(Tx tx, Seat seat, UUID contact, UUID channel) {
        return Groups.channel(tx, contact, channel)
                .map(found -> found.filter(it -> it.group().equals(seat.group()) && !it.archived())
                        .map(ChannelSeat::manages)
                        .orElse(false));
    }

    /** The channels that they may invite to. */
    static Future<List<EventStore.ChannelName>> managed(Tx tx, Seat seat, UUID contact) {
        return Groups.channels(tx, contact, seat.group())
                .map(all -> all.stream()
                        .filter(channel -> channel.manages() && !channel.archived())
                        .map(channel -> new EventStore.ChannelName(channel.id(), channel.name()))
                        .toList());
    }

    /** Whoever invites runs the group, or the channel that they invite to. */
    static Future<Void> allowed(Tx tx, Seat seat, UUID contact, EventDraft draft) {
        if (seat.archived()) throw Problem.of(409, "event-group-archived");
        return (draft.channel() == null
                        ? Future.succeededFuture(seat.runs())
                        : runs(tx, seat, contact, draft.channel()))
                .map(runs -> {
                    if (!runs) throw Problem.notFound();
                    return null;
                });
    }

    /** A meeting that is shown by itself: where it is of a private channel, whoever looks from outside is noted. */
    static Future<GroupEvent> noted(Db db, Tx tx, Request request, GroupEvent event) {
        var channel = event.channel();
        return event.closed() && channel != null
                ? Visits.channel(db, tx, request, channel).map(event)
                : Future.succeededFuture(event);
    }

    /** A meeting that the person may change; unknown to whoever may not, so that nothing is learned by asking. */
    static Future<GroupEvent> running(Tx tx, Seat seat, Request request) {
        var contact = request.session().contact();
        return found(tx, seat, request)
                .compose(event -> runs(tx, seat, contact, event).map(runs -> {
                    if (!runs) throw Problem.notFound();
                    return event;
                }));
    }
}
