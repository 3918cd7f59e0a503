package dev.atrium.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tenant rules, read from the catalog of the migrated database: a table that breaks one stops the build. */
class SchemaTest {
    /** Tables of the whole installation, and why they have no tenant. */
    private static final Map<String, String> NO_TENANT = Map.ofEntries(
            Map.entry("flyway_schema_history", "which migrations ran"),
            Map.entry("data_catalogue", "what the tables of all tenants hold of a person"),
            Map.entry("staff", "people of the installation; their roles are per tenant"),
            Map.entry("staff_session", "a person of staff is signed in once for all their tenants"),
            Map.entry("staff_activity", "what people of staff did with their own accounts"),
            Map.entry("staff_reset", "a forgotten password of somebody of staff"),
            Map.entry("staff_invitation", "whoever is invited is no staff yet; it names its tenant, or none"),
            Map.entry("installation_audit", "what operators did to the installation"),
            Map.entry("first_run", "who may become the first operator, before there is any tenant"),
            Map.entry("acme_account", "the installation's own account with a certificate authority"),
            Map.entry("signing_key", "one key ring signs for all; a token names its tenant"));

    /** Unique over all tenants on purpose: these names decide which tenant answers at a host. */
    private static final Set<String> UNIQUE_OVER_TENANTS =
            Set.of("domain_verified", "tenant_slug_key", "subdomain_label");

