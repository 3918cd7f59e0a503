package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.identity.factor.Passkeys;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Session;
import dev.atrium.web.Cookies;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** Signing in by a passkey. The page's script asks for the challenge; the form brings back what was signed. */
final class PasskeyRoutes {
    private final Identity identity;
    private final Entry entry;
    private final Passkeys passkeys;
    private final LoginRoutes login;

    PasskeyRoutes(Identity identity, Entry entry, Passkeys passkeys, LoginRoutes login) {
        this.identity = identity;
        this.entry = entry;
        this.passkeys = passkeys;
        this.login = login;
    }

    void mount(Routes routes) {
        routes.guest().post("/login/passkey/options", this::options).summary("Be asked for a passkey");
        routes.guest()
                .post("/login/passkey", this::signIn)
                .summary("Sign in by passkey")
                .shows(login::form);
    }

    private Future<RateLimit.Count> limit(Tx tx, String what, Request request) {
        return RateLimit.take(tx, what + request.network(), Duration.ofMinutes(1));
    }

    private Future<Reply> options(Request request) {
        return identity.db()
                .write(request.scope(), tx -> limit(tx, "passkey-ip:", request))
                .compose(count -> {
                    refuse(count);
                    return identity.db()
                            .write(
                                    request.scope(),
                                    tx -> passkeys.show(tx, Passkeys.Purpose.LOGIN, null, FactorCheck.place(request)));
                })
                .map(FactorCheck::options);
    }

    private void refuse(RateLimit.Count count) {
        if (count.over(identity.limits().signInPerIpPerMinute()))
            throw Problem.tooMany("too-many-attempts", count.waitSeconds(), count.waitMinutes());
    }

    private Future<Reply> signIn(Request request) {
        return identity.db()
                .write(request.scope(), tx -> limit(tx, "sign-in-ip:", request))
                .compose(count -> {
                    refuse(count);
                    return passkeys.check(
                            request.scope(),
                            Passkeys.Purpose.LOGIN,
                            FactorCheck.place(request),
                            null,
                            request.cookie(Cookies.PASSKEY),
                            request.form().raw("credential"));
                })
                .compose(shown -> identity.db().write(request.scope(), tx -> enter(tx, request, shown)))
                .map(pass -> Entry.reply(request, pass));
    }

    private Future<Entry.Pass> enter(Tx tx, Request request, Passkeys.Shown shown) {
        return Passkeys.used(tx, shown)
                .compose(used -> {
                    if (!used) throw Problem.of(422, "passkey-refused");
                    return new AccountStore(tx).byIds(List.of(shown.owner()));
                })
                .compose(found -> {
                    if (found.isEmpty()) throw Problem.of(422, "passkey-unknown");
                    var email = new Email(found.getFirst().email());
                    return entry.admit(tx, request, email, found, Session.Proof.PASSKEY, request.next());
                });
    }
}
