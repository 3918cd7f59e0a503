package dev.atrium.communities.event;

import dev.atrium.communities.event.EventViews.Cancelling;
import dev.atrium.communities.event.EventViews.EventList;
import dev.atrium.communities.event.EventViews.EventNew;
import dev.atrium.communities.event.EventViews.EventView;
import dev.atrium.communities.event.EventViews.EventWhole;
import dev.atrium.communities.event.EventViews.PeopleList;
import dev.atrium.communities.event.EventViews.PersonView;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Meetings of all groups for programs of the business, which invite in its name. */
final class BusinessEventsApi {
    private static final String ROOT = "/api/v1/business/groups/:group/events";
    private static final String ONE = ROOT + "/:event";
    private static final int LISTED = 500;

    private final Db db;
    private final Clock clock;
    private final Meetings meetings;

    BusinessEventsApi(Db db, Clock clock, Meetings meetings) {
        this.db = db;
        this.clock = clock;
        this.meetings = meetings;
    }

    void mount(Routes routes) {
        var reading = routes.business("groups:read");
        reading.get(ROOT, this::list)
                .summary("List the meetings of a group that lie ahead, the next first")
                .names("group", "tenant-group")
                .pages()
                .query("when", "past: those that are over, the last first")
                .gives(EventList.class, new EventList(List.of(EventViews.SAMPLE), null))
                .refuses(404);
        reading.get(ONE, this::one)
                .summary("Get a meeting of a group")
                .names("group", "tenant-group")
                .names("event", "tenant-event")
                .versioned()
                .gives(EventView.class, EventViews.SAMPLE)
                .refuses(404);
        reading.get(ONE + "/answers", this::people)
                .summary("List who answered: at most 500, those who come first")
                .names("group", "tenant-group")
                .names("event", "tenant-event")
                .gives(PeopleList.class, EventViews.PEOPLE)
                .refuses(404);
        var writing = routes.business("groups:write");
        writing.post(ROOT, this::create)
                .summary("Invite a group to a meeting, or to a series of them: the first is given back")
                .names("group", "tenant-group")
                .names("channel", "tenant-channel")
                .idempotent()
                .takes(EventNew.class, EventViews.NEW)
                .creates(EventView.class, EventViews.SAMPLE)
                .refuses(404, 409, 422);
        writing.put(ONE, this::change)
                .summary("Change a meeting of a group")
                .names("group", "tenant-group")
                .names("event", "tenant-event")
                .names("channel", "tenant-channel")
                .versioned()
                .idempotent()
                .takes(EventWhole.class, EventViews.WHOLE)
                .gives(EventView.class, EventViews.SAMPLE)
                .refuses(404, 409, 422);
        writing.post(ONE + "/cancel", this::cancel)
                .summary("Call a meeting of a group off and tell those who come")
                .names("group", "tenant-group")
                .names("event", "tenant-event")
                .idempotent()
                .takes(Cancelling.class, new Cancelling("The studio is flooded.", false))
                .gives(EventView.class, EventViews.SAMPLE)
                .refuses(404, 409, 422);
    }

    private static Future<EventStore.GroupName> group(Tx tx, Request request) {
        return new EventStore(tx).group(request.id("group")).map(found -> found.orElseThrow(Problem::notFound));
    }

    static Future<GroupEvent> found(Tx tx, Request request) {
        return new EventStore(tx)
                .find(null, request.id("group"), request.id("event"))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    private static Reply reply(GroupEvent event) {
        return Reply.json(EventViews.ofBusiness(event)).tagged(Integer.toString(event.version()));
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        boolean past = EventsApi.past(request.query("when"));
        return db.read(
                        request.scope(),
                        tx -> group(tx, request).compose(group -> {
                            var store = new EventStore(tx);
                            return past ? store.over(null, group.id(), wanted) : store.ahead(null, group.id(), wanted);
                        }))
                .map(found -> wanted.page(found, event -> Cursor.at(event.startsAt(), event.id())))
                .map(page -> request.paged(page.map(EventViews::ofBusiness), EventList::new));
    }

    private Future<Reply> one(Request request) {
        return db.read(
                        request.scope(),
                        tx -> found(tx, request).compose(event -> EventFrame.noted(db, tx, request, event)))
                .map(BusinessEventsApi::reply);
    }

    private Future<Reply> people(Request request) {
        return db.read(
                request.scope(),
                tx -> found(tx, request)
                        .compose(event -> EventFrame.noted(db, tx, request, event))
                        .compose(event -> new AnswerStore(tx).people(event.id(), LISTED))
                        .map(people -> Reply.json(new PeopleList(people.stream()
                                .map(one -> new PersonView(one.contact(), one.name(), one.standing()))
                                .toList()))));
    }

    private Future<Reply> create(Request request, Tx tx) {
        var sent = request.json(EventNew.class);
        return group(tx, request).compose(group -> {
            var draft = EventDraft.of(sent, clock.now());
            var host = Host.team(group.id(), key(request), "");
            return EventDesk.allowed(tx, group, draft)
                    .compose(x -> meetings.create(tx, host, draft, request.ip()))
                    .map(event -> Reply.created(
                                    "/api/v1/business/groups/" + group.id() + "/events/" + event.id(),
                                    EventViews.ofBusiness(event))
                            .tagged(Integer.toString(event.version())));
        });
    }

    /** Whoever of the team it is: the key that the program bears. */
    private static @Nullable UUID key(Request request) {
        return request.scope().principal() instanceof Principal.Business business ? business.key() : null;
    }

    private Future<Reply> change(Request request, Tx tx) {
        var sent = request.json(EventWhole.class);
        return group(tx, request)
                .compose(group -> found(tx, request).compose(event -> {
                    request.ifMatch().require(Integer.toString(event.version()));
                    var draft = EventDraft.of(sent.asNew(), EventWords.earliest(event, clock.now()));
                    return EventDesk.allowed(tx, group, draft)
                            .compose(x -> meetings.change(
                                    tx,
                                    request.tenant(),
                                    event,
                                    event.version(),
                                    draft,
                                    EventsApi.yes(sent.following()),
                                    request.ip()))
                            .map(BusinessEventsApi::reply);
                }));
    }

    private Future<Reply> cancel(Request request, Tx tx) {
        var sent = request.json(Cancelling.class);
        return found(tx, request)
                .compose(event -> meetings.cancel(
                        tx,
                        event,
                        Objects.requireNonNullElse(sent.reason(), "").strip(),
                        EventsApi.yes(sent.following()),
                        request.ip()))
                .compose(x -> found(tx, request))
                .map(BusinessEventsApi::reply);
    }
}
