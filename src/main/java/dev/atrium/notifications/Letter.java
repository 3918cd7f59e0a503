package dev.atrium.notifications;

import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import dev.atrium.web.Templates;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A mail before it is written: the type's words in one language, or the business' own, on the tenant's letterhead. Colours
 * are those of the day, since a mail program that turns a mail dark by itself starts from them.
 *
 * @param values the variables
 * @param url where its button leads, absolute; empty without one
 * @param unsubscribe where mails of this kind are ended, absolute; empty where they cannot be
 * @param more what only the type's own template knows
 */
record Letter(
        Tenant tenant,
        NotificationType type,
        Locale language,
        ZoneId zone,
        Wording wording,
        Map<String, Object> values,
        String url,
        String unsubscribe,
        Map<String, Object> more) {

    /** A mail as it leaves. */
    record Written(String subject, String html, String text) {}

    Written write(Messages messages, Templates templates) {
        var filled = new Words.Filled(values, language, zone);
        var arguments = type.arguments(filled);
        var subject = wording.subject().isEmpty()
                ? word(messages, Family.MAIL_SUBJECT, arguments)
                : Words.fill(wording.subject(), filled);
        var model = model(messages, filled, arguments, subject);
        return new Written(subject, form("html", templates, model), form("txt", templates, model));
    }

    private String form(String form, Templates templates, Map<String, Object> model) {
        return templates.page("mail/" + type.template() + "." + form, "mail/layout." + form, language, model);
    }

    private String word(Messages messages, Family part, Object[] arguments) {
        return messages.get(language, part.key(type.name()), arguments);
    }

    private Map<String, Object> model(Messages messages, Words.Filled filled, Object[] arguments, String subject) {
        Map<String, Object> model = new HashMap<>(values);
        model.putAll(more);
        model.put("tenant", sender());
        model.put("mail", paper(messages, subject, word(messages, Family.MAIL_PREHEADER, arguments)));
        model.put("zone", zone.getId());
        // Some types bring an address of their own: a secret one, of which there is no path.
        if (!url.isEmpty()) model.put("url", url);
        else model.putIfAbsent("url", "");
        model.put("unsubscribe", unsubscribe);
        if (!type.template().equals(type.name())) model.put("button", word(messages, Family.MAIL_BUTTON, arguments));
        model.put(
                "lead",
                wording.intro().isEmpty()
                        ? List.of(word(messages, Family.MAIL_LEAD, arguments))
                        : Words.paragraphs(Words.fill(wording.intro(), filled)));
        model.put("closing", Words.paragraphs(Words.fill(wording.closing(), filled)));
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
