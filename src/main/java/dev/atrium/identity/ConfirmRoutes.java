package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.identity.factor.Factors;
import dev.atrium.identity.factor.Passkeys;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Code;
import dev.atrium.secrets.Token;
import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a signed-in person confirms that it is them: by what their account has, and then back to what they wanted. */
final class ConfirmRoutes {
    private static final Set<Flow.Purpose> CONFIRM = EnumSet.of(Flow.Purpose.CONFIRM);

    /** What trying a code came to once its transaction is through. */
    private record Outcome(@Nullable Reply reply, @Nullable Problem problem) {}

    private final Identity identity;
    private final Codes codes;
    private final StepUp stepUp;
    private final FactorCheck check;
    private final Passkeys passkeys;

    ConfirmRoutes(Identity identity, Codes codes, StepUp stepUp, FactorCheck check, Passkeys passkeys) {
        this.identity = identity;
        this.codes = codes;
        this.stepUp = stepUp;
        this.check = check;
        this.passkeys = passkeys;
    }

    void mount(Routes routes, String app) {
        routes.client(app)
                .get("/account/confirm", this::page)
                .summary("Show how the person can confirm that it is them")
                .ownEyes()
                .beforeFactor();
        routes.client(app)
                .post("/account/confirm", this::password)
                .summary("Confirm by password")
                .beforeFactor()
                .shows(this::page);
        routes.client(app)
                .get("/account/confirm/code", this::codePage)
                .summary("Show where the code is typed that confirms")
                .beforeFactor()
                .ownEyes();
        routes.client(app)
                .post("/account/confirm/code", this::code)
                .summary("Confirm by a mailed code")
                .beforeFactor()
                .shows(this::codePage);
        routes.client(app)
                .post("/account/confirm/code/send", this::send)
                .summary("Be mailed a code to confirm by")
                .beforeFactor()
                .shows(this::page);
        routes.client(app)
                .get("/account/factor", this::factor)
                .summary("Show the second factor that the business asks for, or set one up")
                .ownEyes()
                .beforeFactor();
        routes.client(app)
                .post("/account/confirm/factor", this::byFactor)
                .summary("Confirm by the second factor: a code")
                .beforeFactor()
                .shows(this::page);
        routes.client(app)
                .post("/account/confirm/passkey/options", this::options)
                .summary("Be asked for a passkey to confirm by")
                .beforeFactor();
        routes.client(app)
                .post("/account/confirm/passkey", this::passkey)
                .summary("Confirm by passkey")
                .beforeFactor()
                .shows(this::page);
    }

    /** Where the business asks for a second factor: whoever has one shows it, everybody else sets one up. */
    private Future<Reply> factor(Request request) {
        return identity.db()
                .read(request.scope(), tx -> Factors.state(tx, request.session().account(), request.host()))
                .map(state -> Reply.redirect(
                        state.any() || (state.passkeys() > 0 && state.recoveryLeft() > 0)
                                ? "/account/confirm" + query(request.next())
                                : "/account/security"));
    }

    private Future<Reply> byFactor(Request request) {
        FactorCheck.typed(request);
        return identity.db()
                .write(
                        request.scope(),
                        tx -> check.attempt(tx, request, request.session().account())
                                .compose(problem -> problem.isPresent()
                                        ? Future.succeededFuture(new Outcome(null, problem.get()))
                                        : stepUp.confirmed(
                                                        tx,
                                                        request,
                                                        request.session().proof(),
                                                        true)
                                                .map(reply -> new Outcome(reply, null))))
                .map(ConfirmRoutes::told);
    }

    private Future<Reply> options(Request request) {
        return identity.db()
                .write(
                        request.scope(),
                        tx -> passkeys.show(
                                tx, Passkeys.Purpose.CONFIRM, request.session().account(), FactorCheck.place(request)))
                .map(FactorCheck::options);
    }

    private Future<Reply> passkey(Request request) {
        return passkeys.check(
                        request.scope(),
                        Passkeys.Purpose.CONFIRM,
                        FactorCheck.place(request),
                        request.session().account(),
                        request.cookie(Cookies.PASSKEY),
                        request.form().raw("credential"))
                .compose(shown -> identity.db()
                        .write(
                                request.scope(),
                                tx -> Passkeys.used(tx, shown).compose(used -> {
                                    if (!used) throw Problem.of(422, "passkey-refused");
                                    return stepUp.confirmed(tx, request, Session.Proof.PASSKEY, true);
                                })));
    }

    private static Reply told(Outcome outcome) {
        if (outcome.problem() != null) throw outcome.problem();
        return Objects.requireNonNull(outcome.reply());
    }

    /** Whose app is set up confirms by it: what is weaker would be the way around it. */
    private Future<Void> weaker(Request request) {
        return identity.db()
                .read(request.scope(), tx -> Factors.state(tx, request.session().account(), request.host()))
                .map(state -> {
                    if (needsFactor(request, state)) throw Problem.of(422, "factor-needed");
                    return null;
                });
    }

    private static boolean needsFactor(Request request, Factors.State state) {
        return state.totp() && request.tenant().settings().mfa() != Tenant.Mfa.OFF;
    }