    /** The doors through the wall. Whoever adds one explains it here. */
    private static final Set<String> SECURITY_DEFINER = new TreeSet<>(Set.of(
            "sys_tenant_by_slug", // host to tenant
            "sys_tenant_by_domain", // host to tenant
            "sys_tenant_by_label", // host to tenant
            "sys_subdomain_take", // a label is one tenant's
            "sys_domain_prove", // a name is one tenant's
            "sys_domain_held", // whether a name is somebody else's
            "sys_certificates", // handshakes know no tenant
            "sys_acme_answer", // nor does a certificate authority
            "sys_acme_account", // the installation's own
            "sys_sweep_domains", // housekeeping
            "sys_sweep_feeds", // housekeeping
            "sys_sweep_notices", // housekeeping
            "sys_notices", // what nodes tell one another, whatever the bus lost
            "sys_sweep_posts", // housekeeping
            "sys_sweep_comments", // housekeeping
            "sys_sweep_lesson_comments", // housekeeping
            "sys_feed_heads", // whether a node has missed a hint
            "sys_inbox_lines", // staff sessions are of no tenant
            "sys_tenant_create", // a new business
            "sys_mail_claim", // the outbox worker serves all tenants
            "sys_mail_claim_own", // the same for tenants' own mail servers
            "sys_mail_waiting", // a figure of the outbox
            "sys_mail_bounce", // the mail server names a mail and knows no tenant
            "sys_sweep_notifications", // housekeeping
            "sys_job_claim", // the job worker serves all tenants
            "sys_job_waiting", // a figure of the work that waits
            "sys_sweep_jobs", // housekeeping
            "sys_sweep_invitations", // housekeeping of invitations and of who waits to be let in
            "sys_facts_sequence", // one sequencer numbers the facts of all tenants
            "sys_facts_behind", // which tenants a reader has not read
            "sys_facts_waiting", // figures of the fact log
            "sys_sweep_facts", // housekeeping
            "sys_sweep", // housekeeping
            "sys_sweep_api", // housekeeping of keys and kept answers
            "sys_webhook_claim", // one courier serves all tenants
            "sys_webhook_waiting", // figures of webhooks
            "sys_sweep_webhooks", // housekeeping of what was sent
            "sys_media_sweep", // ends uploads that expired, names bytes to delete
            "sys_media_deleted", // forgets the keys of bytes that are gone
            "sys_uploads_living", // which staged files still belong to an upload
            "sys_staff_by_email", // the console's sign-in
            "sys_staff_create", // a new person of staff
            "sys_staff_here", // names of those who work for the tenant of the transaction
            "sys_team", // people of staff are of the whole installation, their roles are the tenant's
            "sys_team_change", // guards who may, and the last owner
            "sys_team_remove",
            "sys_team_invite",
            "sys_team_invitations",
            "sys_team_invitation_renew",
            "sys_team_invitation_revoke",
            "sys_sweep_staff", // housekeeping
            "sys_staff_signed_in", // a line in each tenant that the person works for
            "sys_staff_told", // where to reach those of staff whom something of the tenant concerns
            "sys_staff_unread", // read along with the session, over all tenants that the person works for
            "sys_staff_preferences", // how somebody of staff reads
            "sys_staff_language",
            "sys_staff_prefer",
            "sys_staff_password",
            "sys_staff_password_set",
            "sys_staff_sessions", // the person's own devices
            "sys_staff_sessions_end",
            "sys_staff_activity", // the person's own
            "sys_staff_recovery_used", // the person's own, noted where they work
            "sys_staff_sender", // in whose name somebody of staff is written to
            "sys_staff_reset_open", // who forgot a password has no tenant
            "sys_staff_reset_find",
            "sys_staff_reset_use",
            "sys_staff_names", // who stands in the audit of the transaction's tenant
            "sys_staff_session_open",
            "sys_staff_session_find",
            "sys_staff_session_end",
            "sys_staff_session_renew", // a new proof within it
            "sys_view_session_find", // whether the staff session and role behind a view still live
            "sys_sweep_passes", // housekeeping
            "sys_sweep_factors", // housekeeping
            "sys_team_factors_drop", // staff have no tenant
            "sys_sweep_links", // housekeeping
            "sys_operator_tenants", // the operators' list
            "sys_operator_tenant",
            "sys_operators", // who runs the installation is told of portals near their limits
            "sys_operator_open", // a new business and its owner
            "sys_operator_owner", // whoever was asked to own a portal that nobody owns
            "sys_operator_owner_ask",
            "sys_portal_owners", // staff have no tenant; of the transaction's own tenant
            "sys_operator_usage", // how much a portal uses, in figures
            "sys_operator_by_slug", // the terminal's command
            "sys_sweep_tenants", // a portal whose days of grace are over
            "sys_first_run_offer", // nobody is staff yet
            "sys_first_run_lives",
            "sys_first_run_take",
            "sys_operator_mark", // the terminal's command
            "sys_operator_invite",
            "sys_installation_note", // the installation's audit
            "sys_installation_lines",
            "sys_installation_facts",
            "sys_staff_invitation", // the invited has no tenant yet
            "sys_staff_invitation_use",
            "sys_signing_keys",
            "sys_signing_key_add"));

    private static final String TENANT_TABLES = """
            SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'portal' AND c.relkind IN ('r', 'p') AND c.relname <> ALL (string_to_array('%s', ','))
            """.formatted(String.join(",", NO_TENANT.keySet()));

    private static Connection database;

    @BeforeAll
    static void connect() throws SQLException {
        database = TestDatabase.get().connect(TestDatabase.get().create());
    }

    @AfterAll
    static void close() throws SQLException {
        database.close();
    }

    @Test
    void every_tenant_table_has_a_tenant_id_that_is_never_null() throws SQLException {
        assertTrue(rows(TENANT_TABLES).size() >= 18, "the tables are there");
        none("""
                SELECT t.relname FROM (TABLES) t WHERE NOT EXISTS (
                  SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'tenant_id'
                     AND a.attnotnull AND a.atttypid = 'uuid'::regtype)
                """);
    }

    @Test
    void row_level_security_is_enabled_and_forced() throws SQLException {
        none("""
                SELECT t.relname FROM (TABLES) t JOIN pg_class c USING (oid)
                 WHERE NOT (c.relrowsecurity AND c.relforcerowsecurity)
                """);
    }

