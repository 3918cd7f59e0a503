package dev.atrium.viewas;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Token;
import dev.atrium.session.Handoff;
import dev.atrium.session.ViewSessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Faces;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The staff's side: whom to look as, and the way over. */
final class ViewAsConsole {
    private static final int LONGEST_SEARCH = 100;
    private static final int SHORTEST_REASON = 3;
    private static final int LONGEST_REASON = 200;

    /** An account as the list shows it. */
    record Row(UUID id, String name, String email, String initials, int hue) {}

    private final Db db;
    private final Hosts hosts;

    ViewAsConsole(Db db, Hosts hosts) {
        this.db = db;
        this.hosts = hosts;
    }

    void mount(Routes routes) {
        routes.staff(Permission.CONTACTS)
                .get("/t/:slug/view-as", this::page)
                .summary("Choose a client to see the portal as");
        routes.staff(Permission.CONTACTS)
                .post("/t/:slug/view-as", this::go)
                .summary("Go to the portal and see it as a client")
                .names("account", "tenant-account")
                .shows(this::page);
    }

    private Future<Tenant> tenant(Request request) {
        return hosts.tenant(request.seat().tenant()).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> page(Request request) {
        var typed = request.query("q").strip();
        var text = typed.length() > LONGEST_SEARCH ? typed.substring(0, LONGEST_SEARCH) : typed;
        return tenant(request)
                .compose(tenant -> db.read(request.scope(), tx -> choices(tx, request, text))
                        .map(found -> new Reply.Toward(
                                Desk.page(
                                        request,
                                        "viewas/choose",
                                        "viewas.title",
                                        Map.of("q", text, "accounts", rows(found))),
                                tenant.origin())));
    }

    /** Whom the page that led here was about, else who matches. */
    private static Future<List<ViewAsStore.Choice>> choices(Tx tx, Request request, String text) {
        var store = new ViewAsStore(tx);
        var one = Ids.parse(request.query("account"));
        return one == null
                ? store.search(text)
                : store.find(one).map(found -> found.stream().toList());
    }

    private static List<Row> rows(List<ViewAsStore.Choice> found) {
        return found.stream()
                .map(choice -> new Row(
                        choice.id(),
                        choice.name(),
                        choice.email(),
                        Faces.initials(choice.name()),
                        Faces.hue(choice.id())))
                .toList();
    }

    private Future<Reply> go(Request request) {
        var account = request.form().id("account");
        var reason = reason(request.form().text("reason"));
        return tenant(request)
                .compose(tenant -> db.write(request.scope(), tx -> handOff(tx, request, account, reason))
                        .map(token -> new Reply.Away(tenant.origin() + "/view-as/" + token.text())));
    }

    /** One line that the client will read. */
    private static String reason(String typed) {
        var reason = typed.strip();
        int length = reason.codePointCount(0, reason.length());
        if (length < SHORTEST_REASON) throw Problem.invalid("reason", "view-reason-short", SHORTEST_REASON);
        if (length > LONGEST_REASON) throw Problem.invalid("reason", "view-reason-long", LONGEST_REASON);
        if (reason.chars().anyMatch(Character::isISOControl)) throw Problem.invalid("reason", "name-invalid");
        return reason;
    }

    private static Future<Token> handOff(Tx tx, Request request, UUID account, String reason) {
        var staff = request.staff();
        return new ViewAsStore(tx).find(account).compose(found -> {
            if (found.isEmpty()) throw Problem.notFound();
            var handoff = new Handoff(staff.id(), staff.name(), staff.session(), account, request.userAgent(), reason);
            return Audit.record(
                            tx, "view.asked", "account", account, new JsonObject().put("reason", reason), request.ip())
                    .compose(x -> ViewSessions.handOff(tx, handoff));
        });
    }
}
