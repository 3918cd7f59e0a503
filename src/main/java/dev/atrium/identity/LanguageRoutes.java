package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Clock;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Zones;
import dev.atrium.session.Session;
import dev.atrium.web.Cookies;
import dev.atrium.web.Dates;
import dev.atrium.web.LanguageChoice;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Language, time zone and light or dark. A guest's choice of language stays with the browser, a client's with the account,
 * where mails follow it too.
 */
final class LanguageRoutes {
    private static final Set<String> THEMES = Set.of("auto", "light", "dark");

    /** A language as the page offers it, with a date as its readers see one. */
    record Tongue(String id, String name, String date, boolean selected) {}

    private final Identity identity;
    private final Clock clock;

    LanguageRoutes(Identity identity, Clock clock) {
        this.identity = identity;
        this.clock = clock;
    }

    void mount(Routes routes, String app) {
        routes.guest().post("/language", this::choose).summary("Choose the language of the pages");
        routes.client(app)
                .get("/account/language", this::page)
                .summary("Show language, time zone and appearance")
                .landing();
        routes.client(app)
                .post("/account/language", this::save)
                .summary("Choose language and time zone")
                .shows(this::page);
        routes.client(app).post("/account/theme", this::theme).summary("Choose light, dark or the system's theme");
    }

    private Future<Reply> page(Request request) {
        var session = request.session();
        var zone = request.failed() ? request.form().text("time_zone") : session.timeZone();
        var language = request.failed() ? request.form().text("language") : session.language();
        Map<String, Object> model = new HashMap<>();
        // Where what was chosen is no longer offered, the page says what is read instead.
        boolean known = identity.messages().languages(request.tenant()).stream()
                .anyMatch(offered -> offered.toLanguageTag().equals(language));
        model.put(
                "tongues",
                tongues(request, known ? language : request.language().toLanguageTag()));
        model.put("zones", ProfileRoutes.zones(zone));
        model.put("house", request.tenant().settings().zone().getId().replace('_', ' '));
        model.put("sample", clock.now());
        return Future.succeededFuture(
                Reply.page("account/language", Reply.Layout.PORTAL, "account.language.title", model));
    }

    private List<Tongue> tongues(Request request, String chosen) {
        return identity.messages().languages(request.tenant()).stream()
                .map(locale -> new Tongue(
                        locale.toLanguageTag(),
                        identity.messages().nameOf(locale),
                        Dates.dateTime(locale, clock.now().atZone(request.zone())),
                        locale.toLanguageTag().equals(chosen)))
                .toList();
    }

    private Future<Reply> save(Request request) {
        var form = request.form();
        var zone = form.text("time_zone");
        var language = form.text("language");
        if (!zone.isEmpty() && !Zones.known(zone)) throw Problem.invalid("time_zone", "time-zone-invalid");
        boolean known = identity.messages().languages(request.tenant()).stream()
                .map(Locale::toLanguageTag)
                .anyMatch(language::equals);
        if (!known) throw Problem.invalid("language", "language-invalid");
        return identity.db()
                .write(request.scope(), tx -> store(tx, request, zone, language))
                .map(Reply.redirect("/account/language").with(new Cookies.Change(Cookies.FLASH, "language-saved", 60)));
    }

    private Future<Void> store(Tx tx, Request request, String zone, String language) {
        var session = request.session();
        new AccountStore(tx).preferences(session.account(), zone, language);
        identity.sessions().refresh(tx, session.account());
        Events.record(tx, new ProfileFact.ProfileChanged(session.contact(), session.account()));
        var detail = new JsonObject().put("language", language).put("time_zone", zone);
        return Audit.record(tx, "language.chosen", "account", session.account(), detail, request.ip());
    }

    private Future<Reply> choose(Request request) {
        var choice = LanguageChoice.of(request);
        return request.maybeSession()
                .map(session -> keep(request, session, choice))
                .orElse(Future.succeededFuture())
                .map(choice.reply());
    }

    private Future<Void> keep(Request request, Session session, LanguageChoice choice) {
        return identity.db().write(request.scope(), tx -> {
            new AccountStore(tx).language(session.account(), choice.language().toLanguageTag());
            return identity.sessions().refresh(tx, session.account());
        });
    }

    private static String back(Request request) {
        var page = request.safe(request.form().text("back"));
        return page.isEmpty() ? "/" : page;
    }

    private Future<Reply> theme(Request request) {
        var theme = request.form().text("theme");
        if (!THEMES.contains(theme)) throw Problem.of(422, "invalid");
        var account = request.session().account();
        return identity.db()
                .write(request.scope(), tx -> {
                    new AccountStore(tx).theme(account, theme);
                    return identity.sessions().refresh(tx, account);
                })
                .map(Reply.redirect(back(request)));
    }
}
