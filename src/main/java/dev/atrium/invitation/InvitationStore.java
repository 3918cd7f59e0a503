package dev.atrium.invitation;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Cursor;
import dev.atrium.kernel.Email;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invitations in PostgreSQL. Each change of state is one guarded statement. */
final class InvitationStore {
    private static final String STATE = """
            CASE WHEN i.state IN ('sent', 'opened') AND i.expires_at <= portal_now() THEN 'expired' ELSE i.state END
            """;
    private static final String COLUMNS = """
            SELECT i.id, i.contact_id, c.full_name, i.email, i.queued_at IS NOT NULL AS queued, i.mails, i.created_at, i.sent_at,
                   i.expires_at, i.opened_at, i.accepted_at, i.revoked_at, a.last_seen_at,\s""" + STATE + """
                   AS state
              FROM invitation i JOIN contact c ON c.tenant_id = i.tenant_id AND c.id = i.contact_id
              LEFT JOIN account a ON a.tenant_id = i.tenant_id AND a.contact_id = i.contact_id
            """;
    private static final String ONE = COLUMNS + " WHERE i.tenant_id = $1 AND i.id = $2";
    private static final String OF_CONTACT = COLUMNS + """
             WHERE i.tenant_id = $1 AND i.contact_id = $2 ORDER BY i.created_at DESC, i.id DESC LIMIT 1
            """;
    private static final String LIST = COLUMNS + """
             WHERE i.tenant_id = $1 AND ($2 = '' OR\s""" + STATE + """
                   = $2)
               AND ($3 = '' OR i.email = $3)
               AND ($4 = '' OR NOT EXISTS (
                     SELECT FROM search_words($4) w WHERE NOT EXISTS (
                       SELECT FROM contact_word x WHERE x.tenant_id = $1 AND x.contact_id = i.contact_id
                          AND x.word >= w AND x.word < w || chr(1114111))))
               AND ($5::timestamptz IS NULL OR (i.created_at, i.id) < ($5, $6))
             ORDER BY i.created_at DESC, i.id DESC LIMIT $7
            """;
    private static final String COUNTS = """
            SELECT count(*) FILTER (WHERE state IN ('sent', 'opened', 'accepted')) AS invited,
                   count(*) FILTER (WHERE state = 'accepted') AS joined,
                   count(*) FILTER (WHERE state = 'sent' AND opened_at IS NULL) AS never
              FROM invitation WHERE tenant_id = $1
            """;
    /** The line in which everything stands that makes a contact or an account of an address. */
    private static final String LINE = """
            SELECT count(pg_advisory_xact_lock(hashtextextended($1::text || ' ' || e, 7246002)))
              FROM (SELECT DISTINCT e FROM unnest($2::text[]) e ORDER BY e) sorted
            """;

