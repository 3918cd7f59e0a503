package dev.atrium.team;

import dev.atrium.db.Db;
import dev.atrium.kernel.Ids;
import dev.atrium.secrets.Token;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invitations to staff, as whoever bears the link meets them, in PostgreSQL. */
final class InvitationStore {
    private static final String FIND =
            "SELECT email, tenant_name, slug, role, by_name, operator, known FROM sys_staff_invitation($1)";
    private static final String USE = "SELECT sys_staff_invitation_use($1, $2, $3, $4, $5, $6, $7)";

    /**
     * A living invitation.
     *
     * @param tenant the name of the business; empty where it is to run the installation
     * @param role the word of the role; empty likewise
     * @param by who sent it; empty where the installation did
     * @param known whether the person signs in already: then they take it signed in
     */
    record Invitation(
            String email, String tenant, String slug, String role, String by, boolean operator, boolean known) {}

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
                                row.getString("slug"),
                                row.getString("role"),
                                row.getString("by_name"),
                                row.getBoolean("operator"),
                                row.getBoolean("known")),
                        Buffer.buffer(token.hash()))
                .map(list -> list.stream().findFirst());
    }

    /**
     * Whether the invitation was good until now, for this person.
     *
     * @param signedIn who is signed in; must be the invited person where they have a password already
     * @param hash the password of somebody new, else empty
     */
    Future<Boolean> use(Token token, @Nullable UUID signedIn, String name, String hash, String ip) {
        return db.system(
                        USE,
                        row -> row.getBoolean(0),
                        Buffer.buffer(token.hash()),
                        signedIn == null ? new UUID(0, 0) : signedIn,
                        Ids.next(),
                        name,
                        hash,
                        Ids.next(),
                        ip)
                .map(List::getFirst);
    }
}
