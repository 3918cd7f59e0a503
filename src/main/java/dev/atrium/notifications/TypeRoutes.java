package dev.atrium.notifications;

import dev.atrium.db.Tx;
import dev.atrium.facts.Audit;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Cookies;
import dev.atrium.web.Family;
import dev.atrium.web.Permission;
import dev.atrium.web.RateLimit;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The console's side of notifications: which are sent, who may choose, and in whose words. */
final class TypeRoutes {
    private static final int TESTS_PER_HOUR = 20;
    /** Who names no version does not mind which one they replace. */
    private static final int ANY = -1;

    record Option(String id, String label, boolean selected) {}

    record Row(String title, String lead, String url, String rule, String badge, boolean changed) {}

    record Group(String title, List<Row> rows) {}

    /** A variable as the page explains it. */
    record Explained(String slot, String meaning, String kind, String sample) {}

    private final Notifications notifications;
    private final Notifications.Parts parts;

    TypeRoutes(Notifications notifications) {
        this.notifications = notifications;
        this.parts = notifications.parts();
    }

    void mount(Routes routes) {
        routes.staff(Permission.SETTINGS)
                .get("/t/:slug/notifications", this::list)
                .summary("Show what people are told");
        routes.staff(Permission.SETTINGS)
                .get("/t/:slug/notifications/:type", this::one)
                .summary("Show one kind of message and its words");
        routes.staff(Permission.SETTINGS)
                .post("/t/:slug/notifications/:type", this::save)
                .summary("Change the words of a mail")
                .shows(this::one);
        routes.staff(Permission.SETTINGS)
                .post("/t/:slug/notifications/:type/reset", this::reset)
                .summary("Use the product's words again")
                .shows(this::one);
        routes.staff(Permission.SETTINGS)
                .post("/t/:slug/notifications/:type/rule", this::rule)
                .summary("Switch a kind of message off, or lock how it arrives")
                .shows(this::one);
        routes.staff(Permission.SETTINGS)
                .post("/t/:slug/notifications/:type/test", this::test)
                .summary("Mail oneself a sample")
                .shows(this::one);
        routes.staff(Permission.SETTINGS)
                .get("/t/:slug/notifications/:type/preview", this::preview)
                .summary("Show a sample of the mail, for a frame");
    }

    private NotificationType type(Request request) {
        return parts.types().find(request.pathText("type")).orElseThrow(Problem::notFound);
    }

    private Locale language(Request request, String typed) {
        return parts.messages().languages().stream()
                .filter(language -> language.toLanguageTag().equals(typed))
                .findFirst()
                .orElse(request.language());
    }

    /** The language that is worked on: of the form, where one was sent, else of the address. */
    private Locale language(Request request) {
        return language(
                request, request.route().changes() ? request.form().text("language") : request.query("language"));
    }

    private Future<Reply> list(Request request) {
        return Desk.of(parts.hosts(), request)
                .compose(desk -> parts.db().read(desk.scope(), tx -> {
                    var rules = new ChoiceStore(tx).rules();
                    var changed = new WordingStore(tx).changed();
                    return Future.all(rules, changed).map(x -> {
                        var model = desk.model(request);
                        model.put("groups", groups(request, desk, rules.result(), Set.copyOf(changed.result())));
                        return Reply.page(
                                "console/notifications", Reply.Layout.CONSOLE, "console.notifications.title", model);
                    });
                }));
    }

    private List<Group> groups(Request request, Desk desk, Map<String, Verdict.Rule> rules, Set<String> changed) {
        var groups = new ArrayList<Group>();
        for (var reader : NotificationType.Reader.values()) {
            parts.types()
                    .groups(reader)
                    .forEach((group, types) -> groups.add(new Group(
                            request.say(Family.GROUP.key(group)),
                            types.stream()
                                    .map(type -> row(
                                            request,
                                            desk,
                                            type,
                                            rules.getOrDefault(type.key(), Verdict.Rule.OPEN),
                                            changed.contains(type.key())))
                                    .toList())));
        }
        return groups;
    }

    private static Row row(Request request, Desk desk, NotificationType type, Verdict.Rule rule, boolean changed) {
        boolean always = !type.duty().dispensable();
        var word = always ? "always" : rule.name().toLowerCase(Locale.ROOT);
        return new Row(
                request.say(Family.TYPE.key(type.key())),
                request.say(Family.TYPE_LEAD.key(type.key())),
                here(desk, type),
                request.say(Family.RULE.key(word)),
                rule == Verdict.Rule.OFF && !always ? "warn" : always ? "" : "good",
                changed);
    }

