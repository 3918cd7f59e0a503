package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Zones;
import dev.atrium.session.Staff;
import dev.atrium.web.Cookies;
import dev.atrium.web.LanguageChoice;
import dev.atrium.web.Messages;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who a person of staff is, and how they read the console. */
final class StaffProfileRoutes {
    private static final int LONGEST_NAME = 200;
    private static final Set<String> THEMES = Set.of("auto", "light", "dark");
    private static final long YEAR_SECONDS = 365L * 24 * 60 * 60;

    /** Something to choose. */
    record Choice(String id, String label, String lang, boolean selected) {}

    private final StaffAccountStore store;
    private final Messages messages;

    StaffProfileRoutes(Db db, Messages messages) {
        this.store = new StaffAccountStore(db);
        this.messages = messages;
    }

    void mount(Routes routes) {
        routes.anyStaff()
                .get("/account/profile", this::page)
                .summary("Show one's own profile")
                .landing();
        routes.anyStaff()
                .post("/account/profile", this::save)
                .summary("Change one's own profile")
                .shows(this::page);
        routes.consoleGuest().post("/language", this::language).summary("Choose the language of the console");
        routes.consoleGuest().post("/account/theme", this::theme).summary("Choose light, dark or the system's theme");
    }

    private Future<Reply> page(Request request) {
        var staff = request.staff();
        var form = request.failed() ? request.form() : null;
        var language = form == null ? staff.reading().language() : form.text("language");
        var zone = form == null ? staff.reading().timeZone() : form.text("time_zone");
        var languages = new ArrayList<Choice>();
        for (var locale : messages.consoleLanguages()) {
            var tag = locale.toLanguageTag();
            languages.add(new Choice(tag, messages.nameOf(locale), tag, tag.equals(language)));
        }
        var zones = Zones.ALL.stream()
                .map(id -> new Choice(id, id.replace('_', ' '), "", id.equals(zone)))
                .toList();
        return Future.succeededFuture(StaffPages.page(
                request,
                "console/account-profile",
                Map.of("languages", languages, "zones", zones, "typed", Map.of("name", staff.name()))));
    }

    private Future<Reply> save(Request request) {
        var form = request.form();
        var name = form.text("name");
        if (name.isEmpty()) throw Problem.invalid("name", "name-missing");
        if (name.codePointCount(0, name.length()) > LONGEST_NAME)
            throw Problem.invalid("name", "name-long", LONGEST_NAME);
        var zone = form.text("time_zone");
        if (!zone.isEmpty() && !Zones.known(zone)) throw Problem.invalid("time_zone", "time-zone-invalid");
        var language = form.text("language");
        if (!language.isEmpty() && !tags().contains(language)) throw Problem.invalid("language", "language-invalid");
        var theme = request.staff().reading().theme();
        return store.prefer(request.staff().id(), name, new Staff.Reading(language, zone, theme))
                .map(Reply.redirect("/account/profile").with(new Cookies.Change(Cookies.FLASH, "profile-saved", 60)));
    }

    private List<String> tags() {
        return messages.consoleLanguages().stream()
                .map(locale -> locale.toLanguageTag())
                .toList();
    }

    /** In this browser, and for whoever is signed in also in every other. */
    private Future<Reply> language(Request request) {
        var choice = LanguageChoice.of(request);
        return request.maybeStaff()
                .map(staff -> store.prefer(
                        staff.id(),
                        staff.name(),
                        new Staff.Reading(
                                choice.language().toLanguageTag(),
                                staff.reading().timeZone(),
                                staff.reading().theme())))
                .orElse(Future.succeededFuture())
                .map(x -> choice.reply());
    }

    private Future<Reply> theme(Request request) {
        var theme = request.form().text("theme");
        if (!THEMES.contains(theme)) throw Problem.of(422, "invalid");
        return request.maybeStaff()
                .map(staff -> store.prefer(
                        staff.id(),
                        staff.name(),
                        new Staff.Reading(
                                staff.reading().language(), staff.reading().timeZone(), theme)))
                .orElse(Future.succeededFuture())
                .map(x -> Reply.redirect("/").with(new Cookies.Change(Cookies.THEME, theme, YEAR_SECONDS)));
    }
}
