package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.secrets.Token;
import dev.atrium.session.Session;
import dev.atrium.web.Cookies;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sign-in link leads to. Mail scanners open links, so GET shows a button and changes nothing; POST signs in. A link
 * that the client asked for works in the browser that asked; one of staff works in any. Expired, used, revoked, foreign and
 * unknown are one page, and the way to a new one is answered alike for all of them.
 */
final class LinkRoutes {
    private static final Duration HOUR = Duration.ofHours(1);

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
        routes.guest()
                .post("/login/link/:token", this::use)
                .summary("Sign in by link")
                .shows(this::page);
        routes.guest()
                .post("/login/link/:token/again", this::again)
                .summary("Ask for a new link")
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        return find(request).map(link -> show(request, link));
    }

    private Future<Optional<FlowStore.Link>> find(Request request) {
        var token = Token.parse(request.pathText("token"));
        if (token.isEmpty()) return Future.succeededFuture(Optional.empty());
        var hash = Buffer.buffer(token.get().hash());
        return identity.db()
                .read(
                        request.scope(),
                        tx -> new FlowStore(tx)
                                .link(hash, flowToken(request))
                                .compose(own -> own.isPresent()
                                        ? Future.succeededFuture(own)
                                        : new SignInLinkStore(tx).look(hash)));
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
                        "signedIn",
                        request.maybeSession().isPresent(),
                        "expired",
                        !alive,
                        "otherBrowser",
                        alive && !here,
                        "resendAction",
                        "/login/link/" + request.pathText("token") + "/again"));
    }

    private Future<Reply> use(Request request) {
        var token = Token.parse(request.pathText("token"));
        if (token.isEmpty()) return Future.succeededFuture(show(request, Optional.empty()));
        var hash = Buffer.buffer(token.get().hash());
        return identity.db()
                .write(
                        request.scope(),
                        tx -> new FlowStore(tx)
                                .useLink(hash, flowToken(request))
                                .compose(flow -> flow.isEmpty()
                                        ? useOfStaff(tx, request, hash)
                                        : enter(tx, request, flow.get())
                                                .map(pass -> proven(request, flow.get(), pass))))
                .compose(reply -> reply.isPresent() ? Future.succeededFuture(reply.get()) : page(request));
    }

    /** In and, since the mailbox was shown to be theirs, known to this browser. */
    private Optional<Reply> proven(Request request, Flow flow, Entry.Pass pass) {
        return Optional.of(KnownBrowser.remember(identity.keys(), request, flow.email(), Entry.reply(request, pass)));
    }

    private Future<Optional<Reply>> useOfStaff(Tx tx, Request request, Buffer hash) {
        return new SignInLinkStore(tx)
                .use(hash)
                .compose(link -> link.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : enter(tx, request, link.get()).map(pass -> Optional.of(Entry.reply(request, pass))));
    }

    /** A link that was mailed proves the address; one that was handed over proves nothing but that staff wished it so. */
    private Future<Entry.Pass> enter(Tx tx, Request request, SignInLinkStore.Used link) {
        var accounts = new AccountStore(tx);
        if (!link.handed()) accounts.verified(List.of(link.account()));
        var proof = link.handed() ? Session.Proof.HANDED : Session.Proof.LINK;
        return Audit.record(tx, "sign-in-link.used", "sign_in_link", link.id(), new JsonObject(), request.ip())
                .compose(x -> accounts.byIds(List.of(link.account())))
                .compose(own -> entry.admit(tx, request, link.email(), own, proof, link.next()));
    }

    private Future<Entry.Pass> enter(Tx tx, Request request, Flow flow) {
        new FlowStore(tx).finish(flow.id());
        return new AccountStore(tx).byEmail(flow.email()).compose(known -> {
            new AccountStore(tx).verified(known.stream().map(Account::id).toList());
            return entry.admit(tx, request, flow.email(), known, Session.Proof.LINK, flow.next());
        });
    }

    /**
     * One tap: a code and a link go to the stored address, for this browser. The answer never tells the address, nor whether
     * there is one; how many mails leave is capped without a word.
     */
    private Future<Reply> again(Request request) {
        return identity.db()
                .write(request.scope(), tx -> RateLimit.take(tx, "link-again:" + request.network(), HOUR))
                .compose(count -> {
                    if (count.over(identity.limits().codesPerIpPerHour()))
                        throw Problem.tooMany("too-many-codes", count.waitSeconds(), count.waitMinutes());
                    return find(request);
                })
                .compose(link -> flows.startHidden(request, link));
    }

    /** The hash of this browser's flow cookie; of nothing where it has none, which no flow has. */
    private static Buffer flowToken(Request request) {
        return Token.parse(request.cookie(Cookies.FLOW))
                .map(token -> Buffer.buffer(token.hash()))
                .orElse(Buffer.buffer());
    }
}
