package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.secrets.Token;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;

/**
 * Signing up. Whether the address is known shows nowhere: the same hash is computed, the same statements run, one mail
 * leaves, and the same page follows.
 */
final class SignupRoutes {
    static final long FLOW_SECONDS = 2 * 60 * 60;

    private final Identity identity;
    private final Codes codes;

    SignupRoutes(Identity identity, Codes codes) {
        this.identity = identity;
        this.codes = codes;
    }

    void mount(Routes routes) {
        routes.guest().get("/signup", this::form).summary("Show the sign-up form");
        routes.guest()
                .post("/signup", this::create)
                .summary("Sign up and be mailed a code")
                .shows(this::form);
    }

    private Future<Reply> form(Request request) {
        if (request.maybeSession().isPresent()) return Future.succeededFuture(Reply.redirect("/"));
        if (mode(request) == Tenant.SignupMode.INVITE_ONLY)
            return Future.succeededFuture(
                    Reply.page("identity/signup-closed", Reply.Layout.ENTRY, "entry.signup-closed.title", Map.of()));
        return Future.succeededFuture(Reply.page(
                "identity/signup",
                Reply.Layout.ENTRY,
                "entry.signup.title",
                Map.of(
                        "typed",
                        Map.of("nonce", Ids.next().toString()),
                        "approval",
                        mode(request) == Tenant.SignupMode.APPROVAL)));
    }

    private static Tenant.SignupMode mode(Request request) {
        return request.tenant().settings().signupMode();
    }

    /** Where only the invited join, a known address gets a code to sign in and an unknown one word of it, by mail alone. */
    private Future<Reply> create(Request request) {
        if (mode(request) == Tenant.SignupMode.INVITE_ONLY)
            return start(request, Flow.login(Ids.next(), Typed.email(request.form()), request.next()));
        var typed = Typed.signup(
                request.form(), !request.tenant().branding().termsUrl().isEmpty());
        return identity.passwords()
                .hash(typed.password(), salt(request, typed.email()))
                .compose(hash ->
                        start(request, Flow.signup(typed.id(), typed.email(), typed.fullName(), hash, request.next())));
    }

    private byte[] salt(Request request, Email email) {
        return identity.keys().salt(request.tenant().id(), email);
    }

    /** Opens the flow and mails its code, or says that there were too many; the count stays either way. */
    Future<Reply> start(Request request, Flow flow) {
        var token = Token.random();
        return identity.db()
                .write(
                        request.scope(),
                        tx -> codes.overLimit(tx, flow.email(), request)
                                .compose(over -> over.isPresent()
                                        ? Future.succeededFuture(over)
                                        : open(tx, request, flow, token).map(over)))
                .map(over -> {
                    if (over.isPresent()) throw over.get();
                    return Reply.redirect("/code").with(new Cookies.Change(Cookies.FLOW, token.text(), FLOW_SECONDS));
                });
    }

    /**
     * The same from a link that has ended. Whoever holds it did not type the address: the page does not tell it, a link that
     * nobody has is answered alike, and too many mails are none, without a word.
     */
    Future<Reply> startHidden(Request request, Optional<FlowStore.Link> link) {
        var token = Token.random();
        var flow = link.map(
                        old -> Flow.login(Ids.next(), old.email(), old.next()).shown(Flow.Shown.HIDDEN))
                .orElseGet(() -> Flow.login(Ids.next(), Codes.NOBODY, "").shown(Flow.Shown.NOBODY));
        return identity.db()
                .write(
                        request.scope(),
                        tx -> new FlowStore(tx)
                                .open(flow, Buffer.buffer(token.hash()), request.ip())
                                .compose(x -> codes.sendQuietly(tx, request, flow)))
                .map(Reply.redirect("/code").with(new Cookies.Change(Cookies.FLOW, token.text(), FLOW_SECONDS)));
    }

    /**
     * A form sent twice goes on with its one flow: the newer password counts, and within a minute no second mail leaves.
     * Sent again with another address (the way back, to mend a mistyped one) it is a flow of its own.
     */
    private Future<Void> open(Tx tx, Request request, Flow flow, Token token) {
        var store = new FlowStore(tx);
        var hash = Buffer.buffer(token.hash());
        return store.open(flow, hash, request.ip()).compose(fresh -> {
            if (fresh.isEmpty()) {
                var anew = flow.anew(Ids.next());
                return store.open(anew, hash, request.ip()).compose(x -> send(tx, request, anew));
            }
            if (fresh.get()) return send(tx, request, flow);
            return store.state(flow.id())
                    .compose(state ->
                            state.map(FlowStore.CodeState::secondsToWait).orElse(0) > 0
                                    ? Future.succeededFuture()
                                    : send(tx, request, flow));
        });
    }

    private Future<Void> send(Tx tx, Request request, Flow flow) {
        return new AccountStore(tx).byEmail(flow.email()).compose(accounts -> codes.send(tx, request, flow, accounts));
    }
}
