package dev.atrium.communities.event;

import dev.atrium.communities.GroupDesk;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Page;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The staff's side of a group's meetings: they see all of them, and invite in the name of the business. */
final class EventDesk {
    private static final String ROOT = "/t/:slug/communities/:group/events";
    private static final String ONE = ROOT + "/:event";
    private static final int LISTED = 500;

    private final Db db;
    private final Clock clock;
    private final Hosts hosts;
    private final Meetings meetings;
    private final GroupDesk frame;

    EventDesk(Db db, Clock clock, Hosts hosts, GroupDesk frame, Meetings meetings) {
        this.frame = frame;
        this.db = db;
        this.clock = clock;
        this.hosts = hosts;
        this.meetings = meetings;
    }

    void mount(Routes routes) {
        var staff = routes.staff(Permission.CONTENT);
        staff.get(ROOT, this::list).summary("List the meetings of a group").names("group", "tenant-group");
        staff.get(ROOT + "/new", this::blank)
                .summary("Show the form for a meeting of a group")
                .names("group", "tenant-group");
        staff.post(ROOT + "/new", this::create)
                .summary("Invite a group to a meeting, or to a series of them")
                .names("group", "tenant-group")
                .names("channel", "tenant-channel")
                .shows(this::blank);
        staff.get(ONE, this::one)
                .summary("Show a group's meeting, who answered, and its form")
                .names("group", "tenant-group")
                .names("event", "tenant-event");
        staff.post(ONE, this::change)
                .summary("Change a group's meeting, or those that follow it too")
                .names("group", "tenant-group")
                .names("event", "tenant-event")
                .names("channel", "tenant-channel")
                .shows(this::one);
        staff.post(ONE + "/cancel", this::cancel)
                .summary("Call off a group's meeting, or those that follow it too")
                .names("group", "tenant-group")
                .names("event", "tenant-event")
                .shows(this::one);
    }

    private Future<Tenant> tenant(Request request) {
        return hosts.tenant(request.seat().tenant()).map(found -> found.orElseThrow(Problem::notFound));
    }

    private static Future<EventStore.GroupName> group(Tx tx, Request request) {
        return new EventStore(tx).group(request.id("group")).map(found -> found.orElseThrow(Problem::notFound));
    }

