package dev.atrium.notifications;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
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
             WHERE tenant_id = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR recipient = $3) AND ($4::uuid IS NULL OR id < $4)
             ORDER BY id DESC LIMIT $5
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

    /** Newest first, those before {@code before}; empty texts filter nothing. */
    Future<List<MailLine>> page(String state, String recipient, @Nullable UUID before, int limit) {
        return tx.list(PAGE, MailLogStore::line, tx.tenant(), state, recipient, before, limit);
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
