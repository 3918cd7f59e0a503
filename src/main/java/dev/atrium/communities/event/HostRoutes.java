package dev.atrium.communities.event;

import dev.atrium.communities.Seat;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;

/** What members do who run a group, or a channel of it: invite, change, call off, and see who answered what. */
final class HostRoutes {
    private static final int LISTED = 500;

    private final Db db;
    private final Clock clock;
    private final Meetings meetings;
    private final EventFrame frame;

    HostRoutes(Db db, Clock clock, EventFrame frame, Meetings meetings) {
        this.db = db;
        this.clock = clock;
        this.frame = frame;
        this.meetings = meetings;
    }

    void mount(Routes routes) {
        var client = routes.client(EventFrame.APP);
        client.get(EventRoutes.ROOT + "/new", this::blank).summary("Show the form for a new meeting");
        client.post(EventRoutes.ROOT + "/new", this::create)
                .summary("Invite to a meeting, or to a series of them")
                .names("channel", "channel")
                .shows(this::blank);
        client.get(EventRoutes.ONE + "/people", this::people)
                .summary("List who answered, for whoever runs the group")
                .names("event", "group-event");
        client.get(EventRoutes.ONE + "/edit", this::edit)
                .summary("Show the form of a meeting")
                .names("event", "group-event");
        client.post(EventRoutes.ONE + "/edit", this::change)
                .summary("Change a meeting, or those that follow it too")
                .names("event", "group-event")
                .names("channel", "channel")
                .shows(this::edit);
        client.post(EventRoutes.ONE + "/cancel", this::cancel)
                .summary("Call off a meeting, or those that follow it too")
                .names("event", "group-event")
                .shows(this::edit);
    }

    private interface Work {
        Future<Reply> of(Tx tx, Seat seat, GroupEvent event);
    }

    private static Future<Reply> running(Tx tx, Request request, Work work) {
        return EventFrame.seat(tx, request)
                .compose(seat -> EventFrame.running(tx, seat, request).compose(event -> work.of(tx, seat, event)));
    }

    private static Reply back(Seat seat, GroupEvent event, String word) {
        return Reply.redirect(EventFrame.path(seat, "/" + event.id())).with(EventFrame.flash(word));
    }

    private Future<Reply> blank(Request request) {
        var contact = request.session().contact();
        return db.read(
                request.scope(),
                tx -> EventFrame.seat(tx, request)
                        .compose(seat -> EventFrame.managed(tx, seat, contact)
                                .compose(channels -> frame.model(tx, request, seat)
                                        .map(model -> {
                                            if (seat.archived() || (!seat.runs() && channels.isEmpty()))
                                                throw Problem.notFound();
                                            model.put("back", EventFrame.path(seat, ""));
                                            EventForm.fill(
                                                    model,
                                                    request,
                                                    null,
                                                    channels,
                                                    seat.runs(),
                                                    request.zone(),
                                                    clock.now());
                                            return Reply.page(
                                                    "communities/event/new", Reply.Layout.PORTAL, "events.new", model);
                                        }))));
    }

    private Future<Reply> create(Request request) {
        var contact = request.session().contact();
        return db.write(
                request.scope(),
                tx -> EventFrame.seat(tx, request).compose(seat -> {
                    var draft = EventDraft.of(request.form(), clock.now());
                    return EventFrame.allowed(tx, seat, contact, draft)
                            .compose(x -> meetings.create(tx, Host.contact(seat.group(), contact), draft, request.ip()))
                            .map(event -> back(seat, event, "event-made"));
                }));
    }

    Future<Reply> people(Request request) {
        return db.read(
                request.scope(),
                tx -> running(
                        tx,
                        request,
                        (in, seat, event) -> EventFrame.noted(db, in, request, event)
                                .compose(x -> new AnswerStore(in).people(event.id(), LISTED))
                                .compose(people -> frame.model(in, request, seat)
                                        .map(model -> {
                                            model.put("row", frame.row(request, seat, event));
                                            model.put("event", event);
                                            model.put("people", EventWords.people(request, people));
                                            model.put("ahead", event.answerable(clock.now()));
                                            return Reply.page(
                                                    "communities/event/people",
                                                    Reply.Layout.PORTAL,
                                                    "events.people",
                                                    model);
                                        }))));
    }

    private Future<Reply> edit(Request request) {
        var contact = request.session().contact();
        return db.read(
                request.scope(),
                tx -> running(
                        tx,
                        request,
                        (in, seat, event) -> EventFrame.noted(db, in, request, event)
                                .compose(x -> EventFrame.managed(in, seat, contact))
                                .compose(channels -> EventForm.rule(in, event)
                                        .compose(rule -> frame.model(in, request, seat)
                                                .map(model -> {
                                                    rule.ifPresent(said -> EventForm.often(model, request, said));
                                                    EventForm.fill(
                                                            model,
                                                            request,
                                                            event,
                                                            channels,
                                                            seat.runs(),
                                                            request.zone(),
                                                            clock.now());
                                                    var row = frame.row(request, seat, event);
                                                    model.put("row", row);
                                                    model.put("back", row.url());
                                                    model.put("action", row.url() + "/edit");
                                                    return Reply.page(
                                                            "communities/event/edit",
                                                            Reply.Layout.PORTAL,
                                                            "events.edit",
                                                            model);
                                                })))));
    }

    private Future<Reply> change(Request request) {
        var contact = request.session().contact();
        return db.write(
                request.scope(),
                tx -> running(tx, request, (in, seat, event) -> {
                    if (event.over(clock.now())) return replay(in, request, seat, event);
                    var draft = EventForm.changed(request.form(), event, clock.now());
                    boolean following = !request.form().text("following").isEmpty();
                    return EventFrame.allowed(in, seat, contact, draft)
                            .compose(x -> meetings.change(
                                    in,
                                    request.tenant(),
                                    event,
                                    request.form().number("version"),
                                    draft,
                                    following,
                                    request.ip()))
                            .map(x -> back(seat, event, "event-saved"));
                }));
    }

    private Future<Reply> replay(Tx tx, Request request, Seat seat, GroupEvent event) {
        var wrong = new Wrong();
        var replay = wrong.address("replay", request.form().text("replay"), EventDraft.LINK);
        wrong.end();
        return meetings.replay(tx, event, replay, request.ip()).map(x -> back(seat, event, "event-saved"));
    }

    private Future<Reply> cancel(Request request) {
        boolean following = !request.form().text("following").isEmpty();
        return db.write(
                request.scope(),
                tx -> running(
                        tx,
                        request,
                        (in, seat, event) -> meetings.cancel(
                                        in, event, request.form().text("reason"), following, request.ip())
                                .map(x -> back(seat, event, "event-off"))));
    }
}
