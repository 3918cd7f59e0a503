package dev.atrium.notifications;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The outbox in PostgreSQL. */
final class OutboxStore {
    private static final String INSERT = """
            INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, reply_to, subject, html, text, with_logo,
                                     message_id, unsubscribe, contact_id, language, reference, link_path, about, about_id, due_at, security,
                                     urgent, though_closed)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, coalesce($19, portal_now()), $20, $21, $22)
            """;
    private static final String CLAIM = "SELECT tenant_id, id FROM sys_mail_claim($1, $2, make_interval(secs => $3))";
    private static final String CLAIM_OWN =
            "SELECT tenant_id, id FROM sys_mail_claim_own($1, $2, make_interval(secs => $3))";
    private static final String WAITING = "SELECT queued, dead FROM sys_mail_waiting()";
    private static final String FIND = """
            SELECT id, kind, recipient, sender_name, reply_to, subject, html, text, with_logo, message_id, unsubscribe,
                   attempts
              FROM mail_outbox WHERE tenant_id = $1 AND id = $2 AND state = 'queued'
            """;
    private static final String ACCEPTED = """
            UPDATE mail_outbox SET state = 'accepted', accepted_at = portal_now(), leased_until = NULL, answer = ''
             WHERE tenant_id = $1 AND id = $2 AND state = 'queued' AND attempts = $3
            """;
    private static final String LATER = """
            UPDATE mail_outbox SET due_at = portal_now() + make_interval(secs => $4), leased_until = NULL, answer = left($5, 500),
                   state = CASE WHEN $6 THEN 'refused' WHEN created_at + held < portal_now() - interval '3 days' THEN 'dead' ELSE 'queued' END
             WHERE tenant_id = $1 AND id = $2 AND state = 'queued' AND attempts = $3
            RETURNING state
            """;

    private static final String RELEASE = """
            UPDATE mail_outbox SET leased_until = NULL WHERE tenant_id = $1 AND id = $2 AND state = 'queued' AND attempts = $3
            """;
    private static final String SLOW = """
            SELECT EXISTS (
              SELECT FROM mail_outbox q
               WHERE q.tenant_id = $1 AND q.state = 'queued' AND q.created_at > portal_now() - interval '1 hour'
                 AND (q.answer <> '' OR q.due_at < portal_now() - interval '30 seconds')
                 AND NOT EXISTS (SELECT FROM mail_outbox a WHERE a.tenant_id = $1 AND a.accepted_at >= q.created_at))
            """;
    private static final String DEAD = """
            SELECT id, recipient, subject, attempts, answer, created_at FROM mail_outbox
             WHERE tenant_id = $1 AND state IN ('refused', 'dead') ORDER BY created_at DESC, id DESC LIMIT $2
            """;
    private static final String KIND = "SELECT kind FROM mail_outbox WHERE tenant_id = $1 AND id = $2";
    private static final String EXISTS = "SELECT 1 FROM mail_outbox WHERE tenant_id = $1 AND id = $2";
    private static final String RETRY = """
            UPDATE mail_outbox SET state = 'queued', due_at = portal_now(), leased_until = NULL
             WHERE tenant_id = $1 AND id = $2 AND state IN ('refused', 'dead')
            """;

    /** A claimed mail: whose it is and which. */
    record Claim(UUID tenant, UUID id) {}

    private final Tx tx;

    OutboxStore(Tx tx) {
        this.tx = tx;
    }

    static Future<List<Claim>> claim(Db db, int wanted, int perTenant, Duration lease) {
        return db.system(
                CLAIM, row -> new Claim(row.getUUID(0), row.getUUID(1)), wanted, perTenant, (double) lease.toSeconds());
    }

    /** What tenants' own servers are to send. */
    static Future<List<Claim>> claimOwn(Db db, int wanted, int perTenant, Duration lease) {
        return db.system(CLAIM_OWN, row -> new Claim(row.getUUID(0), row.getUUID(1)), wanted, perTenant, (double)
                lease.toSeconds());
    }

    static Future<MailOutbox.Backlog> backlog(Db db) {
        return db.system(WAITING, row -> new MailOutbox.Backlog(row.getLong(0), row.getLong(1)))
                .map(List::getFirst);
    }

    Future<Void> insert(Outgoing mail, Posting posting) {
        var due = posting.due();
        var type = posting.letter().type();
        return tx.run(
                        INSERT,
                        tx.tenant(),
                        mail.id(),
                        mail.kind(),
                        mail.recipient(),
                        mail.senderName(),
                        mail.replyTo(),
                        mail.subject(),
                        mail.html(),
                        mail.text(),
                        mail.withLogo(),
                        mail.messageId(),
                        mail.unsubscribe(),
                        posting.contact(),
                        posting.letter().language().toLanguageTag(),
                        posting.reference(),
                        posting.linkPath(),
                        posting.about(),
                        posting.aboutId(),
                        due == null ? null : OffsetDateTime.ofInstant(due, ZoneOffset.UTC),
                        type.duty() == NotificationType.Duty.SECURITY,
                        type.urgent(),
                        type.thoughClosed())
                .mapEmpty();
    }

    Future<Optional<Outgoing>> find(UUID id) {
        return tx.first(FIND, OutboxStore::outgoing, tx.tenant(), id);
    }

    Future<Integer> accepted(Outgoing mail) {
        return tx.run(ACCEPTED, tx.tenant(), mail.id(), mail.attempts());
    }

    /** Due again after {@code delay}, or refused where {@code hopeless}, or given up when three days old; its state, if it is still ours. */
    Future<Optional<String>> later(Outgoing mail, Duration delay, String error, boolean hopeless) {
        return tx.first(
                LATER,
                row -> row.getString(0),
                tx.tenant(),
                mail.id(),
                mail.attempts(),
                delay.toMillis() / 1000.0,
                error,
                hopeless);
    }

    /** What kind of mail it is; empty where it is gone. */
    Future<Optional<String>> kind(UUID id) {
        return tx.first(KIND, row -> row.getString(0), tx.tenant(), id);
    }

    /** Gives a claim back, untried. */
    Future<Integer> release(Outgoing mail) {
        return tx.run(RELEASE, tx.tenant(), mail.id(), mail.attempts());
    }

    Future<List<MailOutbox.Dead>> dead(int limit) {
        return tx.list(
                DEAD,
                row -> new MailOutbox.Dead(
                        row.getUUID("id"),
                        row.getString("recipient"),
                        row.getString("subject"),
                        row.getInteger("attempts"),
                        row.getString("answer"),
                        row.getOffsetDateTime("created_at").toInstant()),
                tx.tenant(),
                limit);
    }

    Future<Boolean> slow() {
        return tx.first(SLOW, row -> row.getBoolean(0), tx.tenant()).map(Optional::orElseThrow);
    }

    Future<Boolean> exists(UUID id) {
        return tx.first(EXISTS, row -> true, tx.tenant(), id).map(found -> found.orElse(false));
    }

    Future<Integer> retry(UUID id) {
        return tx.run(RETRY, tx.tenant(), id);
    }

    private static Outgoing outgoing(Row row) {
        return new Outgoing(
                row.getUUID("id"),
                row.getString("kind"),
                row.getString("recipient"),
                row.getString("sender_name"),
                row.getString("reply_to"),
                row.getString("subject"),
                row.getString("html"),
                row.getString("text"),
                row.getBoolean("with_logo"),
                row.getString("message_id"),
                row.getString("unsubscribe"),
                row.getInteger("attempts"));
    }
}
