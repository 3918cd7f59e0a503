package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.invitation.Invitations;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.Recipient;
import dev.atrium.secrets.Code;
import dev.atrium.secrets.Token;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends one-time codes and tries them. For a known and an unknown address the same statements run and one mail leaves; only
 * the mail differs, and only its reader sees it.
 */
final class Codes {
    static final Duration SIGNUP_LIFE = Duration.ofMinutes(15);
    static final Duration LOGIN_LIFE = Duration.ofMinutes(10);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** How many of an address's codes in an hour no single network can take. */
    private static final int KEPT_FOR_OTHERS = 2;

    /** Whose flow it is where a link was nobody's: an address that no account can have (RFC 2606), and that is never mailed. */
    static final Email NOBODY = new Email("nobody@nobody.invalid");

    private final Identity identity;
    private final Clock clock;

    Codes(Identity identity, Clock clock) {
        this.identity = identity;
        this.clock = clock;
    }

    /** Whether this browser was known before, or has just become so by the way that a mail to the address holds. */
    private boolean knows(Request request, Email email) {
        return KnownBrowser.knows(identity.keys(), request, email) || opened(request, email);
    }

    /** Whether the form brought along what only a mail to this address holds: the browser is known from now on. */
    boolean opened(Request request, Email email) {
        return KnownBrowser.opened(identity.keys(), request, email, clock.now());
    }

    /**
     * The way on for whoever reads mail at the address, in the mail that takes the last of what strangers may have sent there in an
     * hour; empty in every other.
     */
    Future<String> door(Tx tx, Tenant tenant, Email email) {
        return RateLimit.peek(tx, "code:" + email.address())
                .map(count -> count.taken() < identity.limits().codesPerAddressPerHour()
                        ? ""
                        : tenant.origin() + "/login/code?door="
                                + KnownBrowser.door(identity.keys(), tenant.id(), email, clock.now()));
    }

    /** What a mail carries: the code, how long it lives, the link beside it if there is one, and the way on if there is one. */
    private record Content(
            Code code, Duration life, @Nullable Token link, String door) {}

    /**
     * Too many codes: the problem to answer with once the count is committed. A browser in which somebody has proven the
     * address before has a count of its own, and one network never takes all that an address gets in an hour: so nobody can
     * keep the owner from being mailed a code by asking for many.
     */
    Future<Optional<Problem>> overLimit(Tx tx, Email email, Request request) {
        var limits = identity.limits();
        int most = limits.codesPerAddressPerHour();
        var network = RateLimit.take(tx, "code-ip:" + request.network(), HOUR);
        var tenant = RateLimit.take(tx, "code-mails", HOUR);
        var address = knows(request, email)
                ? over(RateLimit.take(tx, "code-known:" + email.address(), HOUR), most)
                : stranger(tx, email, request.network(), most);
        return Future.all(network, tenant, address).map(x -> {
            if (address.result().isPresent()) return address.result();
            if (network.result().over(limits.codesPerIpPerHour())) return Optional.of(tooMany(network.result()));
            if (tenant.result().over(limits.codeMailsPerTenantPerHour())) return Optional.of(tooMany(tenant.result()));
            return Optional.empty();
        });
    }

    /** The network's share first: what it refuses takes nothing of what the address has left for others. */
    private static Future<Optional<Problem>> stranger(Tx tx, Email email, String network, int most) {
        int share = Math.max(1, most - KEPT_FOR_OTHERS);
        return over(RateLimit.take(tx, "code:" + email.address() + " " + network, HOUR), share)
                .compose(refused -> refused.isPresent()
                        ? Future.succeededFuture(refused)
                        : over(RateLimit.take(tx, "code:" + email.address(), HOUR), most));
    }

    private static Future<Optional<Problem>> over(Future<RateLimit.Count> count, int limit) {
        return count.map(taken -> taken.over(limit) ? Optional.of(tooMany(taken)) : Optional.empty());
    }

    private static Problem tooMany(RateLimit.Count count) {
        return Problem.tooMany("too-many-codes", count.waitSeconds(), count.waitMinutes());
    }

    /** Sends as often as may be, and where it may not, answers no differently: for who must not learn whose address it is. */
    Future<Void> sendQuietly(Tx tx, Request request, Flow flow) {
        if (flow.shown() == Flow.Shown.NOBODY) return issueUnsent(tx, request, flow);
        return overLimit(tx, flow.email(), request)
                .compose(over -> over.isPresent()
                        ? issueUnsent(tx, request, flow)
                        : new AccountStore(tx)
                                .byEmail(flow.email())
                                .compose(accounts -> send(tx, request, flow, accounts)));
    }

    private Future<Void> issueUnsent(Tx tx, Request request, Flow flow) {
        var hash = hash(Code.random(), request.tenant(), Flow.Purpose.LOGIN, flow);
        return new FlowStore(tx).issue(flow.id(), Ids.next(), Flow.Purpose.LOGIN, hash, null, LOGIN_LIFE);
    }