    private static final String LOOK = """
            SELECT r.n::int - 1 AS n, c.id AS contact,
                   CASE WHEN $3 THEN EXISTS (SELECT FROM account a WHERE a.tenant_id = $1 AND a.contact_id = c.id)
                        ELSE EXISTS (SELECT FROM account a WHERE a.tenant_id = $1 AND a.email = r.email)
                             OR EXISTS (SELECT FROM account a WHERE a.tenant_id = $1 AND a.contact_id = c.id) END AS account,
                   (SELECT i.id FROM invitation i
                     WHERE i.tenant_id = $1 AND i.contact_id = c.id AND i.state IN ('draft', 'sent', 'opened')) AS invitation
              FROM unnest($2::text[]) WITH ORDINALITY r(email, n)
              LEFT JOIN LATERAL (
                SELECT c.id FROM contact c WHERE c.tenant_id = $1 AND c.email = r.email
                 ORDER BY EXISTS (SELECT FROM account a WHERE a.tenant_id = $1 AND a.contact_id = c.id), c.created_at, c.id
                 LIMIT 1) c ON true
             ORDER BY r.n LIMIT 1000
            """;
    private static final String PICK = """
            SELECT c.id, c.full_name, c.email,
                   EXISTS (SELECT FROM invitation i
                            WHERE i.tenant_id = $1 AND i.contact_id = c.id AND i.state IN ('draft', 'sent', 'opened')) AS invited
              FROM SOURCE
             WHERE c.tenant_id = $1
               AND NOT EXISTS (SELECT FROM account a WHERE a.tenant_id = $1 AND a.contact_id = c.id)
               AND ($2 = '' OR NOT EXISTS (
                     SELECT FROM search_words($2) w WHERE NOT EXISTS (
                       SELECT FROM contact_word x WHERE x.tenant_id = $1 AND x.contact_id = c.id
                          AND x.word >= w AND x.word < w || chr(1114111))))
             ORDER BY invited, c.created_at DESC, c.id DESC LIMIT $3
            """;
    private static final String NEWEST = PICK.replace("SOURCE", "contact c");
    private static final String BY_WORDS = PICK.replace("SOURCE", """
            (SELECT DISTINCT x.contact_id
                      FROM (SELECT w FROM search_words($2) w ORDER BY length(w) DESC, w LIMIT 1) longest
                      JOIN contact_word x ON x.tenant_id = $1 AND x.word >= w AND x.word < w || chr(1114111)) hit
              JOIN contact c ON c.id = hit.contact_id""");
    private static final String TAGS = """
            SELECT t.id, t.name, (SELECT count(*) FROM contact_tag x WHERE x.tenant_id = $1 AND x.tag_id = t.id) AS people
              FROM tag t WHERE t.tenant_id = $1 ORDER BY t.name_key LIMIT 500
            """;
    private static final String TAGGED = """
            SELECT c.full_name, c.email FROM contact_tag x JOIN contact c ON c.tenant_id = x.tenant_id AND c.id = x.contact_id
             WHERE x.tenant_id = $1 AND x.tag_id = $2 ORDER BY c.name_key, c.id LIMIT $3
            """;
    private static final String TICKED = """
            SELECT full_name, email FROM contact WHERE tenant_id = $1 AND id = ANY ($2) ORDER BY name_key, id LIMIT $3
            """;
    private static final String CONTACT = "SELECT full_name, email FROM contact WHERE tenant_id = $1 AND id = $2";
    private static final String HAS_ACCOUNT = """
            SELECT EXISTS (SELECT FROM account a WHERE a.tenant_id = $1 AND a.contact_id = $2)
                OR NOT $4 AND EXISTS (SELECT FROM account a WHERE a.tenant_id = $1 AND a.email = $3)
            """;
    private static final String NEW_CONTACTS = """
            INSERT INTO contact (tenant_id, id, full_name, email)
            SELECT $1, n.id, n.full_name, n.email FROM unnest($2::uuid[], $3::text[], $4::text[]) n(id, full_name, email)
            """;
    private static final String DRAFT = """
            INSERT INTO invitation (tenant_id, id, contact_id, email, queued_at)
            SELECT $1, d.id, d.contact, c.email, CASE WHEN $4 THEN portal_now() END
              FROM unnest($2::uuid[], $3::uuid[]) d(id, contact)
              JOIN contact c ON c.tenant_id = $1 AND c.id = d.contact
            ON CONFLICT (tenant_id, contact_id) WHERE state IN ('draft', 'sent', 'opened') DO NOTHING
            RETURNING id
            """;
    private static final String WITHOUT = """
            SELECT DISTINCT ON (c.email) c.id FROM contact c JOIN tenant_settings s ON s.tenant_id = c.tenant_id
             WHERE c.tenant_id = $1 AND c.id = ANY ($2)
               AND NOT EXISTS (SELECT FROM account a WHERE a.tenant_id = $1 AND (a.contact_id = c.id
                                  OR a.email = c.email AND NOT s.allow_duplicate_contacts))
             ORDER BY c.email, c.created_at, c.id LIMIT 1000
            """;
    private static final String OPEN_OF = """
            SELECT id FROM invitation WHERE tenant_id = $1 AND contact_id = $2 AND state IN ('draft', 'sent', 'opened')
            """;
    /** It goes to the address that the contact has now. */
    private static final String SEND = """
            UPDATE invitation i
               SET state = 'sent', email = c.email, queued_at = NULL, mails = i.mails + 1, sent_at = portal_now(),
                   expires_at = portal_now() + interval '7 days'
              FROM contact c
             WHERE i.tenant_id = $1 AND i.id = $2 AND i.state IN ('draft', 'sent', 'opened')
               AND c.tenant_id = i.tenant_id AND c.id = i.contact_id
            RETURNING i.contact_id, i.email, c.full_name, i.expires_at
            """;

