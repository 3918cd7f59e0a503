package dev.atrium.demo;

import dev.atrium.db.Db;
import dev.atrium.db.Tx;
import dev.atrium.jobs.Jobs;
import dev.atrium.kernel.Ids;
import dev.atrium.kernel.StartFailure;
import dev.atrium.secrets.Token;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Demo rows in PostgreSQL. */
final class DemoStore {
    /** A person with a login. */
    record Person(String name, String email, String phone, String language) {
        /** Somebody who reads what their browser asks for. */
        Person(String name, String email, String phone) {
            this(name, email, phone, "");
        }
    }

    private record News(String title, String body, String author, int hoursAgo) {}

    private static final String TENANT = "SELECT tenant_id FROM sys_tenant_by_slug($1)";
    private static final String CREATE = "SELECT sys_tenant_create($1, $2, $3, $4)";
    private static final String HERE = "SELECT id FROM sys_team()";
    private static final String INVITE = "SELECT sys_team_invite($1, $2, $3, $4, $5, portal_now() + interval '7 days')";
    private static final String STAFF = "SELECT sys_staff_create($1, $2, $3, $4, $5, $6)";
    private static final String SETTINGS = """
            UPDATE tenant_settings SET allow_duplicate_contacts = $2, time_zone = $3, profile_required = '{full_name,phone,time_zone}'
             WHERE tenant_id = $1
            """;
    private static final String BRANDING = """
            UPDATE branding SET portal_name = $2, description = $3, color_primary = $4, color_secondary = $5,
                   support_email = $6, copyright = $7, logo = $8, logo_type = $9, radius = $10, font = $11,
                   color_background = $12, color_text = $13, terms_url = $14, privacy_url = $15, imprint_url = $16,
                   custom_css = $17, version = version + 1
             WHERE tenant_id = $1
            """;
    /** Something to publish, so that the console shows what a draft is. */
    private static final String DRAFT = """
            UPDATE branding SET draft = jsonb_build_object('description', 'Photography, film and sound for people who make things.',
                                                           'pictures', jsonb_build_object('logo', 'stored')),
                   draft_at = portal_now(), draft_by = 'Olivia Owner', revision = revision + 1
             WHERE tenant_id = $1
            """;

    private static final String CONTACT =
            "INSERT INTO contact (tenant_id, id, full_name, email, phone, stage) VALUES ($1, $2, $3, $4, $5, 'client')";
    private static final String ACCOUNT = """
            INSERT INTO account (tenant_id, id, contact_id, email, password_hash, origin, time_zone, language, verified_at)
            VALUES ($1, $2, $3, $4, $5, 'granted', $6, $7, portal_now())
            """;
    private static final String ANNOUNCEMENT = """
            INSERT INTO announcement (tenant_id, id, title, body, author, published_at) VALUES ($1, $2, $3, $4, $5, $6)
            """;
    private static final String LINK =
            "INSERT INTO nav_item (tenant_id, id, label, icon, url, position) VALUES ($1, $2, $3, $4, $5, $6)";

    private static final List<News> ACME_NEWS = List.of(
            new News(
                    "Your portal is open",
                    "Everything you do with us now has one place. Sign in with your password, or let us mail you a code. "
                            + "If something is missing, write to us: we read every message.",
                    "Olivia Owner",
                    2),
            new News(
                    "Studio closed on Friday",
                    "We move the lighting rig on Friday and are back on Monday at nine. Bookings of that day were moved by phone.",
                    "Marek Wolny",
                    30),
            new News(
                    "Autumn price list",
                    "Prices stay **as they are** until the end of the year. The new list comes in December, four weeks ahead.",
                    "Olivia Owner",
                    24 * 12));

    private static final String PAGE = """
            INSERT INTO nav_item (tenant_id, id, label, icon, url, kind, body, position)
            SELECT $1, $2::uuid, $3, 'book-open', '/pages/' || $2::uuid::text, 'page', $4, 20
            """;
    private static final String SHOOT = """
            ## The day before

            Charge your phone, lay out what you want to wear, **sleep well**.

            ## On the day

            - Please come ten minutes early.
            - Bring what means something to you.

            > Your selection is here within ten working days.
            """;

    /** How a portal of the demo looks: the two are told apart at a glance. */
    private record Look(
            String name,
            String description,
            String primary,
            String secondary,
            String radius,
            String font,
            String background,
            String text,
            String css) {}

    private static final Look ACME = new Look(
            "Acme Studio",
            "Photography and film for people who make things.",
            "#2f5d50",
            "#c98a3a",
            "large",
            "outfit",
            "",
            "",
            "/* A wider line under the name. */\n.text-5xl { letter-spacing: -0.02em; }\n");
    private static final Look GLOBEX = new Look(
            "Globex Advisory",
            "Calm advice for companies that grow.",
            "#27348b",
            "#d1495b",
            "small",
            "source-serif",
            "#f3f4f8",
            "#1a1d33",
            "");

