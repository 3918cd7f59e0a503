package dev.atrium.privacy;

import dev.atrium.console.ConsoleModule;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Cookies;
import dev.atrium.web.Desk;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** The data of somebody who asked by letter: the business answers for them. */
final class ContactDataRoutes {
    private static final int MAX_REASON = 300;

    /** The person as the page names them. */
    record Subject(String name, String email, String path) {}

    /** A reason to choose. */
    record Reason(String id, String label, boolean selected) {}

    private final Privacy privacy;
    private final Hosts hosts;

    ContactDataRoutes(Privacy privacy, Hosts hosts) {
        this.privacy = privacy;
        this.hosts = hosts;
    }

    void mount(Routes routes) {
        var path = "/t/:slug/contacts/:contact/data";
        routes.staff(Permission.CONTACTS).get(path, this::page).summary("Show what is stored of a contact");
        routes.staff(Permission.CONTACTS)
                .post(path + "/archive", this::archive)
                .summary("Download everything that is stored of a contact")
                .fresh()
                .shows(this::page);
        routes.staff(Permission.SETTINGS)
                .get("/t/:slug/contacts/:contact/erase", this::erasing)
                .summary("Show what erasing a contact deletes, blanks and must keep");
        routes.staff(Permission.SETTINGS)
                .post(path + "/erase", this::erase)
                .summary("Erase a contact, at once or when the time to think has passed")
                .fresh()
                .shows(this::erasing);
        routes.staff(Permission.SETTINGS)
                .post(path + "/keep", this::keep)
                .summary("Take back a contact's wish to be erased")
                .shows(this::page);
        routes.staff(Permission.SETTINGS)
                .post(path + "/hold", this::hold)
                .summary("Set or lift a legal hold")
                .shows(this::page);
    }

    private Future<Reply> page(Request request) {
        return hosts.tenant(request.seat().tenant())
                .compose(tenant -> privacy.data(request.scope(), request.id("contact"))
                        .map(data -> page(request, tenant.orElseThrow(Problem::notFound), data)));
    }

    private Reply page(Request request, Tenant tenant, Person.Data data) {
        Map<String, Object> model = new HashMap<>(DataView.model(request, privacy.exports(), data));
        var person = data.person();
        model.put("person", new Subject(person.name(), person.email(), path(request)));
        model.put("tenant", Map.of("name", tenant.branding().portalName()));
        model.put("nav", ConsoleModule.navOf(request, request.staff()));
        model.put("erasePath", path(request).replaceFirst("/data$", "/erase"));
        model.put("mayErase", Permission.SETTINGS.of(request.seat().role()));
        return Reply.page("console/contact-data", Reply.Layout.CONSOLE, "console.data.title", model);
    }

    private Future<Reply> erasing(Request request) {
        return hosts.tenant(request.seat().tenant())
                .compose(tenant -> privacy.data(request.scope(), request.id("contact"))
                        .map(data -> erasing(request, tenant.orElseThrow(Problem::notFound), data)));
    }

    private Reply erasing(Request request, Tenant tenant, Person.Data data) {
        var person = data.person();
        var model = Desk.of(request).model(request);
        model.put("person", new Subject(person.name(), person.email(), path(request)));
        model.put("contact", person.contact());
        for (var fate : List.of("delete", "anonymise", "keep"))
            model.put(fate, DataView.of(request, privacy.exports(), data, fate));
        model.put("hold", person.hold());
        model.put("days", person.days());
        data.wish().ifPresent(wish -> model.put("due", wish.dueAt()));
        var chosen = request.failed() ? request.form().text("why") : "";
        model.put(
                "reasons",
                Erasures.REASONS.stream()
                        .map(word -> new Reason(word, request.say(Family.ERASE_REASON.key(word)), word.equals(chosen)))
                        .toList());
        model.put("later", request.failed() && request.form().text("when").equals("later"));
        model.put("account", person.account() != null);
        model.put("portal", tenant.branding().portalName());
        return Reply.page("console/contact-erase", Reply.Layout.CONSOLE, "console.erase.title", model);
    }

    private static String path(Request request) {
        return "/t/" + request.seat().slug() + "/contacts/" + request.id("contact") + "/data";
    }

    private Future<Reply> archive(Request request) {
        var contact = request.id("contact");
        return hosts.tenant(request.seat().tenant())
                .compose(tenant -> privacy.data(request.scope(), contact)
                        .compose(data -> privacy.db()
                                .write(
                                        request.scope(),
                                        tx -> Audit.record(
                                                tx,
                                                "data.exported",
                                                "contact",
                                                contact,
                                                new JsonObject(),
                                                request.ip()))
                                .map(x -> archive(request, tenant.orElseThrow(Problem::notFound), data))));
    }

    private Reply archive(Request request, Tenant tenant, Person.Data data) {
        return privacy.exports()
                .archive(
                        request.scope(),
                        data,
                        tenant.branding().portalName(),
                        language(tenant, data.person()),
                        tenant.settings().zone());
    }

    /** The person's own, as far as it is known. */
    private static Locale language(Tenant tenant, Person person) {
        return tenant.settings().speaks(person.language());
    }

    private Future<Reply> erase(Request request) {
        return hosts.tenant(request.seat().tenant()).compose(found -> {
            var tenant = found.orElseThrow(Problem::notFound);
            return change(request, "erasure-planned", (tx, person) -> {
                var why = request.form().text("why");
                if (!Erasures.REASONS.contains(why)) throw Problem.invalid("why", "erase-reason-missing");
                if (!request.form().text("confirm").equals("yes")) throw Problem.invalid("confirm", "confirm-missing");
                boolean atOnce = request.form().text("when").equals("now");
                var wisher = new Erasures.Wisher("staff", language(tenant, person), request.ip(), why, atOnce);
                return privacy.erasures().ask(tx, tenant, person, wisher);
            });
        });
    }

    private Future<Reply> keep(Request request) {
        return change(
                request,
                "erasure-cancelled",
                (tx, person) -> privacy.erasures().cancel(tx, person.contact(), request.ip()));
    }

    private Future<Reply> hold(Request request) {
        var reason = request.form().text("reason");
        return change(request, reason.isEmpty() ? "hold-lifted" : "hold-set", (tx, person) -> {
            if (reason.length() > MAX_REASON) throw Problem.invalid("reason", "reason-long");
            return privacy.erasures().hold(tx, person, reason, request.ip());
        });
    }

    /** Does something to a contact of this tenant, who is looked up first: nobody else's tells itself from nobody's. */
    private Future<Reply> change(Request request, String flash, BiFunction<Tx, Person, Future<?>> act) {
        return privacy.db()
                .write(
                        request.scope(),
                        tx -> new PersonStore(tx)
                                .find(request.id("contact"))
                                .compose(person -> act.apply(tx, person.orElseThrow(Problem::notFound))))
                .map(x -> Reply.redirect(path(request)).with(new Cookies.Change(Cookies.FLASH, flash, 60)));
    }
}
