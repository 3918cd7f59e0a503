package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.identity.factor.Factors;
import dev.atrium.identity.factor.Passkeys;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/** A client's second factor as forms bring it along: six digits, a recovery code, or what a passkey signed. */
final class FactorCheck {
    private final Factors factors;
    private final FactorNews news;

    FactorCheck(Factors factors, FactorNews news) {
        this.factors = factors;
        this.news = news;
    }

    /** The problem to answer with once the try is committed; empty where the code was right. A used recovery code is told. */
    Future<Optional<Problem>> attempt(Tx tx, Request request, UUID account) {
        var recovery = request.form().text("recovery");
        var field = recovery.isEmpty() ? "code" : "recovery";
        return factors.attempt(tx, account, recovery.isEmpty() ? request.form().text("code") : recovery)
                .compose(verdict -> switch (verdict.outcome()) {
                    case TOTP -> Future.succeededFuture(Optional.empty());
                    case RECOVERY -> news.recoveryUsed(tx, request, account).map(Optional.empty());
                    case WRONG -> Future.succeededFuture(Optional.of(Problem.invalid(field, "factor-wrong")));
                    case LIMITED ->
                        Future.succeededFuture(Optional.of(
                                Problem.tooMany("factor-limited", verdict.waitSeconds(), verdict.waitMinutes())));
                });
    }

    /** Fails where nothing was typed at all. */
    static void typed(Request request) {
        if (request.form().text("recovery").isEmpty()
                && request.form().text("code").isEmpty()) throw Problem.invalid("code", "factor-missing");
    }

    /** Where passkeys are spoken of on a portal: the very host that was asked, under the scheme and port of all portals. */
    static Passkeys.Place place(Request request) {
        var own = URI.create(request.tenant().origin());
        var port = own.getPort() < 0 ? "" : ":" + own.getPort();
        return new Passkeys.Place(request.host(), own.getScheme() + "://" + request.host() + port);
    }

    /** What the page's script hands to the authenticator, and the cookie that binds it to this browser. */
    static Reply options(Passkeys.Asked asked) {
        return Reply.json(asked.options().getMap())
                .with(new Cookies.Change(Cookies.PASSKEY, asked.cookie().text(), 300));
    }
}