    private static String here(Desk desk, NotificationType type) {
        return "/t/" + desk.tenant().slug() + "/notifications/" + type.key();
    }

    private Future<Reply> one(Request request) {
        var type = type(request);
        var language = language(request);
        return Desk.of(parts.hosts(), request)
                .compose(desk -> parts.db().read(desk.scope(), tx -> {
                    var wording = new WordingStore(tx).current(type.key(), language.toLanguageTag());
                    var history = new WordingStore(tx).history(type.key(), language.toLanguageTag());
                    var rules = new ChoiceStore(tx).rules();
                    return Future.all(wording, history, rules).map(x -> {
                        var model = desk.model(request);
                        var rule = rules.result().getOrDefault(type.key(), Verdict.Rule.OPEN);
                        model.put(
                                "row",
                                row(request, desk, type, rule, wording.result().changed()));
                        model.put("here", here(desk, type));
                        model.put("language", language.toLanguageTag());
                        model.put("languages", languages(language));
                        model.put("rules", rules(request, type, rule));
                        model.put("why", why(request, type));
                        model.put("variables", explained(request, type, language, desk));
                        model.put("history", history.result());
                        words(model, desk, type, language, wording.result());
                        return Reply.page(
                                "console/notification", Reply.Layout.CONSOLE, "console.notification.title", model);
                    });
                }));
    }

    private void words(Map<String, Object> model, Desk desk, NotificationType type, Locale language, Wording own) {
        model.put("hasMail", type.has(Channel.MAIL));
        if (!type.has(Channel.MAIL)) return;
        var plain = notifications.sample(desk.tenant(), type, language, Wording.none(own.language()));
        var sample = notifications.sample(desk.tenant(), type, language, own);
        model.put("version", own.version());
        model.put("ours", plain.subject());
        model.put(
                "oursIntro",
                parts.messages()
                        .get(
                                language,
                                Family.MAIL_LEAD.key(type.name()),
                                type.variables().stream()
                                        .map(v -> (Object) ("{{" + v.name() + "}}"))
                                        .toArray()));
        model.put("sample", sample);
        model.put("preview", here(desk, type) + "/preview?language=" + language.toLanguageTag());
        model.put("typed", Map.of("subject", own.subject(), "intro", own.intro(), "closing", own.closing()));
    }

    private List<Option> languages(Locale chosen) {
        return parts.messages().languages().stream()
                .map(language -> new Option(
                        language.toLanguageTag(), language.getDisplayLanguage(language), language.equals(chosen)))
                .toList();
    }

    /** What may be decided: locking makes sense only where people choose. */
    private static List<Option> rules(Request request, NotificationType type, Verdict.Rule current) {
        if (!type.duty().dispensable()) return List.of();
        return Arrays.stream(Verdict.Rule.values())
                .filter(rule -> rule != Verdict.Rule.LOCKED || type.duty().choice())
                .map(rule -> {
                    var word = rule.name().toLowerCase(Locale.ROOT);
                    return new Option(word, request.say(Family.RULE.key(word)), rule == current);
                })
                .toList();
    }

    private static String why(Request request, NotificationType type) {
        return switch (type.duty()) {
            case SECURITY -> request.say("account.notifications.why.security");
            case LEGAL -> request.say("account.notifications.why.legal");
            case ONCE, OPTIONAL -> "";
        };
    }

    private static List<Explained> explained(Request request, NotificationType type, Locale language, Desk desk) {
        var zone = desk.tenant().settings().zone();
        return type.variables().stream()
                .map(v -> new Explained(
                        "{{" + v.name() + "}}",
                        request.say(Family.VARIABLE.key(v.name())),
                        request.say(Family.VARIABLE_KIND.key(v.kind().name().toLowerCase(Locale.ROOT))),
                        Variable.shown(v.sample(), language, zone)))
                .toList();
    }

    private Future<Reply> save(Request request) {
        var type = type(request);
        var form = request.form();
        var wording = Wording.of(
                type,
                language(request).toLanguageTag(),
                version(form.text("version")),
                form.text("subject"),
                form.text("intro"),
                form.text("closing"));
        return store(request, type, wording, "mail-words.changed", "words-saved");
    }

    private Future<Reply> reset(Request request) {
        var type = type(request);
        var none = Wording.none(language(request).toLanguageTag());
        var wording = new Wording(none.language(), version(request.form().text("version")), "", "", "");
        return store(request, type, wording, "mail-words.reset", "words-reset");
    }

