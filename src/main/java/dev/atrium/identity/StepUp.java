package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Session;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Asks a signed-in person to prove themselves once more before something that cannot be taken back. Who came in by a mailed
 * code or link within the last 15 minutes has just done so; anybody else types their password.
 */
public final class StepUp {
    private static final Duration FRESH = Duration.ofMinutes(15);

    private final Identity identity;
    private final Clock clock;

    StepUp(Identity identity, Clock clock) {
        this.identity = identity;
        this.clock = clock;
    }

    /** Whether the person must type their password. */
    public boolean needsPassword(Session session) {
        return session.proof() == Session.Proof.PASSWORD
                || session.provenAt().plus(FRESH).isBefore(clock.now());
    }

    /**
     * Succeeds where the person is proven; else fails with {@link Problem} {@code password-missing} or
     * {@code password-wrong} at {@code field}. The try is counted before anything is compared.
     */
    public Future<Void> prove(Request request, String field, String typed) {
        var session = request.session();
        if (!needsPassword(session)) return Future.succeededFuture();
        if (typed.isEmpty()) throw Problem.invalid(field, "password-missing");
        var salt = identity.keys().salt(request.tenant().id(), new Email(session.email()));
        return identity.db()
                .write(request.scope(), tx -> own(tx, session))
                .compose(found -> {
                    var stored = found.map(account -> Objects.requireNonNullElse(account.passwordHash(), ""))
                            .orElse("");
                    return identity.passwords().matches(typed, List.of(stored), salt);
                })
                .map(matches -> {
                    if (matches.isEmpty()) throw Problem.invalid(field, "password-wrong");
                    return null;
                });
    }

    private Future<Optional<Account>> own(Tx tx, Session session) {
        var account = session.account();
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
}