    private final Db db;

    DemoStore(Db db) {
        this.db = db;
    }

    Future<Optional<UUID>> tenant(String slug) {
        return db.system(TENANT, row -> row.getUUID(0), slug)
                .map(list -> list.stream().findFirst());
    }

    Future<Void> create(UUID id, String slug, String name, boolean magicLinks) {
        return db.system(CREATE, row -> row, id, slug, name, magicLinks).mapEmpty();
    }

    Future<Void> staff(Person person, String hash, UUID tenant, String role) {
        return db.system(STAFF, row -> row, Ids.next(), person.email(), person.name(), hash, tenant, role)
                .mapEmpty();
    }

    /** Somebody who has not answered yet. */
    Future<Void> invited(Tx tx, String email, String role) {
        return tx.list(HERE, row -> row.getUUID(0))
                .compose(staff -> tx.first(
                        INVITE,
                        row -> row,
                        staff.getFirst(),
                        Ids.next(),
                        Buffer.buffer(Token.random().hash()),
                        email,
                        role))
                .mapEmpty();
    }

    /** Fills a new tenant, all of it in the caller's transaction. */
    Future<Void> furnish(Tx tx, String slug, List<Person> people, List<String> hashes) {
        boolean acme = slug.equals("acme");
        tx.run(SETTINGS, tx.tenant(), !acme, acme ? "Europe/Lisbon" : "Europe/Berlin");
        Future<?> last = acme ? brand(tx, ACME) : brand(tx, GLOBEX);
        if (acme) tx.run(DRAFT, tx.tenant());
        for (int i = 0; i < people.size(); i++) last = person(tx, people.get(i), hashes.get(i));
        if (acme) {
            for (var news : ACME_NEWS) last = announce(tx, news);
            last = coming(tx);
            tx.run(PAGE, tx.tenant(), Ids.next(), "Before your shoot", SHOOT);
            tx.run(LINK, tx.tenant(), Ids.next(), "Book a session", "calendar", "https://acme.example/book", 10);
        }
        return last.mapEmpty();
    }

    private static Future<?> brand(Tx tx, Look look) {
        var logo = logo(look.name());
        var site = "https://" + look.name().split(" ", -1)[0].toLowerCase(java.util.Locale.ROOT) + ".example";
        return tx.run(
                BRANDING,
                tx.tenant(),
                look.name(),
                look.description(),
                look.primary(),
                look.secondary(),
                "hello@" + site.substring("https://".length()),
                "© {{year}} " + look.name(),
                logo.orElse(null),
                logo.isPresent() ? "image/png" : null,
                look.radius(),
                look.font(),
                look.background(),
                look.text(),
                site + "/terms",
                site + "/privacy",
                site + "/imprint",
                look.css());
    }

    private static Optional<Buffer> logo(String name) {
        var file = "/demo/logo-" + name.split(" ", -1)[0].toLowerCase(java.util.Locale.ROOT) + ".png";
        try (var in = DemoStore.class.getResourceAsStream(file)) {
            return in == null ? Optional.empty() : Optional.of(Buffer.buffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new StartFailure("The demo's " + file + " cannot be read.", e);
        }
    }

    private static Future<?> person(Tx tx, Person person, String hash) {
        var contact = Ids.next();
        tx.run(CONTACT, tx.tenant(), contact, person.name(), person.email(), person.phone());
        var zone = person.phone().isEmpty() ? "" : "Europe/Lisbon";
        return tx.run(ACCOUNT, tx.tenant(), Ids.next(), contact, person.email(), hash, zone, person.language());
    }

    /** One that appears in three days, and one that is still being written. */
    private static Future<?> coming(Tx tx) {
        var id = Ids.next();
        var at = OffsetDateTime.now(ZoneOffset.UTC).plusDays(3);
        tx.run(
                ANNOUNCEMENT,
                tx.tenant(),
                id,
                "Open house in the new studio",
                "Come by between four and eight: the lights are on, and so is the kettle.",
                "Olivia Owner",
                at);
        Jobs.schedule(tx, "announcement.due", id.toString(), at.toInstant(), new JsonObject());
        return tx.run(
                ANNOUNCEMENT,
                tx.tenant(),
                Ids.next(),
                "Prices of the new year",
                "To be agreed with Marek before it goes out.",
                "Olivia Owner",
                null);
    }

    private static Future<?> announce(Tx tx, News news) {
        var at = OffsetDateTime.now(ZoneOffset.UTC).minusHours(news.hoursAgo());
        return tx.run(ANNOUNCEMENT, tx.tenant(), Ids.next(), news.title(), news.body(), news.author(), at);
    }
}
