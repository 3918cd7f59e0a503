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
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * Setting a password, by a fresh proof: who has just come in by a code need not know the old one, and that is how a forgotten
 * password is solved. A change ends every other session and is told by mail.
 */
final class PasswordRoutes {
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
                .beforeFactor()
                .fresh();
        routes.client(app)
                .post("/account/password", this::save)
                .summary("Set a new password")
                .beforeFactor()
                .fresh()
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        return Future.succeededFuture(
                Reply.page("account/password", Reply.Layout.PORTAL, "entry.password.title", Map.of()));
    }

    private Future<Reply> save(Request request) {
        var session = request.session();
        var typed = request.form().raw("password");
        var email = new Email(session.email());
        PasswordPolicy.refusal(typed, email, session.name()).ifPresent(code -> {
            throw Problem.invalid("password", code);
        });
        var salt = identity.keys().salt(request.tenant().id(), email);
        return identity.passwords()
                .hash(typed, salt)
                .compose(hash -> identity.db().write(request.scope(), tx -> store(tx, request, hash)))
                .map(Reply.redirect("/account/sessions").with(new Cookies.Change(Cookies.FLASH, "password-saved", 60)));
    }

    private Future<Void> store(Tx tx, Request request, String hash) {
        var session = request.session();
        new AccountStore(tx).setPassword(session.account(), hash);
        new EmailChangeStore(tx).end(session.account());
        identity.sessions().endAllBut(tx, session.account(), session.id());
        Events.record(tx, new SafetyFact.PasswordSet(session.contact(), session.account(), request.ip()));
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
