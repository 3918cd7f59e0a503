package dev.atrium.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.harness.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the walls behave towards the server's own login. */
class RowSecurityTest {
    private static final UUID ACME = UUID.randomUUID();
    private static final UUID GLOBEX = UUID.randomUUID();
    private static final UUID CONTACT_OF_GLOBEX = UUID.randomUUID();
    private static String name;

    private Connection server;

    @BeforeAll
    static void arrange() throws SQLException {
        name = TestDatabase.get().create();
        try (var owner = TestDatabase.get().connect(name);
                var statement = owner.createStatement()) {
            statement.execute("SELECT sys_tenant_create('" + ACME + "', 'acme', 'Acme', false)");
            statement.execute("SELECT sys_tenant_create('" + GLOBEX + "', 'globex', 'Globex', false)");
            statement.execute("INSERT INTO contact (tenant_id, id, full_name, email) VALUES ('" + GLOBEX + "', '"
                    + CONTACT_OF_GLOBEX + "', 'Gil', 'gil@example.com')");
        }
    }

    @BeforeEach
    void connect() throws SQLException {
        server = TestDatabase.get().connectAsServer(name);
        server.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        server.close();
    }

    @Test
    void who_names_no_tenant_gets_an_error_and_no_rows() throws SQLException {
        // 42704: no such setting; 22P02: the empty setting that an ended transaction leaves is no uuid.
        assertEquals("42704", refused("SELECT * FROM contact"));
        as(ACME);
        server.rollback();
        assertEquals("22P02", refused("SELECT * FROM contact"));
    }

    @Test
    void another_tenants_rows_are_not_there() throws SQLException {
        as(ACME);
        assertEquals(0, count("SELECT count(*) FROM contact"));
        assertEquals(0, count("SELECT count(*) FROM contact WHERE tenant_id = '" + GLOBEX + "'"));
        assertEquals(0, change("UPDATE contact SET phone = '1' WHERE id = '" + CONTACT_OF_GLOBEX + "'"));
        assertEquals(0, change("DELETE FROM contact"));
        server.rollback();
        as(GLOBEX);
        assertEquals(1, count("SELECT count(*) FROM contact"));
    }

    @Test
    void a_row_is_neither_made_for_nor_moved_to_another_tenant() throws SQLException {
        as(ACME);
        assertEquals(
                "42501",
                refused("INSERT INTO contact (tenant_id, id, full_name, email) VALUES ('" + GLOBEX + "', '"
                        + UUID.randomUUID() + "', 'X', 'x@example.com')"));
        as(GLOBEX);
        assertEquals(
                "42501",
                refused("UPDATE contact SET tenant_id = '" + ACME + "' WHERE id = '" + CONTACT_OF_GLOBEX + "'"));
    }

    @Test
    void nothing_refers_to_another_tenants_row() throws SQLException {
        as(ACME);
        assertEquals(
                "23503",
                refused("INSERT INTO account (tenant_id, id, contact_id, email, origin) VALUES ('" + ACME + "', '"
                        + UUID.randomUUID() + "', '" + CONTACT_OF_GLOBEX + "', 'x@example.com', 'granted')"));
    }

    @Test
    void the_audit_stays_as_it_was_written() throws SQLException {
        for (var sql : new String[] {
            "UPDATE audit SET action = ''", "DELETE FROM audit", "DELETE FROM tenant", "TRUNCATE audit"
        }) {
            as(ACME);
            assertEquals("42501", refused(sql), sql);
        }
    }

    @Test
    void what_belongs_to_the_installation_is_out_of_reach() throws SQLException {
        for (var table : new String[] {"staff", "staff_session", "signing_key", "flyway_schema_history"}) {
            as(ACME);
            assertEquals("42501", refused("SELECT * FROM " + table), table);
        }
        assertEquals("42501", refused("SET ROLE portal_sys"));
        assertEquals("42501", refused("SET ROLE portal_owner"));
    }

    private void as(UUID tenant) throws SQLException {
        try (var statement = server.prepareStatement("SELECT set_config('app.tenant', ?, true)")) {
            statement.setString(1, tenant.toString());
            statement.execute();
        }
    }

    /** The SQLSTATE with which PostgreSQL refuses; the transaction is over afterwards. */
    private String refused(String sql) throws SQLException {
        try (var statement = server.createStatement()) {
            return assertThrows(SQLException.class, () -> statement.execute(sql), sql)
                    .getSQLState();
        } finally {
            server.rollback();
        }
    }

    private long count(String sql) throws SQLException {
        try (var statement = server.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private int change(String sql) throws SQLException {
        try (var statement = server.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
