package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.identity.password.Match;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Signing in: by password, or by asking for a code. A known and an unknown address are answered alike. */
final class LoginRoutes {
    /** What a mail brings along to make this browser known; anything else is not shown again. */
    private static final Pattern DOOR = Pattern.compile("[A-Za-z0-9_-]{43}");

    private static final Duration FAILURE_WINDOW = Duration.ofMinutes(15);

    /** The accounts of the address, or why nobody is let try. */
    private record Candidates(
            List<Account> accounts, @Nullable Problem problem) {}

    /** What a password proved: its accounts, and for which of them an imported hash is now replaced by ours. */
    private record Proven(
            List<Account> accounts,
            List<Account> outdated,
            @Nullable String hash) {}

    private final Identity identity;
    private final Entry entry;
    private final SignupRoutes flows;
    private final Refusals refusals;
    private final Codes codes;

    LoginRoutes(Identity identity, Entry entry, Codes codes, SignupRoutes flows, Refusals refusals) {
        this.identity = identity;
        this.entry = entry;
        this.flows = flows;
        this.refusals = refusals;
        this.codes = codes;
    }

    void mount(Routes routes) {
        routes.guest().get("/login", this::form).summary("Show the sign-in form");
        routes.guest()
                .post("/login", this::password)
                .summary("Sign in by password")
                .shows(this::form);
        routes.guest().get("/login/code", this::codeForm).summary("Show where a sign-in code is asked for");
        routes.guest()
                .post("/login/code", this::code)
                .summary("Be mailed a sign-in code")
                .shows(this::codeForm);
        routes.guest().get("/forgot", this::forgotForm).summary("Show the way in without a password");
        routes.guest()
                .post("/forgot", this::forgot)
                .summary("Be mailed a code, then set a new password")
                .shows(this::forgotForm);
    }

    Future<Reply> form(Request request) {
        if (request.maybeSession().isPresent() && !request.failed()) {
            return Future.succeededFuture(Reply.redirect("/"));
        }
        boolean closed = request.tenant().settings().signupMode() == Tenant.SignupMode.INVITE_ONLY;
        return Future.succeededFuture(
                Reply.page("identity/login", Reply.Layout.ENTRY, "entry.login.title", Map.of("signupClosed", closed)));
    }

    private Future<Reply> codeForm(Request request) {
        var door = request.failed() ? request.form().text("door") : request.query("door");
        return Future.succeededFuture(Reply.page(
                "identity/login-code",
                Reply.Layout.ENTRY,
                "entry.login-code.title",
                Map.of("door", DOOR.matcher(door).matches() ? door : "")));
    }

    private Future<Reply> forgotForm(Request request) {
        return Future.succeededFuture(
                Reply.page("identity/forgot", Reply.Layout.ENTRY, "entry.forgot.title", Map.of()));
    }

    private Future<Reply> code(Request request) {
        var email = Typed.email(request.form());
        return flows.start(request, Flow.login(Ids.next(), email, request.next()))
                .map(reply -> codes.opened(request, email)
                        ? KnownBrowser.remember(identity.keys(), request, email, reply)
                        : reply);
    }

    private Future<Reply> forgot(Request request) {
        return flows.start(request, Flow.login(Ids.next(), Typed.email(request.form()), "/account/password"));
    }

    private Future<Reply> password(Request request) {
        var email = Typed.email(request.form());
        var typed = request.form().raw("password");
        if (typed.isEmpty()) throw Problem.invalid("password", "password-missing");
        return identity.db()
                .write(request.scope(), tx -> candidates(tx, request, email))
                .compose(found -> {
                    if (found.problem() != null) throw found.problem();
                    return prove(request, email, typed, found.accounts());
                })
                .compose(proven -> {
                    if (proven.accounts().isEmpty()) {
                        refusals.note(request, email, SessionFact.PasswordRefused::new);
                        throw Problem.of(422, "sign-in-failed");
                    }
                    return identity.db().write(request.scope(), tx -> enter(tx, request, email, proven));
                })
                .map(pass -> KnownBrowser.remember(identity.keys(), request, email, Entry.reply(request, pass)));
    }

    /** Counts the try before anything is compared, so that parallel guesses cannot outrun the count. */
    private Future<Candidates> candidates(Tx tx, Request request, Email email) {
        var limits = identity.limits();
        var network = RateLimit.take(tx, "sign-in-ip:" + request.network(), Duration.ofMinutes(1));
        var address = RateLimit.take(tx, failures(request, email), FAILURE_WINDOW);
        var accounts = new AccountStore(tx).byEmail(email);
        return Future.all(network, address, accounts).map(x -> {
            if (network.result().over(limits.signInPerIpPerMinute())) return refuse(network.result());
            if (address.result().over(limits.passwordFailures())) return refuse(address.result());
            return new Candidates(accounts.result(), null);
        });
    }

    private static Candidates refuse(RateLimit.Count count) {
        return new Candidates(
                List.of(), Problem.tooMany("too-many-attempts", count.waitSeconds(), count.waitMinutes()));
    }

    /** Per address and network: who fails from elsewhere keeps nobody out, and the way by code stays open. */
    private static String failures(Request request, Email email) {
        return "password:" + email.address() + " " + request.network();
    }

    private Future<Proven> prove(Request request, Email email, String typed, List<Account> accounts) {
        var withPassword = accounts.stream()
                .filter(account -> account.passwordHash() != null)
                .toList();
        var hashes = withPassword.stream()
                .map(account -> Objects.requireNonNull(account.passwordHash()))
                .toList();
        var salt = identity.keys().salt(request.tenant().id(), email);
        return identity.passwords().matches(typed, hashes, salt).compose(matches -> {
            var proven = new ArrayList<Account>();
            var outdated = new ArrayList<Account>();
            for (Match match : matches) {
                proven.add(withPassword.get(match.index()));
                if (match.rehash()) outdated.add(withPassword.get(match.index()));
            }
            if (outdated.isEmpty()) return Future.succeededFuture(new Proven(proven, outdated, null));
            return identity.passwords().hash(typed, salt).map(hash -> new Proven(proven, outdated, hash));
        });
    }

    private Future<Entry.Pass> enter(Tx tx, Request request, Email email, Proven proven) {
        RateLimit.forget(tx, failures(request, email));
        var store = new AccountStore(tx);
        for (var account : proven.outdated()) {
            store.rehash(
                    account.id(),
                    Objects.requireNonNull(account.passwordHash()),
                    Objects.requireNonNull(proven.hash()));
        }
        return entry.admit(tx, request, email, proven.accounts(), Session.Proof.PASSWORD, request.next());
    }
}
