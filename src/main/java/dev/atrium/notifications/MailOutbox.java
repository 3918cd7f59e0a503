package dev.atrium.notifications;

import dev.atrium.db.Tx;
import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Ids;
import dev.atrium.tenancy.Tenant;
import dev.atrium.web.Messages;
import dev.atrium.web.Templates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;

/**
 * Takes mail in the transaction of whatever causes it: after the commit it is certain to be sent, after a rollback it never
 * existed. The mail verticle is woken once the commit is through.
 */
public final class MailOutbox {
    /** Bus address: something is due. */
    public static final String WAKE = "mail.wake";

    private final Vertx vertx;
    private final Templates templates;
    private final Messages messages;
    private final String domain;

    /** {@code from} is the sender's address; Message-IDs are made under its domain. */
    public MailOutbox(Vertx vertx, Templates templates, Messages messages, String from) {
        this.vertx = vertx;
        this.templates = templates;
        this.messages = messages;
        this.domain = from.substring(from.indexOf('@') + 1);
    }

    private static Map<String, Object> sender(Tenant tenant) {
        var branding = tenant.branding();
        return Map.of(
                "name", branding.portalName(),
                "url", tenant.origin(),
                "supportEmail", branding.supportEmail(),
                "copyright", branding.copyright());
    }

    /** What the layout shows around every mail; mail programs load no stylesheet, so the colours stand in it. */
    private Map<String, Object> letter(Tenant tenant, Mail mail, String subject) {
        return Map.of(
                "subject", subject,
                "preheader", messages.get(mail.language(), "mail." + mail.kind() + ".preheader"),
                "brand", tenant.theme().button(),
                "onBrand", tenant.theme().onButton(),
                "logo", !tenant.branding().logoType().isEmpty(),
                "lang", mail.language().toLanguageTag(),
                "dir", "ltr");
    }

    /** Queues {@code mail} in the name of {@code tenant}. */
    public Future<Void> enqueue(Tx tx, Tenant tenant, Mail mail) {
        var id = Ids.next();
        var branding = tenant.branding();
        var model = new HashMap<>(mail.model());
        var subject = messages.get(
                mail.language(),
                "mail." + mail.kind() + ".subject",
                mail.subject().toArray());
        model.put("tenant", sender(tenant));
        model.put("mail", letter(tenant, mail, subject));
        model.put("zone", tenant.settings().zone());
        var outgoing = new Outgoing(
                id,
                mail.kind(),
                mail.to().address(),
                HeaderText.clean(branding.portalName()).value(),
                branding.supportEmail(),
                HeaderText.clean(subject).value(),
                templates.page("mail/" + mail.kind() + ".html", "mail/layout.html", mail.language(), model),
                templates.page("mail/" + mail.kind() + ".txt", "mail/layout.txt", mail.language(), model),
                !branding.logoType().isEmpty(),
                "<" + id + "@" + domain + ">",
                0);
        tx.onCommit(() -> vertx.eventBus().publish(WAKE, ""));
        return new OutboxStore(tx).insert(outgoing);
    }
}
