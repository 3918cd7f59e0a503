package dev.atrium.communities.event;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whoever invites cancels the place of one, or lets them answer again: members who run the group, staff, and programs. */
final class PlaceRoutes {
    private static final String STAFF = "/t/:slug/communities/:group/events/:event/people";
    private static final String API = "/api/v1/business/groups/:group/events/:event/answers/:person";

    /** @param note what they are told; null for nothing */
    public record PlaceCancelling(@Nullable String note) {}

    private final Db db;
    private final Hosts hosts;
    private final Meetings meetings;

    PlaceRoutes(Db db, Hosts hosts, Meetings meetings) {
        this.db = db;
        this.hosts = hosts;
        this.meetings = meetings;
    }

    void mount(Routes routes, HostRoutes pages, EventDesk desk) {
        var client = routes.client(EventFrame.APP);
        client.post(EventRoutes.ONE + "/people/cancel", request -> ofClient(request, true))
                .summary("Cancel somebody's place at a meeting, and tell them")
                .names("event", "group-event")
                .names("person", "event-person")
                .shows(pages::people);
        client.post(EventRoutes.ONE + "/people/allow", request -> ofClient(request, false))
                .summary("Let somebody answer again whose place was cancelled")
                .names("event", "group-event")
                .names("person", "event-person")
                .shows(pages::people);
        var staff = routes.staff(Permission.CONTENT);
        staff.post(STAFF + "/cancel", request -> ofStaff(request, true))
                .summary("Cancel somebody's place at a group's meeting, and tell them")
                .names("group", "tenant-group")
                .names("event", "tenant-event")
                .names("person", "tenant-event-person")
                .shows(desk::one);
        staff.post(STAFF + "/allow", request -> ofStaff(request, false))
                .summary("Let somebody answer again whose place at a group's meeting was cancelled")
                .names("group", "tenant-group")
                .names("event", "tenant-event")
                .names("person", "tenant-event-person")
                .shows(desk::one);
        routes.business("groups:write")
                .post(API + "/cancel", this::ofProgram)
                .summary("Cancel somebody's place at a meeting, and tell them")
                .names("group", "tenant-group")
                .names("event", "tenant-event")
                .names("person", "tenant-event-person")
                .idempotent()
                .takes(PlaceCancelling.class, new PlaceCancelling("The room is smaller than I thought."))
                .refuses(404, 409, 422);
    }

    private Future<Void> act(Tx tx, Tenant tenant, Request request, GroupEvent event, boolean out) {
        var person = request.form().id("person");
        return out
                ? meetings.answers()
                        .putOut(tx, tenant, event, person, request.form().text("note"), request.ip())
                : meetings.answers().letIn(tx, event, person, request.ip());
    }

    private Future<Reply> ofClient(Request request, boolean out) {
        return db.write(
                request.scope(),
                tx -> EventFrame.seat(tx, request)
                        .compose(seat -> EventFrame.running(tx, seat, request)
                                .compose(event -> act(tx, request.tenant(), request, event, out)
                                        .map(x -> Reply.redirect(EventFrame.path(seat, "/" + event.id() + "/people"))
                                                .with(EventFrame.flash(word(out)))))));
    }

    private static String word(boolean out) {
        return out ? "event-place-cancelled" : "event-place-allowed";
    }

    private Future<Reply> ofStaff(Request request, boolean out) {
        var desk = Desk.of(request);
        return hosts.tenant(request.seat().tenant())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(tenant -> db.write(
                        desk.scope(),
                        tx -> EventDesk.found(tx, request).compose(event -> act(tx, tenant, request, event, out))))
                .map(x ->
                        desk.done("/communities/" + request.id("group") + "/events/" + request.id("event"), word(out)));
    }

    private Future<Reply> ofProgram(Request request, Tx tx) {
        var sent = request.json(PlaceCancelling.class);
        UUID person = request.id("person");
        return EventDesk.found(tx, request)
                .compose(event -> meetings.answers()
                        .putOut(
                                tx,
                                request.tenant(),
                                event,
                                person,
                                sent.note() == null ? "" : sent.note(),
                                request.ip()))
                .map(x -> Reply.empty());
    }
}