    static Future<GroupEvent> found(Tx tx, Request request) {
        return new EventStore(tx)
                .find(null, request.id("group"), request.id("event"))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    private static String at(EventStore.GroupName group, String rest) {
        return "/communities/" + group.id() + "/events" + rest;
    }

    /** The console's frame of the group, and where its meetings are. */
    private Future<Map<String, Object>> model(Tx tx, Request request) {
        var group = request.id("group");
        return frame.model(tx, request, group, EventFrame.TAB).map(model -> {
            model.put("eventsUrl", Desk.of(request).path("/communities/" + group + "/events"));
            return model;
        });
    }

    /** The calendar of a month, by the portal's clocks as the list. */
    private Future<Reply> month(Request request) {
        return tenant(request).compose(tenant -> {
            var zone = tenant.settings().zone();
            var month = EventMonth.of(request, zone, clock.now());
            return db.read(
                    Desk.of(request).scope(),
                    tx -> model(tx, request)
                            .compose(model -> new EventStore(tx)
                                    .between(null, request.id("group"), month.from(), month.to())
                                    .map(found -> {
                                        month.fill(
                                                model,
                                                request,
                                                rows(request, found, zone),
                                                request.path(),
                                                clock.now());
                                        return listed(model);
                                    })));
        });
    }

    private static Reply listed(Map<String, Object> model) {
        return Reply.page("communities/event/desk-list", Reply.Layout.CONSOLE, "events.title", model);
    }

    private List<EventPage.Row> rows(Request request, List<GroupEvent> events, ZoneId zone) {
        return events.stream()
                .map(event -> EventPage.row(request, event, clock.now(), zone, url(request, event), ""))
                .toList();
    }

    private Future<Reply> list(Request request) {
        if (EventMonth.asked(request)) return month(request);
        var desk = Desk.of(request);
        var group = request.id("group");
        boolean past = request.query("when").equals("past");
        var wanted = Page.Wanted.of(request.query("cursor"), "");
        return tenant(request)
                .compose(tenant -> db.read(
                        desk.scope(),
                        tx -> model(tx, request).compose(model -> {
                            var store = new EventStore(tx);
                            return (past ? store.over(null, group, wanted) : store.ahead(null, group, wanted))
                                    .map(found -> {
                                        fill(model, request, tenant, wanted.page(found, EventDesk::place), past);
                                        return listed(model);
                                    });
                        })));
    }

    private static Cursor place(GroupEvent event) {
        return Cursor.at(event.startsAt(), event.id());
    }

    private void fill(Map<String, Object> model, Request request, Tenant tenant, Page<GroupEvent> page, boolean past) {
        var zone = tenant.settings().zone();
        model.put("past", past);
        model.put("months", EventPage.months(request, rows(request, page.items(), zone), zone));
        page.next()
                .ifPresent(next -> model.put(
                        "older", request.path() + "?" + (past ? "when=past&" : "") + "cursor=" + next.text()));
    }

    private static String url(Request request, GroupEvent event) {
        return Desk.of(request).path("/communities/" + event.group() + "/events/" + event.id());
    }

    private Future<Reply> blank(Request request) {
        var desk = Desk.of(request);
        return tenant(request)
                .compose(tenant -> db.read(
                        desk.scope(),
                        tx -> model(tx, request)
                                .compose(model -> new EventStore(tx)
                                        .channels(request.id("group"))
                                        .map(channels -> {
                                            var zone = tenant.settings().zone();
                                            EventForm.fill(model, request, null, channels, true, zone, clock.now());
                                            return Reply.page(
                                                    "communities/event/desk-new",
                                                    Reply.Layout.CONSOLE,
                                                    "events.new",
                                                    model);
                                        }))));
    }

    private Future<Reply> create(Request request) {
        var desk = Desk.of(request);
        return db.write(
                desk.scope(),
                tx -> group(tx, request).compose(group -> {
                    var draft = EventDraft.of(request.form(), clock.now());
                    var host = Host.team(
                            group.id(), desk.staff().id(), desk.staff().name());
                    return allowed(tx, group, draft)
                            .compose(x -> meetings.create(tx, host, draft, request.ip()))
                            .map(event -> desk.done(at(group, "/" + event.id()), "event-made"));
                }));
    }

    /** A meeting is for a channel of its own group. */
    static Future<Void> allowed(Tx tx, EventStore.GroupName group, EventDraft draft) {
        if (group.archived()) throw Problem.of(409, "event-group-archived");
        if (draft.channel() == null) return Future.succeededFuture();
        return new EventStore(tx).channels(group.id()).map(channels -> {
            if (channels.stream().noneMatch(channel -> Objects.equals(channel.id(), draft.channel())))
                throw Problem.notFound();
            return null;
        });
    }

    Future<Reply> one(Request request) {
        var desk = Desk.of(request);
        return tenant(request)
                .compose(tenant -> db.read(
                        desk.scope(),
                        tx -> model(tx, request)
                                .compose(model -> found(tx, request)
                                        .compose(event -> EventFrame.noted(db, tx, request, event))
                                        .compose(event -> {
                                            var channels = new EventStore(tx).channels(event.group());
                                            var people = new AnswerStore(tx).people(event.id(), LISTED);
                                            var rule = EventForm.rule(tx, event);
                                            return Future.all(channels, people, rule)
                                                    .map(x -> {
                                                        rule.result()
                                                                .ifPresent(
                                                                        said -> EventForm.often(model, request, said));
                                                        var zone = tenant.settings()
                                                                .zone();
                                                        EventForm.fill(
                                                                model,
                                                                request,
                                                                event,
                                                                channels.result(),
                                                                true,
                                                                zone,
                                                                clock.now());
                                                        var url = url(request, event);
                                                        model.put(
                                                                "row",
                                                                EventPage.row(
                                                                        request, event, clock.now(), zone, url, ""));
                                                        model.put("places", EventWords.places(request, event));
                                                        model.put(
                                                                "people", EventWords.people(request, people.result()));
                                                        model.put("ahead", event.answerable(clock.now()));
                                                        return Reply.page(
                                                                "communities/event/desk-event",
                                                                Reply.Layout.CONSOLE,
                                                                "events.one",
                                                                model);
                                                    });
                                        }))));
    }

    private Future<Reply> change(Request request) {
        var desk = Desk.of(request);
        return tenant(request)
                .compose(tenant -> db.write(
                        desk.scope(),
                        tx -> group(tx, request)
                                .compose(group -> found(tx, request)
                                        .compose(event -> event.over(clock.now())
                                                ? replay(tx, request, event)
                                                : change(tx, request, tenant, group, event))
                                        .map(x -> desk.done(at(group, "/" + request.id("event")), "event-saved")))));
    }

    private Future<Void> change(Tx tx, Request request, Tenant tenant, EventStore.GroupName group, GroupEvent event) {
        var draft = EventForm.changed(request.form(), event, clock.now());
        boolean following = !request.form().text("following").isEmpty();
        return allowed(tx, group, draft)
                .compose(x -> meetings.change(
                        tx, tenant, event, request.form().number("version"), draft, following, request.ip()))
                .mapEmpty();
    }

    private Future<Void> replay(Tx tx, Request request, GroupEvent event) {
        var wrong = new Wrong();
        var replay = wrong.address("replay", request.form().text("replay"), EventDraft.LINK);
        wrong.end();
        return meetings.replay(tx, event, replay, request.ip());
    }

    private Future<Reply> cancel(Request request) {
        var desk = Desk.of(request);
        boolean following = !request.form().text("following").isEmpty();
        return db.write(
                desk.scope(),
                tx -> group(tx, request)
                        .compose(group -> found(tx, request)
                                .compose(event -> meetings.cancel(
                                        tx, event, request.form().text("reason"), following, request.ip()))
                                .map(x -> desk.done(at(group, "/" + request.id("event")), "event-off"))));
    }
}
