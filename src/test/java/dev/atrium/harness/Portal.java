package dev.atrium.harness;

import dev.atrium.App;
import dev.atrium.Extra;
import dev.atrium.Feature;
import dev.atrium.House;
import dev.atrium.config.Config;
import dev.atrium.demo.Mailbox;
import dev.atrium.demo.MailboxRoutes;
import dev.atrium.demo.Message;
import dev.atrium.kernel.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A started portal with the named cast: tenants ACME and GLOBEX; contacts ANA, BEN and the outsider EVE. Real HTTP, real
 * SMTP, a database of its own.
 */
public final class Portal implements AutoCloseable {
    static {
        // Read once by the first client of the JDK's own kind, which may be one that the house opens.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,origin,connection");
    }

    public static final String ACME = "acme";
    public static final String GLOBEX = "globex";
    public static final String PASSWORD = "sunlit-harbour-42";
    public static final String MAIL_HOST = "mail.localhost";
    private static final Pattern CODE = Pattern.compile("\\b([0-9]{6})\\b");
    private static final Pattern LINK = Pattern.compile("/login/link/([A-Za-z0-9_-]{43})");

    private App app;
    private final Mailbox mailbox;
    private final String database;
    private final Clock clock;
    private final Path data;
    private final Map<String, String> settings;
    private final Map<String, UUID> cast = new HashMap<>();
    private Connection connection;
    /** How many loopback addresses the visitors come from, in turns; 0: all from 127.0.0.1. */
    private int addresses;

    private final AtomicInteger visitors = new AtomicInteger();

    private Portal(App app, Mailbox mailbox, String database, Clock clock, Path data, Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
        this.app = app;
        this.mailbox = mailbox;
        this.database = database;
        this.clock = clock;
        this.data = data;
    }

    public static Portal start() {
        return start(Map.of());
    }

    /** Starts with some settings of its own. */
    public static Portal start(Map<String, String> overrides) {
        return start(overrides, List.of());
    }