    private static final String COPY = """
            UPDATE invitation i
               SET state = CASE WHEN i.state = 'draft' THEN 'sent' ELSE i.state END, email = c.email, queued_at = NULL,
                   sent_at = coalesce(i.sent_at, portal_now()), expires_at = portal_now() + interval '7 days'
              FROM contact c
             WHERE i.tenant_id = $1 AND i.id = $2 AND i.state IN ('draft', 'sent', 'opened')
               AND c.tenant_id = i.tenant_id AND c.id = i.contact_id
            RETURNING i.contact_id, i.email, c.full_name, i.expires_at
            """;
    private static final String END_LINKS = """
            UPDATE invitation_link SET ended_at = portal_now()
             WHERE tenant_id = $1 AND invitation_id = $2 AND ended_at IS NULL AND ($3 = '' OR way = $3)
            """;
    private static final String LINK =
            "INSERT INTO invitation_link (tenant_id, token_hash, invitation_id, way) VALUES ($1, $2, $3, $4)";
    private static final String REVOKE = """
            UPDATE invitation SET state = 'revoked', revoked_at = portal_now(), queued_at = NULL
             WHERE tenant_id = $1 AND id = $2 AND state IN ('draft', 'sent', 'opened')
            RETURNING contact_id
            """;
    private static final String REMIND = """
            WITH due AS (
              SELECT id FROM invitation
               WHERE tenant_id = $1 AND state = 'sent' AND opened_at IS NULL AND queued_at IS NULL
                 AND sent_at <= portal_now() - interval '24 hours'
               ORDER BY sent_at, id LIMIT $2 FOR UPDATE)
            UPDATE invitation i SET queued_at = portal_now() FROM due WHERE i.tenant_id = $1 AND i.id = due.id
            """;
    private static final String QUEUED = """
            SELECT id FROM invitation WHERE tenant_id = $1 AND queued_at IS NOT NULL
             ORDER BY queued_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
            """;

    /** What is known of an address on a list. */
    record Look(
            int n,
            @Nullable UUID contact,
            boolean account,
            @Nullable UUID invitation) {}

    /** A contact who could be invited. */
    record Pick(UUID id, String name, String email, boolean invited) {}

    /** A tag and how many bear it. */
    record Tag(UUID id, String name, long people) {}

    /** Somebody's stored name and address, which may be none that mail can be sent to. */
    record Entry(String name, String email) {}

    /** An invitation as it leaves. */
    record Leaving(UUID contact, Email email, String name, Instant until) {}

    private final Tx tx;

    InvitationStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<Invitation>> find(UUID id) {
        return tx.first(ONE, InvitationStore::invitation, tx.tenant(), id);
    }

    /** The newest of a contact. */
    Future<Optional<Invitation>> ofContact(UUID contact) {
        return tx.first(OF_CONTACT, InvitationStore::invitation, tx.tenant(), contact);
    }

