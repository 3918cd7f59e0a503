package dev.atrium.identity;

import dev.atrium.contacts.Contacts;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.identity.factor.Factors;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Problem;
import dev.atrium.notifications.Notice;
import dev.atrium.notifications.Recipient;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A client who lost phone, passkeys and recovery codes: the business takes their second factors away, after it made sure by
 * another way that it is them. They come in by what is left, and are told by mail and in their own history.
 */
final class ClientFactorRoutes {
    private static final String PATH = "/t/:slug/contacts/:contact/second-factor";
    private static final int SHORTEST = 5;
    private static final int LONGEST = 300;
    private static final UUID NONE = new UUID(0, 0);

    /** Whose page it is. */
    record Person(UUID id, String name) {}

    private final Identity identity;
    private final Hosts hosts;
    private final Clock clock;

    ClientFactorRoutes(Identity identity, Hosts hosts, Clock clock) {
        this.identity = identity;
        this.hosts = hosts;
        this.clock = clock;
    }

    void mount(Routes routes) {
        routes.staff(Permission.CONTACTS).get(PATH, this::page).summary("Show which second factors a client has");
        // It makes an account weaker, as a link that is handed over does: so it asks for the same.
        routes.staff(Permission.SETTINGS)
                .post(PATH + "/remove", this::remove)
                .summary("Remove the second factors of a client who lost them")
                .names("contact", SignInLinkRoutes.CLIENT)
                .fresh()
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        return identity.db().read(request.scope(), tx -> model(tx, request)).map(model -> {
            model.put("mayRemove", Permission.SETTINGS.of(request.seat().role()));
            model.put("longest", LONGEST);
            return Desk.page(request, "identity/client-factor", "client-factor.title", model);
        });
    }

    private static Future<Map<String, Object>> model(Tx tx, Request request) {
        var contact = request.id("contact");
        var name = Contacts.name(tx, contact);
        return new SignInLinkStore(tx)
                .target(contact)
                .compose(target -> name.compose(found -> {
                    Map<String, Object> model = new HashMap<>();
                    model.put("person", new Person(contact, found.orElseThrow(Problem::notFound)));
                    var account = target.map(SignInLinkStore.Target::account).orElse(null);
                    if (account == null) return Future.succeededFuture(model);
                    model.put("account", true);
                    return Factors.state(tx, account, "").map(state -> {
                        model.put("totp", state.totp());
                        model.put("passkeys", state.passkeys());
                        model.put("recovery", state.recoveryLeft());
                        model.put("any", state.totp() || state.passkeys() > 0 || state.recoveryLeft() > 0);
                        return model;
                    });
                }));
    }

    private Future<Reply> remove(Request request) {
        var reason = HeaderText.clean(request.form().text("reason").replaceAll("\\s+", " "))
                .value();
        int length = reason.codePointCount(0, reason.length());
        if (length < SHORTEST) throw Problem.invalid("reason", "reason-missing");
        if (length > LONGEST) throw Problem.invalid("reason", "text-long", LONGEST);
        return hosts.tenant(request.seat().tenant())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(tenant -> identity.db().write(request.scope(), tx -> remove(tx, request, tenant, reason)))
                .map(x -> Desk.of(request)
                        .done("/contacts/" + request.id("contact") + "/second-factor", "client-factors-removed"));
    }

    private Future<Void> remove(Tx tx, Request request, Tenant tenant, String reason) {
        var contact = request.id("contact");
        return new SignInLinkStore(tx).target(contact).compose(target -> {
            var account = target.map(SignInLinkStore.Target::account).orElse(null);
            if (account == null) throw Problem.notFound();
            return Factors.removeAll(tx, account).compose(removed -> {
                if (!removed) throw Problem.of(409, "client-factor-none");
                return removed(tx, request, tenant, contact, account, reason);
            });
        });
    }

    /** Every session ends: whoever has one may be who the client fears. */
    private Future<Void> removed(Tx tx, Request request, Tenant tenant, UUID contact, UUID account, String reason) {
        Map<String, Object> values = Map.of("at", clock.now());
        var notice = Notice.of(Told.FACTORS_CLEARED, new Recipient.Account(account), values)
                .about("account", account)
                .link("/account/security");
        return identity.sessions()
                .endAllBut(tx, account, NONE)
                .compose(x -> Events.record(tx, new SafetyFact.FactorsCleared(contact, account)))
                .compose(x -> Audit.record(
                        tx,
                        "factors.cleared",
                        "account",
                        account,
                        new JsonObject().put("reason", reason),
                        request.ip()))
                .compose(x -> identity.notifications().tell(tx, tenant, notice));
    }
}
