package dev.atrium.notifications;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Family;
import dev.atrium.web.Precondition;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people are told and in whose words, for the business's own programs. */
final class TypesApi {
    private static final String ROOT = "/api/v1/business/notification-types";
    private static final String TEMPLATE = ROOT + "/:type/templates/:language";

    /**
     * A variable of a type.
     *
     * @param required whether a template must say it
     */
    public record VariableItem(String name, String meaning, String kind, String sample, boolean required) {}

    /**
     * A kind of message.
     *
     * @param rule open, locked, off, or always where nobody may switch it off
     * @param customised whether some words are the business' own
     */
    public record TypeItem(
            String key,
            String area,
            String title,
            String lead,
            String reader,
            String rule,
            List<String> channels,
            boolean customised,
            List<VariableItem> variables) {}

    /** Every kind of message. */
    public record TypeItems(List<TypeItem> items) {}

    /** What the business decides: open, locked or off. */
    public record RuleChange(String rule) {}

    /**
     * A template in one language; empty texts are the product's.
     *
     * @param version counts the changes; 0 where there was none
     */
    public record TemplateItem(
            String type, String language, int version, String subject, String html, String text, boolean customised) {}

    /** What to change; a member that is left out stays. */
    public record TemplateChange(
            @Nullable String subject,
            @Nullable String html,
            @Nullable String text) {}

    private static final TypeItem WELCOME = new TypeItem(
            "account.welcome",
            "client-portal",
            "Welcome",
            "After somebody signs up",
            "client",
            "open",
            List.of("app", "mail"),
            true,
            List.of(new VariableItem("name", "The recipient's name; may be empty", "Text", "Ana", false)));
    private static final TemplateItem SAMPLE =
            new TemplateItem("account.welcome", "en", 3, "Welcome to {{portal}}", "<p>Hello {{name}},</p>", "", true);

    private final Notifications.Parts parts;

    TypesApi(Notifications notifications) {
        this.parts = notifications.parts();
    }

    void mount(Routes routes) {
        var reading = routes.business("email-settings:read");
        var writing = routes.business("email-settings:write");
        reading.get(ROOT, this::list)
                .summary("List what people are told")
                .gives(TypeItems.class, new TypeItems(List.of(WELCOME)));
        writing.patch(ROOT + "/:type", this::rule)
                .summary("Switch a kind of message off, on, or lock how it arrives")
                .idempotent()
                .takes(RuleChange.class, new RuleChange("off"))
                .gives(TypeItem.class, WELCOME)
                .refuses(404, 409, 422);
        reading.get(TEMPLATE, this::template)
                .summary("Get the template of a mail in one language")
                .versioned()
                .gives(TemplateItem.class, SAMPLE)
                .refuses(404);
        writing.patch(TEMPLATE, this::change)
                .summary("Change the template of a mail; empty texts use the product's again")
                .versioned()
                .idempotent()
                .takes(TemplateChange.class, new TemplateChange("Welcome to {{portal}}", null, null))
                .gives(TemplateItem.class, SAMPLE)
                .refuses(404, 422);
    }

    private NotificationType type(Request request) {
        return parts.types().find(request.pathText("type")).orElseThrow(Problem::notFound);
    }

    private Future<Reply> list(Request request) {
        return parts.db().read(request.scope(), tx -> {
            var rules = new ChoiceStore(tx).rules();
            var changed = new TemplateStore(tx).changed();
            return Future.all(rules, changed)
                    .map(x -> Reply.json(new TypeItems(parts.types().all().stream()
                            .map(type -> item(request, type, rules.result(), changed.result()))
                            .toList())));
        });
    }

    private static TypeItem item(
            Request request, NotificationType type, Map<String, Verdict.Rule> rules, List<String> changed) {
        var rule = rules.getOrDefault(type.key(), Verdict.Rule.OPEN);
        var needed = TemplateVariables.mandatory(type);
        var zone = request.tenant().settings().zone();
        return new TypeItem(
                type.key(),
                Area.of(type).word(),
                request.say(Family.TYPE.key(type.key())),
                request.say(Family.TYPE_LEAD.key(type.key())),
                type.reader().name().toLowerCase(Locale.ROOT),
                type.duty().dispensable() ? rule.name().toLowerCase(Locale.ROOT) : "always",
                type.channels().stream().map(Channel::word).toList(),
                changed.contains(type.key()),
                TemplateVariables.all(type).stream()
                        .map(v -> new VariableItem(
                                v.name(),
                                request.say(Family.VARIABLE.key(v.name())),
                                v.kind().name().toLowerCase(Locale.ROOT),
                                Variable.shown(v.sample(), request.language(), zone),
                                needed.contains(v.name())))
                        .toList());
    }

    private Future<Reply> rule(Request request, Tx tx) {
        var type = type(request);
        var typed = request.json(RuleChange.class).rule();
        var rule = Arrays.stream(Verdict.Rule.values())
                .filter(r -> r.name().toLowerCase(Locale.ROOT).equals(typed))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("rule", "filter-unknown", typed));
        return TypeActs.rule(tx, type, rule, request.ip()).compose(x -> {
            var rules = new ChoiceStore(tx).rules();
            var changed = new TemplateStore(tx).changed();
            return Future.all(rules, changed)
                    .map(y -> Reply.json(item(request, type, rules.result(), changed.result())));
        });
    }

    private String language(Request request) {
        var asked = request.pathText("language");
        return TypeView.written(parts, type(request)).stream()
                .map(Locale::toLanguageTag)
                .filter(asked::equals)
                .findFirst()
                .orElseThrow(Problem::notFound);
    }

    private NotificationType mailed(Request request) {
        var type = type(request);
        if (!type.has(Channel.MAIL)) throw Problem.notFound();
        return type;
    }

    private Future<Reply> template(Request request) {
        var type = mailed(request);
        var language = language(request);
        return parts.db()
                .read(request.scope(), tx -> new TemplateStore(tx).current(type.key(), language))
                .map(own -> shown(type, own));
    }

    private static Reply shown(NotificationType type, OwnTemplate own) {
        var item = new TemplateItem(
                type.key(), own.language(), own.version(), own.subject(), own.html(), own.text(), own.changed());
        return Reply.json(item).tagged(Integer.toString(own.version()));
    }

    private Future<Reply> change(Request request, Tx tx) {
        var type = mailed(request);
        var language = language(request);
        var change = request.json(TemplateChange.class);
        return new TemplateStore(tx).current(type.key(), language).compose(own -> {
            request.ifMatch().require(Integer.toString(own.version()));
            var next = OwnTemplate.of(
                            type,
                            language,
                            own.version(),
                            change.subject() == null ? own.subject() : change.subject(),
                            change.html() == null ? own.html() : change.html(),
                            change.text() == null ? own.text() : change.text())
                    .template();
            var act = next.changed() ? "mail-template.changed" : "mail-template.reset";
            return TypeActs.write(tx, type, next, act, null, request.ip())
                    .recover(e ->
                            Future.failedFuture(e instanceof Problem p && p.status() == 409 ? Precondition.stale() : e))
                    .map(version ->
                            shown(type, new OwnTemplate(language, version, next.subject(), next.html(), next.text())));
        });
    }
}
