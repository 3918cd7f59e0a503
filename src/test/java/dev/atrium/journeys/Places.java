package dev.atrium.journeys;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.notifications.Subscriptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Every page that a person can reach, with somebody who stands before it and the data it is worst at. */
final class Places {
    private static final String LONG =
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(2);
    private static final String ARABIC = "عبد الرحمن بن عبد العزيز بن محمد";
    private static final String UNKNOWN_LINK = "A".repeat(43);

    /** A page: whose it is in the registry, its address, and who looks at it ({@code null}: somebody new). */
    record Place(String name, String route, String host, String path, Visitor who) {}

    private final Portal portal;
    private final List<Place> all = new ArrayList<>();

    Places(Portal portal) {
        this.portal = portal;
        entry();
        inside();
        console();
        mailbox();
    }

    List<Place> all() {
        return List.copyOf(all);
    }

    private void acme(String name, String route, String path, Visitor who) {
        all.add(new Place(name, "portal " + route, "acme.localhost", path, who));
    }

    private void globex(String name, String route, String path, Visitor who) {
        all.add(new Place(name, "portal " + route, "globex.localhost", path, who));
    }

    private void entry() {
        portal.settings(Portal.ACME, "magic_links = true");
        portal.account(Portal.ACME, "Lea Link", "lea@example.com");
        var lea = portal.at(Portal.ACME);
        lea.post("/login/code", Map.of("email", "lea@example.com")).expectRedirect("/code");
        var link = "/login/link/" + portal.link("lea@example.com");
        acme("signup", "/signup", "/signup", null);
        acme("login", "/login", "/login", null);
        acme("login-code", "/login/code", "/login/code", null);
        acme("forgot", "/forgot", "/forgot", null);
        acme("signed-out", "/signed-out", "/signed-out", null);
        acme("code", "/code", "/code", lea);
        acme("link-alive", "/login/link/:token", link, lea);
        acme("link-other-browser", "/login/link/:token", link, null);
        acme("link-expired", "/login/link/:token", "/login/link/" + UNKNOWN_LINK, null);
    }

    private void inside() {
        portal.account(Portal.ACME, "Emil Empty", "emil@example.com");
        var emil = portal.as(Portal.ACME, "emil@example.com");
        acme("home-empty", "/", "/", emil);
        acme("profile", "/account/profile", "/account/profile", emil);
        acme("sessions", "/account/sessions", "/account/sessions", emil);
        portal.execute("DELETE FROM fact");
        acme("activity-empty", "/account/activity", "/account/activity", emil);
        acme("password", "/account/password", "/account/password", emil);
        acme("bell-empty", "/notifications", "/notifications", emil);
        acme("notifications", "/account/notifications", "/account/notifications", emil);
        var contact = (UUID) portal.query("SELECT contact_id FROM account WHERE email = 'emil@example.com'")
                .getFirst()
                .getFirst();
        var token = Subscriptions.token(portal, Portal.ACME, contact, "digest.summary");
        acme("unsubscribe", "/unsubscribe/:subscription", "/unsubscribe/" + token, null);
        hostile();
    }

    /** GLOBEX is the tenant where everything is as long as the database lets it be. */
    private void hostile() {
        var tenant = portal.tenantId(Portal.GLOBEX);
        portal.settings(Portal.GLOBEX, "allow_duplicate_contacts = true");
        portal.execute(
                "UPDATE branding SET portal_name = ?, description = ?, support_email = ?, copyright = ?, version = version + 1 WHERE tenant_id = ?",
                LONG.substring(0, 60),
                (LONG + " " + ARABIC + " " + LONG).substring(0, 300),
                "a".repeat(60) + "@example.com",
                "© " + LONG,
                tenant);
        for (int i = 0; i < 8; i++) link(tenant, i);
        for (int i = 0; i < 10; i++) announce(tenant, i);
        portal.account(
                Portal.GLOBEX, (LONG + LONG).substring(0, 200), "x".repeat(64) + "@" + "y".repeat(60) + ".example");
        portal.account(Portal.GLOBEX, ARABIC, "x".repeat(64) + "@" + "y".repeat(60) + ".example");
        portal.changed(Portal.GLOBEX);
        var chooser = portal.at(Portal.GLOBEX);
        chooser.post("/login", Map.of("email", email(), "password", Portal.PASSWORD))
                .expectRedirect("/login/accounts");
        globex("accounts-hostile", "/login/accounts", "/login/accounts", chooser);
        globex("login-hostile", "/login", "/login", null);
        var longest = signedIn("Donau%");
        globex("home-hostile", "/", "/", longest);
        globex("profile-hostile", "/account/profile", "/account/profile", longest);
        for (int i = 0; i < 35; i++)
            portal.execute(
                    "INSERT INTO fact (tenant_id, id, kind, actor_kind, contact_id, object, object_id, data, expires_at) SELECT tenant_id, gen_random_uuid(), 'session.opened', 'staff', contact_id, 'account', id, jsonb_build_object('device', ?::text, 'ip', ?::text), now() + interval '1 day' FROM account WHERE tenant_id = ?",
                    LONG + ARABIC,
                    "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
                    tenant);
        globex("activity-hostile", "/account/activity", "/account/activity", longest);
        for (int i = 0; i < 25; i++) tell(tenant);
        globex("bell-hostile", "/notifications", "/notifications", longest);
        globex("switch-hostile", "/account/switch", "/account/switch", longest);
        globex("home-arabic", "/", "/", signedIn("عبد%"));
    }

