package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Session;
import dev.atrium.web.Cookies;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Somebody signed in shows once more that it is them, before what {@link dev.atrium.web.Route#fresh()} keeps. The session lives
 * on under a new token.
 */
final class StepUp {
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final Identity identity;

    StepUp(Identity identity) {
        this.identity = identity;
    }

    /** Whether the account has a password to confirm by. */
    static Future<Boolean> hasPassword(Tx tx, Session session) {
        return new AccountStore(tx)
                .byIds(List.of(session.account()))
                .map(found -> found.stream().anyMatch(account -> account.passwordHash() != null));
    }

    /** Fails with a problem at the field {@code password} where it is not the account's. The try is counted before it is compared. */
    Future<Void> password(Request request, String typed) {
        if (typed.isEmpty()) throw Problem.invalid("password", "password-missing");
        var session = request.session();
        return identity.db()
                .write(request.scope(), tx -> RateLimit.take(tx, "confirm:" + session.account(), WINDOW))
                .compose(count -> {
                    if (count.over(identity.limits().passwordFailures() * 2))
                        throw Problem.tooMany("too-many-attempts", count.waitSeconds(), count.waitMinutes());
                    return identity.db()
                            .read(request.scope(), tx -> new AccountStore(tx).byIds(List.of(session.account())));
                })
                .compose(found -> {
                    var stored = found.isEmpty()
                            ? ""
                            : Objects.requireNonNullElse(found.getFirst().passwordHash(), "");
                    var salt = identity.keys().salt(request.tenant().id(), new Email(session.email()));
                    return identity.passwords().matches(typed, List.of(stored), salt);
                })
                .map(matches -> {
                    if (matches.isEmpty()) throw Problem.invalid("password", "password-wrong");
                    return null;
                });
    }

    /** The proof is given: in one transaction with whatever used it up. */
    Future<Reply> confirmed(Tx tx, Request request, Session.Proof proof, boolean mfa) {
        var session = request.session();
        RateLimit.forget(tx, "confirm:" + session.account());
        var detail = new JsonObject().put("proof", proof.name());
        return Audit.record(tx, "session.confirmed", "session", session.id(), detail, request.ip())
                .compose(x -> identity.sessions().renew(tx, session, proof, mfa))
                .map(token -> Reply.redirect(next(request))
                        .with(new Cookies.Change(Cookies.SESSION, token.text(), Entry.SESSION_SECONDS))
                        .with(new Cookies.Change(Cookies.FLOW, "", 0)));
    }

    private static String next(Request request) {
        return request.next().isEmpty() ? "/account/security" : request.next();
    }
}
