package dev.atrium.console;

import dev.atrium.contacts.Audiences;
import dev.atrium.contacts.Contacts;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.PortalApp;
import dev.atrium.web.Desk;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What one client finds in the portal, and why. */
final class AppsPreview {
    /** An app or link under the id that a landing names it by, whether the client sees it, and the reason in words. */
    record Seen(String id, String icon, String label, boolean visible, String why) {}

    private final Db db;
    private final List<PortalApp> apps;

    AppsPreview(Db db, List<PortalApp> apps) {
        this.db = db;
        this.apps = apps;
    }

    void mount(Routes routes) {
        var read = routes.staff(Permission.READ);
        read.get("/t/:slug/sees", this::find).summary("Find the client whose portal to preview");
        read.get("/t/:slug/contacts/:contact/sees", this::page)
                .summary("Show which apps and links a client sees, and why");
    }

    /** One contact of the address: their preview. None, or several: the list, to choose from. */
    private Future<Reply> find(Request request) {
        var desk = Desk.of(request);
        var typed = request.query("email").strip();
        var list = Reply.redirect(desk.path("/contacts?q=") + URLEncoder.encode(typed, StandardCharsets.UTF_8));
        var email = Email.parse(typed);
        if (email.isEmpty()) return Future.succeededFuture(list);
        return db.read(desk.scope(), tx -> Contacts.withEmail(tx, email.get()))
                .map(found -> found.size() == 1
                        ? Reply.redirect(desk.path("/contacts/" + found.getFirst() + "/sees"))
                        : list);
    }

    private Future<Reply> page(Request request) {
        var desk = Desk.of(request);
        var contact = request.id("contact");
        return db.read(
                        desk.scope(),
                        tx -> Contacts.name(tx, contact)
                                .compose(name -> Future.all(seen(tx, request, contact), new AppsStore(tx).landing())
                                        .map(both -> {
                                            List<Seen> seen = both.resultAt(0);
                                            AppsStore.Landing landing = both.resultAt(1);
                                            var model = desk.model(request);
                                            model.put("name", name.orElseThrow(Problem::notFound));
                                            model.put("contact", contact);
                                            model.put("seen", seen);
                                            model.put("landing", LandingPreview.of(request, landing, seen, apps));
                                            model.put("canView", desk.may(Permission.CONTACTS));
                                            return model;
                                        })))
                .map(model -> Reply.page("console/sees", Reply.Layout.CONSOLE, "console.sees.title", model));
    }

    private Future<List<Seen>> seen(Tx tx, Request request, UUID contact) {
        var rows = AppsRoutes.rows(tx, request, apps);
        var empty = new AppsStore(tx).empty(contact);
        return Future.all(rows, empty)
                .compose(x -> Future.all(rows.result().stream()
                                .map(row -> seen(tx, request, contact, row, empty.result()))
                                .toList())
                        .map(all -> all.<Seen>list()));
    }

    private static Future<Seen> seen(Tx tx, Request request, UUID contact, AppsRoutes.Row row, Set<String> empty) {
        var id = (row.kind().isEmpty() ? "app:" : "item:") + row.key();
        if (!row.enabled())
            return Future.succeededFuture(new Seen(id, row.icon(), row.label(), false, request.say("sees.off")));
        var has = Audiences.has(tx, row.audience(), contact);
        var why = Audiences.why(tx, row.audience(), contact);
        return Future.all(has, why).map(x -> {
            boolean open = row.audience() == null;
            var words = open ? request.say("sees.open") : why(request, has.result(), why.result());
            boolean hides = has.result() && row.kind().isEmpty() && row.hide() && empty.contains(row.key());
            return new Seen(
                    id, row.icon(), row.label(), has.result() && !hides, hides ? request.say("sees.empty") : words);
        });
    }

    private static String why(Request request, boolean visible, List<Audiences.Reason> reasons) {
        var deciding = reasons.stream()
                .filter(Audiences.Reason::decides)
                .filter(reason -> reason.include() == visible)
                .map(reason -> name(request, reason.kind(), reason.label()))
                .collect(Collectors.joining(", "));
        if (deciding.isEmpty()) return request.say("sees.nothing");
        return request.say(visible ? "sees.because" : "sees.excluded", deciding);
    }

    /** The rules of one effect in a line. */
    static String names(Request request, List<Audiences.Named> rules, boolean include) {
        return rules.stream()
                .filter(named -> named.rule().include() == include)
                .map(named -> name(request, named.rule().kind(), named.label()))
                .collect(Collectors.joining(", "));
    }

    private static String name(Request request, String kind, String label) {
        return switch (kind) {
            case "everyone" -> request.say("audience.everyone");
            case "tag" -> request.say("audience.tag", label);
            case "company" -> request.say("audience.company", label);
            case "segment" -> request.say("audience.segment", label);
            default -> label;
        };
    }
}