    @Test
    void every_tenant_table_has_one_policy_for_the_server_that_guards_reading_and_writing() throws SQLException {
        none("""
                SELECT t.relname FROM (TABLES) t WHERE 1 <> (
                  SELECT count(*) FROM pg_policy p WHERE p.polrelid = t.oid AND p.polcmd = '*' AND p.polpermissive
                     AND p.polroles = ARRAY['portal_app'::regrole::oid]
                     AND pg_get_expr(p.polqual, p.polrelid) = '(tenant_id = (current_setting(''app.tenant''::text))::uuid)'
                     AND pg_get_expr(p.polwithcheck, p.polrelid) = '(tenant_id = (current_setting(''app.tenant''::text))::uuid)')
                """);
        // Permissive policies are joined by OR: a further one would widen what the first allows.
        none("""
                SELECT t.relname || '.' || p.polname FROM (TABLES) t JOIN pg_policy p ON p.polrelid = t.oid
                 WHERE p.polroles <> ARRAY['portal_sys'::regrole::oid]
                   AND NOT (p.polname = 'tenant' AND p.polroles = ARRAY['portal_app'::regrole::oid])
                """);
    }

    @Test
    void keys_and_unique_indexes_begin_with_the_tenant() throws SQLException {
        none("""
                SELECT i.indexrelid::regclass::text FROM (TABLES) t JOIN pg_index i ON i.indrelid = t.oid
                 WHERE (i.indisunique OR i.indisprimary) AND NOT EXISTS (
                   SELECT FROM pg_attribute a
                    WHERE a.attrelid = t.oid AND a.attnum = i.indkey[0] AND a.attname = 'tenant_id')
                   AND i.indexrelid NOT IN (SELECT oid FROM pg_class WHERE relname = ANY (string_to_array('NAMES', ',')))
                """.replace("NAMES", String.join(",", UNIQUE_OVER_TENANTS)));
        none("""
                SELECT t.relname FROM (TABLES) t
                 WHERE NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary)
                """);
    }

    @Test
    void every_foreign_key_carries_the_tenant_on_both_sides() throws SQLException {
        none("""
                SELECT k.conrelid::regclass || '.' || k.conname FROM (TABLES) t JOIN pg_constraint k ON k.conrelid = t.oid
                 WHERE k.contype = 'f' AND k.confrelid IN (SELECT oid FROM (TABLES) o) AND NOT EXISTS (
                   SELECT FROM generate_subscripts(k.conkey, 1) i
                     JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[i]
                     JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[i]
                    WHERE a.attname = 'tenant_id' AND b.attname = 'tenant_id')
                """);
        // Nor may anything without a tenant hang on something that has one.
        none("""
                SELECT k.conname FROM pg_constraint k
                 WHERE k.contype = 'f' AND k.confrelid IN (SELECT oid FROM (TABLES) o)
                   AND k.conrelid NOT IN (SELECT oid FROM (TABLES) o)
                """);
    }

    @Test
    void views_ask_with_the_rights_of_the_reader() throws SQLException {
        none("""
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = 'portal' AND (c.relkind = 'm' OR c.relkind = 'v'
                   AND NOT coalesce(c.reloptions::text ~ 'security_invoker=(true|on|1)', false))
                """);
    }

    @Test
    void the_doors_through_the_wall_are_the_listed_ones() throws SQLException {
        var found = new TreeSet<String>();
        var broken = new ArrayList<String>();
        for (var row : rows("""
                SELECT p.proname, r.rolname = 'portal_sys' AND p.proconfig @> ARRAY['search_path=portal, pg_temp']
                       AND NOT EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0)
                  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner
                 WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')""")) {
            found.add((String) row.getFirst());
            if (!Boolean.TRUE.equals(row.getLast())) broken.add((String) row.getFirst());
        }
        assertEquals(SECURITY_DEFINER, found);
        assertEquals(List.of(), broken, "not portal_sys', or no fixed search_path, or open to PUBLIC");
    }

