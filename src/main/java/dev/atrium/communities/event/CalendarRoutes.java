package dev.atrium.communities.event;

import dev.atrium.communities.Groups;
import dev.atrium.communities.Seat;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Token;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a person comes to, over all their groups: as a page, and as a calendar that their own calendar reads at an address which
 * nobody else knows. The address is shown once; a new one ends the old.
 */
final class CalendarRoutes {
    private static final String TYPE = "text/calendar; charset=utf-8";
    private static final String PAGE = "/communities/events";
    private static final String ENDING = ".ics";
    private static final int LISTED = 100;

    private final Db db;
    private final Clock clock;

    CalendarRoutes(Db db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    void mount(Routes routes) {
        var client = routes.client(EventFrame.APP);
        client.get(PAGE, this::page)
                .summary("List what lies ahead in all groups of the person")
                .landing();
        client.post(PAGE + "/calendar", this::make)
                .summary("Make the address under which a calendar reads what the person comes to; an older one ends")
                .shows(this::page);
        client.post(PAGE + "/calendar/end", this::end).summary("End the address of the person's calendar");
        routes.guest()
                .get("/calendar/:calendar", this::feed)
                .summary("Read what a person comes to, as a calendar, by its secret address")
                .givesBytes("text/calendar");
    }

    private Future<Reply> page(Request request) {
        return page(request, Map.of());
    }

    private Future<Reply> page(Request request, Map<String, Object> more) {
        var contact = request.session().contact();
        return db.read(request.scope(), tx -> {
            var events = new EventStore(tx).ofMember(contact, LISTED);
            var address = new CalendarStore(tx).find(contact);
            return groups(tx, contact)
                    .compose(groups -> Future.all(events, address).map(x -> {
                        var zone = request.zone();
                        var rows = events.result().stream()
                                .filter(event -> groups.containsKey(event.group()))
                                .map(event -> row(request, event, Objects.requireNonNull(groups.get(event.group()))))
                                .toList();
                        var model = new HashMap<String, Object>(more);
                        model.put("months", EventPage.months(request, rows, zone));
                        address.result().ifPresent(found -> model.put("address", found));
                        return Reply.page("communities/event/mine", Reply.Layout.PORTAL, "events.mine", model);
                    }));
        });
    }

    private EventPage.Row row(Request request, GroupEvent event, Seat seat) {
        var url = EventFrame.path(seat, "/" + event.id());
        return EventPage.row(request, event, clock.now(), request.zone(), url, seat.name());
    }

    private static Future<Map<UUID, Seat>> groups(Tx tx, UUID contact) {
        return Groups.mine(tx, contact)
                .map(all -> all.stream().collect(Collectors.toMap(Seat::group, Function.identity())));
    }

    /** The one answer that shows the address: it is kept as a hash alone. */
    private Future<Reply> make(Request request) {
        var contact = request.session().contact();
        var token = Token.random();
        return db.write(
                        request.scope(),
                        tx -> new CalendarStore(tx)
                                .put(contact, token.hash())
                                .compose(x -> audit(tx, "event.calendar-made", contact, request)))
                .compose(x -> page(
                        request, Map.of("made", request.tenant().origin() + "/calendar/" + token.text() + ENDING)));
    }

    private Future<Reply> end(Request request) {
        var contact = request.session().contact();
        return db.write(
                        request.scope(),
                        tx -> new CalendarStore(tx)
                                .end(contact)
                                .compose(ended -> ended
                                        ? audit(tx, "event.calendar-ended", contact, request)
                                        : Future.succeededFuture()))
                .map(x -> Reply.redirect(PAGE).with(new Cookies.Change(Cookies.FLASH, "calendar-ended", 60)));
    }

    private static Future<Void> audit(Tx tx, String action, UUID contact, Request request) {
        return Audit.record(tx, action, "contact", contact, new JsonObject(), request.ip());
    }

    /** Unknown, ended, of somebody who cannot sign in, or of an app that is switched off: all the same. */
    private Future<Reply> feed(Request request) {
        var asked = request.pathText("calendar");
        var token = Token.parse(asked.endsWith(ENDING) ? asked.substring(0, asked.length() - ENDING.length()) : asked)
                .orElseThrow(Problem::notFound);
        var tenant = request.tenant();
        if (!tenant.enabled(EventFrame.APP)) throw Problem.notFound();
        return db.read(
                        request.scope(),
                        tx -> new CalendarStore(tx)
                                .holder(token.hash(), tenant.audience(EventFrame.APP))
                                .map(found -> found.orElseThrow(Problem::notFound))
                                .compose(holder -> read(tx, tenant, holder)))
                .compose(read -> read.holder().late()
                        ? db.write(
                                        request.scope(),
                                        tx -> new CalendarStore(tx)
                                                .read(read.holder().contact()))
                                .map(read)
                        : Future.succeededFuture(read))
                .map(read -> bytes(read.ics(), Ics.ALL));
    }

    private record Read(CalendarStore.Holder holder, Buffer ics) {}

    private static Future<Read> read(Tx tx, Tenant tenant, CalendarStore.Holder holder) {
        var contact = holder.contact();
        return groups(tx, contact)
                .compose(groups -> new EventStore(tx).calendar(contact).map(events -> {
                    var entries = events.stream()
                            .filter(event -> groups.containsKey(event.group()))
                            .map(event ->
                                    entry(tenant, contact, Objects.requireNonNull(groups.get(event.group())), event))
                            .toList();
                    return new Read(holder, Ics.of(tenant.branding().portalName(), entries));
                }));
    }

    private static Ics.Entry entry(Tenant tenant, UUID contact, Seat seat, GroupEvent event) {
        return new Ics.Entry(
                event,
                seat.name(),
                tenant.origin() + EventFrame.path(seat, "/" + event.id()),
                event.opensTo(contact) ? event.link() : "");
    }

    /** One meeting as a file to save. */
    static Reply file(Request request, UUID contact, Seat seat, GroupEvent event) {
        var tenant = request.tenant();
        var ics = Ics.of(seat.name(), List.of(entry(tenant, contact, seat, event)));
        return bytes(ics, Ics.ONE);
    }

    /** Kept by nobody: what somebody comes to now is what a calendar is to show. */
    private static Reply bytes(Buffer ics, String fileName) {
        return new Reply.Stream(Reply.Source.of(ics), TYPE, fileName);
    }
}
