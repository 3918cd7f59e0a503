package dev.atrium.viewas;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Principal;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Token;
import dev.atrium.session.ViewSessions;
import dev.atrium.session.Viewing;
import dev.atrium.tenancy.Origins;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The portal's side: GET of the hand-off shows a button and changes nothing, POST begins the view, End ends it. */
final class ViewAsPortal {
    private static final long SECONDS = 30 * 60;

    private final Db db;
    private final Origins origins;

    ViewAsPortal(Db db, Origins origins) {
        this.db = db;
        this.origins = origins;
    }

    void mount(Routes routes) {
        routes.guest()
                .get("/view-as/:handoff", this::page)
                .summary("Show the button that begins the view as a client")
                .whileViewing();
        routes.guest()
                .post("/view-as/:handoff", this::begin)
                .summary("Begin to see the portal as a client")
                .whileViewing();
        routes.guest()
                .post("/view-ended", this::end)
                .summary("Stop seeing the portal as a client")
                .whileViewing();
        routes.guest().get("/view-ended", this::ended).summary("Show that the view as a client has ended");
    }

    private Future<Reply> page(Request request) {
        var token = Token.parse(request.pathText("handoff"));
        if (token.isEmpty()) return Future.succeededFuture(show(request, true));
        return db.read(request.scope(), tx -> ViewSessions.awaits(tx, token.get()))
                .map(awaits -> show(request, !awaits));
    }

    private Reply show(Request request, boolean expired) {
        return Reply.page(
                "viewas/go",
                Reply.Layout.ENTRY,
                "viewas.go.title",
                Map.of("expired", expired, "console", console(request)));
    }

    private String console(Request request) {
        return origins.ofConsole() + "/t/" + request.tenant().slug() + "/view-as";
    }

    private Future<Reply> begin(Request request) {
        var token = Token.parse(request.pathText("handoff"));
        if (token.isEmpty()) return Future.succeededFuture(show(request, true));
        var scope = Scope.guest(request.tenant().id(), request.language());
        return db.write(scope, tx -> ViewSessions.begin(tx, token.get(), request.ip(), request.userAgent()))
                .compose(begun -> begun.isEmpty()
                        ? Future.succeededFuture(show(request, true))
                        : db.write(as(request, begun.get().staff()), tx -> note(tx, request, begun.get()))
                                .map(Reply.redirect("/")
                                        .with(new Cookies.Change(
                                                Cookies.VIEW,
                                                begun.get().token().text(),
                                                SECONDS))));
    }

    /** A view that was open in this browser ends with the new one's beginning: nobody looks as two clients at once. */
    private static Future<Void> note(Tx tx, Request request, ViewSessions.Begun begun) {
        var detail = new JsonObject().put("view", begun.id().toString()).put("reason", begun.reason());
        return ended(tx, request, request.viewing())
                .compose(x -> Audit.record(tx, "view.started", "account", begun.account(), detail, request.ip()));
    }

    private static Future<Void> ended(Tx tx, Request request, Optional<Viewing> viewing) {
        if (viewing.isEmpty()) return Future.succeededFuture();
        var view = viewing.get().principal();
        var detail = new JsonObject().put("view", view.session().toString());
        return ViewSessions.end(tx, view.session())
                .compose(ended -> ended
                        ? Audit.record(tx, "view.ended", "account", view.account(), detail, request.ip())
                        : Future.succeededFuture());
    }

    private Future<Reply> end(Request request) {
        var gone = Reply.redirect("/view-ended").with(new Cookies.Change(Cookies.VIEW, "", 0));
        if (request.viewing().isEmpty()) return Future.succeededFuture(gone);
        var staff = request.viewing().get().principal().staff();
        return db.write(as(request, staff), tx -> ended(tx, request, request.viewing()))
                .map(gone);
    }

    /** Beginning and ending are acts of the person themselves, not of the client they look as. */
    private static Scope as(Request request, UUID staff) {
        return new Scope(request.tenant().id(), new Principal.Staff(staff, "", Scope.NO_TENANT), request.language());
    }

    private Future<Reply> ended(Request request) {
        return Future.succeededFuture(Reply.page(
                "viewas/ended", Reply.Layout.ENTRY, "viewas.ended.title", Map.of("console", console(request))));
    }
}
