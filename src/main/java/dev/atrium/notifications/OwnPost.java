package dev.atrium.notifications;

import dev.atrium.config.Config;
import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Scope;
import dev.atrium.secrets.Keys;
import dev.atrium.tenancy.TenantPictures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Sends what a business sends by its own server. What that server does to a mail is the mail's; what it does to us counts
 * against the server, which rests after three failures in a row: its mails wait, and nobody else's do.
 */
final class OwnPost {
    private final Db db;
    private final Keys keys;
    private final TenantPictures pictures;
    private final OwnServers servers;

    /** What becomes of a mail that was not taken. */
    interface Later {
        Future<Void> note(Tx tx, Outgoing mail, Throwable cause);
    }

    /** So many in a row, and it rests: told to the team once for each time it breaks. */
    private static final int TOLD_AT = 3;

    private final TeamNews team;
    private final Later later;

    OwnPost(Vertx vertx, Db db, Keys keys, TenantPictures pictures, Config.Mail config, TeamNews team, Later later) {
        this.team = team;
        this.later = later;
        this.db = db;
        this.keys = keys;
        this.pictures = pictures;
        this.servers = new OwnServers(vertx, config);
    }

    /** A mail with the settings of this moment. */
    private record Work(Optional<Outgoing> mail, MailSettings settings, Optional<Buffer> password) {}

    Future<?> deliver(OutboxStore.Claim claim) {
        var scope = Scope.job(claim.tenant(), "mail");
        return db.read(scope, tx -> {
                    var mail = new OutboxStore(tx).find(claim.id());
                    var store = new MailSettingsStore(tx);
                    return store.read()
                            .compose(settings -> store.password(settings.version())
                                    .compose(password -> mail.map(found -> new Work(found, settings, password))));
                })
                .compose(work -> Envelope.of(pictures, scope, work.mail())
                        .compose(envelope ->
                                envelope.isEmpty() ? Future.succeededFuture() : send(scope, envelope.get(), work)));
    }

    private Future<Void> send(Scope scope, Envelope envelope, Work work) {
        var settings = work.settings();
        // Switched off since it was claimed: the platform's worker takes it in a moment.
        if (!settings.server().on())
            return db.write(
                    scope, tx -> new OutboxStore(tx).release(envelope.mail()).mapEmpty());
        var from = settings.server().from();
        return Future.succeededFuture(envelope)
                .map(letter -> letter.data(from))
                .compose(data -> servers.send(
                        scope.tenant(),
                        settings.version(),
                        access(keys, scope, settings, work.password()),
                        from,
                        envelope.mail().recipient(),
                        data))
                .timeout(MailPost.SEND.toSeconds(), TimeUnit.SECONDS)
                .transform(done -> db.write(
                        scope,
                        tx -> done.succeeded()
                                ? taken(tx, envelope.mail(), settings)
                                : failed(tx, envelope.mail(), settings, done.cause())));
    }

    private static Future<Void> taken(Tx tx, Outgoing mail, MailSettings settings) {
        return new OutboxStore(tx)
                .accepted(mail)
                .compose(rows ->
                        new MailSettingsStore(tx).succeeded(settings.version()).mapEmpty());
    }

    private Future<Void> failed(Tx tx, Outgoing mail, MailSettings settings, Throwable cause) {
        boolean ofTheMail = cause instanceof SmtpFailure failure && failure.ofTheMail();
        var counted = ofTheMail
                ? Future.<Void>succeededFuture()
                : new MailSettingsStore(tx)
                        .failed(settings.version(), SmtpAnswers.words(cause))
                        .compose(failures -> failures.filter(n -> n == TOLD_AT).isPresent()
                                ? team.serverFailing(tx)
                                : Future.succeededFuture());
        return counted.compose(x -> later.note(tx, mail, cause));
    }

    /** @throws SmtpFailure where the password was sealed by another secret of the installation: it must be typed again */
    static SmtpDialogue.Access access(Keys keys, Scope scope, MailSettings settings, Optional<Buffer> sealed) {
        var server = settings.server();
        var password = sealed.map(bytes -> opened(keys, scope, bytes)).orElse("");
        return new SmtpDialogue.Access(
                server.host(), server.port(), server.tls() == MailSettings.Tls.IMPLICIT, server.user(), password);
    }

    private static String opened(Keys keys, Scope scope, Buffer sealed) {
        try {
            return new String(keys.open(purpose(scope), sealed.getBytes()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException lost) {
            throw new SmtpFailure(SmtpFailure.Step.SIGN_IN, 0, "password-lost");
        }
    }

    /** Sealed for its tenant alone: moved to another's row it opens nothing. */
    static String purpose(Scope scope) {
        return "mail-server:" + scope.tenant();
    }

    Future<Void> close() {
        return servers.close();
    }
}
