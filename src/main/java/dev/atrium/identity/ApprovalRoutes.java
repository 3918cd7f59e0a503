package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Desk;
import dev.atrium.web.Faces;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;

/** The queue of those who wait to be let in, in the console; and the page that they wait at. */
final class ApprovalRoutes {
    private static final int PAGE = 25;
    private static final int LONGEST_REASON = 500;

    /** Somebody on the list. */
    record Row(UUID id, String name, String email, Instant since, String initials, int hue) {}

    private final Identity identity;
    private final Hosts hosts;

    ApprovalRoutes(Identity identity, Hosts hosts) {
        this.identity = identity;
        this.hosts = hosts;
    }

    void mount(Routes routes) {
        routes.guest().get("/signup/waiting", ApprovalRoutes::waiting).summary("Show that the business is asked");
        routes.place(new ConsolePlace("approvals", "user-check", "/approvals", 107, Permission.CONTACTS));
        var staff = routes.staff(Permission.CONTACTS);
        staff.get("/t/:slug/approvals", this::page).summary("List who waits to be let in");
        staff.post("/t/:slug/approvals/approve", this::approve)
                .summary("Let people in")
                .names("request", "account-request")
                .shows(this::page);
        staff.post("/t/:slug/approvals/decline", this::decline)
                .summary("Decline people")
                .names("request", "account-request")
                .shows(this::page);
    }

    private static Future<Reply> waiting(Request request) {
        return Future.succeededFuture(
                Reply.page("identity/waiting", Reply.Layout.ENTRY, "entry.waiting.title", Map.of()));
    }

    private Future<Reply> page(Request request) {
        var desk = Desk.of(request);
        var after = Ids.parse(request.query("after"));
        return identity.db()
                .read(desk.scope(), tx -> new ApprovalStore(tx).list(after, PAGE + 1))
                .map(found -> {
                    var model = desk.model(request);
                    model.put(
                            "rows",
                            found.stream().limit(PAGE).map(ApprovalRoutes::row).toList());
                    if (after != null) model.put("first", desk.path("/approvals"));
                    if (found.size() > PAGE)
                        model.put(
                                "next",
                                desk.path("/approvals?after=")
                                        + found.get(PAGE - 1).id());
                    model.put("reasonLongest", LONGEST_REASON);
                    return Reply.page("console/approvals", Reply.Layout.CONSOLE, "console.approvals.title", model);
                });
    }

    private static Row row(Applicant who) {
        return new Row(
                who.id(),
                who.fullName(),
                who.email().address(),
                who.since(),
                Faces.initials(who.fullName()),
                Faces.hue(who.id()));
    }

    private Future<Reply> approve(Request request) {
        return decide(
                request,
                "request-approved",
                (tx, tenant) -> id -> Approvals.approve(tx, tenant, identity, id, request.ip()));
    }

    private Future<Reply> decline(Request request) {
        var said = said(request.form().text("reason"));
        return decide(
                request,
                "request-declined",
                (tx, tenant) -> id -> Approvals.decline(tx, tenant, identity, id, said, request.ip()));
    }

    /** The reason as it stands in a mail: one paragraph. */
    static String said(String reason) {
        if (reason.codePointCount(0, reason.length()) > LONGEST_REASON)
            throw Problem.invalid("reason", "text-long", LONGEST_REASON);
        return HeaderText.clean(reason.replaceAll("\\s+", " ")).value();
    }

    private interface Decision {
        Future<Approvals.Outcome> on(UUID id);
    }

    /** All of them in one transaction; what a colleague decided meanwhile is passed over. */
    private Future<Reply> decide(Request request, String word, BiFunction<Tx, Tenant, Decision> how) {
        var desk = Desk.of(request);
        var ids = request.form().ids("request", PAGE);
        if (ids.isEmpty()) throw Problem.invalid("request", "nobody-chosen");
        return hosts.tenant(desk.seat().tenant())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(tenant -> identity.db().write(desk.scope(), tx -> all(how.apply(tx, tenant), ids)))
                .map(outcomes ->
                        desk.done("/approvals", outcomes.contains(Approvals.Outcome.DONE) ? word : "request-needless"));
    }

    /** Each waits for the one before, in the order of their ids: two colleagues who decide about the same do not block. */
    private static Future<List<Approvals.Outcome>> all(Decision decision, List<UUID> ids) {
        var outcomes = Future.succeededFuture(new ArrayList<Approvals.Outcome>());
        for (var id : ids.stream().sorted().toList()) {
            outcomes = outcomes.compose(list -> decision.on(id).map(outcome -> {
                list.add(outcome);
                return list;
            }));
        }
        return outcomes.map(list -> {
            if (list.stream().allMatch(outcome -> outcome == Approvals.Outcome.GONE))
                throw Problem.of(409, "request-gone");
            return list;
        });
    }
}
