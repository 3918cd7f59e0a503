package dev.atrium.communities.event;

import dev.atrium.communities.event.EventViews.EventSeries;
import dev.atrium.communities.event.EventViews.EventView;
import dev.atrium.communities.event.EventViews.SeriesCancelling;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A whole series, by any one of its meetings, for programs of members and of the business. */
final class SeriesApi {
    private static final String OF_MEMBER = "/api/v1/groups/:group/events/:event/series";
    private static final String OF_BUSINESS = "/api/v1/business/groups/:group/events/:event/series";
    private static final SeriesCancelling FLOODED = new SeriesCancelling("The studio is flooded.");

    private final Db db;
    private final Meetings meetings;

    SeriesApi(Db db, Meetings meetings) {
        this.db = db;
        this.meetings = meetings;
    }

    void mount(Routes routes) {
        routes.program("communities:read", EventFrame.APP)
                .get(OF_MEMBER, this::seen)
                .summary("Get the rule of a meeting's series, and those of it that are not over")
                .names("event", "group-event")
                .gives(EventSeries.class, EventViews.SERIES)
                .refuses(404);
        routes.program("communities:write", EventFrame.APP)
                .post(OF_MEMBER + "/cancel", this::cancel)
                .summary("Call off all of a meeting's series that is not over, and tell those who come")
                .names("event", "group-event")
                .idempotent()
                .takes(SeriesCancelling.class, FLOODED)
                .gives(EventSeries.class, EventViews.SERIES)
                .refuses(404, 409, 422);
        routes.business("groups:read")
                .get(OF_BUSINESS, this::known)
                .summary("Get the rule of the series of a group's meeting, and those of it that are not over")
                .names("group", "tenant-group")
                .names("event", "tenant-event")
                .gives(EventSeries.class, EventViews.SERIES)
                .refuses(404);
        routes.business("groups:write")
                .post(OF_BUSINESS + "/cancel", this::end)
                .summary("Call off all of the series of a group's meeting that is not over, and tell those who come")
                .names("group", "tenant-group")
                .names("event", "tenant-event")
                .idempotent()
                .takes(SeriesCancelling.class, FLOODED)
                .gives(EventSeries.class, EventViews.SERIES)
                .refuses(404, 409, 422);
    }

    private Future<Reply> seen(Request request) {
        return db.read(
                request.scope(),
                tx -> EventFrame.seat(tx, request)
                        .compose(seat -> EventFrame.found(tx, seat, request))
                        .compose(event -> EventFrame.noted(db, tx, request, event))
                        .compose(event -> ofMember(tx, request, event)));
    }

    private Future<Reply> cancel(Request request, Tx tx) {
        var sent = request.json(SeriesCancelling.class);
        return EventFrame.seat(tx, request)
                .compose(seat -> EventFrame.running(tx, seat, request))
                .compose(event -> off(tx, request, event, sent).compose(x -> ofMember(tx, request, event)));
    }

    private Future<Reply> known(Request request) {
        return db.read(
                request.scope(),
                tx -> BusinessEventsApi.found(tx, request)
                        .compose(event -> EventFrame.noted(db, tx, request, event))
                        .compose(event -> ofBusiness(tx, event)));
    }

    private Future<Reply> end(Request request, Tx tx) {
        var sent = request.json(SeriesCancelling.class);
        return BusinessEventsApi.found(tx, request)
                .compose(event -> off(tx, request, event, sent).compose(x -> ofBusiness(tx, event)));
    }

    private Future<Void> off(Tx tx, Request request, GroupEvent event, SeriesCancelling sent) {
        series(event);
        return meetings.cancelSeries(
                tx, event, Objects.requireNonNullElse(sent.reason(), "").strip(), request.ip());
    }

    private static Future<Reply> ofMember(Tx tx, Request request, GroupEvent event) {
        var contact = request.session().contact();
        return whole(tx, contact, event, one -> EventViews.of(one, contact));
    }

    private static Future<Reply> ofBusiness(Tx tx, GroupEvent event) {
        return whole(tx, null, event, EventViews::ofBusiness);
    }

    private static Future<Reply> whole(
            Tx tx, @Nullable UUID reader, GroupEvent event, Function<GroupEvent, EventView> view) {
        var series = series(event);
        var store = new EventStore(tx);
        return store.series(series)
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(rule -> store.ofSeries(reader, series)
                        .map(all -> Reply.json(new EventSeries(
                                series,
                                EventViews.repeats(rule),
                                all.stream().map(view).toList()))));
    }

    /** @throws Problem where it takes place once: there is no series */
    private static UUID series(GroupEvent event) {
        var series = event.series();
        if (series == null) throw Problem.notFound();
        return series;
    }
}
