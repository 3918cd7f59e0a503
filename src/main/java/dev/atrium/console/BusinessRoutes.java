package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Problem;
import dev.atrium.kernel.Zones;
import dev.atrium.session.Sessions;
import dev.atrium.tenancy.Hosts;
import dev.atrium.web.ConsolePlace;
import dev.atrium.web.Desk;
import dev.atrium.web.Form;
import dev.atrium.web.Messages;
import dev.atrium.web.Permission;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Settings > Business Profile: who the business is, in which currency, zone and language it works. */
public final class BusinessRoutes {
    private static final String PATH = "/t/:slug/settings/business";
    private static final String UTC = "UTC";

    /** The currencies that people pay with somewhere today; the platform's list has those of two centuries. */
    private static final Set<Currency> IN_USE = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).stream()
            .map(country -> Currency.getInstance(Locale.of("", country)))
            .filter(Objects::nonNull)
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .collect(Collectors.toUnmodifiableSet());

    private final Db db;
    private final Hosts hosts;
    private final Sessions sessions;
    private final Messages messages;

    public BusinessRoutes(Db db, Hosts hosts, Sessions sessions, Messages messages) {
        this.db = db;
        this.hosts = hosts;
        this.sessions = sessions;
        this.messages = messages;
    }

    public void mount(Routes routes) {
        routes.place(new ConsolePlace("business", "building-2", "/settings/business", 800, Permission.SETTINGS));
        var settings = routes.staff(Permission.SETTINGS);
        settings.get(PATH, this::page).summary("Show the business profile");
        settings.post(PATH, this::save).summary("Change the business profile").shows(this::page);
    }

    private Future<Reply> page(Request request) {
        return db.read(request.scope(), Business::of).map(stored -> {
            var typed = new HashMap<>(Map.of(
                    "name", stored.name(),
                    "legal_name", stored.legalName(),
                    "address", stored.address(),
                    "tax_id", stored.taxId(),
                    "time_zone", stored.timeZone()));
            var form = request.failed() ? request.form() : null;
            var currency = form == null ? stored.currency() : form.text("currency");
            var language = form == null ? stored.language() : form.text("language");
            var desk = Desk.of(request);
            var model = desk.model(request);
            model.put("mayTake", desk.may(Permission.TEAM));
            model.put("typed", typed);
            model.put("version", form == null ? Integer.toString(stored.version()) : form.text("version"));
            model.put("currencies", currencies(request, currency));
            model.put("languages", languages(language));
            model.put(
                    "zones",
                    Stream.concat(Stream.of(UTC), Zones.ALL.stream()).distinct().toList());
            return Reply.page("console/business", Reply.Layout.CONSOLE, "business.title", model);
        });
    }

    private static List<AppsRoutes.Choice> currencies(Request request, String chosen) {
        return Stream.concat(IN_USE.stream(), Stream.of(Currency.getInstance(chosen(chosen))))
                .distinct()
                .sorted(Comparator.comparing(Currency::getCurrencyCode))
                .map(currency -> new AppsRoutes.Choice(
                        currency.getCurrencyCode(),
                        currency.getCurrencyCode() + " · " + currency.getDisplayName(request.language()),
                        currency.getCurrencyCode().equals(chosen)))
                .toList();
    }

    /** What is stored or was typed stays to be chosen; what is no currency is the portal's usual one. */
    private static String chosen(String code) {
        return Currency.getAvailableCurrencies().stream()
                        .anyMatch(known -> known.getCurrencyCode().equals(code))
                ? code
                : "EUR";
    }

    private List<AppsRoutes.Choice> languages(String chosen) {
        return messages.languages().stream()
                .map(language -> new AppsRoutes.Choice(
                        language.toLanguageTag(),
                        messages.nameOf(language),
                        language.toLanguageTag().equals(chosen)))
                .toList();
    }

    private Business typed(Form form) {
        Map<String, Problem.Word> wrong = new LinkedHashMap<>();
        var currency = form.text("currency");
        boolean money = Currency.getAvailableCurrencies().stream()
                .anyMatch(known -> known.getCurrencyCode().equals(currency) && known.getDefaultFractionDigits() >= 0);
        if (!money) wrong.put("currency", Problem.Word.of("choice-unknown"));
        if (!Zones.known(form.text("time_zone")) && !form.text("time_zone").equals(UTC))
            wrong.put("time_zone", Problem.Word.of("time-zone-invalid"));
        var language = form.text("language");
        if (!messages.languages().contains(Locale.forLanguageTag(language)))
            wrong.put("language", Problem.Word.of("choice-unknown"));
        var address = form.text("address").replace("\r\n", "\n");
        if (address.codePointCount(0, address.length()) > 500) wrong.put("address", Problem.Word.of("text-long", 500));
        if (!wrong.isEmpty()) throw Problem.invalid(wrong);
        return new Business(
                AppsStore.line(form, "name", 200, true),
                AppsStore.line(form, "legal_name", 200, false),
                address,
                AppsStore.line(form, "tax_id", 60, false),
                currency,
                form.text("time_zone"),
                language,
                form.number("version"));
    }

    private Future<Reply> save(Request request) {
        var wanted = typed(request.form());
        return db.write(request.scope(), tx -> Business.of(tx).compose(old -> change(tx, request, old, wanted)))
                .map(x -> Desk.of(request).done("/settings/business", "business-saved"));
    }

    private Future<Void> change(Tx tx, Request request, Business old, Business wanted) {
        var changes = old.changes(wanted);
        if (changes.isEmpty()) return Future.succeededFuture();
        return new BusinessStore(tx).put(wanted).compose(changed -> {
            if (!changed) throw Problem.of(409, "settings-changed");
            hosts.changed(tx);
            sessions.refreshAll(tx);
            return Audit.record(tx, "settings.business-changed", "tenant", tx.tenant(), changes, request.ip());
        });
    }
}
