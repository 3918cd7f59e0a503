package dev.atrium.console;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.HeaderText;
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
import java.util.Arrays;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Settings > Business Profile: who the business is, in which currency, zone and language it works. */
public final class BusinessRoutes {
    private static final String PATH = "/t/:slug/settings/business";
    private static final String UTC = "UTC";
    private static final int ADDRESS = 500;
    private static final int MAX_LANGUAGES = 40;

    /** What some country pays with: the others are known, for prices of before, but offered to nobody. */
    private static final Set<Currency> OF_TODAY = Arrays.stream(Locale.getISOCountries())
            .map(country -> Currency.getInstance(Locale.of("", country)))
            .filter(currency -> currency != null && currency.getDefaultFractionDigits() >= 0)
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
        new BusinessApi(db, this).mount(routes);
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
            model.put("languages", languages(language::equals));
            var offered = form == null ? stored.languages() : ticked(form);
            boolean every = form == null && offered.isEmpty();
            model.put("offered", languages(tag -> every || offered.contains(tag)));
            model.put(
                    "zones",
                    Stream.concat(Stream.of(UTC), Zones.ALL.stream()).distinct().toList());
            return Reply.page("console/business", Reply.Layout.CONSOLE, "business.title", model);
        });
    }

    private static List<AppsRoutes.Choice> currencies(Request request, String chosen) {
        return Currency.getAvailableCurrencies().stream()
                .filter(currency -> OF_TODAY.contains(currency)
                        || currency.getCurrencyCode().equals(chosen))
                .sorted(Comparator.comparing(Currency::getCurrencyCode))
                .map(currency -> new AppsRoutes.Choice(
                        currency.getCurrencyCode(),
                        currency.getCurrencyCode() + " · " + currency.getDisplayName(request.language()),
                        currency.getCurrencyCode().equals(chosen)))
                .toList();
    }

    private List<AppsRoutes.Choice> languages(Predicate<String> chosen) {
        return messages.languages().stream()
                .map(language -> new AppsRoutes.Choice(
                        language.toLanguageTag(), messages.nameOf(language), chosen.test(language.toLanguageTag())))
                .toList();
    }

    /** What was typed; it is valid. A form that does not ask for the languages leaves them. */
    private Business typed(Form form, Business old) {
        return checked(new Business(
                form.text("name"),
                form.text("legal_name"),
                form.text("address").replace("\r\n", "\n"),
                form.text("tax_id"),
                form.text("currency"),
                form.text("time_zone"),
                form.text("language"),
                form.has("languages") ? ticked(form) : old.languages(),
                form.number("version")));
    }

    /** The field is sent even where nothing is ticked: then the portal speaks its own language alone. */
    private static List<String> ticked(Form form) {
        var tags = form.words("languages", MAX_LANGUAGES).stream()
                .filter(tag -> !tag.isEmpty())
                .toList();
        return tags.isEmpty() ? List.of(form.text("language")) : tags;
    }

    /**
     * The profile where all of it can be so: what may be chosen from is put in the order of the portal, with its own
     * language in it, and is empty where it is all.
     *
     * @throws Problem with a sentence for each member that is wrong
     */
    Business checked(Business wanted) {
        Map<String, Problem.Word> wrong = new LinkedHashMap<>();
        line(wrong, "name", wanted.name(), 200);
        if (wanted.name().isEmpty()) wrong.put("name", Problem.Word.of("required-missing"));
        line(wrong, "legal_name", wanted.legalName(), 200);
        line(wrong, "tax_id", wanted.taxId(), 60);
        if (length(wanted.address()) > ADDRESS) wrong.put("address", Problem.Word.of("text-long", ADDRESS));
        boolean money = Currency.getAvailableCurrencies().stream()
                .anyMatch(known ->
                        known.getCurrencyCode().equals(wanted.currency()) && known.getDefaultFractionDigits() >= 0);
        if (!money) wrong.put("currency", Problem.Word.of("choice-unknown"));
        if (!Zones.known(wanted.timeZone()) && !wanted.timeZone().equals(UTC))
            wrong.put("time_zone", Problem.Word.of("time-zone-invalid"));
        var all = messages.languages().stream().map(Locale::toLanguageTag).toList();
        if (!all.contains(wanted.language())) wrong.put("language", Problem.Word.of("choice-unknown"));
        else if (!all.containsAll(wanted.languages())) wrong.put("languages", Problem.Word.of("language-invalid"));
        if (!wrong.isEmpty()) throw Problem.invalid(wrong);
        var offered = all.stream()
                .filter(tag ->
                        tag.equals(wanted.language()) || wanted.languages().contains(tag))
                .toList();
        boolean every = wanted.languages().isEmpty() || offered.size() == all.size();
        return wanted.offering(every ? List.of() : offered);
    }

    private static void line(Map<String, Problem.Word> wrong, String field, String text, int max) {
        if (length(text) > max) wrong.put(field, Problem.Word.of("text-long", max));
        else if (!HeaderText.clean(text).value().equals(text)) wrong.put(field, Problem.Word.of("text-broken"));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private Future<Reply> save(Request request) {
        return db.write(
                        request.scope(),
                        tx -> Business.of(tx).compose(old -> change(tx, request, old, typed(request.form(), old))))
                .map(x -> Desk.of(request).done("/settings/business", "business-saved"));
    }

    /** Keeps it, says in the audit what changed, and lets every node read anew. What is as it was changes nothing. */
    Future<Void> change(Tx tx, Request request, Business old, Business wanted) {
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
