package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import dev.atrium.session.Session;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Selection tickets in PostgreSQL: five minutes, one use, exactly the accounts that a proof covers. */
final class TicketStore {
    private static final String INSERT = """
            INSERT INTO selection_ticket (tenant_id, token_hash, email, accounts, proof, next, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, portal_now() + make_interval(secs => $7))
            """;
    private static final String FIND = """
            SELECT email, accounts, proof, next FROM selection_ticket
             WHERE tenant_id = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > portal_now()
            """;
    // The account is asked again: it may have been closed, or have moved to another address, since the proof.
    private static final String USE = """
            UPDATE selection_ticket t SET used_at = portal_now()
             WHERE t.tenant_id = $1 AND t.token_hash = $2 AND t.used_at IS NULL AND t.expires_at > portal_now()
               AND $3 = ANY(t.accounts)
               AND EXISTS (SELECT 1 FROM account a
                            WHERE a.tenant_id = $1 AND a.id = $3 AND a.status = 'active' AND a.email = t.email)
            RETURNING t.email, t.accounts, t.proof, t.next
            """;

    /** What a ticket lets its bearer choose from. */
    record Ticket(Email email, List<UUID> accounts, Session.Proof proof, String next) {}

    private final Tx tx;

    TicketStore(Tx tx) {
        this.tx = tx;
    }

    Future<Void> insert(byte[] hash, Email email, List<UUID> accounts, Session.Proof proof, String next, long seconds) {
        return tx.run(
                        INSERT,
                        tx.tenant(),
                        Buffer.buffer(hash),
                        email.address(),
                        accounts.toArray(UUID[]::new),
                        proof.name().toLowerCase(Locale.ROOT),
                        next,
                        (double) seconds)
                .mapEmpty();
    }

    Future<Optional<Ticket>> find(byte[] hash) {
        return tx.first(FIND, TicketStore::ticket, tx.tenant(), Buffer.buffer(hash));
    }

    /** Uses the ticket for one of its accounts; once. */
    Future<Optional<Ticket>> use(byte[] hash, UUID account) {
        return tx.first(USE, TicketStore::ticket, tx.tenant(), Buffer.buffer(hash), account);
    }

    private static Ticket ticket(Row row) {
        return new Ticket(
                new Email(row.getString("email")),
                List.of(row.getArrayOfUUIDs("accounts")),
                Session.Proof.valueOf(row.getString("proof").toUpperCase(Locale.ROOT)),
                row.getString("next"));
    }
}
