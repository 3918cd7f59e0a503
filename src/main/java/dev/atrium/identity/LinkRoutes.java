package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.secrets.Token;
import dev.atrium.session.Session;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;

/**
 * The link beside the code. Mail scanners open links, so GET shows a button and changes nothing; POST signs in, and only in
 * the browser that asked for the mail.
 */
final class LinkRoutes {
    private final Identity identity;
    private final Entry entry;
    private final SignupRoutes flows;

    LinkRoutes(Identity identity, Entry entry, SignupRoutes flows) {
        this.identity = identity;
        this.entry = entry;
        this.flows = flows;
    }

    void mount(Routes routes) {
        routes.guest().get("/login/link/:token", this::page).summary("Show the button that a sign-in link leads to");
        routes.guest().post("/login/link/:token", this::use).summary("Sign in by link").shows(this::page);
        routes.guest().post("/login/link/:token/again", this::again).summary("Ask for a new link").shows(this::page);
    }

    private Future<Reply> page(Request request) {
        return find(request).map(link -> show(request, link));
    }

    private Future<Optional<FlowStore.Link>> find(Request request) {
        var token = Token.parse(request.pathText("token"));
        if (token.isEmpty()) return Future.succeededFuture(Optional.empty());
        return identity.db()
                .read(request.scope(), tx -> new FlowStore(tx).link(Buffer.buffer(token.get().hash()), flowToken(request)));
    }

    /** An unknown link looks like an expired one. */
    private static Reply show(Request request, Optional<FlowStore.Link> link) {
        boolean alive = link.isPresent() && link.get().alive();
        boolean here = alive && link.get().here();
        return Reply.page(
                "identity/link",
                Reply.Layout.ENTRY,
                "entry.link.title",
                Map.of(
                        "expired", !alive,
                        "otherBrowser", alive && !here,
                        "resendAction", "/login/link/" + request.pathText("token") + "/again"));
    }

    private Future<Reply> use(Request request) {
        var token = Token.parse(request.pathText("token"));
        if (token.isEmpty()) return Future.succeededFuture(show(request, Optional.empty()));
        return identity.db()
                .write(request.scope(), tx -> new FlowStore(tx)
                        .useLink(Buffer.buffer(token.get().hash()), flowToken(request))
                        .compose(flow -> flow.isEmpty()
                                ? Future.succeededFuture(Optional.<Entry.Pass>empty())
                                : enter(tx, request, flow.get()).map(Optional::of)))
                .compose(pass -> pass.isPresent()
                        ? Future.succeededFuture(Entry.reply(request, pass.get()))
                        : page(request));
    }

    private Future<Entry.Pass> enter(Tx tx, Request request, Flow flow) {
        new FlowStore(tx).finish(flow.id());
        return new AccountStore(tx).byEmail(flow.email()).compose(known -> {
            new AccountStore(tx).verified(known.stream().map(Account::id).toList());
            return entry.admit(tx, request, flow.email(), known, Session.Proof.LINK, flow.next());
        });
    }

    /** One tap: the same address is mailed anew, for this browser. An unknown link goes to the sign-in page. */
    private Future<Reply> again(Request request) {
        return find(request).compose(link -> link.isEmpty()
                ? Future.succeededFuture(Reply.redirect("/login/code"))
                : flows.start(request, Flow.login(Ids.next(), link.get().email(), link.get().next())));
    }

    /** The hash of this browser's flow cookie; of nothing where it has none, which no flow has. */
    private static Buffer flowToken(Request request) {
        return Token.parse(request.cookie(Cookies.FLOW))
                .map(token -> Buffer.buffer(token.hash()))
                .orElse(Buffer.buffer());
    }
}
