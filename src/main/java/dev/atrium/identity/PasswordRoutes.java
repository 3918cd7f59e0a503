package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.identity.password.PasswordPolicy;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.Recipient;
import dev.atrium.session.Session;
import dev.atrium.web.Cookies;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Setting a password. Who came in by a code or link within the last 15 minutes has proven the address and need not know the
 * old one: that is how a forgotten password is solved. A change ends every other session and is told by mail.
 */
final class PasswordRoutes {
    private static final Duration FRESH = Duration.ofMinutes(15);

    private final Identity identity;
    private final Clock clock;

    PasswordRoutes(Identity identity, Clock clock) {
        this.identity = identity;
        this.clock = clock;
    }

    void mount(Routes routes, String app) {
        routes.client(app)
                .get("/account/password", this::page)
                .summary("Show where a password is set")
                .ownEyes()
                .landing();
        routes.client(app)
                .post("/account/password", this::save)
                .summary("Set a new password")
                .shows(this::page);
    }

    private boolean needsCurrent(Session session) {
        return session.proof() == Session.Proof.PASSWORD
                || session.provenAt().plus(FRESH).isBefore(clock.now());
    }

    private Future<Reply> page(Request request) {
        return Future.succeededFuture(Reply.page(
                "identity/password",
                Reply.Layout.ENTRY,
                "entry.password.title",
                Map.of("needsCurrent", needsCurrent(request.session()))));
    }

    private Future<Reply> save(Request request) {
        var session = request.session();
        var typed = request.form().raw("password");
        var email = new Email(session.email());
        PasswordPolicy.refusal(typed, email, session.name()).ifPresent(code -> {
            throw Problem.invalid("password", code);
        });
        var salt = identity.keys().salt(request.tenant().id(), email);
        return proven(request, salt)
                .compose(x -> identity.passwords().hash(typed, salt))
                .compose(hash -> identity.db().write(request.scope(), tx -> store(tx, request, hash)))
                .map(Reply.redirect("/account/sessions").with(new Cookies.Change(Cookies.FLASH, "password-saved", 60)));
    }

    private Future<Void> proven(Request request, byte[] salt) {
        if (!needsCurrent(request.session())) return Future.succeededFuture();
        var current = request.form().raw("current");
        if (current.isEmpty()) throw Problem.invalid("current", "password-missing");
        return identity.db()
                .write(request.scope(), tx -> own(tx, request))
                .compose(found -> {
                    var stored = found.map(account -> Objects.requireNonNullElse(account.passwordHash(), ""))
                            .orElse("");
                    return identity.passwords().matches(current, List.of(stored), salt);
                })
                .map(matches -> {
                    if (matches.isEmpty()) throw Problem.invalid("current", "password-wrong");
                    return null;
                });
    }

    private Future<Optional<Account>> own(Tx tx, Request request) {
        var account = request.session().account();
        return RateLimit.take(tx, "password-change:" + account, Duration.ofMinutes(15))
                .compose(count -> {
                    if (count.over(identity.limits().passwordFailures() * 2)) {
                        return Future.succeededFuture(Optional.<Account>empty());
                    }
                    return new AccountStore(tx)
                            .byIds(List.of(account))
                            .map(list -> list.stream().findFirst());
                });
    }

    private Future<Void> store(Tx tx, Request request, String hash) {
        var session = request.session();
        new AccountStore(tx).setPassword(session.account(), hash);
        identity.sessions().endAllBut(tx, session.account(), session.id());
        Events.record(tx, new AccountFact.PasswordSet(session.contact(), session.account(), request.ip()));
        Audit.record(tx, "password.changed", "account", session.account(), new JsonObject(), request.ip());
        return identity.notifications()
                .tell(
                        tx,
                        request.tenant(),
                        Notice.of(
                                        Told.PASSWORD_CHANGED,
                                        new Recipient.Account(session.account()),
                                        Map.of("at", clock.now()))
                                .about("account", session.account())
                                .link("/account/sessions"));
    }
}
