package dev.atrium.notifications;

import dev.atrium.kernel.Email;
import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Scope;
import dev.atrium.tenancy.TenantImage;
import dev.atrium.tenancy.TenantPictures;
import io.vertx.core.Future;
import io.vertx.ext.mail.MailAttachment;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.mailencoder.MailEncoder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A mail with the picture that lies in it, ready to be handed over. */
record Envelope(Outgoing mail, @Nullable TenantImage logo) {
    static Future<Optional<Envelope>> of(TenantPictures pictures, Scope scope, Optional<Outgoing> found) {
        if (found.isEmpty()) return Future.succeededFuture(Optional.empty());
        var mail = found.get();
        if (!mail.withLogo()) return Future.succeededFuture(Optional.of(new Envelope(mail, null)));
        return pictures.letterhead(scope).map(image -> Optional.of(new Envelope(mail, image.orElse(null))));
    }

    /** @param from the address of whoever's server sends it; its name is the tenant's */
    MailMessage message(String from) {
        var message = new MailMessage()
                .setFrom(from)
                .setTo(mail.recipient())
                .addHeader("From", HeaderWords.mailbox(HeaderText.clean(mail.senderName()), from))
                .addHeader("Subject", HeaderWords.text(HeaderText.clean(mail.subject())))
                .setText(mail.text())
                .setHtml(mail.html())
                .addHeader("Message-ID", mail.messageId())
                .addHeader("Auto-Submitted", "auto-generated");
        if (!mail.unsubscribe().isEmpty()) {
            message.addHeader("List-Unsubscribe", "<" + mail.unsubscribe() + ">")
                    .addHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        Email.parse(mail.replyTo()).ifPresent(address -> message.addHeader("Reply-To", address.address()));
        if (logo != null) {
            message.setInlineAttachment(List.of(MailAttachment.create()
                    .setData(logo.bytes())
                    .setContentType(logo.type())
                    .setContentId("<logo@portal>")
                    .setDisposition("inline")
                    .setName("logo")));
        }
        return message;
    }

    /** The whole message as it travels (RFC 5322), each line ended by CRLF. */
    String data(String from) {
        var host = from.substring(from.indexOf('@') + 1);
        return new MailEncoder(message(from), host)
                .encode()
                .replace("\r\n", "\n")
                .replace("\n", "\r\n");
    }
}
