package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.identity.factor.Factors;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.Notifications;
import dev.atrium.notifications.Recipient;
import dev.atrium.secrets.Token;
import dev.atrium.session.Opening;
import dev.atrium.session.Session;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The gate at the end of every way in. A proof that covers one account opens a session; one that covers several gives a
 * ticket to the picker; where a second factor is asked for, a ticket to it comes before any session. No path opens a session
 * elsewhere.
 */
final class Entry {
    static final long SESSION_SECONDS = 90L * 24 * 60 * 60;
    private static final long TICKET_SECONDS = 5 * 60;
    /** Leads on to the landing page. */
    private static final String START = "/start";

    private static final String SWITCHED = "account.switched";

    /** What the browser gets: a session, or a ticket for the picker or for the second factor. */
    sealed interface Pass {
        record In(Token token, String next) implements Pass {}

        record Pick(Token ticket) implements Pass {}

        /** The second factor lacks. */
        record Factor(Token ticket) implements Pass {}
    }

    private final Sessions sessions;
    private final Notifications notifications;
    private final Clock clock;

    Entry(Sessions sessions, Notifications notifications, Clock clock) {
        this.sessions = sessions;
        this.notifications = notifications;
        this.clock = clock;
    }

    /** Lets the person in, in the transaction that used up the proof. */
    Future<Pass> admit(Tx tx, Request request, Email email, List<Account> accounts, Session.Proof proof, String next) {
        if (accounts.isEmpty()) throw Problem.invalid("email", "sign-in-failed");
        var covered = accounts.stream().map(Account::id).collect(Collectors.toSet());
        if (accounts.size() == 1)
            return open(tx, request, accounts.getFirst().id(), covered, proof, next, "session.opened");
        var ticket = Token.random();
        return new TicketStore(tx)
                .insert(ticket.hash(), email, List.copyOf(covered), proof, next, TICKET_SECONDS)
                .map(new Pass.Pick(ticket));
    }

    /** Opens a session for a new proof, under a new id, and ends the one that this browser had. */
    Future<Pass> open(
            Tx tx, Request request, UUID account, Set<UUID> covered, Session.Proof proof, String next, String act) {
        // A passkey is two factors in one.
        boolean mfa = proof == Session.Proof.PASSKEY;
        var opening = new Opening(account, proof, mfa, covered, null, request.ip(), request.userAgent());
        return gate(tx, request, opening, next, act);
    }

    /** Goes on in another account that the old proof covers, under a new id. */
    Future<Pass> change(Tx tx, Request request, UUID account) {
        var old = request.session();
        var opening =
                new Opening(account, old.proof(), false, old.covers(), old.id(), request.ip(), request.userAgent());
        return gate(tx, request, opening, "", SWITCHED);
    }

    /** The factor is the account's own: that of another account, from which one switches, says nothing. */
    private Future<Pass> gate(Tx tx, Request request, Opening opening, String next, String act) {
        var policy = request.tenant().settings().mfa();
        if (opening.mfa() || policy == Tenant.Mfa.OFF) return open(tx, request, opening, next, act);
        return Factors.state(tx, opening.account(), request.host())
                .compose(state ->
                        asks(policy, state) ? ticket(tx, opening, next, act) : open(tx, request, opening, next, act));
    }

    /** An app that was set up is always asked for. A passkey is a convenience until the business makes it a duty. */
    private static boolean asks(Tenant.Mfa policy, Factors.State state) {
        return state.totp() || (policy == Tenant.Mfa.REQUIRED && state.passkeysHere() > 0);
    }

    private static Future<Pass> ticket(Tx tx, Opening opening, String next, String act) {
        var token = Token.random();
        var ticket = new FactorTicketStore.Ticket(
                opening.account(), opening.proof(), opening.covers(), opening.since(), next, act);
        return new FactorTicketStore(tx).insert(token.hash(), ticket).map(new Pass.Factor(token));
    }

