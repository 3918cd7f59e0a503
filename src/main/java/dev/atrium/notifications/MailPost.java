package dev.atrium.notifications;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Scope;
import dev.atrium.tenancy.TenantImage;
import dev.atrium.tenancy.TenantPictures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.MailAttachment;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands due mail to the SMTP server: claims it under a lease, sends it, marks it. A crash between sending and marking sends
 * it again under the same Message-ID; nothing else does.
 */
public final class MailPost {
    private static final Logger LOG = LoggerFactory.getLogger(MailPost.class);
    /** Longer than a send and its marking can take, so that no two workers ever have the same mail in hand. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration SEND = Duration.ofSeconds(75);
    /** A mail client error tells its step only by its first words; a 5xx of any other step is about us, not the mail. */
    private static final List<String> ABOUT_THE_MAIL = List.of("recipient address not accepted", "sending data failed");

    private static final long FIRST_DELAY_MS = 1_000;
    private static final long LONGEST_DELAY_MS = Duration.ofHours(6).toMillis();

    private final Db db;
    private final TenantPictures pictures;
    private final Config.Mail config;
    private final TeamNews team;
    private final MailClient client;
    private final AtomicInteger underWay = new AtomicInteger();

    public MailPost(Vertx vertx, Db db, TenantPictures pictures, Config.Mail config, TeamNews team) {
        this.team = team;
        this.db = db;
        this.pictures = pictures;
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
                .setHostnameVerificationAlgorithm("HTTPS");
        if (config.startTls() == Config.StartTls.IMPLICIT) smtp.setSsl(true).setStarttls(StartTLSOptions.DISABLED);
        else smtp.setStarttls(StartTLSOptions.valueOf(config.startTls().name()));
        var trust = config.trust();
        if (trust != null) smtp.setTrustOptions(new PemTrustOptions().addCertPath(trust.toString()));
        if (!config.user().isEmpty())
            smtp.setUsername(config.user()).setPassword(config.password().value());
        return smtp;
    }

    /**
     * Claims as many due mails as there are free connections, and begins to send them; says how many. Nothing waits in
     * the mail client under a lease, and a send that hangs holds one connection and nobody else's mail: of several, no
     * tenant gets the last one. Not to be called again before the future completes.
     *
     * @param freed called whenever a send has ended and its connection is free again
     */
    public Future<Integer> fill(Runnable freed) {
        int room = config.connections() - underWay.get();
        if (room <= 0) return Future.succeededFuture(0);
        return OutboxStore.claim(db, room, Math.max(1, config.connections() - 1), LEASE)
                .map(claims -> {
                    underWay.addAndGet(claims.size());
                    claims.forEach(claim -> deliver(claim).onComplete(x -> {
                        underWay.decrementAndGet();
                        freed.run();
                    }));
                    return claims.size();
                });
    }

    /** How many mails are being sent. */
    public int underWay() {
        return underWay.get();
    }

    public Future<Void> close() {
        return client.close();
    }

    private Future<?> deliver(OutboxStore.Claim claim) {
        var scope = Scope.job(claim.tenant(), "mail");
        return db.read(scope, tx -> new OutboxStore(tx).find(claim.id()))
                .compose(found -> logo(scope, found))
                .compose(found -> found.isEmpty() ? Future.succeededFuture() : send(scope, found.get()));
    }

    private record Parcel(Outgoing mail, @Nullable TenantImage logo) {}

    private Future<Optional<Parcel>> logo(Scope scope, Optional<Outgoing> found) {
        if (found.isEmpty()) return Future.succeededFuture(Optional.empty());
        var mail = found.get();
        if (!mail.withLogo()) return Future.succeededFuture(Optional.of(new Parcel(mail, null)));
        return pictures.letterhead(scope).map(image -> Optional.of(new Parcel(mail, image.orElse(null))));
    }

    private Future<Void> send(Scope scope, Parcel parcel) {
        // compose, so that a message that cannot be built is a failed send like any other
        return Future.succeededFuture(parcel)
                .map(this::message)
                .compose(client::sendMail)
                .timeout(SEND.toSeconds(), TimeUnit.SECONDS)
                .transform(done -> db.write(
                        scope,
                        tx -> done.succeeded()
                                ? new OutboxStore(tx).accepted(parcel.mail()).mapEmpty()
                                : later(tx, parcel.mail(), done.cause())));
    }

    private Future<Void> later(Tx tx, Outgoing mail, Throwable cause) {
        boolean hopeless = hopeless(cause);
        LOG.atWarn()
                .addKeyValue("mail", mail.id())
                .addKeyValue("attempt", mail.attempts())
                .log("mail {}: {}", hopeless ? "refused for good" : "not sent", said(cause));
        return new OutboxStore(tx)
                .later(mail, delay(mail.attempts()), said(cause), hopeless)
                .compose(state -> state.filter(s -> !s.equals("queued")).isPresent()
                        ? team.mailFailed(tx, mail.kind())
                        : Future.succeededFuture());
    }

    /** Refused for good is what the server says of this mail; a refused login or greeting passes when it is put right. */
    private static boolean hopeless(Throwable cause) {
        return cause instanceof SMTPException smtp
                && smtp.isPermanent()
                && ABOUT_THE_MAIL.stream().anyMatch(String.valueOf(smtp.getMessage())::startsWith);
    }

    /** Why it was not sent; of a certificate that is refused, what is wrong with it, which stands at the end of the causes. */
    private static String said(Throwable cause) {
        var said = String.valueOf(cause.getMessage());
        int depth = 0;
        for (var inner = cause; inner != null && depth < 10; inner = inner.getCause(), depth++) {
            if (inner instanceof SSLException || inner instanceof GeneralSecurityException)
                said = "TLS: " + inner.getMessage();
        }
        return said;
    }

    /** 1 s, 2 s, 4 s … 6 h, each with up to a quarter more, so that mails do not come back all at once. */
    static Duration delay(int attempts) {
        long base = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS << Math.min(30, Math.max(0, attempts - 1)));
        return Duration.ofMillis(base + ThreadLocalRandom.current().nextLong(base / 4 + 1));
    }

    private MailMessage message(Parcel parcel) {
        var mail = parcel.mail();
        var message = new MailMessage()
                .setFrom(config.from())
                .setTo(mail.recipient())
                .addHeader("From", HeaderWords.mailbox(HeaderText.clean(mail.senderName()), config.from()))
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