    /** A line of everybody's bell, as long as one can be. */
    private void tell(UUID tenant) {
        portal.execute("""
                INSERT INTO notification (tenant_id, id, contact_id, type, variables, link_path, read_at)
                SELECT c.tenant_id, gen_random_uuid(), c.id, 'account.new_sign_in',
                       jsonb_build_object('portal', ?::text, 'device', ?::text, 'at', '2026-03-14T09:26:00Z', 'name', c.full_name),
                       '/account/sessions', CASE WHEN random() < 0.5 THEN now() END
                  FROM contact c WHERE c.tenant_id = ?""", LONG, LONG + " " + ARABIC, tenant);
    }

    private static String email() {
        return "x".repeat(64) + "@" + "y".repeat(60) + ".example";
    }

    private Visitor signedIn(String name) {
        var account = (UUID) portal.query(
                        "SELECT a.id FROM account a JOIN contact c ON c.id = a.contact_id WHERE a.email = ? AND c.full_name LIKE ?",
                        email(),
                        name)
                .getFirst()
                .getFirst();
        var visitor = portal.at(Portal.GLOBEX);
        visitor.post("/login", Map.of("email", email(), "password", Portal.PASSWORD))
                .expect(303);
        visitor.post("/login/accounts", Map.of("account", account.toString())).expect(303);
        return visitor;
    }

    private void link(UUID tenant, int i) {
        portal.execute(
                "INSERT INTO nav_item (tenant_id, id, label, icon, url, position) VALUES (?, ?, ?, 'calendar', ?, ?)",
                tenant,
                UUID.randomUUID(),
                i % 2 == 0 ? LONG.substring(i, i + 60) : "Book",
                "https://example.com/" + i,
                i);
    }

    private void announce(UUID tenant, int i) {
        portal.execute(
                "INSERT INTO announcement (tenant_id, id, title, body, author) VALUES (?, ?, ?, ?, ?)",
                tenant,
                UUID.randomUUID(),
                i % 3 == 0 ? ARABIC : LONG.substring(0, 100),
                "999 999 999 999,99 EUR\n\n" + LONG + " " + ARABIC + " " + "An ordinary sentence. ".repeat(i * 6),
                i % 3 == 0 ? ARABIC : LONG.substring(0, 120));
    }

    private void console() {
        portal.staff("Sven Staff", "sven@staff.example", "owner", Portal.ACME, Portal.GLOBEX);
        var sven = portal.asStaff("sven@staff.example");
        console("console-login", "/login", "/login", null);
        console("console-signed-out", "/signed-out", "/signed-out", null);
        console("console-start", "/", "/", sven);
        console("console-tenants", "/tenants", "/tenants", sven);
        console("console-dashboard", "/t/:slug", "/t/acme", sven);
        console("console-dashboard-hostile", "/t/:slug", "/t/globex", sven);
        console("console-jobs", "/t/:slug/jobs", "/t/acme/jobs", sven);
        givenUp();
        console("console-jobs-hostile", "/t/:slug/jobs", "/t/globex/jobs", sven);
        console("console-api", "/api", "/api", sven);
        console("console-mail", "/t/:slug/mail", "/t/acme/mail", sven);
        console("console-mail-none", "/t/:slug/mail", "/t/acme/mail?state=bounced&to=nobody@example.com", sven);
        console("console-mail-one", "/t/:slug/mail/:mail", "/t/globex/mail/" + letter(), sven);
        console("console-notifications", "/t/:slug/notifications", "/t/globex/notifications", sven);
        console("console-notification", "/t/:slug/notifications/:type", "/t/acme/notifications/digest.summary", sven);
    }

    private void givenUp() {
        var tenant = portal.tenantId(Portal.GLOBEX);
        portal.execute(
                """
                INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at, attempts, state, last_error, finished_at)
                VALUES (?, gen_random_uuid(), ?, ?, now(), now(), 25, 'dead', ?, now())""", tenant, LONG.substring(0, 60), LONG.substring(0, 160), (LONG + ARABIC + LONG).substring(0, 300));
        portal.execute("""
                INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id, state, attempts, last_error)
                VALUES (?, gen_random_uuid(), 'welcome', ?, '', ?, '', '', '', 'dead', 12, ?)""", tenant, email(), LONG, LONG + ARABIC);
    }

    private void console(String name, String route, String path, Visitor who) {
        all.add(new Place(name, "console " + route, "console.localhost", path, who));
    }

    /** A mail with words as long as they can be, which the mail server did not take. */
    private UUID letter() {
        var id = UUID.randomUUID();
        portal.execute(
                """
                INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id, state, answer)
                VALUES (?, ?, 'account.welcome', ?, ?, ?, ?, ?, '<x@y>', 'refused', ?)""",
                portal.tenantId(Portal.GLOBEX),
                id,
                email(),
                LONG,
                LONG,
                "<p>" + LONG + "</p>",
                LONG + ARABIC,
                "550 5.1.1 " + LONG);
        return id;
    }

    private void mailbox() {
        var mail = portal.mail("lea@example.com");
        all.add(new Place("mailbox", "", Portal.MAIL_HOST, "/", null));
        all.add(new Place("mailbox-mail", "", Portal.MAIL_HOST, "/m/" + mail.id(), null));
    }
}
