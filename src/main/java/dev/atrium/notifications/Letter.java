package dev.atrium.notifications;

import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Family;
import dev.atrium.web.Html;
import dev.atrium.web.Messages;
import dev.atrium.web.Templates;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A mail before it is written: the type's words in one language, or the business' own, on the tenant's letterhead. Colours
 * are those of the day, since a mail program that turns a mail dark by itself starts from them.
 *
 * @param own the business' template; where it has no HTML, the product's mail is written
 * @param values the variables
 * @param url where its button leads, absolute; empty without one
 * @param exit where mails of this kind are ended
 * @param more what only the type's own template knows
 */
record Letter(
        Tenant tenant,
        NotificationType type,
        Locale language,
        ZoneId zone,
        OwnTemplate own,
        Map<String, Object> values,
        String url,
        Exit exit,
        Map<String, Object> more) {

    /** A mail as it leaves. */
    record Written(String subject, String html, String text) {}

    /** @param foot what stands below every mail of the business, such as its address; may be empty */
    Written write(Messages messages, Templates templates, String foot) {
        var filled = new Filled(values, language, zone);
        var arguments = type.arguments(filled);
        var said = said(filled);
        var subject = own.subject().isEmpty()
                ? word(messages, Family.MAIL_SUBJECT, arguments)
                : OwnMail.text(parsed("subject", own.subject()), said);
        var model = model(messages, arguments, subject, foot);
        if (own.html().isEmpty())
            return new Written(subject, form("html", templates, model), form("txt", templates, model));
        var text = own.text().isEmpty() ? PlainText.of(own.html()) : own.text();
        model.put(
                "body",
                new Html(OwnMail.html(parsed("html", own.html()), said, name -> list(name, "html", templates))));
        var html = templates.page("mail/_own.html", "mail/layout.html", language, model);
        model.put(
                "body",
                OwnMail.text(
                        parsed("text", text),
                        name -> name.equals(TemplateVariables.ITEMS)
                                ? list(name, "txt", templates)
                                : said.apply(name)));
        return new Written(subject, html, templates.page("mail/_own.txt", "mail/layout.txt", language, model));
    }

    private OwnText parsed(String field, String source) {
        return OwnText.parse(field, source, TemplateVariables.names(type));
    }

    /** What the business' own template says for each name. */
    private Function<String, String> said(Filled filled) {
        return name -> {
            if (type.variable(name).isPresent()) return filled.of(name);
            return switch (name) {
                case TemplateVariables.PORTAL -> tenant.branding().portalName();
                case TemplateVariables.PORTAL_URL -> tenant.origin();
                case TemplateVariables.URL -> url;
                case TemplateVariables.ZONE -> zone.getId();
                default -> "";
            };
        };
    }

    /** The one variable that is markup of ours. */
    private String list(String name, String form, Templates templates) {
        return name.equals(TemplateVariables.ITEMS) ? templates.render("mail/_items." + form, language, more) : "";
    }

    private String form(String form, Templates templates, Map<String, Object> model) {
        model.put(
                "list",
                new Html(TemplateVariables.gathers(type) ? list(TemplateVariables.ITEMS, form, templates) : ""));
        return templates.page("mail/" + type.template() + "." + form, "mail/layout." + form, language, model);
    }

    private String word(Messages messages, Family part, Object[] arguments) {
        return messages.get(language, part.key(type.name()), arguments);
    }

    private Map<String, Object> model(Messages messages, Object[] arguments, String subject, String foot) {
        Map<String, Object> model = new HashMap<>(values);
        model.putAll(more);
        model.put("tenant", sender());
        model.put("foot", foot.lines().toList());
        model.put("mail", paper(messages, subject, word(messages, Family.MAIL_PREHEADER, arguments)));
        model.put("zone", zone.getId());
        // Some types bring an address of their own: a secret one, of which there is no path.
        if (!url.isEmpty()) model.put("url", url);
        else model.putIfAbsent("url", "");
        model.put("unsubscribe", exit.url());
        model.put("choices", exit.choices());
        if (!type.template().equals(type.name())) model.put("button", word(messages, Family.MAIL_BUTTON, arguments));
        model.put("lead", List.of(word(messages, Family.MAIL_LEAD, arguments)));
        return model;
    }

    private Map<String, String> sender() {
        var branding = tenant.branding();
        return Map.of(
                "name", branding.portalName(),
                "url", tenant.origin(),
                "supportEmail", branding.supportEmail(),
                "copyright", branding.copyright());
    }

    private Map<String, Object> paper(Messages messages, String subject, String preheader) {
        return Map.of(
                "logo",
                tenant.branding().hasLetterhead(),
                "lang",
                language.toLanguageTag(),
                "dir",
                messages.direction(language),
                "subject",
                subject,
                "preheader",
                preheader,
                "brand",
                tenant.theme().button(),
                "onBrand",
                tenant.theme().onButton());
    }
}
