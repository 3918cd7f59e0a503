package dev.atrium.contacts;

import dev.atrium.db.Tx;
import dev.atrium.web.Form;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Companies in PostgreSQL, and who belongs to them in which role. */
final class CompanyStore {
    /** A client firm. */
    record Company(UUID id, int version, String name, String website, String taxNumber, String address) {}

    /** A firm as a list shows it. */
    record Listed(UUID id, String name, long members) {}

    /** Somebody of a firm; {@code ended} where their time there is over. */
    record Member(
            UUID contact,
            String name,
            String email,
            String role,
            @Nullable LocalDate until,
            boolean ended) {}

    /** A firm of somebody. */
    record Membership(
            UUID company,
            String name,
            String role,
            @Nullable LocalDate until,
            boolean ended) {}

    /** A firm as typed; it is valid. */
    record Draft(UUID id, String name, String website, String taxNumber, String address) {
        static Draft of(Form form) {
            var typed = new Typed(form);
            var name = typed.line("name", 200, true);
            var website = typed.line("website", 300, false);
            if (!website.isEmpty() && !website.matches("https?://[^\\s\"<>]+")) typed.refuse("website", "url-invalid");
            var tax = typed.line("tax_number", 60, false);
            var address = typed.block("address", 500, false);
            typed.check();
            return new Draft(form.nonce(), name, website, tax, address);
        }
    }

    /** A role in a firm as typed; it is valid. */
    record Role(String role, @Nullable LocalDate until) {
        static Role of(Form form) {
            var typed = new Typed(form);
            var role = new Role(typed.word("role", "viewer", "owner", "billing", "signer"), typed.day("until"));
            typed.check();
            return role;
        }
    }

    private static final String LIST = """
            SELECT c.id, c.name, (SELECT count(*) FROM company_member m WHERE m.tenant_id = $1 AND m.company_id = c.id) AS members
              FROM company c
             WHERE c.tenant_id = $1
               AND (c.name_key, c.id) > (coalesce((SELECT l.name_key FROM company l WHERE l.tenant_id = $1 AND l.id = $2), ''),
                                         coalesce($2::uuid, '00000000-0000-0000-0000-000000000000'))
             ORDER BY c.name_key, c.id LIMIT $3
            """;
    private static final String FIND =
            "SELECT id, version, name, website, tax_number, address FROM company WHERE tenant_id = $1 AND id = $2";
    private static final String INSERT = """
            INSERT INTO company (tenant_id, id, name, website, tax_number, address) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (tenant_id, id) DO NOTHING
            """;
    private static final String CHANGE = """
            UPDATE company SET name = $4, website = $5, tax_number = $6, address = $7, version = version + 1
             WHERE tenant_id = $1 AND id = $2 AND version = $3
            """;
    private static final String DELETE = """
            DELETE FROM company c WHERE c.tenant_id = $1 AND c.id = $2
               AND NOT EXISTS (SELECT FROM audience_rule r WHERE r.tenant_id = $1 AND r.company_id = $2)
               AND NOT EXISTS (SELECT FROM segment_rule r WHERE r.tenant_id = $1 AND r.company_id = $2)
            """;
    private static final String MEMBERS = """
            SELECT c.id, c.full_name, c.email, m.role, m.until, coalesce(m.until < tenant_today($1), false) AS ended
              FROM company_member m JOIN contact c ON c.tenant_id = m.tenant_id AND c.id = m.contact_id
             WHERE m.tenant_id = $1 AND m.company_id = $2 ORDER BY c.name_key, c.id LIMIT 200
            """;
    private static final String OF_CONTACT = """
            SELECT c.id, c.name, m.role, m.until, coalesce(m.until < tenant_today($1), false) AS ended
              FROM company_member m JOIN company c ON c.tenant_id = m.tenant_id AND c.id = m.company_id
             WHERE m.tenant_id = $1 AND m.contact_id = $2 ORDER BY c.name_key, c.id LIMIT 100
            """;
    private static final String JOIN = """
            INSERT INTO company_member (tenant_id, company_id, contact_id, role, until)
            SELECT $1, k.id, c.id, $4, $5 FROM company k, contact c
             WHERE k.tenant_id = $1 AND k.id = $2 AND c.tenant_id = $1 AND c.id = $3
            ON CONFLICT (tenant_id, company_id, contact_id) DO UPDATE SET role = EXCLUDED.role, until = EXCLUDED.until
            """;
    private static final String LEAVE =
            "DELETE FROM company_member WHERE tenant_id = $1 AND company_id = $2 AND contact_id = $3";

    private final Tx tx;

    CompanyStore(Tx tx) {
        this.tx = tx;
    }

    Future<List<Listed>> list(@Nullable UUID after, int limit) {
        return tx.list(
                LIST, row -> new Listed(row.getUUID(0), row.getString(1), row.getLong(2)), tx.tenant(), after, limit);
    }

    Future<Optional<Company>> find(UUID id) {
        return tx.first(
                FIND,
                row -> new Company(
                        row.getUUID(0),
                        row.getInteger(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5)),
                tx.tenant(),
                id);
    }

    Future<Boolean> insert(Draft d) {
        return tx.run(INSERT, tx.tenant(), d.id(), d.name(), d.website(), d.taxNumber(), d.address())
                .map(rows -> rows == 1);
    }

    /** False where {@code version} is no longer the company's. */
    Future<Boolean> change(UUID id, int version, Draft d) {
        return tx.run(CHANGE, tx.tenant(), id, version, d.name(), d.website(), d.taxNumber(), d.address())
                .map(rows -> rows == 1);
    }

    /** False where an audience or a segment names it, or there is none. */
    Future<Boolean> delete(UUID id) {
        return tx.run(DELETE, tx.tenant(), id).map(rows -> rows == 1);
    }

    Future<List<Member>> members(UUID company) {
        return tx.list(
                MEMBERS,
                row -> new Member(
                        row.getUUID(0),
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getLocalDate(4),
                        row.getBoolean(5)),
                tx.tenant(),
                company);
    }

    Future<List<Membership>> of(UUID contact) {
        return tx.list(
                OF_CONTACT,
                row -> new Membership(
                        row.getUUID(0), row.getString(1), row.getString(2), row.getLocalDate(3), row.getBoolean(4)),
                tx.tenant(),
                contact);
    }

    /** Makes or changes a membership; false where one of the two is unknown. */
    Future<Boolean> join(UUID company, UUID contact, Role role) {
        return tx.run(JOIN, tx.tenant(), company, contact, role.role(), role.until())
                .map(rows -> rows == 1);
    }

    Future<Boolean> leave(UUID company, UUID contact) {
        return tx.run(LEAVE, tx.tenant(), company, contact).map(rows -> rows == 1);
    }
}
