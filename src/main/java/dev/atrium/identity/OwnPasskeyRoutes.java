package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.identity.factor.Passkeys;
import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Route;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.UUID;

/** Adding, naming and removing one's own passkeys, on the page of {@link SecurityRoutes}. */
final class OwnPasskeyRoutes {
    private static final int NAME_MAX = 80;

    private final Identity identity;
    private final Passkeys passkeys;
    private final FactorNews news;
    private final FirstFactor first;

    OwnPasskeyRoutes(Identity identity, Passkeys passkeys, FactorNews news, FirstFactor first) {
        this.identity = identity;
        this.passkeys = passkeys;
        this.news = news;
        this.first = first;
    }

    void mount(Routes.Mount client, Route.Handler page) {
        client.post(SecurityRoutes.HOME + "/passkeys/options", request -> first.may(request, this::options))
                .summary("Be asked to make a passkey")
                .fresh()
                .beforeFactor();
        client.post(SecurityRoutes.HOME + "/passkeys", request -> first.may(request, this::add))
                .summary("Add a passkey")
                .fresh()
                .beforeFactor()
                .shows(page);
        client.post(SecurityRoutes.HOME + "/passkeys/rename", this::rename)
                .summary("Rename a passkey")
                .names("passkey", "passkey")
                .shows(page);
        client.post(SecurityRoutes.HOME + "/passkeys/remove", this::remove)
                .summary("Remove a passkey")
                .names("passkey", "passkey")
                .fresh()
                .shows(page);
    }

    private Future<Reply> options(Request request) {
        var session = request.session();
        var person = new Passkeys.Person(session.account(), session.email(), session.name());
        var business = request.tenant().branding().portalName();
        return identity.db()
                .write(request.scope(), tx -> passkeys.register(tx, FactorCheck.place(request), person, business))
                .map(FactorCheck::options);
    }

    private Future<Reply> add(Request request) {
        var account = request.session().account();
        var agent = UserAgents.of(request.userAgent());
        var name = agent.known()
                ? request.say("account.sessions.device", agent.browser(), agent.system())
                : request.say("factor.kind.passkey");
        return passkeys.add(
                        request.scope(),
                        FactorCheck.place(request),
                        account,
                        request.cookie(Cookies.PASSKEY),
                        request.form().raw("credential"),
                        name)
                .compose(id -> identity.db()
                        .write(
                                request.scope(),
                                tx -> news.added(tx, request, account, "passkey", name)
                                        .compose(x -> first.raise(tx, request, Reply.redirect(SecurityRoutes.HOME)))))
                .map(reply -> reply.with(new Cookies.Change(Cookies.FLASH, "passkey-added", 60)));
    }

    private Future<Reply> rename(Request request) {
        var name = request.form().text("passkey_name");
        if (name.isEmpty()) throw Problem.invalid("passkey_name", "name-missing");
        if (name.codePointCount(0, name.length()) > NAME_MAX)
            throw Problem.invalid("passkey_name", "name-long", NAME_MAX);
        if (!HeaderText.clean(name).value().equals(name)) throw Problem.invalid("passkey_name", "name-invalid");
        var passkey = request.form().id("passkey");
        return identity.db()
                .write(
                        request.scope(),
                        tx -> Passkeys.rename(tx, request.session().account(), passkey, name))
                .map(renamed -> {
                    if (!renamed) throw Problem.notFound();
                    return SecurityRoutes.flash("passkey-renamed");
                });
    }

    private Future<Reply> remove(Request request) {
        var passkey = request.form().id("passkey");
        return identity.db()
                .write(request.scope(), tx -> removed(tx, request, passkey))
                .map(SecurityRoutes.flash("passkey-removed"));
    }

    private Future<Void> removed(Tx tx, Request request, UUID passkey) {
        var account = request.session().account();
        return Passkeys.remove(tx, account, passkey)
                .compose(name -> news.removed(tx, request, account, "passkey", name.orElseThrow(Problem::notFound)));
    }
}
