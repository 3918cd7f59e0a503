package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.identity.factor.Factors;
import dev.atrium.identity.factor.Passkeys;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Token;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between the first proof and the session: the second factor, by app, recovery code or passkey. */
final class FactorRoutes {
    /** What a try came to once its transaction is through. */
    private record Outcome(
            Entry.@Nullable Pass pass, @Nullable Problem problem) {}

    /** Whose factor is asked for, and what they have. */
    private record Waiting(Token token, FactorTicketStore.Ticket ticket, Factors.State state) {}

    private final Identity identity;
    private final Entry entry;
    private final FactorCheck check;
    private final Passkeys passkeys;
    private final Refusals refusals;

    FactorRoutes(Identity identity, Entry entry, FactorCheck check, Passkeys passkeys, Refusals refusals) {
        this.identity = identity;
        this.entry = entry;
        this.check = check;
        this.passkeys = passkeys;
        this.refusals = refusals;
    }

    void mount(Routes routes) {
        routes.guest().get("/login/factor", this::page).summary("Show where the second factor is asked for");
        routes.guest()
                .post("/login/factor", this::code)
                .summary("Show the second factor: a code")
                .shows(this::page);
        routes.guest()
                .post("/login/factor/passkey/options", this::options)
                .summary("Be asked for a passkey as the second factor");
        routes.guest()
                .post("/login/factor/passkey", this::passkey)
                .summary("Show the second factor: a passkey")
                .shows(this::page);
    }

    private Future<Optional<Waiting>> waiting(Tx tx, Request request) {
        var token = Token.parse(request.cookie(Cookies.FACTOR));
        if (token.isEmpty()) return Future.succeededFuture(Optional.empty());
        return new FactorTicketStore(tx)
                .find(token.get().hash())
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.<Waiting>empty())
                        : Factors.state(tx, found.get().account(), request.host())
                                .map(state -> Optional.of(new Waiting(token.get(), found.get(), state))));
    }

    private Future<Reply> page(Request request) {
        return identity.db().read(request.scope(), tx -> waiting(tx, request)).map(found -> {
            if (found.isEmpty()) return gone(request);
            var state = found.get().state();
            Map<String, Object> model = new HashMap<>();
            model.put("totp", state.totp());
            model.put("passkey", state.passkeysHere() > 0);
            model.put("recovery", state.recoveryLeft() > 0);
            model.put("action", "/login/factor");
            model.put("passkeyAction", "/login/factor/passkey");
            model.put("next", "");
            return Reply.page("identity/factor", Reply.Layout.ENTRY, "factor.title", model);
        });
    }

    private static Reply gone(Request request) {
        if (request.failed()) throw Problem.of(409, "ticket-expired");
        return Reply.redirect("/login");
    }

    private Future<Reply> code(Request request) {
        FactorCheck.typed(request);
        return identity.db().write(request.scope(), tx -> tryCode(tx, request)).map(outcome -> {
            if (outcome.problem() != null) throw outcome.problem();
            return Entry.reply(request, Objects.requireNonNull(outcome.pass()));
        });
    }

    private Future<Outcome> tryCode(Tx tx, Request request) {
        return waiting(tx, request)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Outcome(null, Problem.of(409, "ticket-expired")))
                        : check.attempt(tx, request, found.get().ticket().account())
                                .compose(problem -> {
                                    if (problem.isEmpty())
                                        return complete(tx, request, found.get().token());
                                    if (problem.get().status() == 422)
                                        refusals.note(
                                                request, found.get().ticket().account());
                                    return Future.succeededFuture(new Outcome(null, problem.get()));
                                }));
    }

    private Future<Outcome> complete(Tx tx, Request request, Token ticket) {
        return entry.complete(tx, request, ticket)
                .map(pass -> pass.map(in -> new Outcome(in, null))
                        .orElseGet(() -> new Outcome(null, Problem.of(409, "ticket-expired"))));
    }

    private Future<Reply> options(Request request) {
        return identity.db()
                .write(
                        request.scope(),
                        tx -> waiting(tx, request)
                                .compose(found -> passkeys.show(
                                        tx,
                                        Passkeys.Purpose.FACTOR,
                                        found.orElseThrow(() -> Problem.of(409, "ticket-expired"))
                                                .ticket()
                                                .account(),
                                        FactorCheck.place(request))))
                .map(FactorCheck::options);
    }

    private Future<Reply> passkey(Request request) {
        return identity.db()
                .read(request.scope(), tx -> waiting(tx, request))
                .compose(found -> {
                    var waiting = found.orElseThrow(() -> Problem.of(409, "ticket-expired"));
                    return passkeys.check(
                                    request.scope(),
                                    Passkeys.Purpose.FACTOR,
                                    FactorCheck.place(request),
                                    waiting.ticket().account(),
                                    request.cookie(Cookies.PASSKEY),
                                    request.form().raw("credential"))
                            .compose(shown -> identity.db()
                                    .write(
                                            request.scope(),
                                            tx -> Passkeys.used(tx, shown)
                                                    .compose(used -> used
                                                            ? complete(tx, request, waiting.token())
                                                            : Future.succeededFuture(new Outcome(
                                                                    null, Problem.of(422, "passkey-refused"))))));
                })
                .map(outcome -> {
                    if (outcome.problem() != null) throw outcome.problem();
                    return Entry.reply(request, Objects.requireNonNull(outcome.pass()));
                });
    }
}
