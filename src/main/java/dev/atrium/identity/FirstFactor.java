package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.identity.factor.Factors;
import dev.atrium.session.Session;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import io.vertx.core.Future;
import java.util.function.Function;

/** Who may add to the second factors of an account, and what the session is worth after that. */
final class FirstFactor {
    private final Identity identity;

    FirstFactor(Identity identity) {
        this.identity = identity;
    }

    /**
     * Goes on where the person may add to their factors: whoever is asked for one at sign-in shows it before another comes
     * to it, so that a mailbox or a password alone never grows into a second factor. Whom a new address of the portal took their
     * passkeys from shows a mailed code instead: nobody could sign in otherwise where a factor is a duty.
     */
    Future<Reply> may(Request request, Function<Request, Future<Reply>> adding) {
        var policy = request.tenant().settings().mfa();
        if (request.session().mfa() || policy == Tenant.Mfa.OFF) return adding.apply(request);
        return identity.db()
                .read(request.scope(), tx -> Factors.state(tx, request.session().account(), request.host()))
                .compose(state -> {
                    boolean first = !state.totp() && (policy == Tenant.Mfa.OPTIONAL || state.passkeys() == 0);
                    boolean anew = state.stranded() && request.session().proof() == Session.Proof.CODE;
                    if (first || anew) return adding.apply(request);
                    return Future.succeededFuture(Reply.redirect("/account/confirm?next=%2Faccount%2Fsecurity"));
                });
    }

    /** Whoever has just set a factor up has shown it: this session is as good as one opened by it. */
    Future<Reply> raise(Tx tx, Request request, Reply reply) {
        var session = request.session();
        return identity.sessions()
                .renew(tx, session, session.proof(), true)
                .map(token -> reply.with(new Cookies.Change(Cookies.SESSION, token.text(), Entry.SESSION_SECONDS)));
    }
}