    /**
     * Issues a code for the flow and mails it: a new person's, an existing account's, or word that there is none; who has no account
     * but an open invitation is mailed that again instead, and who waits to be let in is told so.
     */
    Future<Void> send(Tx tx, Request request, Flow flow, List<Account> accounts) {
        var tenant = request.tenant();
        boolean register = flow.purpose() == Flow.Purpose.SIGNUP
                && (accounts.isEmpty() || tenant.settings().allowDuplicateContacts());
        var purpose = register
                ? Flow.Purpose.SIGNUP
                : flow.purpose() == Flow.Purpose.SIGNUP ? Flow.Purpose.LOGIN : flow.purpose();
        var life = register ? SIGNUP_LIFE : LOGIN_LIFE;
        var code = Code.random();
        boolean withLink = tenant.settings().magicLinks() && purpose == Flow.Purpose.LOGIN && !accounts.isEmpty();
        var link = withLink ? Token.random() : null;
        new FlowStore(tx)
                .issue(
                        flow.id(),
                        Ids.next(),
                        purpose,
                        hash(code, tenant, purpose, flow),
                        link == null ? null : link.hash(),
                        life);
        boolean unknown = !register && accounts.isEmpty();
        var door = door(tx, tenant, flow.email());
        var waits = waits(tx, request, flow, unknown);
        return Invitations.again(tx, tenant, flow.email(), unknown, request.ip())
                .compose(invited -> Future.all(door, waits)
                        .map(x -> invited.or(waits::result)
                                .orElseGet(() -> notice(
                                        request,
                                        flow,
                                        accounts,
                                        register,
                                        new Content(code, life, link, door.result())))))
                .compose(notice -> identity.notifications().tell(tx, tenant, notice));
    }

    /** Looked up for every address, so that known and unknown ones cost the same. */
    private Future<Optional<Notice>> waits(Tx tx, Request request, Flow flow, boolean unknown) {
        var to = new Recipient.Address(flow.email(), identity.languageOf(request, List.of()));
        return new ApprovalStore(tx)
                .waiting(flow.email())
                .map(name -> name.filter(x -> unknown)
                        .map(known -> Notice.of(Told.REQUEST_WAITING, to, Map.of("name", known))));
    }

    private Notice notice(Request request, Flow flow, List<Account> accounts, boolean register, Content content) {
        var to = new Recipient.Address(flow.email(), identity.languageOf(request, accounts));
        if (!register && accounts.isEmpty()) {
            boolean closed = request.tenant().settings().signupMode() == Tenant.SignupMode.INVITE_ONLY;
            return closed
                    ? Notice.of(Told.NOT_INVITED, to, Map.of())
                    : Notice.of(Told.NO_ACCOUNT, to, Map.of()).link("/signup");
        }
        Map<String, Object> values = new HashMap<>();
        values.put("code", content.code().digits());
        values.put("minutes", content.life().toMinutes());
        values.put("door", content.door());
        // A stranger may have typed the name of a sign-up: an unproven address is mailed nothing that it did not ask
        // for.
        values.put("name", register ? "" : accounts.getFirst().name());
        if (register) return Notice.of(Told.SIGNUP_CODE, to, values);
        if (flow.purpose() == Flow.Purpose.CONFIRM) return Notice.of(Told.CONFIRM_CODE, to, values);
        var link = content.link();
        values.put("link", link == null ? "" : request.tenant().origin() + "/login/link/" + link.text());
        boolean exists = flow.purpose() == Flow.Purpose.SIGNUP;
        return Notice.of(exists ? Told.ACCOUNT_EXISTS : Told.LOGIN_CODE, to, values);
    }

    /**
     * What is typed is hashed for each of the {@code purposes} and tried once. A wrong one counts for a day against the
     * address in the network that it came from, or in the browser that is known to the address: who guesses shuts out nobody
     * else.
     */
    Future<FlowStore.Verdict> attempt(Tx tx, Request request, Flow flow, Code typed, Set<Flow.Purpose> purposes) {
        var tenant = request.tenant();
        var failures = failures(request, flow.email());
        return RateLimit.peek(tx, failures).compose(count -> {
            if (count.taken() >= identity.limits().codeFailuresPerAddressPerDay()) {
                int hours = (int) Math.ceilDiv(count.waitSeconds(), HOUR.toSeconds());
                return Future.succeededFuture(
                        new FlowStore.Verdict(FlowStore.Verdict.Outcome.CLOSED, hours, false, flow.purpose()));
            }
            return new FlowStore(tx)
                    .attempt(
                            flow.id(),
                            purposes.stream()
                                    .collect(Collectors.toMap(x -> x, purpose -> hash(typed, tenant, purpose, flow))))
                    .compose(verdict -> verdict.compared() && verdict.outcome() != FlowStore.Verdict.Outcome.RIGHT
                            ? RateLimit.take(tx, failures, DAY).map(verdict)
                            : Future.succeededFuture(verdict));
        });
    }

    private String failures(Request request, Email email) {
        return knows(request, email)
                ? "code-fail-known:" + email.address()
                : "code-fail:" + email.address() + " " + request.network();
    }

    private byte[] hash(Code code, Tenant tenant, Flow.Purpose purpose, Flow flow) {
        return code.hash(identity.keys(), tenant.id(), purpose.word(), flow.id(), flow.email());
    }

    /** The flow by which somebody gets in with this browser, open or finished, if it has one. */
    static Future<Optional<Flow>> flow(Tx tx, Request request) {
        return any(tx, request).map(found -> found.filter(flow -> flow.purpose() != Flow.Purpose.CONFIRM));
    }

    /** The flow by which the person signed in here confirms that it is them. */
    static Future<Optional<Flow>> confirming(Tx tx, Request request) {
        return any(tx, request)
                .map(found -> found.filter(flow -> flow.purpose() == Flow.Purpose.CONFIRM
                        && request.session().account().equals(flow.account())));
    }

    private static Future<Optional<Flow>> any(Tx tx, Request request) {
        var token = Token.parse(request.cookie(dev.atrium.web.Cookies.FLOW));
        return token.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : new FlowStore(tx).find(Buffer.buffer(token.get().hash()));
    }
}