    /** The same with further features. */
    public static Portal start(Map<String, String> overrides, List<Feature> features) {
        try {
            var db = TestDatabase.get();
            var database = db.create();
            var mailbox = Mailbox.open(0);
            var clock = new Clock();
            var data = Files.createTempDirectory("atrium-data");
            var settings = Configs.base(database, db.host(), db.port(), db.superuser(), db.password());
            settings.put("mail.port", Integer.toString(mailbox.port()));
            settings.put("data.dir", data.toString());
            settings.putAll(overrides);
            Raised.tell(settings);
            var app = App.start(
                    Config.load(Path.of("."), Map.of(), settings), List.of(mailboxSite(mailbox)), clock, features);
            var portal = new Portal(app, mailbox, database, clock, data, settings);
            portal.tenant(ACME, "Acme Studio");
            portal.tenant(GLOBEX, "Globex Advisory");
            return portal;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Extra mailboxSite(Mailbox mailbox) {
        return new Extra(MAIL_HOST, vertx -> MailboxRoutes.router(vertx, mailbox));
    }

    /** A second server over the same database with a bus of its own: what the first says there it never hears. */
    public App second() {
        return App.start(Config.load(Path.of("."), Map.of(), settings), List.of(), clock, List.of());
    }

    /** A server over the same database and files in a process of its own, at {@code port}, for a test that kills it. */
    public Process victim(int port) {
        var own = new HashMap<>(settings);
        own.put("http.port", Integer.toString(port));
        return Victim.start(database, own);
    }

    public House house() {
        return app.house();
    }

    public App app() {
        return app;
    }

    public int port() {
        return app.httpPort();
    }

    public Mailbox mailbox() {
        return mailbox;
    }

    /** Starts with the limits of production: its visitors come from many addresses, each the next of {@code addresses}. */
    public static Portal crowded(int addresses) {
        return crowded(addresses, Map.of());
    }

    /** The same with some settings of its own. */
    public static Portal crowded(int addresses, Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>(Raised.defaults());
        settings.putAll(overrides);
        var portal = start(settings);
        portal.addresses = addresses;
        return portal;
    }

    /** A browser at the tenant's portal. */
    public Visitor at(String slug) {
        return atHost(slug + ".localhost");
    }

    public Visitor atConsole() {
        return atHost("console.localhost");
    }

    /** Any host. */
    public Visitor atHost(String host) {
        return addresses == 0 ? new Visitor(port(), host) : from(visitors.getAndIncrement() % addresses, host);
    }

    /** A browser at {@code host} that comes from the {@code n}th loopback address: 127.0.1.1, 127.0.1.2, … */
    public Visitor from(int n, String host) {
        return Visitor.from("127.0." + (1 + n / 250) + "." + (1 + n % 250), port(), host);
    }

    public void move(Duration by) {
        clock.move(by);
    }

    public UUID tenantId(String slug) {
        var known = cast.get(slug);
        return known != null
                ? known
                : (UUID) query("SELECT tenant_id FROM tenant WHERE slug = ?", slug)
                        .getFirst()
                        .getFirst();
    }

    private void tenant(String slug, String name) {
        var id = UUID.randomUUID();
        cast.put(slug, id);
        execute("INSERT INTO tenant (tenant_id, slug, name) VALUES (?, ?, ?)", id, slug, name);
        execute("INSERT INTO tenant_settings (tenant_id) VALUES (?)", id);
        execute("INSERT INTO branding (tenant_id, portal_name) VALUES (?, ?)", id, name);
    }

    /** An account with {@link #PASSWORD}, as the business would grant it. */
    public UUID account(String slug, String name, String email) {
        return account(slug, name, email, hash(tenantId(slug), email, PASSWORD));
    }

    /** An account with a stored hash of any scheme, or none. */
    public UUID account(String slug, String name, String email, String hash) {
        var tenant = tenantId(slug);
        var contact = UUID.randomUUID();
        var account = UUID.randomUUID();
        execute(
                "INSERT INTO contact (tenant_id, id, full_name, email) VALUES (?, ?, ?, ?)",
                tenant,
                contact,
                name,
                email);
        execute(
                "INSERT INTO account (tenant_id, id, contact_id, email, password_hash, origin) VALUES (?, ?, ?, ?, ?, 'granted')",
                tenant,
                account,
                contact,
                email,
                hash);
        return account;
    }

    public String hash(UUID tenant, String email, String password) {
        var house = house();
        return house.passwords()
                .hash(password, house.keys().salt(tenant, new dev.atrium.kernel.Email(email)))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Changes a tenant's settings and drops what is cached of it. */
    public void settings(String slug, String assignment, Object... values) {
        var all = new ArrayList<Object>(List.of(values));
        all.add(tenantId(slug));
        execute("UPDATE tenant_settings SET " + assignment + " WHERE tenant_id = ?", all.toArray());
        changed(slug);
    }

    /** Tells the portal that a tenant's rows were changed behind its back. */
    public void changed(String slug) {
        house().vertx().eventBus().publish("tenant.changed", tenantId(slug).toString());
        pause(50);
    }

    /** A browser that is signed in by password. */
    public Visitor as(String slug, String email) {
        var visitor = at(slug);
        visitor.post("/login", Map.of("email", email, "password", PASSWORD)).expect(303);
        return visitor;
    }

    /** A person of the business with a role in the tenants. */
    public void staff(String name, String email, String role, String... slugs) {
        for (var slug : slugs) {
            query(
                    "SELECT sys_staff_create(?, ?, ?, ?, ?, ?)",
                    UUID.randomUUID(),
                    email,
                    name,
                    hash(dev.atrium.kernel.Scope.NO_TENANT, email, PASSWORD),
                    tenantId(slug),
                    role);
        }
    }

    public Visitor asStaff(String email) {
        var visitor = atConsole();
        visitor.post("/login", Map.of("email", email, "password", PASSWORD)).expect(303);
        return visitor;
    }

    /** The newest mail to {@code address}; waits for it at most ten seconds. */
    public Message mail(String address) {
        return mail(address, message -> true);
    }

    public Message mail(String address, Predicate<Message> wanted) {
        for (int i = 0; i < 500; i++) {
            Optional<Message> found = mailbox.messages(Optional.of(address)).stream()
                    .filter(wanted)
                    .findFirst();
            if (found.isPresent()) return found.get();
            pause(20);
        }
        throw new AssertionError("no such mail to " + address + ": " + mailbox.messages(Optional.of(address)));
    }

    /** The code of the newest mail to {@code address}. */
    public String code(String address) {
        var text = mail(address, message -> CODE.matcher(message.text()).find()).text();
        var matcher = CODE.matcher(text);
        if (!matcher.find()) throw new AssertionError("no code in " + text);
        return matcher.group(1);
    }

    /** The code of the {@code n}th mail to {@code address} that carries one, counted from 1. */
    public String code(String address, int n) {
        for (int i = 0; i < 500; i++) {
            var codes = mailbox.messages(Optional.of(address)).reversed().stream()
                    .map(message -> CODE.matcher(message.text()))
                    .filter(java.util.regex.Matcher::find)
                    .map(matcher -> matcher.group(1))
                    .toList();
            if (codes.size() >= n) return codes.get(n - 1);
            pause(20);
        }
        throw new AssertionError("no " + n + " codes for " + address);
    }

    /** The token of the sign-in link of the newest mail. */
    public String link(String address) {
        var text = mail(address, message -> LINK.matcher(message.text()).find()).text();
        var matcher = LINK.matcher(text);
        if (!matcher.find()) throw new AssertionError("no link in " + text);
        return matcher.group(1);
    }

    /** One connection for arranging and looking, since opening one takes longer than most statements. */
    private Connection connection() throws SQLException {
        if (connection == null) connection = TestDatabase.get().connect(database);
        return connection;
    }

    public synchronized void execute(String sql, Object... values) {
        try (var statement = connection().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rows as the superuser sees them. */
    public synchronized List<List<Object>> query(String sql, Object... values) {
        try (var statement = connection().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
            var rows = new ArrayList<List<Object>>();
            try (var result = statement.executeQuery()) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    var row = new ArrayList<Object>();
                    for (int i = 1; i <= columns; i++) row.add(result.getObject(i));
                    rows.add(row);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public long count(String sql, Object... values) {
        return ((Number) query(sql, values).getFirst().getFirst()).longValue();
    }

    /** Settings under which a visitor says by X-Forwarded-For from where they come. */
    public static Map<String, String> proxied() {
        return Map.of("http.trusted-proxies", "127.0.0.0/8");
    }

    /** A browser at the tenant's portal, at an address of its own; only where the portal is {@link #proxied()}. */
    public Visitor from(String ip, String slug) {
        return at(slug).header("X-Forwarded-For", ip);
    }

    /** A custom domain of the tenant. */
    public void domain(String slug, String host, boolean verified, boolean primary) {
        execute(
                "INSERT INTO domain (tenant_id, host, is_primary, verified_at, state) VALUES (?, ?, ?, CASE WHEN ? THEN now() END, CASE WHEN ? THEN 'active' ELSE 'pending_dns' END)",
                tenantId(slug),
                host,
                primary,
                verified,
                verified);
        changed(slug);
    }

    /** Somebody the business knows, without an account. */
    public UUID contact(String slug, String name, String email) {
        var id = UUID.randomUUID();
        execute(
                "INSERT INTO contact (tenant_id, id, full_name, email) VALUES (?, ?, ?, ?)",
                tenantId(slug),
                id,
                name,
                email);
        return id;
    }

    /** How many accounts the address has, over all tenants. */
    public long accounts(String email) {
        return count("SELECT count(*) FROM account WHERE email = ?", email);
    }

    /** How many sessions the accounts of the address have, over all tenants. */
    public long sessions(String email) {
        return count(
                "SELECT count(*) FROM session s JOIN account a ON a.tenant_id = s.tenant_id AND a.id = s.account_id WHERE a.email = ?",
                email);
    }

    /** How many mails were queued for the address, sent or not. */
    public long mails(String email) {
        return count("SELECT count(*) FROM mail_outbox WHERE recipient = ?", email);
    }

    public static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        app.stop();
        try {
            if (connection != null) connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        mailbox.close();
        Directories.delete(data);
        // Classes keep their portals for as long as the tests run: what is closed must not hold a whole server.
        app = null;
    }
}
