package dev.atrium.notifications;

import dev.atrium.kernel.Problem;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Family;
import dev.atrium.web.Request;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A notification type in the words of whoever reads the console. */
record TypeView(
        String key,
        String title,
        String lead,
        String url,
        String rule,
        String badge,
        String why,
        boolean mails,
        boolean on,
        boolean fixed,
        boolean changed) {
    /** One entry of a select. */
    record Option(String id, String label, boolean selected) {}

    /** A variable as the page explains it. */
    record Explained(String slot, String meaning, String kind, String sample, boolean needed) {}

    static TypeView of(Request request, String base, NotificationType type, Verdict.Rule rule, boolean changed) {
        boolean fixed = !type.duty().dispensable();
        var word = fixed ? "always" : rule.name().toLowerCase(Locale.ROOT);
        boolean off = rule == Verdict.Rule.OFF && !fixed;
        return new TypeView(
                type.key(),
                request.say(Family.TYPE.key(type.key())),
                request.say(Family.TYPE_LEAD.key(type.key())),
                base + "/notifications/" + type.key(),
                request.say(Family.RULE.key(word)),
                off ? "warn" : fixed ? "" : "good",
                why(request, type),
                type.has(Channel.MAIL),
                !off,
                fixed,
                changed);
    }

    /** Why nobody switches it off; empty where somebody may. */
    private static String why(Request request, NotificationType type) {
        return switch (type.duty()) {
            case SECURITY -> request.say("account.notifications.why.security");
            case LEGAL -> request.say("account.notifications.why.legal");
            case ONCE, OPTIONAL -> "";
        };
    }

    static NotificationType type(Notifications.Parts parts, Request request) {
        return parts.types().find(request.pathText("type")).orElseThrow(Problem::notFound);
    }

    /** The language that is worked on: of the form, where one was sent, else of the address. */
    static Locale language(Notifications.Parts parts, Request request) {
        var typed = request.route().changes() ? request.form().text("language") : request.query("language");
        return written(parts, type(parts, request)).stream()
                .filter(language -> language.toLanguageTag().equals(typed))
                .findFirst()
                .orElse(request.language());
    }

    /** In which languages mails of a type leave: staff are written to in those that say everything. */
    static List<Locale> written(Notifications.Parts parts, NotificationType type) {
        return type.reader() == NotificationType.Reader.STAFF
                ? parts.messages().consoleLanguages()
                : parts.messages().languages();
    }

    /** The languages to choose from where words are written: those that the portal offers, and the one at work. */
    static List<Option> languages(Notifications.Parts parts, NotificationType type, Locale chosen, Tenant tenant) {
        boolean staff = type.reader() == NotificationType.Reader.STAFF;
        return written(parts, type).stream()
                .filter(language ->
                        staff || language.equals(chosen) || tenant.settings().offers(language))
                .map(language -> new Option(
                        language.toLanguageTag(), parts.messages().nameOf(language), language.equals(chosen)))
                .toList();
    }

    /** What may be decided: locking makes sense only where people choose. */
    static List<Option> rules(Request request, NotificationType type, Verdict.Rule current) {
        if (!type.duty().dispensable()) return List.of();
        return Arrays.stream(Verdict.Rule.values())
                .filter(rule -> allowed(type, rule))
                .map(rule -> {
                    var word = rule.name().toLowerCase(Locale.ROOT);
                    return new Option(word, request.say(Family.RULE.key(word)), rule == current);
                })
                .toList();
    }

    static boolean allowed(NotificationType type, Verdict.Rule rule) {
        return switch (rule) {
            case OPEN -> true;
            case OFF -> type.duty().dispensable();
            case LOCKED -> type.duty().choice();
        };
    }

    static List<Explained> variables(Request request, NotificationType type, Locale language, Business business) {
        var zone = business.tenant().settings().zone();
        var needed = TemplateVariables.mandatory(type);
        return TemplateVariables.all(type).stream()
                .map(v -> new Explained(
                        "{{" + v.name() + "}}",
                        request.say(Family.VARIABLE.key(v.name())),
                        request.say(Family.VARIABLE_KIND.key(v.kind().name().toLowerCase(Locale.ROOT))),
                        Variable.shown(v.sample(), language, zone),
                        needed.contains(v.name())))
                .toList();
    }
}