    @Test
    void the_roles_can_do_no_more_than_they_must() throws SQLException {
        none("""
                SELECT rolname FROM pg_roles WHERE rolname IN ('portal_app', 'portal_sys', 'portal_owner', 'atrium_test')
                   AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)
                """);
        none("""
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.oid = c.relowner
                 WHERE n.nspname = 'portal' AND r.rolname IN ('portal_app', 'portal_sys', 'atrium_test')
                """);
        none(
                "SELECT r FROM unnest(ARRAY['portal_owner', 'portal_sys']) r WHERE pg_has_role('atrium_test', r, 'MEMBER')");
        none("SELECT r FROM unnest(ARRAY['portal_app', 'public']) r WHERE has_schema_privilege(r, 'portal', 'CREATE')");
    }

    @Test
    void the_server_reaches_what_has_no_tenant_only_through_the_doors() throws SQLException {
        none("""
                SELECT c.relname || ' ' || p FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
                       unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p
                 WHERE n.nspname = 'portal' AND c.relkind IN ('r', 'p') AND c.oid NOT IN (SELECT oid FROM (TABLES) t)
                   AND has_table_privilege('portal_app', c.oid, p) AND (c.relname, p) <> ('data_catalogue', 'SELECT')
                """);
        none("""
                SELECT t.relname || ' ' || p FROM (TABLES) t, unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) p
                 WHERE has_table_privilege('portal_app', t.oid, p)
                """);
    }

    @Test
    void every_table_says_what_it_holds_of_a_person() throws SQLException {
        none("""
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = 'portal' AND c.relkind IN ('r', 'p') AND c.relname <> 'flyway_schema_history'
                   AND c.relname NOT IN (SELECT table_name FROM portal.data_catalogue)
                """);
        none("""
                SELECT d.table_name || '.' || x.name
                  FROM portal.data_catalogue d,
                       LATERAL (SELECT d.subject WHERE d.subject IS NOT NULL
                                UNION SELECT unnest(d.withheld) UNION SELECT jsonb_object_keys(d.blanks)) x (name)
                 WHERE NOT EXISTS (SELECT FROM information_schema.columns c WHERE c.table_schema = 'portal'
                                      AND c.table_name = d.table_name AND c.column_name = x.name)
                """);
        // Whatever hangs on a contact or an account is somebody's.
        none("""
                SELECT d.table_name FROM portal.data_catalogue d
                 WHERE d.subject IS NULL AND EXISTS (
                   SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = ('portal.' || d.table_name)::regclass
                      AND k.confrelid IN ('portal.contact'::regclass, 'portal.account'::regclass))
                """);
        // What proves or opens something never leaves the house.
        none("""
                SELECT d.table_name || '.' || c.column_name
                  FROM portal.data_catalogue d
                  JOIN information_schema.columns c ON c.table_schema = 'portal' AND c.table_name = d.table_name
                 WHERE d.exported AND (c.data_type = 'bytea' OR c.column_name LIKE '%\\_hash')
                   AND c.column_name <> ALL (d.withheld)
                """);
    }

    @Test
    void the_server_can_neither_change_nor_delete_a_line_of_the_audit() throws SQLException {
        none("""
                SELECT p FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) p WHERE has_table_privilege('portal_app', 'audit', p)
                """);
        // A deleted tenant would take its audit along.
        none("SELECT 'tenant' WHERE has_table_privilege('portal_app', 'tenant', 'DELETE')");
    }

    private static void none(String sql) throws SQLException {
        var found = rows(sql.replace("TABLES", TENANT_TABLES)).stream()
                .map(row -> row.getFirst().toString())
                .toList();
        assertEquals(List.of(), found);
    }

    private static List<List<Object>> rows(String sql) throws SQLException {
        var rows = new ArrayList<List<Object>>();
        try (var statement = database.createStatement();
                var result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                var row = new ArrayList<Object>();
                for (int i = 1; i <= columns; i++) row.add(result.getObject(i));
                rows.add(row);
            }
        }
        return rows;
    }
}
