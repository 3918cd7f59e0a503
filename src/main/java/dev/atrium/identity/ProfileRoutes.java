package dev.atrium.identity;

import dev.atrium.contacts.Contacts;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.facts.Events;
import dev.atrium.kernel.Problem;
import dev.atrium.session.Session;
import dev.atrium.web.Completeness;
import dev.atrium.web.Cookies;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The profile: what the person says about themselves, and how much of what the business asks for is there. */
final class ProfileRoutes {
    private static final Pattern PHONE = Pattern.compile("[+(]?[0-9][0-9 ()./-]{4,38}");
    private static final Set<String> AREAS = Set.of(
            "UTC", "Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific");

    /** Places, and neither abbreviations nor offsets: those know nothing of summer time. */
    private static final List<String> ZONES = ZoneId.getAvailableZoneIds().stream()
            .filter(id -> AREAS.contains(id.split("/", 2)[0]))
            .sorted()
            .toList();

    private static final Set<String> KNOWN_ZONES = Set.copyOf(ZONES);
    private static final Set<String> THEMES = Set.of("auto", "light", "dark");

    /** One entry of a select. */
    record Option(String id, String label, String lang, boolean selected) {}

    /** A profile as typed; it is valid. */
    record Draft(String name, String phone, String timeZone, String language) {
        /** {@code nameField} is what the name is called where it was typed. */
        static Draft of(
                String nameField, String name, String phone, String timeZone, String language, List<Locale> languages) {
            Map<String, Problem.Word> wrong = new LinkedHashMap<>();
            Typed.put(wrong, nameField, Typed.nameRefusal(name), 200);
            if (!phone.isEmpty() && !PHONE.matcher(phone).matches()) Typed.put(wrong, "phone", "phone-invalid");
            if (!timeZone.isEmpty() && !KNOWN_ZONES.contains(timeZone))
                Typed.put(wrong, "time_zone", "time-zone-invalid");
            var known = languages.stream().map(Locale::toLanguageTag).collect(Collectors.toSet());
            if (!language.isEmpty() && !known.contains(language)) Typed.put(wrong, "language", "language-invalid");
            if (!wrong.isEmpty()) throw Problem.invalid(wrong);
            return new Draft(name, phone, timeZone, language);
        }
    }

    private final Identity identity;

    ProfileRoutes(Identity identity) {
        this.identity = identity;
    }

    void mount(Routes routes, String app) {
        routes.client(app)
                .get("/account/profile", this::page)
                .summary("Show the profile")
                .landing();
        routes.client(app)
                .post("/account/profile", this::save)
                .summary("Change the profile")
                .shows(this::page);
        routes.client(app).post("/account/theme", this::theme).summary("Choose light, dark or the system's theme");
    }

    Future<Reply> page(Request request) {
        var session = request.session();
        Map<String, Object> model = new HashMap<>();
        var required = request.tenant().settings().profileRequired();
        model.put("profile", Completeness.shown(request));
        model.put("required", required.stream().collect(Collectors.toMap(field -> field, field -> true)));
        var typed = request.failed() && !request.form().text("name").isEmpty() ? request.form() : null;
        var zone = typed == null ? session.timeZone() : typed.text("time_zone");
        var language = typed == null ? session.language() : typed.text("language");
        model.put(
                "zones",
                ZONES.stream()
                        .map(id -> new Option(id, id.replace('_', ' '), "", id.equals(zone)))
                        .toList());
        model.put("languages", languages(request, language));
        model.put("typed", Map.of("name", session.name(), "phone", session.phone()));
        return Future.succeededFuture(
                Reply.page("account/profile", Reply.Layout.PORTAL, "account.profile.title", model));
    }

    private List<Option> languages(Request request, String chosen) {
        var effective = chosen.isEmpty() ? request.language().toLanguageTag() : chosen;
        return identity.messages().languages().stream()
                .map(locale -> new Option(
                        locale.toLanguageTag(),
                        identity.messages().nameOf(locale),
                        locale.toLanguageTag(),
                        locale.toLanguageTag().equals(effective)))
                .toList();
    }

    private Future<Reply> save(Request request) {
        var form = request.form();
        var draft = Draft.of(
                "name",
                form.text("name"),
                form.text("phone"),
                form.text("time_zone"),
                form.text("language"),
                identity.messages().languages());
        return identity.db()
                .write(request.scope(), tx -> store(tx, request.session(), draft, request.ip()))
                .map(Reply.redirect("/account/profile").with(new Cookies.Change(Cookies.FLASH, "profile-saved", 60)));
    }

    Future<Void> store(Tx tx, Session session, Draft draft, String ip) {
        Contacts.rename(tx, session.contact(), draft.name(), draft.phone());
        new AccountStore(tx).preferences(session.account(), draft.timeZone(), draft.language());
        identity.sessions().refresh(tx, session.account());
        Events.record(tx, new AccountFact.ProfileChanged(session.contact(), session.account()));
        return Audit.record(tx, "profile.changed", "account", session.account(), new JsonObject(), ip);
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
