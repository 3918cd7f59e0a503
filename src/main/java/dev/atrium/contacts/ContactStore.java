package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.kernel.Email;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Contacts in PostgreSQL. */
final class ContactStore {
    private static final String WITHOUT_ACCOUNT = """
            SELECT c.id FROM contact c
             WHERE c.tenant_id = $1 AND c.email = $2
               AND NOT EXISTS (SELECT 1 FROM account a WHERE a.tenant_id = $1 AND a.contact_id = c.id)
             ORDER BY c.created_at, c.id LIMIT 1
            """;
    private static final String INSERT =
            "INSERT INTO contact (tenant_id, id, full_name, email, source) VALUES ($1, $2, $3, $4, 'portal')";
    private static final String UPDATE = """
            UPDATE contact SET full_name = $3, phone = $4, updated_at = portal_now(), version = version + 1
             WHERE tenant_id = $1 AND id = $2
            """;
    private static final String ANSWER = """
            UPDATE contact SET fields = (fields - $3::text[]) || $4, updated_at = portal_now(), version = version + 1
             WHERE tenant_id = $1 AND id = $2 AND (fields - $3::text[]) || $4 <> fields
            """;
    private static final String EMAIL = """
            UPDATE contact SET email = $3, updated_at = portal_now(), version = version + 1 WHERE tenant_id = $1 AND id = $2
            RETURNING version
            """;
    private static final String JOINED = """
            UPDATE contact SET full_name = $3, stage = 'client', updated_at = portal_now()
             WHERE tenant_id = $1 AND id = $2 RETURNING version
            """;
    private static final String COUNT = "SELECT count(*) FROM contact WHERE tenant_id = $1";
    private static final String FIND = """
            SELECT c.id, c.version, c.full_name, c.email, c.phone, c.stage, c.source, c.owner_id, c.external_id, c.fields, c.created_at,
                   c.updated_at,
                   coalesce((SELECT s.full_name FROM sys_staff_here() s WHERE s.id = c.owner_id), '') AS owner_name
              FROM contact c WHERE c.tenant_id = $1 AND c.id = $2
            """;
    private static final String CREATE = """
            INSERT INTO contact (tenant_id, id, full_name, email, phone, stage, source, owner_id, fields)
            SELECT $1, $2, $3, $4, $5, $6, $7, r.staff_id, $9
              FROM (SELECT 1) one LEFT JOIN staff_role r ON r.tenant_id = $1 AND r.staff_id = $8
             WHERE $8::uuid IS NULL OR r.staff_id IS NOT NULL
            ON CONFLICT (tenant_id, id) DO NOTHING
            """;
    private static final String CHANGE = """
            UPDATE contact SET full_name = $4, email = $5, phone = $6, stage = $7, source = $8, owner_id = $9, fields = $10,
                   updated_at = portal_now(), version = version + 1
             WHERE tenant_id = $1 AND id = $2 AND version = $3
               AND ($9::uuid IS NULL OR EXISTS (SELECT FROM staff_role r WHERE r.tenant_id = $1 AND r.staff_id = $9))
            """;
    private static final String DELETE = """
            DELETE FROM contact c WHERE c.tenant_id = $1 AND c.id = $2
               AND NOT EXISTS (SELECT FROM account a WHERE a.tenant_id = $1 AND a.contact_id = $2)
            """;
    private static final String ROLE = """
            SELECT role FROM company_member WHERE tenant_id = $1 AND company_id = $2 AND contact_id = $3
               AND (until IS NULL OR until >= tenant_today($1))
            """;
    private static final String ACCOUNT =
            "SELECT id, status, origin, created_at, last_seen_at, email FROM account WHERE tenant_id = $1 AND contact_id = $2";
    private static final String INVITATION = """
            SELECT i.id,
                   CASE WHEN i.state IN ('sent', 'opened') AND i.expires_at <= portal_now() THEN 'expired' ELSE i.state END AS state,
                   CASE i.state WHEN 'draft' THEN i.created_at WHEN 'accepted' THEN i.accepted_at WHEN 'revoked' THEN i.revoked_at
                                ELSE CASE WHEN i.expires_at <= portal_now() THEN i.expires_at
                                          WHEN i.state = 'opened' THEN i.opened_at ELSE i.sent_at END END AS at
              FROM invitation i WHERE i.tenant_id = $1 AND i.contact_id = $2 ORDER BY i.created_at DESC, i.id DESC LIMIT 1
            """;
    private static final String BY_EMAIL =
            "SELECT id FROM contact WHERE tenant_id = $1 AND email = $2 ORDER BY created_at, id LIMIT 2";
    private static final String COLLEAGUES = "SELECT id, full_name FROM sys_staff_here()";
    private static final String ZONE = "SELECT time_zone FROM tenant_settings WHERE tenant_id = $1";

