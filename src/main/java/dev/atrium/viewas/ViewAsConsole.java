package dev.atrium.viewas;

import dev.atrium.console.Desk;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Token;
import dev.atrium.session.Handoff;
import dev.atrium.session.ViewSessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
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
                .compose(tenant -> db.read(request.scope(), tx -> new ViewAsStore(tx).search(text))
                        .map(found -> new Reply.Toward(
                                Desk.page(
                                        request,
                                        "viewas/choose",
                                        "viewas.title",
                                        Map.of("q", text, "accounts", rows(found))),
                                tenant.origin())));
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
        return tenant(request)
                .compose(tenant -> db.write(request.scope(), tx -> handOff(tx, request, account))
                        .map(token -> new Reply.Away(tenant.origin() + "/view-as/" + token.text())));
    }

    private static Future<Token> handOff(Tx tx, Request request, UUID account) {
        var staff = request.staff();
        return new ViewAsStore(tx).find(account).compose(found -> {
            if (found.isEmpty()) throw Problem.notFound();
            var handoff = new Handoff(staff.id(), staff.name(), staff.session(), account, request.userAgent());
            return Audit.record(tx, "view.asked", "account", account, new JsonObject(), request.ip())
                    .compose(x -> ViewSessions.handOff(tx, handoff));
        });
    }
}
