package dev.atrium.communities.event;

import dev.atrium.communities.event.EventViews.Cancelling;
import dev.atrium.communities.event.EventViews.EventAnswerNew;
import dev.atrium.communities.event.EventViews.EventList;
import dev.atrium.communities.event.EventViews.EventNew;
import dev.atrium.communities.event.EventViews.EventView;
import dev.atrium.communities.event.EventViews.EventWhole;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Meetings for programs of a member: what the member sees and may do. */
final class EventsApi {
    private static final String ROOT = "/api/v1/groups/:group/events";
    private static final String ONE = ROOT + "/:event";

    private final Db db;
    private final Clock clock;
    private final Meetings meetings;

    EventsApi(Db db, Clock clock, Meetings meetings) {
        this.db = db;
        this.clock = clock;
        this.meetings = meetings;
    }

    void mount(Routes routes) {
        var reading = routes.program("communities:read", EventFrame.APP);
        reading.get(ROOT, this::list)
                .summary("List the meetings of a group that lie ahead, the next first")
                .pages()
                .query("when", "past: those that are over, the last first")
                .gives(EventList.class, new EventList(List.of(EventViews.SAMPLE), null))
                .refuses(404);
        reading.get(ONE, this::one)
                .summary("Get a meeting")
                .names("event", "group-event")
                .versioned()
                .gives(EventView.class, EventViews.SAMPLE)
                .refuses(404);
        var writing = routes.program("communities:write", EventFrame.APP);
        writing.post(ROOT, this::create)
                .summary("Invite a group that one runs to a meeting, or to a series of them: the first is given back")
                .names("channel", "channel")
                .idempotent()
                .takes(EventNew.class, EventViews.NEW)
                .creates(EventView.class, EventViews.SAMPLE)
                .refuses(404, 409, 422);
        writing.put(ONE, this::change)
                .summary("Change a meeting")
                .names("event", "group-event")
                .names("channel", "channel")
                .versioned()
                .idempotent()
                .takes(EventWhole.class, EventViews.WHOLE)
                .gives(EventView.class, EventViews.SAMPLE)
                .refuses(404, 409, 422);
        writing.put(ONE + "/answer", this::answer)
                .summary("Say whether one comes; without a free place a yes is a place in the line")
                .names("event", "group-event")
                .idempotent()
                .takes(EventAnswerNew.class, new EventAnswerNew("yes"))
                .gives(EventView.class, EventViews.SAMPLE)
                .refuses(404, 409, 422, 429);
        writing.post(ONE + "/cancel", this::cancel)
                .summary("Call a meeting off and tell those who come")
                .names("event", "group-event")
                .idempotent()
                .takes(Cancelling.class, new Cancelling("The studio is flooded.", false))
                .gives(EventView.class, EventViews.SAMPLE)
                .refuses(404, 409, 422);
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        boolean past = past(request.query("when"));
        var contact = request.session().contact();
        return db.read(
                        request.scope(),
                        tx -> EventFrame.seat(tx, request).compose(seat -> {
                            var store = new EventStore(tx);
                            return past
                                    ? store.over(contact, seat.group(), wanted)
                                    : store.ahead(contact, seat.group(), wanted);
                        }))
                .map(found -> wanted.page(found, event -> Cursor.at(event.startsAt(), event.id())))
                .map(page -> request.paged(page.map(event -> EventViews.of(event, contact)), EventList::new));
    }

    static boolean past(String when) {
        if (!when.isEmpty() && !when.equals("past") && !when.equals("ahead"))
            throw Problem.invalid("when", "choice-invalid");
        return when.equals("past");
    }

    private Future<Reply> one(Request request) {
        var contact = request.session().contact();
        return db.read(
                request.scope(),
                tx -> EventFrame.seat(tx, request)
                        .compose(seat -> EventFrame.found(tx, seat, request))
                        .compose(event -> EventFrame.noted(db, tx, request, event))
                        .map(event -> reply(event, contact)));
    }

    private static Reply reply(GroupEvent event, UUID contact) {
        return Reply.json(EventViews.of(event, contact)).tagged(Integer.toString(event.version()));
    }

    private Future<Reply> create(Request request, Tx tx) {
        var sent = request.json(EventNew.class);
        var contact = request.session().contact();
        return EventFrame.seat(tx, request).compose(seat -> {
            var draft = EventDraft.of(sent, clock.now());
            return EventFrame.allowed(tx, seat, contact, draft)
                    .compose(x -> meetings.create(tx, Host.contact(seat.group(), contact), draft, request.ip()))
                    .map(event -> Reply.created(
                                    "/api/v1/groups/" + seat.group() + "/events/" + event.id(),
                                    EventViews.of(event, contact))
                            .tagged(Integer.toString(event.version())));
        });
    }

    private Future<Reply> change(Request request, Tx tx) {
        var sent = request.json(EventWhole.class);
        var contact = request.session().contact();
        return EventFrame.seat(tx, request)
                .compose(seat -> EventFrame.running(tx, seat, request).compose(event -> {
                    request.ifMatch().require(Integer.toString(event.version()));
                    var draft = EventDraft.of(sent.asNew(), EventWords.earliest(event, clock.now()));
                    return EventFrame.allowed(tx, seat, contact, draft)
                            .compose(x -> meetings.change(
                                    tx,
                                    request.tenant(),
                                    event,
                                    event.version(),
                                    draft,
                                    yes(sent.following()),
                                    request.ip()))
                            .compose(x -> EventFrame.found(tx, seat, request))
                            .map(now -> reply(now, contact));
                }));
    }

    private Future<Reply> answer(Request request, Tx tx) {
        var sent = request.json(EventAnswerNew.class);
        var contact = request.session().contact();
        return EventFrame.seat(tx, request)
                .compose(seat -> meetings.answers()
                        .give(tx, request.tenant(), seat, contact, request.id("event"), sent.answer()))
                .map(event -> reply(event, contact));
    }

    private Future<Reply> cancel(Request request, Tx tx) {
        var sent = request.json(Cancelling.class);
        var contact = request.session().contact();
        return EventFrame.seat(tx, request)
                .compose(seat -> EventFrame.running(tx, seat, request)
                        .compose(event -> meetings.cancel(
                                tx,
                                event,
                                Objects.requireNonNullElse(sent.reason(), "").strip(),
                                yes(sent.following()),
                                request.ip()))
                        .compose(x -> EventFrame.found(tx, seat, request))
                        .map(event -> reply(event, contact)));
    }

    static boolean yes(@Nullable Boolean said) {
        return Objects.requireNonNullElse(said, false);
    }
}
