package dev.atrium.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A database of its own for servers that a test kills, and what such tests do to both. */
public final class VictimDatabase {
    private static final int KILLED = 137;

    private final TestDatabase server = TestDatabase.get();
    private final String database = server.create();

    public void execute(String sql, Object... values) {
        value(sql, values);
    }

    /** The first value of the first row; null where there is none. */
    public @Nullable Object value(String sql, Object... values) {
        try (var connection = server.connect(database);
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
            if (!statement.execute()) return null;
            try (var rows = statement.getResultSet()) {
                return rows.next() ? rows.getObject(1) : null;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public long count(String sql, Object... values) {
        return value(sql, values) instanceof Number number ? number.longValue() : 0;
    }

    /** A tenant called Acme; its id. */
    public UUID tenant() {
        var tenant = UUID.randomUUID();
        execute("INSERT INTO tenant (tenant_id, slug, name) VALUES (?, 'acme', 'Acme')", tenant);
        execute("INSERT INTO tenant_settings (tenant_id) VALUES (?)", tenant);
        execute("INSERT INTO branding (tenant_id, portal_name) VALUES (?, 'Acme')", tenant);
        return tenant;
    }

    public Process start(Map<String, String> settings) {
        return Victim.start(database, settings);
    }

    /** kill -9, and waits until nothing of it is left. */
    public static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertEquals(KILLED, process.waitFor(), "it was killed");
    }

    /** Waits up to thirty seconds until the query's value is {@code wanted}. */
    public void until(Object wanted, String sql, Object... values) {
        for (int i = 0; i < 1500 && !wanted.equals(value(sql, values)); i++) Portal.pause(20);
        assertEquals(wanted, value(sql, values));
    }
}
