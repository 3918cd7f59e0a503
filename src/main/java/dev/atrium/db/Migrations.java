package dev.atrium.db;

import dev.atrium.config.Config;
import dev.atrium.kernel.StartFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema up to date at start, under Flyway's lock, so that several nodes may start together. The only JDBC
 * in the house: blocking, and run before an event loop exists.
 */
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final Config.Database config;

    public Migrations(Config.Database config) {
        this.config = config;
    }

    /** Makes roles and tables where an owner is configured, then checks that the server's own login has no more than it needs. */
    public void run() {
        if (!config.ownerUser().isEmpty()) {
            prepareRoles();
            migrate();
        }
        checkLogin();
    }

    private void prepareRoles() {
        try (var connection = connect(config.ownerUser(), config.ownerPassword().value());
                var statement = connection.createStatement()) {
            // Roles belong to the whole server: several nodes or databases may prepare them at the same time.
            statement.execute("SELECT pg_advisory_lock(7246001)");
            statement.execute(resource("db/roles.sql"));
            prepareLogin(connection);
            statement.execute("SELECT pg_advisory_unlock(7246001)");
        } catch (SQLException e) {
            throw new StartFailure(
                    "The database " + config.host() + ":" + config.port() + "/" + config.name()
                            + " cannot be prepared by " + config.ownerUser() + ": " + e.getMessage(),
                    e);
        }
    }

    /** The server's login is made here so that an operator has one thing less to do; an existing one is only granted the role. */
    private void prepareLogin(Connection connection) throws SQLException {
        boolean known;
        try (var query = connection.prepareStatement("SELECT 1 FROM pg_roles WHERE rolname = ?")) {
            query.setString(1, config.user());
            known = query.executeQuery().next();
        }
        // DDL takes no bound values: format() quotes the name and the password on the server.
        var sql = known
                ? "SELECT format('GRANT portal_app TO %I', ?::text)"
                : "SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD %L IN ROLE portal_app', ?::text, ?::text)";
        try (var format = connection.prepareStatement(sql);
                var execute = connection.createStatement()) {
            format.setString(1, config.user());
            if (!known) format.setString(2, config.password().value());
            var result = format.executeQuery();
            result.next();
            execute.execute(result.getString(1));
        }
    }

    private void migrate() {
        try {
            var result = Flyway.configure()
                    .dataSource(
                            url(), config.ownerUser(), config.ownerPassword().value())
                    .schemas("portal")
                    .locations("classpath:db/migration")
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
            if (result.migrationsExecuted > 0) {
                LOG.info("schema migrated to {} ({} steps)", result.targetSchemaVersion, result.migrationsExecuted);
            }
        } catch (FlywayException e) {
            throw new StartFailure("The schema cannot be brought up to date: " + e.getMessage(), e);
        }
    }

    private void checkLogin() {
        try (var connection = connect(config.user(), config.password().value());
                var statement = connection.createStatement()) {
            var roles = statement.executeQuery("""
                    SELECT rolsuper OR rolbypassrls, pg_has_role('portal_owner', 'member')
                      FROM pg_roles WHERE rolname = current_user""");
            if (roles.next() && (roles.getBoolean(1) || roles.getBoolean(2))) {
                throw new StartFailure(
                        "The database login " + config.user()
                                + " could step around row-level security: use one that is no superuser and only in portal_app.");
            }
            statement.executeQuery("SELECT portal.portal_now()");
        } catch (SQLException e) {
            throw new StartFailure(
                    "The database " + config.host() + ":" + config.port() + "/" + config.name() + " does not answer "
                            + config.user() + ": " + e.getMessage(),
                    e);
        }
    }

    private String url() {
        return "jdbc:postgresql://" + config.host() + ":" + config.port() + "/" + config.name();
    }

    private Connection connect(String user, String password) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "10");
        return DriverManager.getConnection(url(), properties);
    }

    private static String resource(String name) {
        try (InputStream in = Migrations.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) throw new StartFailure("The program is incomplete: " + name + " is missing.");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StartFailure("The program is incomplete: " + name + " cannot be read.", e);
        }
    }
}
