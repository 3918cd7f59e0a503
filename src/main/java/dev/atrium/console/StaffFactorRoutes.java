package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.identity.factor.Factors;
import dev.atrium.identity.factor.Passkeys;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The second step of the staff's sign-in, and confirming by the second factor. */
final class StaffFactorRoutes {
    /** What a try came to once its transaction is through. */
    private record Outcome(StaffFactors.Tried tried, Optional<StaffTicketStore.Ticket> ticket) {}

    private final Db db;
    private final StaffFactors staff;

    StaffFactorRoutes(Db db, StaffFactors staff) {
        this.db = db;
        this.staff = staff;
    }

    void mount(Routes routes) {
        var guest = routes.consoleGuest();
        guest.get("/login/factor", this::page).summary("Show where staff show their second factor");
        guest.post("/login/factor", this::code)
                .summary("Show the staff's second factor: a code")
                .shows(this::page);
        guest.post("/login/factor/passkey/options", this::options).summary("Be asked for the staff's passkey");
        guest.post("/login/factor/passkey", this::passkey)
                .summary("Show the staff's second factor: a passkey")
                .shows(this::page);
        var signedIn = routes.anyStaff();
        signedIn.post("/confirm/factor", this::confirm)
                .summary("Confirm as staff by the second factor: a code")
                .beforeFactor();
        signedIn.post("/confirm/passkey/options", this::confirmOptions)
                .summary("Be asked for a passkey to confirm by, as staff")
                .beforeFactor();
        signedIn.post("/confirm/passkey", this::confirmPasskey)
                .summary("Confirm as staff by passkey")
                .beforeFactor();
    }

    private Future<Reply> page(Request request) {
        return db.read(
                        StaffFactors.scope(request),
                        tx -> staff.waiting(tx, request)
                                .compose(found -> found.isEmpty()
                                        ? Future.succeededFuture(Optional.<Factors.State>empty())
                                        : Factors.state(tx, found.get().staff(), request.host())
                                                .map(Optional::of)))
                .map(state -> {
                    if (state.isEmpty()) {
                        if (request.failed()) throw Problem.of(409, "ticket-expired");
                        return Reply.redirect("/login");
                    }
                    return Reply.page(
                            "console/factor",
                            Reply.Layout.CONSOLE,
                            "factor.title",
                            model(state.get(), "/login/factor"));
                });
    }

    /** What the part that asks for a factor shows. */
    static Map<String, Object> model(Factors.State state, String action) {
        Map<String, Object> model = new HashMap<>();
        model.put("totp", state.totp());
        model.put("passkey", state.passkeysHere() > 0);
        model.put("recovery", state.recoveryLeft() > 0);
        model.put("action", action);
        model.put("passkeyAction", action.equals("/confirm/factor") ? "/confirm/passkey" : action + "/passkey");
        model.put("next", "");
        return model;
    }

    private static void typed(Request request) {
        if (request.form().text("recovery").isEmpty()
                && request.form().text("code").isEmpty()) throw Problem.invalid("code", "factor-missing");
    }

    private Future<Reply> code(Request request) {
        typed(request);
        return db.write(StaffFactors.scope(request), tx -> tried(tx, request)).compose(outcome -> {
            var problem = outcome.tried().problem();
            if (problem != null) throw problem;
            var used = outcome.ticket().orElseThrow(() -> Problem.of(409, "ticket-expired"));
            return told(request, outcome.tried(), used.staff()).compose(x -> enter(request, outcome.ticket()));
        });
    }

    private Future<Outcome> tried(Tx tx, Request request) {
        return staff.waiting(tx, request).compose(found -> {
            if (found.isEmpty()) throw Problem.of(409, "ticket-expired");
            return staff.attempt(tx, request, found.get().staff())
                    .compose(tried -> tried.problem() != null
                            ? Future.succeededFuture(new Outcome(tried, Optional.empty()))
                            : staff.use(tx, request).map(ticket -> new Outcome(tried, ticket)));
        });
    }

    private Future<Void> told(Request request, StaffFactors.Tried tried, UUID person) {
        return tried.recovery() ? staff.recovered(request, person) : Future.succeededFuture();
    }

    private Future<Reply> enter(Request request, Optional<StaffTicketStore.Ticket> ticket) {
        var used = ticket.orElseThrow(() -> Problem.of(409, "ticket-expired"));
        return staff.open(request, used.staff(), true, used.next());
    }

    private Future<UUID> whose(Request request) {
        return db.read(StaffFactors.scope(request), tx -> staff.waiting(tx, request))
                .map(found -> found.orElseThrow(() -> Problem.of(409, "ticket-expired"))
                        .staff());
    }

    private Future<Reply> options(Request request) {
        return whose(request).compose(owner -> asked(request, Passkeys.Purpose.FACTOR, owner));
    }

    private Future<Reply> asked(Request request, Passkeys.Purpose purpose, UUID owner) {
        return db.write(
                        StaffFactors.scope(request),
                        tx -> staff.passkeys().show(tx, purpose, owner, staff.place(request)))
                .map(StaffFactorRoutes::reply);
    }

    static Reply reply(Passkeys.Asked asked) {
        return Reply.json(asked.options().getMap())
                .with(new Cookies.Change(Cookies.PASSKEY, asked.cookie().text(), 300));
    }

    private Future<Reply> passkey(Request request) {
        return whose(request)
                .compose(owner -> staff.shown(request, Passkeys.Purpose.FACTOR, owner))
                .compose(x -> db.write(StaffFactors.scope(request), tx -> staff.use(tx, request)))
                .compose(ticket -> enter(request, ticket));
    }

    private Future<Reply> confirm(Request request) {
        typed(request);
        return db.write(
                        StaffFactors.scope(request),
                        tx -> staff.attempt(tx, request, request.staff().id()))
                .compose(tried -> {
                    var problem = tried.problem();
                    if (problem != null) throw problem;
                    return told(request, tried, request.staff().id())
                            .compose(x -> staff.renew(request, true, Reply.redirect(next(request))));
                });
    }

    private Future<Reply> confirmOptions(Request request) {
        return asked(request, Passkeys.Purpose.CONFIRM, request.staff().id());
    }

    private Future<Reply> confirmPasskey(Request request) {
        return staff.shown(request, Passkeys.Purpose.CONFIRM, request.staff().id())
                .compose(x -> staff.renew(request, true, Reply.redirect(next(request))));
    }

    static String next(Request request) {
        return request.next().isEmpty() ? "/" : request.next();
    }
}