    private final Tx tx;

    ContactStore(Tx tx) {
        this.tx = tx;
    }

    Future<Optional<UUID>> withoutAccount(Email email) {
        return tx.first(WITHOUT_ACCOUNT, row -> row.getUUID(0), tx.tenant(), email.address());
    }

    Future<UUID> insert(UUID id, Email email, String fullName) {
        return tx.run(INSERT, tx.tenant(), id, fullName, email.address()).map(id);
    }

    Future<Integer> update(UUID id, String fullName, String phone) {
        return tx.run(UPDATE, tx.tenant(), id, fullName, phone);
    }

    /** Replaces the answers to the fields of {@code keys}. */
    Future<Integer> answer(UUID id, String[] keys, JsonObject answers) {
        return tx.run(ANSWER, tx.tenant(), id, keys, answers);
    }

    /** The contact's new version. */
    Future<Integer> email(UUID id, Email email) {
        return tx.first(EMAIL, row -> row.getInteger(0), tx.tenant(), id, email.address())
                .map(Optional::orElseThrow);
    }

    /** Their version from now on. */
    Future<Optional<Integer>> joined(UUID id, String fullName) {
        return tx.first(JOINED, row -> row.getInteger(0), tx.tenant(), id, fullName);
    }

    Future<Optional<Long>> count() {
        return tx.first(COUNT, row -> row.getLong(0), tx.tenant());
    }

    Future<Optional<Contact>> find(UUID id) {
        return tx.first(FIND, ContactStore::contact, tx.tenant(), id);
    }

    /** False where the contact was there already (the same form twice), or its owner is nobody here. */
    Future<Boolean> create(Contact.Draft d) {
        return tx.run(
                        CREATE,
                        tx.tenant(),
                        d.id(),
                        d.fullName(),
                        d.email().address(),
                        d.phone(),
                        d.stage(),
                        d.source(),
                        d.owner(),
                        d.fields())
                .map(rows -> rows == 1);
    }

    /** False where {@code version} is no longer the contact's, or its owner is nobody here. */
    Future<Boolean> change(UUID id, int version, Contact.Draft d) {
        return tx.run(
                        CHANGE,
                        tx.tenant(),
                        id,
                        version,
                        d.fullName(),
                        d.email().address(),
                        d.phone(),
                        d.stage(),
                        d.source(),
                        d.owner(),
                        d.fields())
                .map(rows -> rows == 1);
    }

    /** False where there is no such contact, or it has an account. */
    Future<Boolean> delete(UUID id) {
        return tx.run(DELETE, tx.tenant(), id).map(rows -> rows == 1);
    }

    /** What the contact is in the company today, if anything. */
    Future<Optional<String>> role(UUID company, UUID contact) {
        return tx.first(ROLE, row -> row.getString(0), tx.tenant(), company, contact);
    }

    Future<Optional<Contact.AccountState>> account(UUID contact) {
        return tx.first(
                ACCOUNT,
                row -> new Contact.AccountState(
                        row.getUUID(0),
                        row.getString(1),
                        row.getString(2),
                        instant(row, "created_at"),
                        row.getOffsetDateTime(4) == null ? null : instant(row, "last_seen_at"),
                        row.getString(5)),
                tx.tenant(),
                contact);
    }

    /** How the newest invitation to the portal stands, if there is one. */
    Future<Optional<Contact.InvitationState>> invitation(UUID contact) {
        return tx.first(
                INVITATION,
                row -> new Contact.InvitationState(row.getUUID(0), row.getString(1), instant(row, "at")),
                tx.tenant(),
                contact);
    }

    /** The contacts with this address, the oldest first, at most two: enough to know whether it names one. */
    Future<List<UUID>> byEmail(Email email) {
        return tx.list(BY_EMAIL, row -> row.getUUID(0), tx.tenant(), email.address());
    }

    Future<List<Contact.Colleague>> colleagues() {
        return tx.list(COLLEAGUES, row -> new Contact.Colleague(row.getUUID(0), row.getString(1)));
    }

    /** The zone in which the business lives. */
    Future<ZoneId> zone() {
        return tx.first(ZONE, row -> ZoneId.of(row.getString(0)), tx.tenant()).map(Optional::orElseThrow);
    }

    private static Contact contact(Row row) {
        return new Contact(
                row.getUUID("id"),
                row.getInteger("version"),
                row.getString("full_name"),
                row.getString("email"),
                row.getString("phone"),
                row.getString("stage"),
                row.getString("source"),
                row.getUUID("owner_id"),
                row.getString("owner_name"),
                row.getString("external_id"),
                row.getJsonObject("fields"),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    static Instant instant(Row row, String column) {
        return Objects.requireNonNull(row.getOffsetDateTime(column)).toInstant();
    }

    static @Nullable Instant maybe(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