    /** The newest first; {@code state}, {@code email} and {@code words} narrow where they are not empty. */
    Future<List<Invitation>> list(String state, String email, String words, Optional<Cursor> after, int limit) {
        return tx.list(
                LIST,
                InvitationStore::invitation,
                tx.tenant(),
                state,
                email,
                words,
                after.map(Cursor::time)
                        .map(at -> OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                        .orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    Future<Invitation.Counts> counts() {
        return tx.first(
                        COUNTS,
                        row -> new Invitation.Counts(row.getLong(0), row.getLong(1), row.getLong(2)),
                        tx.tenant())
                .map(Optional::orElseThrow);
    }

    /** Whoever makes contacts or accounts of these addresses waits until this transaction ends. */
    Future<Void> lock(List<Email> emails) {
        return tx.first(LINE, row -> row, tx.tenant().toString(), addresses(emails))
                .mapEmpty();
    }

    /** What is known of each address, in their order. */
    Future<List<Look>> look(List<Email> emails, boolean duplicates) {
        return tx.list(
                LOOK,
                row -> new Look(
                        row.getInteger("n"),
                        row.getUUID("contact"),
                        row.getBoolean("account"),
                        row.getUUID("invitation")),
                tx.tenant(),
                addresses(emails),
                duplicates);
    }

    private static String[] addresses(List<Email> emails) {
        return emails.stream().map(Email::address).toArray(String[]::new);
    }

    /** The stored address of a contact, where it is one that mail can be sent to; and what they are called. */
    Future<Optional<Invitee>> contact(UUID id) {
        return tx.first(
                        CONTACT,
                        row -> Email.parse(row.getString(1)).map(e -> new Invitee(e, row.getString(0))),
                        tx.tenant(),
                        id)
                .map(found -> found.flatMap(x -> x));
    }

    /** Contacts without an account, the newest first, or those that {@code words} find. */
    Future<List<Pick>> pick(String words, int limit) {
        return tx.list(
                words.isEmpty() ? NEWEST : BY_WORDS,
                row -> new Pick(row.getUUID(0), row.getString(1), row.getString(2), row.getBoolean(3)),
                tx.tenant(),
                words,
                limit);
    }

    Future<List<Tag>> tags() {
        return tx.list(TAGS, row -> new Tag(row.getUUID(0), row.getString(1), row.getLong(2)), tx.tenant());
    }

    Future<List<Entry>> tagged(UUID tag, int limit) {
        return tx.list(TAGGED, InvitationStore::entry, tx.tenant(), tag, limit);
    }

    Future<List<Entry>> ticked(List<UUID> contacts, int limit) {
        return tx.list(TICKED, InvitationStore::entry, tx.tenant(), contacts.toArray(UUID[]::new), limit);
    }

    private static Entry entry(Row row) {
        return new Entry(row.getString(0), row.getString(1));
    }

    Future<Boolean> hasAccount(UUID contact, Email email, boolean duplicates) {
        return tx.first(HAS_ACCOUNT, row -> row.getBoolean(0), tx.tenant(), contact, email.address(), duplicates)
                .map(Optional::orElseThrow);
    }

    Future<Integer> contacts(List<UUID> ids, List<Invitee> people) {
        return tx.run(
                NEW_CONTACTS,
                tx.tenant(),
                ids.toArray(UUID[]::new),
                people.stream().map(Invitee::called).toArray(String[]::new),
                people.stream().map(p -> p.email().address()).toArray(String[]::new));
    }

    /** Drafts for these contacts, but for whoever has an open invitation; {@code queued}: to be mailed by the next batch. */
    Future<List<UUID>> draft(List<UUID> ids, List<UUID> contacts, boolean queued) {
        return tx.list(
                DRAFT,
                row -> row.getUUID(0),
                tx.tenant(),
                ids.toArray(UUID[]::new),
                contacts.toArray(UUID[]::new),
                queued);
    }

    /** Who of {@code contacts} may be asked: nobody has an account with their address yet, and each address is asked once. */
    Future<List<UUID>> without(List<UUID> contacts) {
        return tx.list(WITHOUT, row -> row.getUUID(0), tx.tenant(), contacts.toArray(UUID[]::new));
    }

    /** The open invitation of a contact. */
    Future<Optional<UUID>> openOf(UUID contact) {
        return tx.first(OPEN_OF, row -> row.getUUID(0), tx.tenant(), contact);
    }

    /** Sends it anew for seven days: every link that there was is worth nothing from now on. Empty where it is not open. */
    Future<Optional<Leaving>> send(UUID id, Buffer hash) {
        var sent = tx.first(SEND, InvitationStore::leaving, tx.tenant(), id);
        return sent.compose(leaving -> {
            if (leaving.isEmpty()) return Future.succeededFuture(leaving);
            tx.run(END_LINKS, tx.tenant(), id, "");
            return tx.run(LINK, tx.tenant(), hash, id, "mail").map(leaving);
        });
    }

    /** A link to hand over; the mailed one stays good, an earlier copy does not. Empty where it is not open. */
    Future<Optional<Leaving>> copy(UUID id, Buffer hash) {
        var sent = tx.first(COPY, InvitationStore::leaving, tx.tenant(), id);
        return sent.compose(leaving -> {
            if (leaving.isEmpty()) return Future.succeededFuture(leaving);
            tx.run(END_LINKS, tx.tenant(), id, "copy");
            return tx.run(LINK, tx.tenant(), hash, id, "copy").map(leaving);
        });
    }

    /** The contact whose invitation is taken back; empty where it was not open. */
    Future<Optional<UUID>> revoke(UUID id) {
        return tx.first(REVOKE, row -> row.getUUID(0), tx.tenant(), id);
    }

    /** Queues whoever never opened theirs and was mailed a day ago or longer; how many. */
    Future<Integer> remind(int limit) {
        return tx.run(REMIND, tx.tenant(), limit);
    }

    /** The next to be mailed; nobody else mails them until this transaction ends. */
    Future<List<UUID>> queued(int limit) {
        return tx.list(QUEUED, row -> row.getUUID(0), tx.tenant(), limit);
    }

    private static Leaving leaving(Row row) {
        return new Leaving(
                row.getUUID("contact_id"),
                new Email(row.getString("email")),
                row.getString("full_name"),
                Objects.requireNonNull(row.getOffsetDateTime("expires_at")).toInstant());
    }

    private static Invitation invitation(Row row) {
        return new Invitation(
                row.getUUID("id"),
                row.getUUID("contact_id"),
                row.getString("full_name"),
                row.getString("email"),
                Invitation.State.of(row.getString("state")).orElseThrow(),
                row.getBoolean("queued"),
                row.getInteger("mails"),
                Objects.requireNonNull(row.getOffsetDateTime("created_at")).toInstant(),
                at(row, "sent_at"),
                at(row, "expires_at"),
                at(row, "opened_at"),
                at(row, "accepted_at"),
                at(row, "revoked_at"),
                at(row, "last_seen_at"));
    }

    private static @Nullable Instant at(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
