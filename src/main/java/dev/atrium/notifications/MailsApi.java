package dev.atrium.notifications;

import dev.atrium.kernel.Cursor;
import dev.atrium.web.Reply;
import dev.atrium.web.Request;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The delivery log for the business's own programs: what became of each mail. */
final class MailsApi {
    private static final String ROOT = "/api/v1/business/mails";

    /**
     * A mail and what became of it.
     *
     * @param subject empty where it carries what is its recipient's alone
     * @param state queued, accepted, refused, bounced or dead
     * @param answer what the mail server said where it did not take it
     */
    public record MailItem(
            UUID id,
            String type,
            String recipient,
            String subject,
            String state,
            String answer,
            int attempts,
            Instant written_at,
            @Nullable Instant accepted_at,
            @Nullable Instant bounced_at,
            @Nullable Instant opened_at) {}

    /** A part of the log; {@code next} is where it goes on, and null at its end. */
    public record MailItems(List<MailItem> items, @Nullable String next) {}

    private static final MailItem SAMPLE = new MailItem(
            UUID.fromString("01931f7e-8f5a-7c3e-9a55-2b1f0c6d4e21"),
            "account.welcome",
            "ana@example.com",
            "Welcome to Acme Studio",
            "accepted",
            "",
            1,
            Instant.parse("2026-11-03T14:30:00Z"),
            Instant.parse("2026-11-03T14:30:02Z"),
            null,
            null);

    private final Notifications.Parts parts;

    MailsApi(Notifications.Parts parts) {
        this.parts = parts;
    }

    void mount(Routes routes) {
        routes.business("mails:read")
                .get(ROOT, this::list)
                .summary("List mails and what became of them, the newest first")
                .pages()
                .query("state", "Only mails that are queued, accepted, refused, bounced or dead")
                .query("type", "Only mails of this kind, such as account.welcome")
                .query("to", "Only mails to this address")
                .query("contact", "Only mails to this contact, by id")
                .query("from", "From this day on (UTC), such as 2026-11-01")
                .query("until", "Up to and including this day (UTC)")
                .gives(MailItems.class, new MailItems(List.of(SAMPLE), ROOT + "?limit=1&cursor=AQGT"))
                .refuses(422);
    }

    private Future<Reply> list(Request request) {
        var wanted = request.page();
        var filter = MailFilter.strict(parts.types(), request, ZoneOffset.UTC);
        var before = wanted.after().map(Cursor::id).orElse(null);
        return parts.db()
                .read(request.scope(), tx -> new MailLogStore(tx).page(filter, before, wanted.rows()))
                .map(rows -> wanted.page(rows, mail -> Cursor.at(mail.writtenAt(), mail.id()))
                        .map(this::item))
                .map(page -> request.paged(page, MailItems::new));
    }

    private MailItem item(MailLine mail) {
        return new MailItem(
                mail.id(),
                mail.type(),
                mail.recipient(),
                MailRow.secret(parts.types(), mail.type()) ? "" : mail.subject(),
                mail.state(),
                mail.answer(),
                mail.attempts(),
                mail.writtenAt(),
                mail.acceptedAt(),
                mail.bouncedAt(),
                mail.openedAt());
    }
}
