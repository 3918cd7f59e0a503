import dev.atrium.config.Config;
import dev.atrium.config.Secret;
import dev.atrium.db.Migrations;
import dev.atrium.demo.Durability;
import dev.atrium.demo.EmbeddedDatabase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The seeding half of bench/seed: a million rows by COPY, the same for the same number, with the skew of life: a few
 * tenants have most of the people (Zipf), and a few people most of the traffic. A further table is one more line in
 * {@link #tables}.
 */
final class Seed {
    private static final double ZIPF = 1.1;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final String[] FIRST = {"Ana", "Ben", "Chloé", "Dmitri", "Eve", "Fatima", "Gül", "Hans", "Ines", "Jürgen", "Kemal", "Léa"};
    private static final String[] LAST = {"Abel", "Brandt", "Costa", "Demir", "Ek", "Fischer", "Grün", "Haddad", "Ito", "Jansen", "Kowalski", "Lopes"};
    private static final String[] FACTS = {"session.opened", "account.switched", "profile.changed"};
    /** Tags of each tenant. */
    private static final int TAGS = 8;
    private static final String TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(6);

    /** Writes the columns of the {@code n}th row. */
    private interface Columns {
        void write(Line line, int n);
    }

    /**
     * A table: how many rows, which columns, and what stands in them.
     *
     * @param phase tables of a phase are filled at the same time, after those of earlier phases, which they may point to
     */
    private record Table(int phase, String name, int rows, String columns, Columns row) {}

    private final long seed;
    private final int rows;
    private final int tenants;
    private final int contacts;
    private final int companies;
    private final double[] share;

    private Seed(long seed, int rows) {
        this.seed = seed;
        this.rows = rows;
        this.tenants = Math.max(2, rows / 2_000);
        this.contacts = part(0.15);
        this.companies = part(0.02);
        this.share = zipf(tenants);
    }

    /** Every table of the run. Shares add up to a little more than one. */
    private List<Table> tables() {
        int accounts = (contacts + 1) / 2;
        return List.of(
                new Table(0, "tenant", tenants, "tenant_id, slug, name", (line, n) -> line
                        .put(id("tenant", n)).put("seed-" + n).put("Studio " + n)),
                new Table(1, "tenant_settings", tenants, "tenant_id", (line, n) -> line.put(id("tenant", n))),
                new Table(1, "branding", tenants, "tenant_id, portal_name", (line, n) -> line
                        .put(id("tenant", n)).put("Studio " + n)),
                new Table(1, "contact", contacts, "tenant_id, id, full_name, email, stage, created_at", (line, n) -> line
                        .put(tenantOf(n)).put(id("contact", n)).put(name(n)).put(email(n)).put(n % 2 == 0 ? "client" : "lead").put(at(n, contacts))),
                new Table(1, "announcement", part(0.01), "tenant_id, id, title, body, author, published_at", (line, n) -> line
                        .put(any(n)).put(id("announcement", n)).put("News " + n).put(TEXT).put("The team").put(at(n, part(0.01)))),
                new Table(1, "mail_outbox", part(0.12), "tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id, state, created_at, accepted_at, contact_id",
                        (line, n) -> {
                            int to = somebody("mail", n);
                            var when = at(n, part(0.12));
                            line.put(tenantOf(to)).put(id("mail", n)).put("account.login_code").put(email(to)).put("Studio").put("Your code")
                                    .put("<p>" + TEXT + "</p>").put(TEXT).put("<" + id("mail", n) + "@seed.example>").put("accepted").put(when).put(when).put(id("contact", to));
                        }),
                new Table(1, "job", part(0.02), "tenant_id, id, kind, key, due_at, wanted_at, state, finished_at", (line, n) -> {
                    var when = at(n, part(0.02));
                    line.put(any(n)).put(id("job", n)).put("seed.done").put("k" + n).put(when).put(when).put("done").put(when);
                }),
                new Table(1, "company", companies, "tenant_id, id, name, created_at", (line, n) -> line
                        .put(tenantOf(firmOwner(n))).put(id("company", n)).put(LAST[pick("firm", n, LAST.length)] + " " + n + " Ltd").put(at(n, companies))),
                new Table(1, "tag", TAGS * tenants, "tenant_id, id, name", (line, n) -> line
                        .put(id("tenant", n / TAGS)).put(id("tag", n)).put("Tag " + n % TAGS)),
                new Table(2, "contact_tag", contacts / 2, "tenant_id, contact_id, tag_id", (line, n) -> line
                        .put(tenantOf(2 * n)).put(id("contact", 2 * n)).put(id("tag", TAGS * tenant(2 * n) + pick("tagged", n, TAGS)))),
                new Table(2, "company_member", companies, "tenant_id, company_id, contact_id, role", (line, n) -> line
                        .put(tenantOf(firmOwner(n))).put(id("company", n)).put(id("contact", firmOwner(n))).put("owner")),
                new Table(2, "note", part(0.05), "tenant_id, id, contact_id, body, author, created_at", (line, n) -> {
                    int about = somebody("note", n);
                    line.put(tenantOf(about)).put(id("note", n)).put(id("contact", about)).put(TEXT).put("The team").put(at(n, part(0.05)));
                }),
                new Table(2, "notification", part(0.06), "tenant_id, id, contact_id, type, variables, link_path, created_at", (line, n) -> {
                    int who = 2 * account("notification", n);
                    line.put(tenantOf(who)).put(id("notification", n)).put(id("contact", who)).put("account.welcome")
                            .put("{\"portal\": \"Studio\", \"name\": \"" + name(who) + "\"}").put("/account/profile").put(at(n, part(0.06)));
                }),
                new Table(2, "account", accounts, "tenant_id, id, contact_id, email, origin, verified_at, created_at", (line, n) -> line
                        .put(tenantOf(2 * n)).put(id("account", n)).put(id("contact", 2 * n)).put(email(2 * n)).put("signup").put(at(2 * n, contacts)).put(at(2 * n, contacts))),
                new Table(2, "fact", part(0.18), "tenant_id, id, seq, kind, at, actor_kind, actor_id, contact_id, object, object_id, data, expires_at",
                        new Columns() {
                            private final int[] numbered = new int[tenants];

                            @Override
                            public void write(Line line, int n) {
                                int who = account("fact", n);
                                var when = at(n, part(0.18));
                                line.put(tenantOf(2 * who)).put(id("fact", n)).put(++numbered[tenant(2 * who)]).put(FACTS[pick("kind", n, FACTS.length)])
                                        .put(when).put("client").put(id("account", who)).put(id("contact", 2 * who)).put("account").put(id("account", who)).put("{}").put(when.plusSeconds(3650L * 86_400));
                            }
                        }),
                new Table(1, "community_group", tenants, "tenant_id, id, slug, name", (line, n) -> line
                        .put(id("tenant", n)).put(id("group", n)).put("everybody").put("Everybody")),
                new Table(2, "channel", tenants, "tenant_id, id, group_id, name", (line, n) -> line
                        .put(id("tenant", n)).put(id("channel", n)).put(id("group", n)).put("General")),
                new Table(3, "post", part(0.04), "tenant_id, id, group_id, channel_id, author_id, author_name, title, body, created_at, published_at", (line, n) -> {
                    int who = somebody("post", n);
                    var when = at(n, part(0.04));
                    line.put(tenantOf(who)).put(id("post", n)).put(id("group", tenant(who))).put(id("channel", tenant(who))).put(id("contact", who)).put(name(who))
                            .put("Question " + n).put(TEXT).put(when).put(when);
                }),
                new Table(3, "event", part(0.005), "tenant_id, id, group_id, host_id, host_name, title, starts_at, ends_at, zone", (line, n) -> {
                    int who = somebody("event", n);
                    var when = at(n, part(0.005));
                    line.put(tenantOf(who)).put(id("event", n)).put(id("group", tenant(who))).put(id("contact", who)).put(name(who))
                            .put("Evening " + n).put(when).put(when.plusSeconds(7_200)).put("Europe/Lisbon");
                }),
                new Table(3, "audit", part(0.105), "tenant_id, id, at, actor_kind, actor_id, action, object, object_id, ip", (line, n) -> {
                    int who = account("audit", n);
                    line.put(tenantOf(2 * who)).put(id("audit", n)).put(at(n, part(0.105))).put("client").put(id("account", who))
                            .put("session.opened").put("account").put(id("account", who)).put("192.0.2." + n % 256);
                }),
                new Table(3, "session", part(0.09), "tenant_id, id, token_hash, account_id, proof, covers, ip, user_agent, ends_at", (line, n) -> {
                    int who = account("session", n);
                    line.put(tenantOf(2 * who)).put(id("session", n)).put(hash(token(n))).put(id("account", who)).put("password")
                            .put("{" + id("account", who) + "}").put("192.0.2." + n % 256).put("Mozilla/5.0 (X11; Linux x86_64)").put(Instant.now().plusSeconds(90L * 86_400));
                }));
    }

    // --- what is drawn, always the same for the same place

    private int part(double of) {
        return (int) (rows * of);
    }

    /** Splitmix64: the {@code n}th number of a series of this seed. */
    private long mix(String series, long n) {
        long z = seed * 0x9E3779B97F4A7C15L + series.hashCode() * 0xD1B54A32D192ED03L + (n + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private int pick(String series, int n, int bound) {
        return (int) Long.remainderUnsigned(mix(series, n), bound);
    }

    private double unit(String series, int n) {
        return (mix(series, n) >>> 11) * 0x1.0p-53;
    }

    /** In the shape of version 7, growing with {@code n} as ids of life do, so that indexes fill the same way. */
    private UUID id(String series, int n) {
        long random = mix(series, n);
        return new UUID(
                ((BEGIN.toEpochMilli() + n) << 16) | 0x7000 | (random & 0xFFF),
                (mix(series + "-", n) & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L);
    }

    private static double[] zipf(int n) {
        var sums = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) sums[i] = sum += 1 / Math.pow(i + 1, ZIPF);
        for (int i = 0; i < n; i++) sums[i] /= sum;
        return sums;
    }

    /** The tenant of a contact: the first has the most. */
    private int tenant(int contact) {
        int at = java.util.Arrays.binarySearch(share, unit("tenant-of", contact));
        return Math.min(tenants - 1, at < 0 ? -at - 1 : at);
    }

    private UUID tenantOf(int contact) {
        return id("tenant", tenant(contact));
    }

    private UUID any(int n) {
        return id("tenant", tenant(pick("any", n, contacts)));
    }

    /** Few contacts have most of the traffic: the square of a uniform number. */
    private int somebody(String series, int n) {
        double u = unit(series, n);
        return (int) (u * u * contacts);
    }

    private int account(String series, int n) {
        double u = unit(series, n);
        return (int) (u * u * ((contacts + 1) / 2));
    }

    /** The contact whose company the {@code n}th is: no two share one. */
    private int firmOwner(int n) {
        return (int) ((long) n * contacts / companies);
    }

    private String name(int n) {
        return FIRST[pick("first", n, FIRST.length)] + " " + LAST[pick("last", n, LAST.length)];
    }

    private String email(int n) {
        return "p" + n + "@seed.example";
    }

    /** Evenly over the 180 days up to the run's fixed end. */
    private Instant at(int n, int of) {
        return BEGIN.plusSeconds((long) (180.0 * 86_400 * n / Math.max(1, of)));
    }

    /** The cookie of the {@code n}th session: a load test signs in with it. */
    private String token(int n) {
        var bytes = new byte[32];
        for (int i = 0; i < 4; i++) java.nio.ByteBuffer.wrap(bytes).putLong(8 * i, mix("token" + i, n));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    // --- COPY

    /** One row under way in the text format of COPY. */
    private static final class Line {
        private final StringBuilder text = new StringBuilder(64 * 1024);
        private boolean first = true;

        Line put(Object value) {
            if (!first) text.append('\t');
            first = false;
            var from = text.length();
            if (value instanceof byte[] bytes) text.append("\\\\x").append(java.util.HexFormat.of().formatHex(bytes));
            else {
                text.append(value);
                if (value instanceof String) escape(from);
            }
            return this;
        }

        private void escape(int from) {
            for (int i = from; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\\' || c == '\t' || c == '\n' || c == '\r') {
                    text.replace(i, i + 1, c == '\\' ? "\\\\" : c == '\t' ? "\\t" : c == '\n' ? "\\n" : "\\r");
                    i++;
                }
            }
        }

        void end() {
            text.append('\n');
            first = true;
        }
    }

    private static double fill(Connection connection, Table table) throws SQLException {
        long start = System.nanoTime();
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY portal." + table.name() + " (" + table.columns() + ") FROM STDIN");
        var line = new Line();
        for (int n = 0; n < table.rows(); n++) {
            table.row().write(line, n);
            line.end();
            if (line.text.length() > 60_000 || n == table.rows() - 1) {
                var bytes = line.text.toString().getBytes(StandardCharsets.UTF_8);
                copy.writeToCopy(bytes, 0, bytes.length);
                line.text.setLength(0);
            }
        }
        long written = copy.endCopy();
        if (written != table.rows()) throw new IllegalStateException(table.name() + ": " + written + " rows");
        return (System.nanoTime() - start) / 1e9;
    }

    /** By one statement for all, where life writes a contact's words as it writes the contact. */
    private static final String WORDS = """
            INSERT INTO portal.contact_word (tenant_id, word, contact_id)
            SELECT c.tenant_id, w, c.id FROM portal.contact c, portal.search_words(c.full_name || ' ' || c.email) w
             UNION SELECT c.tenant_id, left(lower(c.email), 254), c.id FROM portal.contact c
            ON CONFLICT DO NOTHING""";

    private void words(String url, String user, String password, JsonObject result) throws SQLException {
        long start = System.nanoTime();
        try (var connection = DriverManager.getConnection(url, user, password);
                var statement = connection.createStatement()) {
            statement.execute("SET work_mem = '128MB'");
            int rows = statement.executeUpdate(WORDS);
            result.put("contact_word", new JsonObject().put("rows", rows).put("seconds", rounded((System.nanoTime() - start) / 1e9)));
        }
    }

    private static void trigger(String url, String user, String password, String how) throws SQLException {
        try (var connection = DriverManager.getConnection(url, user, password);
                var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE portal.contact " + how + " TRIGGER contact_words_new");
        }
    }

    /** Two tables at a time: one connection prepares while the other's indexes are written. */
    private JsonObject run(String url, String user, String password) throws Exception {
        var result = new JsonObject();
        long total = 0;
        long start = System.nanoTime();
        trigger(url, user, password, "DISABLE");
        try (var workers = Executors.newFixedThreadPool(2)) {
            for (int phase = 0; phase < 4; phase++) {
                int now = phase;
                var running = new ArrayList<Future<Void>>();
                for (var table : tables().stream().filter(t -> t.phase() == now).toList()) {
                    total += table.rows();
                    running.add(workers.submit(() -> {
                        try (var connection = DriverManager.getConnection(url, user, password)) {
                            double seconds = fill(connection, table);
                            synchronized (result) {
                                result.put(table.name(), new JsonObject().put("rows", table.rows()).put("seconds", rounded(seconds)));
                            }
                        }
                        return null;
                    }));
                }
                for (var one : running) one.get();
            }
        }
        trigger(url, user, password, "ENABLE");
        words(url, user, password, result);
        try (var connection = DriverManager.getConnection(url, user, password);
                var statement = connection.createStatement()) {
            // Readers of facts go on from here.
            statement.execute("INSERT INTO portal.fact_head (tenant_id, seq) SELECT tenant_id, max(seq) FROM portal.fact GROUP BY 1"
                    + " ON CONFLICT (tenant_id) DO UPDATE SET seq = excluded.seq");
            double filled = (System.nanoTime() - start) / 1e9;
            statement.execute("ANALYZE");
            result.put("total", new JsonObject()
                    .put("rows", total)
                    .put("seconds", rounded(filled))
                    .put("secondsWithAnalyze", rounded((System.nanoTime() - start) / 1e9))
                    .put("tenants", tenants)
                    .put("seed", seed));
        }
        return result;
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 100) / 100.0;
    }

    public static void main(String[] args) throws Exception {
        var seed = new Seed(args.length > 1 ? Long.parseLong(args[1]) : 1, args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000);
        var host = Optional.ofNullable(System.getenv("PORTAL_DATABASE_HOST"));
        System.out.println((host.isPresent() ? seed.into(host.get()) : seed.thrownAway()).encodePrettily());
    }

    private JsonObject into(String host) throws Exception {
        return run(
                "jdbc:postgresql://" + host + ":" + Optional.ofNullable(System.getenv("PORTAL_DATABASE_PORT")).orElse("5432")
                        + "/" + System.getenv("PORTAL_DATABASE_NAME"),
                System.getenv("PORTAL_DATABASE_OWNER_USER"),
                System.getenv("PORTAL_DATABASE_OWNER_PASSWORD"));
    }

    /** Into a database that is gone afterwards: what the figure is measured with. */
    private JsonObject thrownAway() throws Exception {
        var work = Files.createTempDirectory("atrium-seed");
        try (var embedded = EmbeddedDatabase.start(work, Durability.TEST, System.err::println)) {
            embedded.createDatabaseIfMissing("atrium");
            var password = new Secret(embedded.password());
            new Migrations(new Config.Database(
                            embedded.host(), embedded.port(), "atrium", "atrium", password, embedded.superuser(), password, 4))
                    .run();
            return run(
                    "jdbc:postgresql://" + embedded.host() + ":" + embedded.port() + "/atrium",
                    embedded.superuser(),
                    embedded.password());
        } finally {
            delete(work);
        }
    }

    private static void delete(java.nio.file.Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            for (var path : all.sorted(java.util.Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        }
    }
}