    private static int version(String typed) {
        return typed.matches("[0-9]{1,9}") ? Integer.parseInt(typed) : ANY;
    }

    private Future<Reply> store(Request request, NotificationType type, Wording wording, String act, String flash) {
        return Desk.of(parts.hosts(), request)
                .compose(desk -> parts.db()
                        .write(
                                desk.scope(),
                                tx -> new WordingStore(tx)
                                        .insert(
                                                type.key(),
                                                wording,
                                                request.staff().id())
                                        .compose(done -> {
                                            if (!done) throw Problem.of(409, "wording-outdated");
                                            return audit(tx, request, act, type, wording.language());
                                        }))
                        .map(Reply.redirect(here(desk, type) + "?language=" + wording.language())
                                .with(new Cookies.Change(Cookies.FLASH, flash, 60))));
    }

    private static Future<Void> audit(Tx tx, Request request, String act, NotificationType type, String detail) {
        return Audit.record(
                tx,
                act,
                "notification-type",
                null,
                new JsonObject().put("type", type.key()).put("to", detail),
                request.ip());
    }

    private Future<Reply> rule(Request request) {
        var type = type(request);
        var typed = request.form().text("rule");
        var rule = typed.isEmpty()
                ? Verdict.Rule.OPEN
                : Arrays.stream(Verdict.Rule.values())
                        .filter(r -> r.name().toLowerCase(Locale.ROOT).equals(typed))
                        .findFirst()
                        .orElseThrow(() -> Problem.of(422, "invalid"));
        boolean allowed = rule == Verdict.Rule.OPEN
                || (type.duty().dispensable()
                        && (rule == Verdict.Rule.OFF || type.duty().choice()));
        if (!allowed) throw Problem.of(409, "notification-fixed");
        return Desk.of(parts.hosts(), request)
                .compose(desk -> parts.db()
                        .write(
                                desk.scope(),
                                tx -> new ChoiceStore(tx)
                                        .rule(type.key(), rule)
                                        .compose(x -> audit(tx, request, "notification-rule.changed", type, typed)))
                        .map(Reply.redirect(here(desk, type))
                                .with(new Cookies.Change(Cookies.FLASH, "rule-saved", 60))));
    }

    /** The count is committed before the mail is refused. */
    private Future<Reply> test(Request request) {
        var type = type(request);
        if (!type.has(Channel.MAIL)) throw Problem.notFound();
        var language = language(request);
        var to = Email.parse(request.staff().email()).orElseThrow(Problem::notFound);
        return Desk.of(parts.hosts(), request)
                .compose(desk -> parts.db()
                        .write(
                                desk.scope(),
                                tx -> RateLimit.take(
                                        tx, "mail-test:" + request.staff().id(), Duration.ofHours(1)))
                        .compose(count -> {
                            if (count.over(TESTS_PER_HOUR))
                                throw Problem.tooMany("too-many-tests", count.waitSeconds(), count.waitMinutes());
                            return parts.db().write(desk.scope(), tx -> send(tx, desk, type, language, to));
                        })
                        .map(Reply.redirect(here(desk, type) + "?language=" + language.toLanguageTag())
                                .with(new Cookies.Change(Cookies.FLASH, "test-sent", 60))));
    }

    private Future<Void> send(Tx tx, Desk desk, NotificationType type, Locale language, Email to) {
        return new WordingStore(tx)
                .current(type.key(), language.toLanguageTag())
                .compose(wording -> parts.outbox()
                        .enqueue(
                                tx,
                                new Posting(
                                        notifications.sampleLetter(desk.tenant(), type, language, wording),
                                        to,
                                        null,
                                        "",
                                        "",
                                        "test",
                                        null,
                                        null)));
    }

    private Future<Reply> preview(Request request) {
        var type = type(request);
        if (!type.has(Channel.MAIL)) throw Problem.notFound();
        var language = language(request);
        return Desk.of(parts.hosts(), request)
                .compose(desk -> parts.db()
                        .read(desk.scope(), tx -> new WordingStore(tx).current(type.key(), language.toLanguageTag()))
                        .map(wording -> notifications.sample(desk.tenant(), type, language, wording)))
                .compose(written -> parts.pictures()
                        .letterhead(request.scope())
                        .map(logo -> new Reply.Framed(Pictures.inline(written.html(), logo))));
    }
}
