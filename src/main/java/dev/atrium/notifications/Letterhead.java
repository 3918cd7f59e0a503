package dev.atrium.notifications;

import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Family;
import dev.atrium.web.Messages;
import java.util.HashMap;
import java.util.Map;

/**
 * What the layout of every mail shows of the tenant. Colours are those of the day, since a mail program that turns a mail
 * dark by itself starts from them.
 */
record Letterhead(Tenant tenant, Mail mail, String subject) {
    /** The model of the mail with that of its layout. */
    Map<String, Object> model(Messages messages) {
        Map<String, Object> model = new HashMap<>(mail.model());
        model.put("tenant", sender());
        model.put("mail", paper(messages));
        // A mail about one person says times as they live; any other as the business does.
        model.putIfAbsent("zone", tenant.settings().zone());
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

    private Map<String, Object> paper(Messages messages) {
        var branding = tenant.branding();
        return Map.of(
                "logo", !branding.logoType().isEmpty(),
                "lang", mail.language().toLanguageTag(),
                "dir", messages.direction(mail.language()),
                "subject", subject,
                "preheader", messages.get(mail.language(), Family.MAIL_PREHEADER.key(mail.kind())),
                "brand", tenant.theme().button(),
                "onBrand", tenant.theme().onButton());
    }
}
