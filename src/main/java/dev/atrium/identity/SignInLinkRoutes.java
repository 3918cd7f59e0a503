package dev.atrium.identity;

import dev.atrium.contacts.Contacts;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The console's page about the sign-in links of one contact: send one, hand one over, take one back. */
final class SignInLinkRoutes {
    private static final String PATH = "/t/:slug/contacts/:contact/sign-in-links";

    /** What the form for a link names beside its fields: a client of the tenant who has an account. */
    static final String CLIENT = "client-contact";

    /** A link as the list shows it. */
    record Row(
            UUID id,
            UUID contact,
            String name,
            String page,
            boolean handed,
            String maker,
            String state,
            String badge,
            boolean alive,
            Instant created,
            Instant expires) {}

    /** The person as the page names them. */
    record Person(UUID id, String name) {}

    private final Db db;
    private final Hosts hosts;
    private final SignInLinks links;
    private final List<PortalApp> apps;

    SignInLinkRoutes(Db db, Hosts hosts, SignInLinks links, List<PortalApp> apps) {
        this.db = db;
        this.hosts = hosts;
        this.links = links;
        this.apps = apps;
    }

    void mount(Routes routes) {
        var send = routes.staff(Permission.CONTACTS);
        send.get(PATH, this::page).summary("Show the sign-in links of a contact");
        send.post(PATH, this::mail)
                .summary("Mail a sign-in link to a contact")
                .names("contact", CLIENT)
                .shows(this::page);
        send.post(PATH + "/revoke", this::revoke)
                .summary("Revoke a sign-in link")
                .names("contact", CLIENT)
                .names("link", "sign-in-link")
                .shows(this::page);
        // Whoever sees a link can enter as the client, so this asks for more than seeing clients does.
        routes.staff(Permission.SETTINGS)
                .post(PATH + "/hand", this::hand)
                .summary("Make a sign-in link to hand over")
                .fresh()
                .names("contact", CLIENT)
                .shows(this::page);
    }

    static Future<Tenant> tenant(Hosts hosts, Request request) {
        return hosts.tenant(request.seat().tenant()).map(found -> found.orElseThrow(Problem::notFound));
    }

    private Future<Reply> page(Request request) {
        return tenant(hosts, request).compose(tenant -> db.read(request.scope(), tx -> show(tx, request, tenant, "")));
    }

    private Future<Reply> show(Tx tx, Request request, Tenant tenant, String made) {
        var contact = request.id("contact");
        var name = Contacts.name(tx, contact);
        var target = new SignInLinkStore(tx).target(contact);
        var all = SignInLinks.of(tx, contact);
        return Future.all(name, target, all).map(x -> {
            Map<String, Object> model = new HashMap<>();
            model.put("person", new Person(contact, name.result().orElseThrow(Problem::notFound)));
            target.result().ifPresent(whom -> {
                model.put("email", whom.email());
                model.put("hasAccount", whom.account() != null && whom.active());
                model.put("noAccount", whom.account() == null);
                model.put("closed", whom.account() != null && !whom.active());
            });
            model.put("on", tenant.settings().magicLinks());
            model.put("made", made);
            model.put("targets", SignInLinkForm.targets(request, tenant, apps));
            model.put("lives", SignInLinkForm.lives(request));
            model.put("links", rows(request, all.result()));
            model.put("mayHand", Permission.SETTINGS.of(request.seat().role()));
            return Desk.page(request, "identity/sign-in-links", "signin.links.title", model);
        });
    }

    static List<Row> rows(Request request, List<SignInLink> links) {
        return links.stream().map(link -> row(request, link)).toList();
    }

    private static Row row(Request request, SignInLink link) {
        var badge = switch (link.state()) {
            case SENT -> "brand";
            case USED -> "good";
            case EXPIRED, REVOKED -> "";
        };
        return new Row(
                link.id(),
                link.contact(),
                link.name(),
                link.next(),
                link.handed(),
                link.maker(),
                request.say(Family.SIGN_IN_LINK_STATE.key(link.state().name().toLowerCase(Locale.ROOT))),
                badge,
                link.alive(),
                link.createdAt(),
                link.expiresAt());
    }

    private Future<Reply> mail(Request request) {
        return tenant(hosts, request).compose(tenant -> {
            var wish = SignInLinkForm.wish(request, tenant, request.id("contact"));
            return db.write(request.scope(), tx -> links.mail(tx, tenant, wish)).map(outcome -> {
                outcome.made();
                return back(request, "sign-in-link-sent");
            });
        });
    }

    private static Reply back(Request request, String word) {
        return Desk.of(request).done("/contacts/" + request.id("contact") + "/sign-in-links", word);
    }

    /** The address is shown on this very page and never again, so the page answers the form instead of a redirect. */
    private Future<Reply> hand(Request request) {
        if (request.form().text("sure").isEmpty()) throw Problem.invalid("sure", "link-sure");
        return tenant(hosts, request).compose(tenant -> {
            var wish = SignInLinkForm.wish(request, tenant, request.id("contact"));
            return db.write(
                    request.scope(),
                    tx -> links.hand(tx, tenant, wish).compose(outcome -> {
                        outcome.made();
                        return show(tx, request, tenant, outcome.url());
                    }));
        });
    }

    private Future<Reply> revoke(Request request) {
        var link = request.form().id("link");
        var contact = request.id("contact");
        return db.write(request.scope(), tx -> SignInLinks.revoke(tx, link, contact, request.ip()))
                .map(revoked -> {
                    if (!revoked) throw Problem.notFound();
                    return back(request, "sign-in-link-revoked");
                });
    }
}
