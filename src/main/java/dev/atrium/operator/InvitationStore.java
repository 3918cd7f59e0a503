package dev.atrium.operator;

import dev.atrium.db.Db;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Ids;
import dev.atrium.secrets.Token;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Invitations to staff, and the mark of an operator, in PostgreSQL. */
final class InvitationStore {
    private static final String FIND = "SELECT email, tenant_name, operator, known FROM sys_staff_invitation($1)";
    private static final String USE = "SELECT sys_staff_invitation_use($1, $2, $3, $4, $5)";
    private static final String MARK = "SELECT sys_operator_mark($1, $2, $3)";
    private static final String INVITE = "SELECT sys_operator_invite($1, $2, $3, $4)";

    /**
     * A living invitation.
     *
     * @param tenant the name of the business; empty where it is to run the installation
     * @param known whether the person signs in already: then they keep their password
     */
    record Invitation(String email, String tenant, boolean operator, boolean known) {}

    private final Db db;

    InvitationStore(Db db) {
        this.db = db;
    }

    Future<Optional<Invitation>> find(Token token) {
        return db.system(
                        FIND,
                        row -> new Invitation(
                                row.getString("email"),
                                row.getString("tenant_name"),
                                row.getBoolean("operator"),
                                row.getBoolean("known")),
                        Buffer.buffer(token.hash()))
                .map(list -> list.stream().findFirst());
    }

    /** Whether the invitation was good until now; {@code hash} is taken only where the person has no password yet. */
    Future<Boolean> use(Token token, String name, String hash) {
        return db.system(USE, row -> row.getBoolean(0), Buffer.buffer(token.hash()), Ids.next(), name, hash, Ids.next())
                .map(List::getFirst);
    }

    /** Whether there is such a person of staff. */
    Future<Boolean> mark(Email email, boolean operator) {
        return db.system(MARK, row -> row.getBoolean(0), email.address(), operator, Ids.next())
                .map(List::getFirst);
    }

    Future<Void> invite(Token token, Email email, OffsetDateTime until) {
        return db.system(INVITE, row -> row, Buffer.buffer(token.hash()), email.address(), until, Ids.next())
                .mapEmpty();
    }
}
