package dev.atrium.notifications;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.HeaderText;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.Problem;
import dev.atrium.web.Messages;
import dev.atrium.web.Templates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Takes mail in the transaction of whatever causes it: after the commit it is certain to be sent, after a rollback it never
 * existed. The mail verticle is woken once the commit is through.
 */
public final class MailOutbox {
    /** Bus address: something is due. */
    public static final String WAKE = "mail.wake";

    /** Over all tenants: mails that wait to be sent, and mails that were given up. */
    public record Backlog(long queued, long dead) {}

    /** A mail that was given up, for an operator's eye. */
    public record Dead(UUID id, String recipient, String subject, int attempts, String error, Instant at) {}

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

    /** Queues a letter in the name of its tenant. Only this package does: whoever wants to tell something declares a type. */
    Future<Void> enqueue(Tx tx, Posting posting) {
        return new MailSettingsStore(tx).read().compose(settings -> queue(tx, posting, settings));
    }

    private Future<Void> queue(Tx tx, Posting posting, MailSettings settings) {
        var id = Ids.next();
        var letter = posting.letter();
        var tenant = letter.tenant();
        var written = letter.write(messages, templates, settings.footer());
        var outgoing = new Outgoing(
                id,
                letter.type().key(),
                posting.to().address(),
                settings.sender(tenant).value(),
                settings.replyTo(tenant),
                HeaderText.clean(written.subject()).value(),
                written.html(),
                written.text(),
                tenant.branding().hasLetterhead(),
                "<" + id + "@" + settings.from().map(Email::domain).orElse(domain) + ">",
                letter.exit().url(),
                0);
        tx.onCommit(() -> vertx.eventBus().publish(WAKE, ""));
        return new OutboxStore(tx).insert(outgoing, posting);
    }

    /** What the tenant's outbox has given up, newest first, at most {@code limit}. */
    public static Future<List<Dead>> dead(Tx tx, int limit) {
        return new OutboxStore(tx).dead(limit);
    }

    /**
     * Lets a mail that was given up be tried again at once; fails with {@code not-found}, or with {@code mail-not-dead}
     * where that has happened already. A mail older than three days has this one try.
     */
    public static Future<Void> retry(Tx tx, UUID id) {
        tx.hint(WAKE);
        var store = new OutboxStore(tx);
        return store.exists(id).compose(known -> {
            if (!known) throw Problem.notFound();
            return store.retry(id).map(rows -> {
                if (rows == 0) throw Problem.of(409, "mail-not-dead");
                return null;
            });
        });
    }

    /** How the outbox stands now; for an operator's eye, who acts on mails that were given up. */
    public static Future<Backlog> backlog(Db db) {
        return OutboxStore.backlog(db);
    }
}
