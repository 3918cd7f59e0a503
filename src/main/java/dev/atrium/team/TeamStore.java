package dev.atrium.team;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import dev.atrium.secrets.Token;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The team of the transaction's tenant in PostgreSQL. Each change is one function that first waits for every other change of
 * the team and then asks whether {@code by} may, as they stand now.
 */
final class TeamStore {
    private static final String MEMBERS =
            "SELECT id, email, full_name, role, since, last_seen_at, second_factor FROM sys_team()";
    private static final String INVITATIONS =
            "SELECT id, email, role, state, sent_at, expires_at, by_name FROM sys_team_invitations()";
    private static final String INVITE = "SELECT sys_team_invite($1, $2, $3, $4, $5, $6)";
    private static final String RENEW =
            "SELECT outcome, email, role FROM sys_team_invitation_renew($1, $2, $3, $4, $5)";
    private static final String REVOKE = "SELECT outcome, email FROM sys_team_invitation_revoke($1, $2)";
    private static final String CHANGE = "SELECT outcome, was FROM sys_team_change($1, $2, $3)";
    private static final String DROP_FACTORS = "SELECT outcome, email, full_name FROM sys_team_factors_drop($1, $2)";
    private static final String REMOVE = "SELECT outcome, was, email, full_name FROM sys_team_remove($1, $2)";

    /** Somebody of the team. */
    record Member(
            UUID id,
            String email,
            String name,
            String role,
            Instant since,
            @Nullable Instant lastSeen,
            boolean secondFactor) {}

    /** An invitation; its state is one of the words of {@code team.invitation.…} in the messages. */
    record Invited(UUID id, String email, String role, String state, Instant sent, Instant expires, String by) {}

    /** What became of a wish, and what it was about; empty texts where it came to nothing. */
    record Outcome(String word, String was, String email, String name) {}

    private final Tx tx;

    TeamStore(Tx tx) {
        this.tx = tx;
    }

    /** Owners first, at most 200. */
    Future<List<Member>> members() {
        return tx.list(MEMBERS, TeamStore::member);
    }

    Future<List<Invited>> invitations() {
        return tx.list(
                INVITATIONS,
                row -> new Invited(
                        row.getUUID("id"),
                        row.getString("email"),
                        row.getString("role"),
                        row.getString("state"),
                        row.getOffsetDateTime("sent_at").toInstant(),
                        row.getOffsetDateTime("expires_at").toInstant(),
                        row.getString("by_name")));
    }

    /** {@code invited}, {@code forbidden}, {@code member}, {@code waiting} or {@code full}. */
    Future<String> invite(UUID by, UUID id, Token token, Email email, Role role, OffsetDateTime until) {
        return tx.first(
                        INVITE,
                        row -> row.getString(0),
                        by,
                        id,
                        Buffer.buffer(token.hash()),
                        email.address(),
                        role.word(),
                        until)
                .map(Optional::orElseThrow);
    }

    /** {@code renewed}, {@code gone} or {@code forbidden}; {@code was} is the role. A link that is not mailed proves no address. */
    Future<Outcome> renew(UUID by, UUID invitation, Token token, boolean mailed, OffsetDateTime until) {
        return tx.first(
                        RENEW,
                        row -> new Outcome(row.getString("outcome"), row.getString("role"), row.getString("email"), ""),
                        by,
                        invitation,
                        Buffer.buffer(token.hash()),
                        mailed ? "mail" : "copy",
                        until)
                .map(Optional::orElseThrow);
    }

    /** {@code revoked}, {@code gone} or {@code forbidden}. */
    Future<Outcome> revoke(UUID by, UUID invitation) {
        return tx.first(
                        REVOKE,
                        row -> new Outcome(row.getString("outcome"), "", row.getString("email"), ""),
                        by,
                        invitation)
                .map(Optional::orElseThrow);
    }

    /** {@code changed}, {@code same}, {@code gone}, {@code forbidden} or {@code last-owner}. */
    Future<Outcome> change(UUID by, UUID person, Role role) {
        return tx.first(
                        CHANGE,
                        row -> new Outcome(row.getString("outcome"), text(row, "was"), "", ""),
                        by,
                        person,
                        role.word())
                .map(Optional::orElseThrow);
    }

    /** {@code removed}, {@code gone}, {@code forbidden} or {@code last-owner}. */
    Future<Outcome> remove(UUID by, UUID person) {
        return tx.first(
                        REMOVE,
                        row -> new Outcome(
                                row.getString("outcome"), text(row, "was"), text(row, "email"), text(row, "full_name")),
                        by,
                        person)
                .map(Optional::orElseThrow);
    }

    /** {@code dropped}, {@code gone}, {@code forbidden} or {@code elsewhere}. */
    Future<Outcome> dropFactors(UUID by, UUID person) {
        return tx.first(
                        DROP_FACTORS,
                        row -> new Outcome(row.getString("outcome"), "", text(row, "email"), text(row, "full_name")),
                        by,
                        person)
                .map(Optional::orElseThrow);
    }

    private static String text(Row row, String column) {
        var text = row.getString(column);
        return text == null ? "" : text;
    }

    private static Member member(Row row) {
        var seen = row.getOffsetDateTime("last_seen_at");
        return new Member(
                row.getUUID("id"),
                row.getString("email"),
                row.getString("full_name"),
                row.getString("role"),
                row.getOffsetDateTime("since").toInstant(),
                seen == null ? null : seen.toInstant(),
                row.getBoolean("second_factor"));
    }
}
