package dev.atrium.notifications;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Keys;
import dev.atrium.tenancy.TenantPictures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands due mail to the SMTP server, the platform's or the tenant's own: claims it under a lease, sends it, marks it. A crash between sending and marking sends
 * it again under the same Message-ID; nothing else does.
 */
public final class MailPost {
    private static final Logger LOG = LoggerFactory.getLogger(MailPost.class);
    /** Longer than a send and its marking can take, so that no two workers ever have the same mail in hand. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    static final Duration SEND = Duration.ofSeconds(75);
    /** To tenants' own servers, all together and to one: sockets are cheap, and each tenant waits for its own server alone. */
    private static final int OWN_CONNECTIONS = 64;

    private static final int OWN_PER_TENANT = 2;
    /** A mail client error tells its step only by its first words; a 5xx of any other step is about us, not the mail. */
    private static final List<String> ABOUT_THE_MAIL = List.of("recipient address not accepted", "sending data failed");

    private static final long FIRST_DELAY_MS = 1_000;
    private static final long LONGEST_DELAY_MS = Duration.ofHours(6).toMillis();

    private final Db db;
    private final TenantPictures pictures;
    private final Config.Mail config;
    private final TeamNews team;
    private final MailClient client;
    private final OwnPost own;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger ownUnderWay = new AtomicInteger();

    public MailPost(Vertx vertx, Db db, Keys keys, TenantPictures pictures, Config.Mail config, TeamNews team) {
        this.own = new OwnPost(vertx, db, keys, pictures, config, team, this::later);
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
                // Without a list the client tries XOAUTH2 first. No word of the host name's check: the client checks by
                // itself, and where an algorithm is named, be it "HTTPS", it does not check at all (5.0.8).
                .setAuthMethods("PLAIN LOGIN");
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
     * tenant gets the last one. What tenants' own servers are to send has connections of its own, so that none of them
     * takes one from the platform's. Not to be called again before the future completes.
     *
     * @param freed called whenever a send has ended and its connection is free again
     */
    public Future<Integer> fill(Runnable freed) {
        int room = config.connections() - underWay.get();
        int ownRoom = OWN_CONNECTIONS - ownUnderWay.get();
        var ours = room <= 0
                ? Future.succeededFuture(List.<OutboxStore.Claim>of())
                : OutboxStore.claim(db, room, Math.max(1, config.connections() - 1), LEASE);
        var theirs = ownRoom <= 0
                ? Future.succeededFuture(List.<OutboxStore.Claim>of())
                : OutboxStore.claimOwn(db, ownRoom, OWN_PER_TENANT, LEASE);
        return Future.all(ours, theirs).map(x -> {
            begin(ours.result(), underWay, freed, this::deliver);
            begin(theirs.result(), ownUnderWay, freed, own::deliver);
            return ours.result().size() + theirs.result().size();
        });
    }

    private static void begin(
            List<OutboxStore.Claim> claims,
            AtomicInteger busy,
            Runnable freed,
            Function<OutboxStore.Claim, Future<?>> deliver) {
        busy.addAndGet(claims.size());
        claims.forEach(claim -> deliver.apply(claim).onComplete(x -> {
            busy.decrementAndGet();
            freed.run();
        }));
    }

    /** How many mails are being sent. */
    public int underWay() {
        return underWay.get() + ownUnderWay.get();
    }

    public Future<Void> close() {
        return Future.all(client.close(), own.close()).mapEmpty();
    }

    private Future<?> deliver(OutboxStore.Claim claim) {
        var scope = Scope.job(claim.tenant(), "mail");
        return db.read(scope, tx -> new OutboxStore(tx).find(claim.id()))
                .compose(found -> Envelope.of(pictures, scope, found))
                .compose(found -> found.isEmpty() ? Future.succeededFuture() : send(scope, found.get()));
    }

    private Future<Void> send(Scope scope, Envelope envelope) {
        // compose, so that a message that cannot be built is a failed send like any other
        return Future.succeededFuture(envelope)
                .map(letter -> letter.message(config.from()))
                .compose(client::sendMail)
                .timeout(SEND.toSeconds(), TimeUnit.SECONDS)
                .transform(done -> db.write(
                        scope,
                        tx -> done.succeeded()
                                ? new OutboxStore(tx).accepted(envelope.mail()).mapEmpty()
                                : later(tx, envelope.mail(), done.cause())));
    }

    private Future<Void> later(Tx tx, Outgoing mail, Throwable cause) {
        boolean hopeless = hopeless(cause);
        LOG.atWarn()
                .addKeyValue("mail", mail.id())
                .addKeyValue("attempt", mail.attempts())
                .log("mail {}: {}", hopeless ? "refused for good" : "not sent", SmtpAnswers.words(cause));
        return new OutboxStore(tx)
                .later(mail, delay(mail.attempts()), SmtpAnswers.words(cause), hopeless)
                .compose(state -> state.filter(s -> !s.equals("queued")).isPresent()
                        ? team.mailFailed(tx, mail.kind())
                        : Future.succeededFuture());
    }

    /** Refused for good is what the server says of this mail; a refused login or greeting passes when it is put right. */
    private static boolean hopeless(Throwable cause) {
        if (cause instanceof SmtpFailure own) return own.forGood();
        return cause instanceof SMTPException smtp
                && smtp.isPermanent()
                && ABOUT_THE_MAIL.stream().anyMatch(String.valueOf(smtp.getMessage())::startsWith);
    }

    /** 1 s, 2 s, 4 s … 6 h, each with up to a quarter more, so that mails do not come back all at once. */
    static Duration delay(int attempts) {
        long base = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS << Math.min(30, Math.max(0, attempts - 1)));
        return Duration.ofMillis(base + ThreadLocalRandom.current().nextLong(base / 4 + 1));
    }
}
