package dev.atrium.identity;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Desk;
import dev.atrium.web.Faces;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The login e-mail: a sign-in link to several contacts at once, and the newest links of the portal. */
final class LoginMailRoutes {
    private static final String PATH = "/t/:slug/sign-in-links";
    private static final int MOST = 50;
    private static final int LONGEST = 200;

    /** What a form can carry at all. */
    private static final int FIELDS = 100;

    /** Somebody to tick. */
    record Row(SignInLinkStore.Candidate person, String initials, int hue, boolean ticked) {}

    /** What came of the last form: how many were sent, and how many were not, by reason. */
    record Result(int sent, int tooSoon, int refused) {
        Result and(SignInLinks.Outcome outcome) {
            var problem = outcome.problem();
            if (problem == null) return new Result(sent + 1, tooSoon, refused);
            return problem.code().equals("link-too-soon")
                    ? new Result(sent, tooSoon + 1, refused)
                    : new Result(sent, tooSoon, refused + 1);
        }
    }

    private final Db db;
    private final Hosts hosts;
    private final SignInLinks links;
    private final List<PortalApp> apps;

    LoginMailRoutes(Db db, Hosts hosts, SignInLinks links, List<PortalApp> apps) {
        this.db = db;
        this.hosts = hosts;
        this.links = links;
        this.apps = apps;
    }

    void mount(Routes routes) {
        var send = routes.staff(Permission.CONTACTS);
        send.get(PATH, this::page).summary("Choose whom a sign-in link is mailed to");
        send.post(PATH, this::mail)
                .summary("Mail a sign-in link to several contacts")
                .names("contact", SignInLinkRoutes.CLIENT)
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        return SignInLinkRoutes.tenant(hosts, request).compose(tenant -> show(request, tenant, null));
    }

    private Future<Reply> show(Request request, Tenant tenant, @Nullable Result result) {
        var words = request.query("q").strip().replace("\0", "");
        var search = words.substring(0, Math.min(LONGEST, words.length()));
        return db.read(request.scope(), tx -> model(tx, request, tenant, search))
                .map(model -> {
                    if (result != null) model.put("result", result);
                    return Desk.page(request, "identity/login-mail", "signin.mail.title", model);
                });
    }

    private Future<Map<String, Object>> model(Tx tx, Request request, Tenant tenant, String search) {
        var store = new SignInLinkStore(tx);
        var people = store.candidates(search, MOST);
        var newest = store.newest();
        return Future.all(people, newest).map(x -> {
            Map<String, Object> model = new HashMap<>();
            model.put("on", tenant.settings().magicLinks());
            model.put("words", search);
            model.put("most", MOST);
            Set<UUID> ticked = request.failed() ? Set.copyOf(request.form().ids("contact", FIELDS)) : Set.of();
            model.put(
                    "people",
                    people.result().stream().map(person -> row(person, ticked)).toList());
            model.put("targets", SignInLinkForm.targets(request, tenant, apps));
            model.put("lives", SignInLinkForm.lives(request));
            model.put("links", SignInLinkRoutes.rows(request, newest.result()));
            return model;
        });
    }

    private static Row row(SignInLinkStore.Candidate person, Set<UUID> ticked) {
        return new Row(
                person, Faces.initials(person.name()), Faces.hue(person.contact()), ticked.contains(person.contact()));
    }

    private Future<Reply> mail(Request request) {
        var chosen = request.form().ids("contact", FIELDS);
        if (chosen.isEmpty()) throw Problem.invalid("contacts", "link-nobody");
        if (chosen.size() > MOST) throw Problem.invalid("contacts", "too-many-chosen", MOST);
        return SignInLinkRoutes.tenant(hosts, request).compose(tenant -> {
            if (!tenant.settings().magicLinks()) throw Problem.of(409, "magic-links-off");
            // Made once, so that a wrong path is said before anybody is mailed.
            var wish = SignInLinkForm.wish(request, tenant, Ids.next());
            return each(request, tenant, wish, chosen, 0, new Result(0, 0, 0))
                    .compose(result -> show(request, tenant, result));
        });
    }

    /** One after the other, each in a transaction of its own: whoever was mailed stays mailed. */
    private Future<Result> each(
            Request request, Tenant tenant, SignInLinks.Wish wish, List<UUID> chosen, int at, Result so) {
        if (at == chosen.size()) return Future.succeededFuture(so);
        var own = new SignInLinks.Wish(chosen.get(at), wish.next(), wish.life(), wish.maker(), wish.ip());
        return db.write(request.scope(), tx -> links.mail(tx, tenant, own))
                .compose(outcome -> each(request, tenant, wish, chosen, at + 1, so.and(outcome)));
    }
}
