package dev.atrium.demo;

import dev.atrium.App;
import dev.atrium.Extra;
import dev.atrium.config.Config;
import dev.atrium.kernel.StartFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The whole product on one machine, for a person who wants to see it: an embedded PostgreSQL, a mailbox that receives over
 * real SMTP, two businesses with clients. Never on the class path of the image.
 */
public final class Demo {
    private static final String DATABASE = "atrium";
    private static final int SECRET_BYTES = 32;
    private static final long SEED_SECONDS = 60;

    private Demo() {}

    public static void main(String[] args) {
        try {
            run(Path.of("").toAbsolutePath(), System.getenv());
        } catch (StartFailure e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (RuntimeException | Error e) {
            // The database, the mailbox and the event loops would keep a process alive that serves nobody.
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void run(Path home, Map<String, String> environment) {
        var data = home.resolve(environment.getOrDefault("PORTAL_DATA_DIR", "data"));
        var closing = new Closing();
        // One hook for everything: portal first, database last. Hooks of their own would run side by side.
        Runtime.getRuntime().addShutdownHook(new Thread(closing::run, "closing"));
        var database = closing.later(EmbeddedDatabase.start(data, Durability.SAFE, Demo::say));
        database.createDatabaseIfMissing(DATABASE);
        var mailbox = closing.later(Mailbox.open(0));
        var config = Config.load(home, environment, overrides(environment, data, database, mailbox));
        say("Starting the portal");
        var mailHost = "mail." + config.hosts().base();
        var app = App.start(config, List.of(new Extra(mailHost, vertx -> MailboxRoutes.router(vertx, mailbox))));
        closing.later(app::stop);
        seed(app);
        var file = closing.later(DemoFile.write(data, config, app));
        System.out.println(file.block());
    }

    private static Map<String, String> overrides(
            Map<String, String> environment, Path data, EmbeddedDatabase database, Mailbox mailbox) {
        var overrides = new HashMap<String, String>();
        overrides.put("data.dir", data.toString());
        overrides.putIfAbsent("console.second-factor", "optional");
        // The demo's own receivers listen on this machine.
        overrides.put("outside.http", "true");
        overrides.put("outside.loopback", "true");
        overrides.put("database.host", database.host());
        overrides.put("database.port", Integer.toString(database.port()));
        overrides.put("database.name", DATABASE);
        overrides.put("database.user", "atrium");
        overrides.put("database.password", secret(data, "database.password"));
        overrides.put("database.owner-user", database.superuser());
        overrides.put("database.owner-password", database.password());
        overrides.put("mail.host", "127.0.0.1");
        overrides.put("mail.port", Integer.toString(mailbox.port()));
        overrides.put("security.secret", secret(data, "portal.secret"));
        // Nobody balances load over a demo: Ctrl-C need not wait.
        overrides.put("http.drain-notice-ms", "0");
        // The demo's passwords are known to everybody, so nobody else is let in unless somebody asks for it.
        if (!environment.containsKey("PORTAL_HTTP_ADDRESS")) overrides.put("http.address", "127.0.0.1");
        return overrides;
    }

    private static String secret(Path data, String name) {
        try {
            return AtomicFile.secret(data.resolve(name), SECRET_BYTES);
        } catch (IOException e) {
            throw new StartFailure("The file " + data.resolve(name) + " cannot be read or written.", e);
        }
    }

    private static void seed(App app) {
        try {
            new DemoData(app.house())
                    .seed()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(SEED_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new StartFailure("The demo data cannot be written: " + e.getMessage(), e);
        }
    }

    private static void say(String what) {
        System.out.println(what + " …");
    }
}
