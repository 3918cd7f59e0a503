package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.session.Device;
import dev.atrium.session.ViewSessions;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Where the person is signed in, and leaving: here, there, everywhere. */
final class DeviceRoutes {
    private static final Cookies.Change FORGET = new Cookies.Change(Cookies.SESSION, "", 0);

    /** A device as the list shows it. */
    record Row(UUID id, String label, String icon, String ip, Instant at, Instant lastSeen, boolean current) {}

    private final Identity identity;
    private final Leaving leaving;

    DeviceRoutes(Identity identity) {
        this.identity = identity;
        this.leaving = new Leaving(identity.sessions());
    }

    void mount(Routes routes, String app) {
        routes.client(app)
                .get("/account/sessions", this::page)
                .summary("Show where the account is signed in")
                .beforeFactor()
                .landing();
        routes.client(app)
                .post("/account/sessions/end", this::end)
                .summary("Sign out one device")
                .beforeFactor()
                .names("id", "session")
                .shows(this::page);
        routes.client(app).post("/account/sessions/end-others", this::endOthers).summary("Sign out every other device");
        routes.guest().get("/signed-out", this::signedOut).summary("Show that the session has ended");
        routes.guest().post("/logout", this::logout).summary("Sign out here");
        routes.client(app)
                .post("/logout/everywhere", this::everywhere)
                .summary("Sign out on every device")
                .beforeFactor();
    }

    private Future<Reply> page(Request request) {
        return identity.db()
                .read(request.scope(), tx -> model(tx, request))
                .map(model -> Reply.page("account/sessions", Reply.Layout.PORTAL, "account.sessions.title", model));
    }

    private Future<Map<String, Object>> model(Tx tx, Request request) {
        var own = request.session();
        var devices = identity.sessions().list(tx, own.account());
        var views = ViewSessions.of(tx, own.account());
        return Future.all(devices, views)
                .map(x -> Map.of(
                        "sessions",
                        devices.result().stream()
                                .map(device -> row(request, device, own.id()))
                                .toList(),
                        "several",
                        devices.result().size() > 1,
                        "views",
                        views.result()));
    }

    static String name(Request request, String userAgent) {
        var agent = UserAgents.of(userAgent);
        return agent.known()
                ? request.say("account.sessions.device", agent.browser(), agent.system())
                : request.say("account.sessions.unknown-device");
    }

    private static Row row(Request request, Device device, UUID own) {
        return new Row(
                device.id(),
                name(request, device.userAgent()),
                device.userAgent().contains("Mobi") ? "smartphone" : "monitor-smartphone",
                device.ip(),
                device.createdAt(),
                device.lastSeenAt(),
                device.id().equals(own));
    }

    private Future<Reply> end(Request request) {
        var session = request.form().id("id");
        return identity.db()
                .write(request.scope(), tx -> leaving.end(tx, request.session(), session, request.ip()))
                .map(Reply.redirect("/account/sessions").with(new Cookies.Change(Cookies.FLASH, "session-ended", 60)));
    }

    private Future<Reply> endOthers(Request request) {
        var own = request.session();
        return identity.db()
                .write(request.scope(), tx -> leaving.others(tx, own, request.ip()))
                .map(Reply.redirect("/account/sessions").with(new Cookies.Change(Cookies.FLASH, "others-ended", 60)));
    }

    private static Future<Void> ended(Tx tx, Request request) {
        var own = request.session();
        Events.record(tx, new SessionFact.SessionsEnded(own.contact(), own.account()));
        return Audit.record(tx, "sessions.ended", "account", own.account(), new JsonObject(), request.ip());
    }

    private Future<Reply> signedOut(Request request) {
        return Future.succeededFuture(Reply.page(
                "identity/signed-out",
                Reply.Layout.ENTRY,
                "entry.signed-out.title",
                Map.of("everywhere", !request.query("everywhere").isEmpty())));
    }

    private Future<Reply> logout(Request request) {
        if (request.maybeSession().isEmpty())
            return Future.succeededFuture(Reply.redirect("/signed-out").with(FORGET));
        var own = request.session();
        return identity.db()
                .write(request.scope(), tx -> leaving.here(tx, own, request.userAgent(), request.ip()))
                .map(Reply.redirect("/signed-out").with(FORGET));
    }

    private Future<Reply> everywhere(Request request) {
        var own = request.session();
        return identity.db()
                .write(
                        request.scope(),
                        tx -> identity.sessions()
                                .endAllBut(tx, own.account(), own.id())
                                .compose(others -> identity.sessions().end(tx, own.account(), own.id()))
                                .compose(x -> ended(tx, request)))
                .map(Reply.redirect("/signed-out?everywhere=1").with(FORGET));
    }
}