    private static boolean duty(Request request) {
        return switch (request.tenant().settings().mfa()) {
            case REQUIRED, REQUIRED_FOR_BILLING -> true;
            case OFF, OPTIONAL -> false;
        };
    }

    private Future<Reply> page(Request request) {
        return identity.db().read(request.scope(), tx -> {
            var session = request.session();
            var password = StepUp.hasPassword(tx, session);
            var state = Factors.state(tx, session.account(), request.host());
            return Future.all(password, state).map(x -> show(request, password.result(), state.result()));
        });
    }

    private static Reply show(Request request, boolean hasPassword, Factors.State state) {
        boolean factor = needsFactor(request, state);
        // Where a factor is a duty and the passkeys stayed at another address, the code is what sets up anew.
        boolean stranded = state.stranded() && duty(request);
        Map<String, Object> model = new HashMap<>();
        model.put("hasPassword", hasPassword && !factor && !stranded);
        model.put("mailed", !factor);
        model.put("stranded", stranded);
        model.put("totp", factor);
        model.put("passkey", state.passkeysHere() > 0);
        model.put("recovery", (factor || stranded) && state.recoveryLeft() > 0);
        model.put("action", "/account/confirm/factor");
        model.put("passkeyAction", "/account/confirm/passkey");
        model.put("next", request.next());
        return Reply.page("identity/confirm", Reply.Layout.ENTRY, "confirm.title", model);
    }

    private Future<Reply> password(Request request) {
        return weaker(request)
                .compose(x -> stepUp.password(request, request.form().raw("password")))
                .compose(x -> identity.db()
                        .write(request.scope(), tx -> stepUp.confirmed(tx, request, Session.Proof.PASSWORD, false)));
    }

    /** The code goes to the account's own stored address, whatever is typed. */
    private Future<Reply> send(Request request) {
        var session = request.session();
        var token = Token.random();
        var flow = Flow.confirm(Ids.next(), new Email(session.email()), session.account(), request.next());
        return weaker(request).compose(x -> mail(request, flow, token));
    }

    private Future<Reply> mail(Request request, Flow flow, Token token) {
        return identity.db()
                .write(
                        request.scope(),
                        tx -> codes.overLimit(tx, flow.email(), request)
                                .compose(over -> over.isPresent()
                                        ? Future.succeededFuture(over)
                                        : open(tx, request, flow, token).map(over)))
                .map(over -> {
                    if (over.isPresent()) throw over.get();
                    return Reply.redirect("/account/confirm/code" + query(request.next()))
                            .with(new Cookies.Change(Cookies.FLOW, token.text(), SignupRoutes.FLOW_SECONDS));
                });
    }

    private Future<Void> open(Tx tx, Request request, Flow flow, Token token) {
        return new FlowStore(tx)
                .open(flow, Buffer.buffer(token.hash()), request.ip())
                .compose(x ->
                        new AccountStore(tx).byIds(List.of(request.session().account())))
                .compose(own -> codes.send(tx, request, flow, own));
    }

    private static String query(String next) {
        return next.isEmpty() ? "" : "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }

    private Future<Reply> codePage(Request request) {
        return identity.db()
                .read(
                        request.scope(),
                        tx -> Codes.confirming(tx, request)
                                .compose(flow -> flow.isEmpty()
                                        ? Future.succeededFuture(Optional.<FlowStore.CodeState>empty())
                                        : new FlowStore(tx).state(flow.get().id())))
                .map(state -> {
                    if (state.isEmpty()) return Reply.redirect("/account/confirm" + query(request.next()));
                    Map<String, Object> model = new HashMap<>();
                    model.put("next", request.next());
                    model.put("minutes", Codes.LOGIN_LIFE.toMinutes());
                    model.put("resendIn", state.get().secondsToWait());
                    return Reply.page("identity/confirm-code", Reply.Layout.ENTRY, "entry.code.title", model);
                });
    }

    private Future<Reply> code(Request request) {
        if (request.form().text("code").isEmpty()) throw Problem.invalid("code", "code-missing");
        var typed = Code.parse(request.form().text("code"));
        if (typed.isEmpty()) throw Problem.invalid("code", "code-shape");
        return weaker(request)
                .compose(x -> identity.db()
                        .write(
                                request.scope(),
                                tx -> Codes.confirming(tx, request)
                                        .compose(flow -> flow.isEmpty()
                                                ? Future.succeededFuture(
                                                        new Outcome(null, Problem.of(409, "flow-missing")))
                                                : attempt(tx, request, flow.get(), typed.get()))))
                .map(ConfirmRoutes::told);
    }

    private Future<Outcome> attempt(Tx tx, Request request, Flow flow, Code typed) {
        return codes.attempt(tx, request, flow, typed, CONFIRM).compose(verdict -> {
            if (verdict.outcome() != FlowStore.Verdict.Outcome.RIGHT)
                return Future.succeededFuture(new Outcome(null, CodeRoutes.refusal(verdict)));
            new FlowStore(tx).finish(flow.id());
            return stepUp.confirmed(tx, request, Session.Proof.CODE, false).map(reply -> new Outcome(reply, null));
        });
    }
}
