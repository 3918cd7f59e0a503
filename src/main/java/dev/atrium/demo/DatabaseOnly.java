package dev.atrium.demo;

import dev.atrium.config.Config;
import dev.atrium.config.Secret;
import dev.atrium.db.Migrations;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.StartFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A migrated throw-away database with the one tenant {@code acme}, in a process of its own: for building the image and
 * for measuring a server that runs without embedded parts. Prints the settings a portal needs as environment variables,
 * one a line, then an empty line; ends when its standard input does.
 */
final class DatabaseOnly {
    private static final String NAME = "atrium";

    private DatabaseOnly() {}

    /** @param args the directory to work in; what an earlier run left there is forgotten */
    public static void main(String[] args) throws IOException, SQLException {
        try (var embedded = EmbeddedDatabase.start(Path.of(args[0]), Durability.TEST, DatabaseOnly::say)) {
            embedded.createDatabaseIfMissing(NAME);
            var settings = settings(embedded);
            new Migrations(settings).run();
            createTenant(embedded);
            print(settings);
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (StartFailure e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void say(String progress) {
        System.err.println(progress);
    }

    private static Config.Database settings(EmbeddedDatabase embedded) {
        var password = new Secret(embedded.password());
        return new Config.Database(
                embedded.host(), embedded.port(), NAME, NAME, password, embedded.superuser(), password, 4);
    }

    private static void createTenant(EmbeddedDatabase embedded) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(embedded.jdbcUrl(NAME), embedded.superuser(), embedded.password());
                var create = connection.prepareStatement("SELECT portal.sys_tenant_create(?, 'acme', 'Acme', false)")) {
            create.setObject(1, Ids.next());
            create.execute();
        }
    }

    private static void print(Config.Database settings) {
        System.out.println("PORTAL_DATABASE_HOST=" + settings.host());
        System.out.println("PORTAL_DATABASE_PORT=" + settings.port());
        System.out.println("PORTAL_DATABASE_NAME=" + settings.name());
        System.out.println("PORTAL_DATABASE_USER=" + settings.user());
        System.out.println("PORTAL_DATABASE_PASSWORD=" + settings.password().value());
        System.out.println();
    }
}
