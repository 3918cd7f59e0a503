package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Code;
import dev.atrium.secrets.Token;
import dev.atrium.session.Session;
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

    ConfirmRoutes(Identity identity, Codes codes, StepUp stepUp) {
        this.identity = identity;
        this.codes = codes;
        this.stepUp = stepUp;
    }

    void mount(Routes routes, String app) {
        routes.client(app)
                .get("/account/confirm", this::page)
                .summary("Show how the person can confirm that it is them")
                .ownEyes();
        routes.client(app)
                .post("/account/confirm", this::password)
                .summary("Confirm by password")
                .shows(this::page);
        routes.client(app)
                .get("/account/confirm/code", this::codePage)
                .summary("Show where the code is typed that confirms")
                .ownEyes();
        routes.client(app)
                .post("/account/confirm/code", this::code)
                .summary("Confirm by a mailed code")
                .shows(this::codePage);
        routes.client(app)
                .post("/account/confirm/code/send", this::send)
                .summary("Be mailed a code to confirm by")
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        return identity.db()
                .read(request.scope(), tx -> StepUp.hasPassword(tx, request.session()))
                .map(hasPassword -> {
                    Map<String, Object> model = new HashMap<>();
                    model.put("hasPassword", hasPassword);
                    model.put("next", request.next());
                    return Reply.page("identity/confirm", Reply.Layout.ENTRY, "confirm.title", model);
                });
    }

    private Future<Reply> password(Request request) {
        return stepUp.password(request, request.form().raw("password"))
                .compose(x -> identity.db()
                        .write(request.scope(), tx -> stepUp.confirmed(tx, request, Session.Proof.PASSWORD, false)));
    }

    /** The code goes to the account's own stored address, whatever is typed. */
    private Future<Reply> send(Request request) {
        var session = request.session();
        var token = Token.random();
        var flow = Flow.confirm(Ids.next(), new Email(session.email()), session.account(), request.next());
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
        return identity.db()
                .write(
                        request.scope(),
                        tx -> Codes.confirming(tx, request)
                                .compose(flow -> flow.isEmpty()
                                        ? Future.succeededFuture(new Outcome(null, Problem.of(409, "flow-missing")))
                                        : attempt(tx, request, flow.get(), typed.get())))
                .map(outcome -> {
                    if (outcome.problem() != null) throw outcome.problem();
                    return java.util.Objects.requireNonNull(outcome.reply());
                });
    }

    private Future<Outcome> attempt(Tx tx, Request request, Flow flow, Code typed) {
        return codes.attempt(tx, request.tenant(), flow, typed, CONFIRM).compose(verdict -> {
            if (verdict.outcome() != FlowStore.Verdict.Outcome.RIGHT)
                return Future.succeededFuture(new Outcome(null, CodeRoutes.refusal(verdict)));
            new FlowStore(tx).finish(flow.id());
            return stepUp.confirmed(tx, request, Session.Proof.CODE, false).map(reply -> new Outcome(reply, null));
        });
    }
}