    /** The second factor was shown too: uses the ticket up, once, and opens what waits behind it. */
    Future<Optional<Pass>> complete(Tx tx, Request request, Token ticket) {
        return new FactorTicketStore(tx).use(ticket.hash()).compose(found -> {
            if (found.isEmpty()) return Future.succeededFuture(Optional.<Pass>empty());
            var first = found.get();
            var opening = new Opening(
                    first.account(),
                    first.proof(),
                    true,
                    first.covers(),
                    first.since(),
                    request.ip(),
                    request.userAgent());
            return open(tx, request, opening, first.next(), first.act()).map(Optional::of);
        });
    }

    private Future<Pass> open(Tx tx, Request request, Opening opening, String next, String act) {
        var account = opening.account();
        var opened = sessions.open(tx, opening);
        request.maybeSession().ifPresent(old -> sessions.end(tx, old.account(), old.id()));
        var contact = new AccountStore(tx).contact(account);
        return opened.compose(session -> contact.compose(
                        whose -> Events.record(tx, fact(act, whose, opening, session.id())))
                .compose(x -> Audit.record(
                        tx,
                        act,
                        "account",
                        account,
                        new JsonObject()
                                .put("proof", opening.proof().name())
                                .put("mfa", opening.mfa())
                                .put("session", session.id().toString()),
                        request.ip()))
                .compose(x -> tell(tx, request, account))
                .map(new Pass.In(session.token(), next)));
    }

    /** A sign-in with a browser that the account was never seen with is told to its owner. */
    private Future<Void> tell(Tx tx, Request request, UUID account) {
        var agent = UserAgents.of(request.userAgent());
        var device = agent.known()
                ? request.say("account.sessions.device", agent.browser(), agent.system())
                : request.say("account.sessions.unknown-device");
        return new KnownDeviceStore(tx)
                .isNew(account, agent.browser() + "/" + agent.system())
                .compose(surprising -> surprising
                        ? notifications.tell(tx, request.tenant(), notice(request, account, device))
                        : Future.succeededFuture());
    }

    private Notice notice(Request request, UUID account, String device) {
        Map<String, Object> values = Map.of("device", device, "at", clock.now(), "ip", request.ip());
        return Notice.of(Told.NEW_SIGN_IN, new Recipient.Account(account), values)
                .about("account", account)
                .link("/account/sessions");
    }

    private static AccountFact fact(String act, UUID contact, Opening opening, UUID session) {
        var account = opening.account();
        var device = UserAgents.of(opening.userAgent()).label();
        return act.equals(SWITCHED)
                ? new SessionFact.Switched(contact, account, session, device, opening.ip())
                : new SessionFact.SessionOpened(
                        contact, account, session, opening.proof().name(), device, opening.ip());
    }

    /** Which of the tenant's landings is for the person is known once they are in. */
    private static String landing(Tenant tenant) {
        return tenant.settings().landing().equals(List.of("/")) ? "/" : START;
    }

    /** The way on: the cookie and the page it leads to. */
    static Reply reply(Request request, Pass pass) {
        var reply = switch (pass) {
            case Pass.In in ->
                Reply.redirect(in.next().isEmpty() ? landing(request.tenant()) : in.next())
                        .with(new Cookies.Change(Cookies.SESSION, in.token().text(), SESSION_SECONDS))
                        .with(new Cookies.Change(Cookies.TICKET, "", 0))
                        .with(new Cookies.Change(Cookies.FACTOR, "", 0));
            case Pass.Factor factor ->
                Reply.redirect("/login/factor")
                        .with(new Cookies.Change(Cookies.FACTOR, factor.ticket().text(), TICKET_SECONDS))
                        .with(new Cookies.Change(Cookies.TICKET, "", 0));
            case Pass.Pick pick ->
                Reply.redirect("/login/accounts")
                        .with(new Cookies.Change(Cookies.TICKET, pick.ticket().text(), TICKET_SECONDS));
        };
        return reply.with(new Cookies.Change(Cookies.FLOW, "", 0));
    }
}
