package dev.atrium.notifications;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of mails, in PostgreSQL. */
final class MailLogStore {
    private static final String COLUMNS = """
            SELECT id, kind, recipient, subject, state, answer, created_at, due_at, accepted_at, bounced_at, opened_at, attempts,
                   reference <> '' AS linked FROM mail_outbox
            """;
    private static final String PAGE = COLUMNS + """
             WHERE tenant_id = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR recipient LIKE $3) AND ($4 = '' OR kind = $4)
               AND created_at >= $5 AND created_at < $6 AND ($7::uuid IS NULL OR id < $7)
               AND ($8::uuid IS NULL OR contact_id = $8
                    OR (contact_id IS NULL AND recipient = (SELECT c.email FROM contact c WHERE c.tenant_id = $1 AND c.id = $8)))
             ORDER BY id DESC LIMIT $9
            """;
    private static final String FAILED = """
            SELECT count(*) FROM (SELECT FROM mail_outbox
                                   WHERE tenant_id = $1 AND state IN ('refused', 'bounced', 'dead')
                                     AND created_at > portal_now() - interval '7 days' LIMIT 1000) x
            """;
    private static final String WAITING = """
            SELECT count(*) FROM (SELECT FROM mail_outbox WHERE tenant_id = $1 AND state = 'queued' LIMIT 10000) x
            """;
    private static final String AGAIN = """
            INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, reply_to, subject, html, text, with_logo, message_id,
                                     unsubscribe, contact_id, language, link_path, about, about_id, security, urgent)
            SELECT tenant_id, $3::uuid, kind, recipient, sender_name, reply_to, subject, html, text, with_logo,
                   '<' || ($3::uuid)::text || '@' || split_part(trim(trailing '>' FROM message_id), '@', 2) || '>',
                   unsubscribe, contact_id, language, link_path, about, about_id, security, urgent
              FROM mail_outbox WHERE tenant_id = $1 AND id = $2 AND state IN ('accepted', 'bounced')
            ON CONFLICT (tenant_id, id) DO NOTHING
            """;
    private static final String ONE = COLUMNS + " WHERE tenant_id = $1 AND id = $2";
    private static final String OF_CONTACT = COLUMNS + """
             WHERE tenant_id = $1 AND (contact_id = $2 OR (contact_id IS NULL AND recipient =
                   (SELECT c.email FROM contact c WHERE c.tenant_id = $1 AND c.id = $2)))
             ORDER BY id DESC LIMIT $3
            """;
    private static final String CONTENT =
            "SELECT kind, html, text FROM mail_outbox WHERE tenant_id = $1 AND id = $2 LIMIT 1";
    private static final String OPENED = """
            UPDATE mail_outbox SET opened_at = coalesce(opened_at, portal_now())
             WHERE tenant_id = $1 AND reference = $2 AND contact_id = $3 AND reference <> '' RETURNING link_path
            """;
    private static final String BOUNCED = "SELECT tenant_id, id, changed FROM sys_mail_bounce($1, $2)";

    /** A mail's text, for who may see it. */
    record Content(String kind, String html, String text) {}

    /** What came of a word that a mail bounced. */
    record Bounce(UUID tenant, UUID mail, boolean changed) {}

    private final Tx tx;

    MailLogStore(Tx tx) {
        this.tx = tx;
    }

    /** Newest first, those before {@code before}. */
    Future<List<MailLine>> page(MailFilter filter, @Nullable UUID before, int limit) {
        return tx.list(
                PAGE,
                MailLogStore::line,
                tx.tenant(),
                filter.state(),
                filter.pattern(),
                filter.type(),
                OffsetDateTime.ofInstant(filter.from(), ZoneOffset.UTC),
                OffsetDateTime.ofInstant(filter.until(), ZoneOffset.UTC),
                before,
                filter.contact(),
                limit);
    }

    /** Mails of seven days that did not arrive; at most a thousand. */
    Future<Long> failed() {
        return tx.first(FAILED, row -> row.getLong(0), tx.tenant()).map(Optional::orElseThrow);
    }

    /** Mails that wait; at most ten thousand. */
    Future<Long> waiting() {
        return tx.first(WAITING, row -> row.getLong(0), tx.tenant()).map(Optional::orElseThrow);
    }

    /** Writes a mail that had left once more, as {@code copy}; twice under one id it is one. */
    Future<Integer> again(UUID mail, UUID copy) {
        return tx.run(AGAIN, tx.tenant(), mail, copy);
    }

    Future<Optional<MailLine>> one(UUID id) {
        return tx.first(ONE, MailLogStore::line, tx.tenant(), id);
    }

    Future<List<MailLine>> ofContact(UUID contact, int limit) {
        return tx.list(OF_CONTACT, MailLogStore::line, tx.tenant(), contact, limit);
    }

    Future<Optional<Content>> content(UUID id) {
        return tx.first(
                CONTENT, row -> new Content(row.getString(0), row.getString(1), row.getString(2)), tx.tenant(), id);
    }

    /** Notes that the link was used by whom the mail was written to; where it leads. */
    Future<Optional<String>> opened(String reference, UUID contact) {
        return tx.first(OPENED, row -> row.getString(0), tx.tenant(), reference, contact);
    }

    static Future<Optional<Bounce>> bounced(Db db, String messageId, String why) {
        return db.system(BOUNCED, row -> new Bounce(row.getUUID(0), row.getUUID(1), row.getBoolean(2)), messageId, why)
                .map(found -> found.stream().findFirst());
    }

    private static MailLine line(Row row) {
        return new MailLine(
                row.getUUID("id"),
                row.getString("kind"),
                row.getString("recipient"),
                row.getString("subject"),
                row.getString("state"),
                row.getString("answer"),
                row.getInteger("attempts"),
                row.getBoolean("linked"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("due_at").toInstant(),
                instant(row.getOffsetDateTime("accepted_at")),
                instant(row.getOffsetDateTime("bounced_at")),
                instant(row.getOffsetDateTime("opened_at")));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
