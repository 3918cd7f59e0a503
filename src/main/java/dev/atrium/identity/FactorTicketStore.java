package dev.atrium.identity;

import dev.atrium.db.Tx;
import dev.atrium.session.Session;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tickets to the second factor in PostgreSQL: five minutes, one use, one account. */
final class FactorTicketStore {
    private static final String INSERT = """
            INSERT INTO factor_ticket (tenant_id, token_hash, owner_id, proof, covers, since, next, act, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, portal_now() + interval '5 minutes')
            """;
    private static final String FIND = """
            SELECT owner_id, proof, covers, since, next, act FROM factor_ticket
             WHERE tenant_id = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > portal_now()
            """;
    private static final String USE = """
            UPDATE factor_ticket SET used_at = portal_now()
             WHERE tenant_id = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > portal_now()
            RETURNING owner_id, proof, covers, since, next, act
            """;

    /** What the first proof was, and what opens once the second is given. */
    record Ticket(
            UUID account,
            Session.Proof proof,
            Set<UUID> covers,
            @Nullable UUID since,
            String next,
            String act) {}

    private final Tx tx;

    FactorTicketStore(Tx tx) {
        this.tx = tx;
    }

    Future<Integer> insert(byte[] hash, Ticket ticket) {
        return tx.run(
                INSERT,
                tx.tenant(),
                Buffer.buffer(hash),
                ticket.account(),
                ticket.proof().name().toLowerCase(Locale.ROOT),
                ticket.covers().toArray(UUID[]::new),
                ticket.since(),
                ticket.next(),
                ticket.act());
    }

    Future<Optional<Ticket>> find(byte[] hash) {
        return tx.first(FIND, FactorTicketStore::ticket, tx.tenant(), Buffer.buffer(hash));
    }

    Future<Optional<Ticket>> use(byte[] hash) {
        return tx.first(USE, FactorTicketStore::ticket, tx.tenant(), Buffer.buffer(hash));
    }

    private static Ticket ticket(Row row) {
        return new Ticket(
                row.getUUID("owner_id"),
                Session.Proof.valueOf(row.getString("proof").toUpperCase(Locale.ROOT)),
                Set.of(row.getArrayOfUUIDs("covers")),
                row.getUUID("since"),
                row.getString("next"),
                row.getString("act"));
    }
}
