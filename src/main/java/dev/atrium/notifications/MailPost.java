package dev.atrium.notifications;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.kernel.Scope;
import dev.atrium.tenancy.Hosts;
import dev.atrium.tenancy.TenantImage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailAttachment;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands due mail to the SMTP server: claims it under a lease, sends it, marks it. A crash between sending and marking sends
 * it again under the same Message-ID; nothing else does.
 */
public final class MailPost {
    private static final Logger LOG = LoggerFactory.getLogger(MailPost.class);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final long FIRST_DELAY_MS = 1_000;
    private static final long LONGEST_DELAY_MS = Duration.ofHours(6).toMillis();

    private final Db db;
    private final Hosts hosts;
    private final Config.Mail config;
    private final MailClient client;

    public MailPost(Vertx vertx, Db db, Hosts hosts, Config.Mail config) {
        this.db = db;
        this.hosts = hosts;
        this.config = config;
        this.client = MailClient.create(vertx, smtp(config));
    }

    private static MailConfig smtp(Config.Mail config) {
        var smtp = new MailConfig()
                .setHostname(config.host())
                .setPort(config.port())
                .setMaxPoolSize(config.connections())
                .setConnectTimeout(5_000)
                .setIdleTimeout(30)
                .setKeepAlive(true)
                // Without a list the client tries XOAUTH2 first.
                .setAuthMethods("PLAIN LOGIN")
                .setStarttls(StartTLSOptions.valueOf(config.startTls().name()));
        if (!config.user().isEmpty())
            smtp.setUsername(config.user()).setPassword(config.password().value());
        return smtp;
    }

    /** Sends what is due, at most one round; says how many mails were claimed. A slow tenant holds only its own share. */
    public Future<Integer> round() {
        int room = config.connections() * 4;
        return OutboxStore.claim(db, room, config.connections() * 2, LEASE)
                .compose(
                        claims -> Future.join(claims.stream().map(this::deliver).toList())
                                .map(claims.size())
                                .otherwise(claims.size()));
    }

    public Future<Void> close() {
        return client.close();
    }

    private Future<?> deliver(OutboxStore.Claim claim) {
        var scope = Scope.job(claim.tenant(), "mail");
        return db.read(scope, tx -> new OutboxStore(tx).find(claim.id()).compose(found -> logo(tx, found)))
                .compose(found -> found.isEmpty() ? Future.succeededFuture() : send(scope, found.get()));
    }

    private record Parcel(Outgoing mail, @Nullable TenantImage logo) {}

    private Future<Optional<Parcel>> logo(dev.atrium.db.Tx tx, Optional<Outgoing> found) {
        if (found.isEmpty()) return Future.succeededFuture(Optional.empty());
        var mail = found.get();
        if (!mail.withLogo()) return Future.succeededFuture(Optional.of(new Parcel(mail, null)));
        return hosts.image(tx, "logo").map(image -> Optional.of(new Parcel(mail, image.orElse(null))));
    }

    private Future<Integer> send(Scope scope, Parcel parcel) {
        return client.sendMail(message(parcel))
                .transform(done -> db.write(
                        scope,
                        tx -> done.succeeded()
                                ? new OutboxStore(tx).sent(parcel.mail())
                                : later(new OutboxStore(tx), parcel.mail(), done.cause())));
    }

    private static Future<Integer> later(OutboxStore store, Outgoing mail, Throwable cause) {
        boolean hopeless = cause instanceof SMTPException smtp && smtp.isPermanent();
        LOG.atWarn()
                .addKeyValue("mail", mail.id())
                .addKeyValue("attempt", mail.attempts())
                .log("mail {}: {}", hopeless ? "refused for good" : "not sent", cause.getMessage());
        return store.later(mail, delay(mail.attempts()), String.valueOf(cause.getMessage()), hopeless);
    }

    /** 1 s, 2 s, 4 s … 6 h, each with up to a quarter more, so that mails do not come back all at once. */
    static Duration delay(int attempts) {
        long base = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS << Math.min(30, Math.max(0, attempts - 1)));
        return Duration.ofMillis(base + ThreadLocalRandom.current().nextLong(base / 4 + 1));
    }

    private MailMessage message(Parcel parcel) {
        var mail = parcel.mail();
        var message = new MailMessage()
                .setFrom(config.from() + " (" + mail.senderName() + ")")
                .setTo(mail.recipient())
                .setSubject(mail.subject())
                .setText(mail.text())
                .setHtml(mail.html())
                .addHeader("Message-ID", mail.messageId())
                .addHeader("Auto-Submitted", "auto-generated");
        if (!mail.replyTo().isEmpty()) message.addHeader("Reply-To", mail.replyTo());
        var logo = parcel.logo();
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
}
