package dev.atrium.invitation;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Invitations as their bearers meet them. An invitation is taken by one statement. */
final class LinkStore {
    /** Where the contact has another address by now, nobody proved that one: the link is as good as expired. */
    private static final String ALIVE = """
            l.ended_at IS NULL AND i.state IN ('sent', 'opened') AND i.expires_at > portal_now()
                   AND c.tenant_id = i.tenant_id AND c.id = i.contact_id AND c.email = i.email
            """;

    private static final String HELD = """
            SELECT i.id, i.contact_id, i.email, c.full_name, l.way,
                   CASE WHEN i.state = 'accepted' THEN 'accepted' WHEN\s""" + ALIVE + """
                   THEN 'alive' ELSE 'gone' END AS standing,
                   EXISTS (SELECT FROM account a WHERE a.tenant_id = $1 AND a.contact_id = i.contact_id)
                   OR NOT $3 AND EXISTS (SELECT FROM account a WHERE a.tenant_id = $1 AND a.email = i.email) AS account
              FROM invitation_link l
              JOIN invitation i ON i.tenant_id = l.tenant_id AND i.id = l.invitation_id
              JOIN contact c ON c.tenant_id = i.tenant_id AND c.id = i.contact_id
             WHERE l.tenant_id = $1 AND l.token_hash = $2
            """;
    private static final String OPENED = """
            UPDATE invitation i SET state = 'opened', opened_at = coalesce(i.opened_at, portal_now())
              FROM invitation_link l, contact c
             WHERE l.tenant_id = $1 AND l.token_hash = $2 AND i.tenant_id = l.tenant_id AND i.id = l.invitation_id
               AND i.state = 'sent' AND\s""" + ALIVE + """
            RETURNING i.id, i.contact_id
            """;
    private static final String TAKE = """
            UPDATE invitation i
               SET state = 'accepted', accepted_at = portal_now(), accepted_way = l.way, queued_at = NULL,
                   opened_at = coalesce(i.opened_at, portal_now())
              FROM invitation_link l, contact c
             WHERE l.tenant_id = $1 AND l.token_hash = $2 AND i.tenant_id = l.tenant_id AND i.id = l.invitation_id AND\s""" + ALIVE + """
            RETURNING i.id, i.contact_id, i.email, c.full_name, l.way, 'alive' AS standing, false AS account
            """;
    private static final String TAKEN_BY_SIGNING_UP = """
            UPDATE invitation
               SET state = 'accepted', accepted_at = portal_now(), accepted_way = 'signup', queued_at = NULL
             WHERE tenant_id = $1 AND contact_id = $2 AND state IN ('draft', 'sent', 'opened')
            RETURNING id, contact_id
            """;
    /** Whoever was asked by staff counts as approved, for as long as the invitation is good. */
    private static final String EXPECTED = """
            SELECT EXISTS (
              SELECT FROM invitation i JOIN contact c ON c.tenant_id = i.tenant_id AND c.id = i.contact_id
               WHERE i.tenant_id = $1 AND i.email = $2 AND c.email = i.email
                 AND i.state IN ('sent', 'opened') AND i.expires_at > portal_now())
            """;
    /** Accepted or taken back: no new one comes of it. */
    private static final String RENEWABLE = """
            SELECT i.id, i.contact_id FROM invitation_link l JOIN invitation i ON i.tenant_id = l.tenant_id AND i.id = l.invitation_id
             WHERE l.tenant_id = $1 AND l.token_hash = $2 AND i.state IN ('sent', 'opened')
            """;

