package dev.atrium.communities.event;

import dev.atrium.communities.Seat;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Meetings as members find them: the list, one, its answers and its file. */
final class EventRoutes {
    static final String ROOT = "/groups/:group/events";
    static final String ONE = ROOT + "/:event";

    /** Of those who come, so many are named on the page. */
    private static final int NAMED = 30;

    private static final int ANSWERS_A_MINUTE = 60;

    private final Db db;
    private final Clock clock;
    private final Meetings meetings;
    private final EventWords words;
    private final EventFrame frame;

    EventRoutes(Vertx vertx, Db db, Clock clock, EventFrame frame, Meetings meetings) {
        this.db = db;
        this.frame = frame;
        this.clock = clock;
        this.meetings = meetings;
        this.words = new EventWords(vertx);
    }

    void mount(Routes routes) {
        var client = routes.client(EventFrame.APP);
        client.get(ROOT, this::list).summary("List a group's meetings").landing();
        client.get(ONE, this::one)
                .summary("Show a meeting and who comes")
                .names("event", "group-event")
                .landing();
        client.post(ONE + "/answer", this::answer)
                .summary("Say whether one comes to a meeting")
                .names("event", "group-event")
                .shows(this::one);
        client.get(ONE + "/calendar", this::file)
                .summary("Save a meeting as a calendar file")
                .names("event", "group-event");
    }

    /** The calendar of a month. */
    private Future<Reply> month(Request request) {
        var contact = request.session().contact();
        var month = EventMonth.of(request, request.zone(), clock.now());
        return db.read(
                request.scope(),
                tx -> EventFrame.seat(tx, request).compose(seat -> {
                    var found = new EventStore(tx).between(contact, seat.group(), month.from(), month.to());
                    var runs = EventFrame.runs(tx, seat, contact);
                    return frame.model(tx, request, seat)
                            .compose(model -> Future.all(found, runs).map(x -> {
                                var rows = found.result().stream()
                                        .map(event -> frame.row(request, seat, event))
                                        .toList();
                                model.put("zoneUrl", "/account/profile");
                                model.put("runs", runs.result());
                                month.fill(model, request, rows, EventFrame.path(seat, ""), clock.now());
                                return Reply.page(
                                        "communities/event/month", Reply.Layout.PORTAL, "events.title", model);
                            }));
                }));
    }

    private Future<Reply> list(Request request) {
        if (EventMonth.asked(request)) return month(request);
        boolean past = request.query("when").equals("past");
        var wanted = Page.Wanted.of(request.query("cursor"), "");
        var contact = request.session().contact();
        return db.read(
                request.scope(),
                tx -> EventFrame.seat(tx, request).compose(seat -> {
                    var store = new EventStore(tx);
                    var found = past
                            ? store.over(contact, seat.group(), wanted)
                            : store.ahead(contact, seat.group(), wanted);
                    var runs = EventFrame.runs(tx, seat, contact);
                    return frame.model(tx, request, seat)
                            .compose(model -> Future.all(found, runs).map(x -> {
                                var page =
                                        wanted.page(found.result(), event -> Cursor.at(event.startsAt(), event.id()));
                                model.put("past", past);
                                model.put("runs", runs.result());
                                model.put("months", months(request, seat, page.items()));
                                page.next()
                                        .ifPresent(next -> model.put(
                                                "older",
                                                EventFrame.path(
                                                        seat,
                                                        "?" + (past ? "when=past&" : "") + "cursor=" + next.text())));
                                return Reply.page("communities/event/list", Reply.Layout.PORTAL, "events.title", model);
                            }));
                }));
    }

    private List<EventPage.Month> months(Request request, Seat seat, List<GroupEvent> events) {
        var rows = events.stream().map(event -> frame.row(request, seat, event)).toList();
        return EventPage.months(request, rows, request.zone());
    }

    private Future<Reply> one(Request request) {
        return db.read(
                        request.scope(),
                        tx -> EventFrame.seat(tx, request)
                                .compose(seat -> EventFrame.found(tx, seat, request)
                                        .compose(event -> EventFrame.noted(db, tx, request, event))
                                        .compose(event -> shown(tx, request, seat, event))))
                .compose(shown -> words.body(shown.event()).map(body -> {
                    if (body != null) shown.model().put("body", body);
                    return Reply.page("communities/event/event", Reply.Layout.PORTAL, "events.one", shown.model());
                }));
    }

    private record Shown(GroupEvent event, Map<String, Object> model) {}

    private Future<Shown> shown(Tx tx, Request request, Seat seat, GroupEvent event) {
        var contact = request.session().contact();
        var people = new AnswerStore(tx).people(event.id(), NAMED);
        var series = event.series() == null
                ? Future.succeededFuture(Optional.<Recurrence>empty())
                : new EventStore(tx).series(event.series());
        var runs = EventFrame.runs(tx, seat, contact, event);
        return frame.model(tx, request, seat)
                .compose(model -> Future.all(people, series, runs).map(x -> {
                    model.put("runs", runs.result());
                    series.result().ifPresent(rule -> model.put("often", EventPage.often(request, rule)));
                    model.put(
                            "people",
                            people.result().stream()
                                    .filter(one -> one.standing().equals("yes"))
                                    .toList());
                    fill(model, request, seat, event);
                    return new Shown(event, model);
                }));
    }

    private void fill(Map<String, Object> model, Request request, Seat seat, GroupEvent event) {
        var now = clock.now();
        var contact = request.session().contact();
        model.put("row", frame.row(request, seat, event));
        model.put("event", event);
        model.put("feed", event.feed().text());
        model.put("over", event.over(now));
        model.put(
                "answerable",
                event.answerable(now) && !seat.archived() && !event.mine().out());
        model.put("linked", !event.link().isEmpty() && event.opensTo(contact));
        model.put("linkLater", !event.link().isEmpty() && !event.opensTo(contact));
        model.put("choices", EventWords.choices(request, event));
        model.put("standing", EventWords.standing(request, event));
    }

    private Future<Reply> answer(Request request) {
        var contact = request.session().contact();
        return limited(db, request, contact)
                .compose(x -> db.write(
                        request.scope(),
                        tx -> EventFrame.seat(tx, request)
                                .compose(seat -> meetings.answers()
                                        .give(
                                                tx,
                                                request.tenant(),
                                                seat,
                                                contact,
                                                request.id("event"),
                                                request.form().text("answer"))
                                        .map(event -> Reply.redirect(EventFrame.path(seat, "/" + event.id()))
                                                .with(EventFrame.flash(
                                                        "event-" + event.mine().standing()))))));
    }

    /** Taken whatever becomes of the answer, and refused afterwards. */
    static Future<Void> limited(Db db, Request request, UUID contact) {
        return db.write(request.scope(), tx -> RateLimit.take(tx, "event-answer:" + contact, Duration.ofMinutes(1)))
                .map(count -> {
                    if (count.over(ANSWERS_A_MINUTE)) throw Problem.tooMany("event-answers-many", count.waitSeconds());
                    return null;
                });
    }

    private Future<Reply> file(Request request) {
        var contact = request.session().contact();
        return db.read(
                request.scope(),
                tx -> EventFrame.seat(tx, request)
                        .compose(seat -> EventFrame.found(tx, seat, request)
                                .map(event -> CalendarRoutes.file(request, contact, seat, event))));
    }
}