    /**
     * The same statements for every address: without an open invitation, with an account, with a living copy that somebody was
     * handed, or beyond the count, they change nothing. Whether it may be is asked of the
     * row, by what no index has, so that the planner looks for it in the same way.
     */
    private static final String AGAIN = """
            UPDATE invitation i
               SET state = 'sent', queued_at = NULL, mails = i.mails + 1, sent_at = portal_now(),
                   expires_at = portal_now() + interval '7 days'
              FROM contact c
             WHERE i.tenant_id = $1 AND c.tenant_id = i.tenant_id AND c.id = i.contact_id AND c.email = i.email
               AND i.id = (SELECT o.id FROM invitation o WHERE o.tenant_id = $1 AND o.email = $2 AND o.state IN ('sent', 'opened')
                            ORDER BY o.sent_at DESC NULLS LAST, o.id LIMIT 1)
               AND i.state IN ('sent', 'opened') AND i.mails < CASE WHEN $3 THEN 2147483647 ELSE 0 END
               AND NOT EXISTS (SELECT FROM account a WHERE a.tenant_id = $1 AND (a.email = $2 OR a.contact_id = i.contact_id))
               AND NOT (i.expires_at > portal_now() AND EXISTS (SELECT FROM invitation_link l
                         WHERE l.tenant_id = $1 AND l.invitation_id = i.id AND l.way = 'copy' AND l.ended_at IS NULL))
            RETURNING i.id, i.contact_id, i.email, c.full_name, i.expires_at
            """;

    private static final String AGAIN_ENDS = """
            UPDATE invitation_link SET ended_at = portal_now() WHERE tenant_id = $1 AND invitation_id = $2 AND ended_at IS NULL
            """;
    private static final String AGAIN_LINK = """
            INSERT INTO invitation_link (tenant_id, token_hash, invitation_id, way)
            SELECT $1, $3, i.id, 'mail' FROM invitation i WHERE i.tenant_id = $1 AND i.id = $2
            """;

    /** An invitation that is mailed anew. */
    record Leaving(UUID id, UUID contact, Email email, String name, Instant until) {}

    /** An invitation and whose it is. */
    record Whose(UUID id, UUID contact) {}

    private static final UUID NOBODY = new UUID(0, 0);

    private final Tx tx;

    LinkStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Held>> held(Buffer hash, boolean duplicates) {
        return tx.first(HELD, LinkStore::held, tx.tenant(), hash, duplicates);
    }

    /** The invitation, where it is looked at for the first time. */
    Future<Optional<Whose>> opened(Buffer hash) {
        return tx.first(OPENED, LinkStore::whose, tx.tenant(), hash);
    }

    /** Takes the invitation of a living link: of any number at once, one gets it. */
    Future<Optional<Held>> take(Buffer hash) {
        return tx.first(TAKE, LinkStore::held, tx.tenant(), hash);
    }

    Future<Optional<Whose>> takenBySigningUp(UUID contact) {
        return tx.first(TAKEN_BY_SIGNING_UP, LinkStore::whose, tx.tenant(), contact);
    }

    Future<Boolean> expected(Email email) {
        return tx.first(EXPECTED, row -> row.getBoolean(0), tx.tenant(), email.address())
                .map(Optional::orElseThrow);
    }

    /** The open invitation of the address with a new link, if {@code may}; the links before are worth nothing from now on. */
    Future<Optional<Leaving>> again(Email email, Buffer hash, boolean may) {
        return tx.first(AGAIN, LinkStore::leaving, tx.tenant(), email.address(), may)
                .compose(found -> {
                    var id = found.map(Leaving::id).orElse(NOBODY);
                    tx.run(AGAIN_ENDS, tx.tenant(), id);
                    return tx.run(AGAIN_LINK, tx.tenant(), id, hash).map(found);
                });
    }

    private static Leaving leaving(Row row) {
        return new Leaving(
                row.getUUID("id"),
                row.getUUID("contact_id"),
                new Email(row.getString("email")),
                row.getString("full_name"),
                row.getOffsetDateTime("expires_at").toInstant());
    }

    Future<Optional<Whose>> renewable(Buffer hash) {
        return tx.first(RENEWABLE, LinkStore::whose, tx.tenant(), hash);
    }

    private static Whose whose(Row row) {
        return new Whose(row.getUUID(0), row.getUUID(1));
    }

    private static Held held(Row row) {
        var email = new Email(row.getString("email"));
        var name = row.getString("full_name");
        return new Held(
                row.getUUID("id"),
                row.getUUID("contact_id"),
                email,
                new Invitee(email, "").called().equals(name) ? "" : name,
                row.getString("way"),
                switch (row.getString("standing")) {
                    case "alive" -> row.getBoolean("account") ? Held.Standing.NEEDLESS : Held.Standing.ALIVE;
                    case "accepted" -> Held.Standing.ACCEPTED;
                    default -> Held.Standing.GONE;
                });
    }
}
