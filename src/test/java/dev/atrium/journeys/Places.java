package dev.atrium.journeys;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.notifications.Subscriptions;
import dev.atrium.secrets.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;

/** Every page that a person can reach, with somebody who stands before it and the data it is worst at. */
final class Places {
    private static final String LONG =
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(2);
    private static final String ARABIC = "عبد الرحمن بن عبد العزيز بن محمد";
    private static final String UNKNOWN_LINK = "A".repeat(43);

    /** A page: whose it is in the registry, its address, and who looks at it ({@code null}: somebody new). */
    record Place(String name, String route, String host, String path, Visitor who) {}

    private static final Map<Portal, List<Place>> FURNISHED = new WeakHashMap<>();

    private final Portal portal;
    private final List<Place> all = new ArrayList<>();

    /** The pages of the portal, which is furnished for them once. */
    static List<Place> of(Portal portal) {
        return FURNISHED.computeIfAbsent(portal, unfurnished -> new Places(unfurnished).all());
    }

    private Places(Portal portal) {
        this.portal = portal;
        entry();
        inside();
        console();
        mailbox();
    }

    private List<Place> all() {
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
        acme("signup-waiting", "/signup/waiting", "/signup/waiting", null);
        globex("signup-closed", "/signup", "/signup", null);
        var invited = invited(Portal.ACME, "Ines Invited", "ines.invited@example.com", "sent");
        acme("invitation", "/invitation/:token", token(Portal.ACME, invited), null);
        var joined = invited(Portal.ACME, "Jo Ined", "jo.ined@example.com", "accepted");
        acme("invitation-accepted", "/invitation/:token", token(Portal.ACME, joined), null);
        var long1 = invited(Portal.GLOBEX, LONG, "z".repeat(64) + "@" + "y".repeat(60) + ".example", "sent");
        globex("invitation-hostile", "/invitation/:token", token(Portal.GLOBEX, long1), null);
        acme("link-alive", "/login/link/:token", link, lea);
        acme("link-other-browser", "/login/link/:token", link, null);
        acme("link-expired", "/login/link/:token", "/login/link/" + UNKNOWN_LINK, null);
        var holder = portal.at(Portal.ACME);
        holder.post("/login/link/" + UNKNOWN_LINK + "/again", Map.of()).expectRedirect("/code");
        acme("code-hidden", "/code", "/code", holder);
    }

    /** Somebody who was invited; the invitation. */
    private UUID invited(String slug, String name, String email, String state) {
        var tenant = portal.tenantId(slug);
        var contact = portal.contact(slug, name, email);
        var id = UUID.randomUUID();
        portal.execute("""
                INSERT INTO invitation (tenant_id, id, contact_id, email, state, mails, sent_at, expires_at, opened_at, accepted_at,
                                        accepted_way)
                SELECT ?, ?, ?, ?, s, CASE s WHEN 'draft' THEN 0 ELSE 2 END, CASE WHEN s <> 'draft' THEN now() - interval '2 days' END,
                       now() + interval '5 days', CASE WHEN s IN ('opened', 'accepted') THEN now() - interval '1 day' END,
                       CASE s WHEN 'accepted' THEN now() END, CASE s WHEN 'accepted' THEN 'mail' END
                  FROM (SELECT ?::text AS s) x""", tenant, id, contact, email, state);
        return id;
    }

    private String token(String slug, UUID invitation) {
        var token = Token.random();
        portal.execute(
                "INSERT INTO invitation_link (tenant_id, token_hash, invitation_id, way) VALUES (?, ?, ?, 'mail')",
                portal.tenantId(slug),
                token.hash(),
                invitation);
        return "/invitation/" + token.text();
    }

    /** Who was asked, and who waits. */
    private void invitations(Visitor sven) {
        console("console-invitations-new", "/t/:slug/invitations/new", "/t/acme/invitations/new", sven);
        console("console-invitations-new-hostile", "/t/:slug/invitations/new", "/t/globex/invitations/new", sven);
        console("console-invitations-many", "/t/:slug/invitations/many", "/t/acme/invitations/many", sven);
        var one = invited(Portal.ACME, "Olaf Opened", "olaf@example.com", "opened");
        invited(Portal.ACME, "Dora Draft", "dora@example.com", "draft");
        console("console-invitations", "/t/:slug/invitations", "/t/acme/invitations", sven);
        console("console-invitations-hostile", "/t/:slug/invitations", "/t/globex/invitations", sven);
        console("console-invitations-none", "/t/:slug/invitations", "/t/acme/invitations?state=revoked", sven);
        console("console-invitation", "/t/:slug/invitations/:invited", "/t/acme/invitations/" + one, sven);
        var long2 = invited(
                Portal.GLOBEX, ARABIC + " " + LONG, "w".repeat(64) + "@" + "y".repeat(60) + ".example", "draft");
        console("console-invitation-hostile", "/t/:slug/invitations/:invited", "/t/globex/invitations/" + long2, sven);
        console("console-approvals-empty", "/t/:slug/approvals", "/t/acme/approvals", sven);
        for (var name : List.of("Priya Nair", ARABIC, LONG))
            portal.execute(
                    "INSERT INTO account_request (tenant_id, id, email, full_name) VALUES (?, ?, ?, ?)",
                    portal.tenantId(Portal.GLOBEX),
                    UUID.randomUUID(),
                    "v".repeat(Math.min(60, name.length())) + "@" + "y".repeat(60) + ".example",
                    name);
        console("console-approvals", "/t/:slug/approvals", "/t/globex/approvals", sven);
    }

    private UUID ownPage(String kind) {
        var id = UUID.randomUUID();
        portal.execute(
                """
                INSERT INTO nav_item (tenant_id, id, label, icon, url, kind, body, embed_url)
                VALUES (?, ?, ?, 'book-open', '/pages/' || ?::text, ?, ?, ?)""",
                portal.tenantId(Portal.ACME),
                id,
                "House rules",
                id,
                kind,
                kind.equals("page")
                        ? "## Before\n\nRing **twice**.\n\n- one\n- two\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |"
                        : "",
                kind.equals("page") ? "" : "https://calendly.com/acme");
        portal.changed(Portal.ACME);
        return id;
    }

    private void inside() {
        portal.account(Portal.ACME, "Emil Empty", "emil@example.com");
        var emil = portal.as(Portal.ACME, "emil@example.com");
        acme("home-empty", "/", "/", emil);
        acme("own-page", "/pages/:item", "/pages/" + ownPage("page"), emil);
        acme("own-embed", "/pages/:item", "/pages/" + ownPage("embed"), emil);
        acme("profile", "/account/profile", "/account/profile", emil);
        acme("account-empty", "/account", "/account", emil);
        acme("email", "/account/email", "/account/email", emil);
        acme("language", "/account/language", "/account/language", emil);
        acme("communities", "/account/communities", "/account/communities", emil);
        acme("certificates", "/account/certificates", "/account/certificates", emil);
        var movers = portal.as(Portal.ACME, "emil@example.com");
        movers.post("/account/email", Map.of("email", "emil@new.example")).expect(303);
        acme("email-codes", "/account/email", "/account/email", movers);
        acme("email-undo", "/account/email/undo/:undo", "/account/email/undo/" + undo(), null);
        acme("email-undo-gone", "/account/email/undo/:undo", "/account/email/undo/" + UNKNOWN_LINK, null);
        acme("data", "/account/data", "/account/data", emil);
        acme("sessions", "/account/sessions", "/account/sessions", emil);
        acme("keys", "/account/keys", "/account/keys", emil);
        acme("security", "/account/security", "/account/security", emil);
        factors();
        portal.execute("DELETE FROM fact");
        acme("activity-empty", "/account/activity", "/account/activity", emil);
        acme("password", "/account/password", "/account/password", emil);
        acme("confirm", "/account/confirm", "/account/confirm", emil);
        var confirming = portal.as(Portal.ACME, "emil@example.com");
        confirming.post("/account/confirm/code/send", Map.of()).expect(303);
        acme("confirm-code", "/account/confirm/code", "/account/confirm/code", confirming);
        acme("bell-empty", "/notifications", "/notifications", emil);
        acme("notifications", "/account/notifications", "/account/notifications", emil);
        var contact = (UUID) portal.query("SELECT contact_id FROM account WHERE email = 'emil@example.com'")
                .getFirst()
                .getFirst();
        var token = Subscriptions.token(portal, Portal.ACME, contact, "digest.summary");
        acme("unsubscribe", "/unsubscribe/:subscription", "/unsubscribe/" + token, null);
        hostile();
    }

    /** Somebody who sets an app up, and somebody who has one and is asked for it. */
    private void factors() {
        portal.account(Portal.ACME, "Sara Second", "sara@example.com");
        var setting = portal.as(Portal.ACME, "sara@example.com");
        setting.post("/account/security/app/begin", Map.of()).expectRedirect("/account/security/app");
        acme("security-app", "/account/security/app", "/account/security/app", setting);
        var hugo = portal.account(Portal.ACME, "Hugo Has", "hugo@example.com");
        var has = portal.as(Portal.ACME, "hugo@example.com");
        passkeys(Portal.ACME, hugo, "acme.localhost", "Firefox, Linux");
        passkeys(Portal.ACME, hugo, "old." + "long-name.".repeat(8) + "example.com", LONG.substring(0, 80));
        portal.execute(
                "INSERT INTO totp (tenant_id, owner_id, secret, confirmed_at) VALUES (?, ?, ?, now())",
                portal.tenantId(Portal.ACME),
                hugo,
                new byte[40]);
        for (int i = 0; i < 7; i++)
            portal.execute(
                    "INSERT INTO recovery_code (tenant_id, owner_id, code_hash) VALUES (?, ?, ?)",
                    portal.tenantId(Portal.ACME),
                    hugo,
                    new byte[] {(byte) i});
        acme("security-full", "/account/security", "/account/security", has);
        acme("confirm-factor", "/account/confirm", "/account/confirm", has);
        var asked = portal.at(Portal.ACME);
        asked.post("/login", Map.of("email", "hugo@example.com", "password", Portal.PASSWORD))
                .expectRedirect("/login/factor");
        acme("factor", "/login/factor", "/login/factor", asked);
    }

    private void passkeys(String tenant, UUID account, String host, String name) {
        portal.execute(
                "INSERT INTO passkey (tenant_id, id, owner_id, credential_id, rp_id, public_key, sign_count, name, last_used_at) VALUES (?, ?, ?, ?, ?, ?, 0, ?, now())",
                portal.tenantId(tenant),
                UUID.randomUUID(),
                account,
                name.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                host,
                new byte[] {1},
                name);
    }

    /** The token by which an address takes a change back. */
    private String undo() {
        var token = dev.atrium.secrets.Token.random();
        portal.account(Portal.ACME, "Mona Moved", "mona@new.example");
        portal.execute("""
                INSERT INTO email_change (tenant_id, id, account_id, contact_id, session_id, old_email, new_email, state, done_at, revert_hash, revert_until)
                SELECT tenant_id, gen_random_uuid(), id, contact_id, gen_random_uuid(), 'mona@example.com', email, 'done', now(), ?,
                       now() + interval '7 days' FROM account WHERE email = 'mona@new.example'""", (Object) token.hash());
        return token.text();
    }

    /** Every kind of field that a profile can have, each with the longest label there may be. */
    private void profileFields(UUID tenant) {
        var types = List.of("text", "long_text", "number", "date", "choice", "yes_no", "url");
        for (var type : types)
            portal.execute(
                    "INSERT INTO custom_field (tenant_id, id, key, label, type, options, position) VALUES (?, ?, ?, ?, ?, coalesce(string_to_array(?, '|'), '{}'), 1)",
                    tenant,
                    UUID.randomUUID(),
                    "asked_" + type,
                    type.equals("date") ? ARABIC : LONG.substring(0, 60),
                    type,
                    type.equals("choice") ? LONG.substring(0, 100) + "|" + ARABIC : null);
        portal.settings(
                Portal.GLOBEX,
                "profile_fields = '{full_name,avatar,phone,field_asked_text,field_asked_long_text,field_asked_number,field_asked_date,field_asked_choice,field_asked_yes_no,field_asked_url,time_zone}', profile_required = '{full_name,phone,field_asked_text,field_asked_date}', profile_visible = '{full_name,avatar,field_asked_text,field_asked_url}'");
    }

    /** GLOBEX is the tenant where everything is as long as the database lets it be. */
    private void hostile() {
        var tenant = portal.tenantId(Portal.GLOBEX);
        portal.settings(Portal.GLOBEX, "allow_duplicate_contacts = true, signup_mode = 'invite_only'");
        portal.execute(
                "UPDATE branding SET portal_name = ?, description = ?, support_email = ?, copyright = ?, version = version + 1 WHERE tenant_id = ?",
                LONG.substring(0, 60),
                (LONG + " " + ARABIC + " " + LONG).substring(0, 300),
                "a".repeat(60) + "@example.com",
                "© " + LONG,
                tenant);
        profileFields(tenant);
        for (int i = 0; i < 8; i++) link(tenant, i);
        for (int i = 0; i < 10; i++) announce(tenant, i);
        portal.account(
                Portal.GLOBEX, (LONG + LONG).substring(0, 200), "x".repeat(64) + "@" + "y".repeat(60) + ".example");
        portal.account(Portal.GLOBEX, ARABIC, "x".repeat(64) + "@" + "y".repeat(60) + ".example");
        // More than one looks through at a glance: they can be narrowed.
        for (int i = 0; i < 8; i++)
            portal.account(
                    Portal.GLOBEX,
                    "Account " + i + " " + LONG.substring(0, 60),
                    "x".repeat(64) + "@" + "y".repeat(60) + ".example");
        portal.changed(Portal.GLOBEX);
        var chooser = portal.at(Portal.GLOBEX);
        chooser.post("/login", Map.of("email", email(), "password", Portal.PASSWORD))
                .expectRedirect("/login/accounts");
        globex("accounts-hostile", "/login/accounts", "/login/accounts", chooser);
        globex("login-hostile", "/login", "/login", null);
        var longest = signedIn("Donau%");
        globex("home-hostile", "/", "/", longest);
        globex("profile-hostile", "/account/profile", "/account/profile", longest);
        globex("account-hostile", "/account", "/account", longest);
        globex("email-hostile", "/account/email", "/account/email", longest);
        globex("sessions-hostile", "/account/sessions", "/account/sessions", longest);
        globex("communities-hostile", "/account/communities", "/account/communities", longest);
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
        keys(tenant);
        globex("keys-hostile", "/account/keys", "/account/keys", longest);
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

    /** Keys of the longest named account and of the business: living, ended, and named as badly as can be. */
    private void keys(UUID tenant) {
        portal.execute("""
                INSERT INTO api_key (tenant_id, id, account_id, name, prefix, secret_hash, scopes, expires_at, revoked_at, last_used_at)
                SELECT $1, gen_random_uuid(), owner, left($2, 80), 'atr_acct_7Hk2pQ', sha256(gen_random_uuid()::text::bytea),
                       '{keys:read,keys:write,profile:read,profile:write}', now() + d * interval '1 day',
                       CASE WHEN d = 3 THEN now() END, CASE WHEN d > 1 THEN now() END
                  FROM (SELECT a.id AS owner FROM account a JOIN contact c ON c.id = a.contact_id
                         WHERE a.tenant_id = $1 AND c.full_name LIKE 'Donau%' UNION ALL SELECT null) o,
                       generate_series(-1, 3) d""".replace("$1", "'" + tenant + "'").replace("$2", "'" + LONG + ARABIC + "'"));
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

    private void domains(Visitor sven) {
        console("console-domains", "/t/:slug/settings/domain", "/t/acme/settings/domain", sven);
        var label = "x".repeat(60);
        var hostile = label + "." + label + "." + label + ".example";
        domain(Portal.GLOBEX, "clients.globex.example", "active", "{}");
        domain(Portal.GLOBEX, "xn--kln-sna.example", "pending_dns", "{}");
        var misdirected = domain(Portal.GLOBEX, hostile, "misdirected", """
                {"known": true, "zone": "example", "provider": "", "apply": "",
                 "faults": [{"kind": "WRONG_TARGET", "args": ["%s"]}, {"kind": "CAA", "args": ["example", "a.example", "b.example"]}],
                 "records": [
                   {"type": "CNAME", "name": "%s", "label": "%s", "expected": "portals.example", "observed": ["%s"],
                    "ttl": 3600, "right": false},
                   {"type": "TXT", "name": "_portal-verify.%s", "label": "_portal-verify.%s", "expected": "%s",
                    "observed": ["%s"], "ttl": 300, "right": true}]}""".formatted(
                        hostile, hostile, hostile, hostile, hostile, hostile, "t".repeat(43), "t".repeat(43)));
        console("console-domains-hostile", "/t/:slug/settings/domain", "/t/globex/settings/domain", sven);
        console(
                "console-domain-hostile",
                "/t/:slug/settings/domain/:domain",
                "/t/globex/settings/domain/" + misdirected,
                sven);
    }

    private UUID domain(String tenant, String host, String state, String report) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO domain (tenant_id, id, host, state, report, verified_at) VALUES (?, ?, ?, ?, ?::jsonb, CASE WHEN ? = 'active' THEN now() END)",
                portal.tenantId(tenant),
                id,
                host,
                state,
                report,
                state);
        return id;
    }

    private void console() {
        portal.staff("Sven Staff", "sven@staff.example", "owner", Portal.ACME, Portal.GLOBEX);
        var sven = portal.asStaff("sven@staff.example");
        console("console-login", "/login", "/login", null);
        console("console-signed-out", "/signed-out", "/signed-out", null);
        var staff = (UUID) portal.query("SELECT id FROM staff WHERE email = 'sven@staff.example'")
                .getFirst()
                .getFirst();
        var teams = Subscriptions.tokenOfStaff(portal, Portal.ACME, staff, "team.mail_failed");
        console("console-unsubscribe", "/unsubscribe/:teamsubscription", "/unsubscribe/" + teams, null);
        console("console-start", "/", "/", sven);
        console("console-confirm", "/confirm", "/confirm", sven);
        console("console-security", "/security", "/security", sven);
        portal.staff("Sol Second", "sol@staff.example", "owner", Portal.ACME);
        var sol = portal.asStaff("sol@staff.example");
        sol.post("/security/app/begin", Map.of()).expectRedirect("/security/app");
        console("console-security-app", "/security/app", "/security/app", sol);
        portal.staff("Hal Halfway", "hal@staff.example", "owner", Portal.ACME);
        portal.asStaff("hal@staff.example")
                .post("/security/app/begin", Map.of())
                .expectRedirect("/security/app");
        portal.execute(
                "UPDATE totp SET confirmed_at = now() WHERE owner_id = (SELECT id FROM staff WHERE email = 'hal@staff.example')");
        var halfway = portal.atConsole();
        halfway.post("/login", Map.of("email", "hal@staff.example", "password", Portal.PASSWORD))
                .expectRedirect("/login/factor");
        console("console-factor", "/login/factor", "/login/factor", halfway);
        console("console-tenants", "/tenants", "/tenants", sven);
        console("console-dashboard", "/t/:slug", "/t/acme", sven);
        console("console-dashboard-hostile", "/t/:slug", "/t/globex", sven);
        console("console-apps", "/t/:slug/apps", "/t/acme/apps", sven);
        console("console-page-new", "/t/:slug/links/new", "/t/acme/links/new?kind=page", sven);
        console("console-embed-new", "/t/:slug/links/new", "/t/acme/links/new?kind=embed", sven);
        console("console-business", "/t/:slug/settings/business", "/t/acme/settings/business", sven);
        console("console-archive", "/t/:slug/settings/business/archive", "/t/acme/settings/business/archive", sven);
        console("console-setup", "/t/:slug/setup", "/t/acme/setup", sven);
        console("console-starters", "/t/:slug/starters", "/t/acme/starters", sven);
        console("console-starter", "/t/:slug/starters/:starter", "/t/acme/starters/coach", sven);
        console("console-keys", "/t/:slug/keys", "/t/acme/keys", sven);
        console("console-keys-hostile", "/t/:slug/keys", "/t/globex/keys", sven);
        invitations(sven);
        domains(sven);
        console("console-jobs", "/t/:slug/jobs", "/t/acme/jobs", sven);
        givenUp();
        console("console-jobs-hostile", "/t/:slug/jobs", "/t/globex/jobs", sven);
        var held = portal.contact(Portal.ACME, ARABIC, "held@example.com");
        portal.execute("UPDATE contact SET legal_hold = ? WHERE id = ?", LONG, held);
        console("console-contact-data", "/t/:slug/contacts/:contact/data", "/t/acme/contacts/" + held + "/data", sven);
        secondFactors(held, sven);
        console("console-api", "/api", "/api", sven);
        console("console-bell-empty", "/t/:slug/bell", "/t/acme/bell", sven);
        console("console-bell-choices", "/t/:slug/bell/choices", "/t/acme/bell/choices", sven);
        console("console-mail", "/t/:slug/mail", "/t/acme/mail", sven);
        console("console-mail-none", "/t/:slug/mail", "/t/acme/mail?state=bounced&to=nobody@example.com", sven);
        console("console-mail-one", "/t/:slug/mail/:mail", "/t/globex/mail/" + letter(), sven);
        console("console-profile-fields", "/t/:slug/profile-fields", "/t/acme/profile-fields", sven);
        console("console-profile-fields-hostile", "/t/:slug/profile-fields", "/t/globex/profile-fields", sven);
        console("console-notifications", "/t/:slug/notifications", "/t/globex/notifications", sven);
        console("console-notification", "/t/:slug/notifications/:type", "/t/acme/notifications/digest.summary", sven);
        console("console-sender", "/t/:slug/notifications/sender", "/t/acme/notifications/sender", sven);
        console("console-sender-dns", "/t/:slug/notifications/sender/dns", "/t/acme/notifications/sender/dns", sven);
        portal.execute(
                """
                INSERT INTO mail_settings (tenant_id, from_name, footer, server_on, host, username, from_address, failures, fault,
                                           rests_until, failing_since)
                VALUES (?, ?, ?, true, 'smtp.globex.example', 'mailer', 'news@globex.example', 7, ?, now() + interval '1 hour', now())""",
                portal.tenantId(Portal.GLOBEX),
                LONG.substring(0, Math.min(100, LONG.length())),
                ARABIC,
                "535 " + LONG.substring(0, Math.min(400, LONG.length())));
        console("console-sender-hostile", "/t/:slug/notifications/sender", "/t/globex/notifications/sender", sven);
        console(
                "console-template",
                "/t/:slug/notifications/:type",
                "/t/acme/notifications/account.login_code?start=default&look=dark&frame=phone&q=a",
                sven);
        people(sven);
        webhooks(sven);
        team(sven);
        viewAs(sven);
        links(sven);
        operator();
    }

    /** The team, accounts of staff and the audit, in ACME as they are and in GLOBEX as long as they can be. */
    private void team(Visitor sven) {
        portal.staff(
                (LONG + LONG).substring(0, 200),
                "z".repeat(60) + "@" + "y".repeat(60) + ".example",
                "admin",
                Portal.GLOBEX);
        portal.staff(ARABIC, "abd@staff.example", "content", Portal.GLOBEX, Portal.ACME);
        for (var role : List.of("support", "admin"))
            sven.post("/t/globex/team", Map.of("email", role + "-" + "w".repeat(50) + "@staff.example", "role", role));
        portal.execute("""
                INSERT INTO staff_invitation (token_hash, email, of_tenant, role, expires_at, used_at)
                VALUES (sha256('used'), 'used@staff.example', ?, 'billing', now() + interval '1 day', now()),
                       (sha256('late'), 'late@staff.example', ?, 'billing', now() - interval '1 day', null)""", portal.tenantId(Portal.GLOBEX), portal.tenantId(Portal.GLOBEX));
        for (int i = 0; i < 60; i++)
            portal.execute(
                    "INSERT INTO audit (tenant_id, id, at, actor_kind, action, object, detail, ip) VALUES (?, gen_random_uuid(), now() - ? * interval '7 hours', 'job', ?, 'contact', jsonb_build_object('name', ?::text, 'reason', ?::text), '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff')",
                    portal.tenantId(Portal.GLOBEX),
                    i,
                    i % 2 == 0 ? "erasure.done" : LONG.substring(0, 50) + ".done",
                    i % 3 == 0 ? ARABIC : LONG,
                    LONG + ARABIC);
        for (var at : List.of("acme", "globex")) {
            var end = at.equals("acme") ? "" : "-hostile";
            console("console-team" + end, "/t/:slug/team", "/t/" + at + "/team", sven);
            console("console-audit" + end, "/t/:slug/audit", "/t/" + at + "/audit", sven);
        }
        var person = portal.query("SELECT id FROM staff WHERE email = 'abd@staff.example'")
                .getFirst()
                .getFirst();
        var longest = portal.query("SELECT id FROM staff WHERE email LIKE 'zzz%'")
                .getFirst()
                .getFirst();
        console("console-person", "/t/:slug/team/:person", "/t/acme/team/" + person, sven);
        console("console-person-hostile", "/t/:slug/team/:person", "/t/globex/team/" + longest, sven);
        console("console-audit-none", "/t/:slug/audit", "/t/acme/audit?to=2020-01-01", sven);
        console("console-account-profile", "/account/profile", "/account/profile", sven);
        console("console-account-security", "/account/security", "/account/security", sven);
        console("console-account-activity", "/account/activity", "/account/activity", sven);
        console("console-forgot", "/forgot", "/forgot", null);
        var asking = portal.atConsole();
        asking.post("/forgot", Map.of("email", "nobody@staff.example")).expectRedirect("/reset");
        console("console-reset", "/reset", "/reset", asking);
    }

    private void viewAs(Visitor sven) {
        var vito = portal.account(Portal.ACME, LONG + " Vito", "vito@example.com");
        console("view-as", "/t/:slug/view-as", "/t/acme/view-as", sven);
        console("view-as-hostile", "/t/:slug/view-as", "/t/globex/view-as", sven);
        var origin = "http://acme.localhost:" + portal.port();
        var over = sven.post(
                        "/t/acme/view-as", Map.of("account", vito.toString(), "reason", "A question about an invoice"))
                .location()
                .substring(origin.length());
        // The hand-off is over before it is looked at; what is shown before that stands in the journey.
        acme("view-as-late", "/view-as/:handoff", "/view-as/" + UNKNOWN_LINK, null);
        var viewer = portal.at(Portal.ACME);
        viewer.post(over, Map.of()).expectRedirect("/");
        acme("view-as-home", "/", "/", viewer);
        acme("view-as-profile", "/account/profile", "/account/profile", viewer);
        acme("view-as-sessions", "/account/sessions", "/account/sessions", viewer);
        acme("view-ended", "/view-ended", "/view-ended", null);
    }

    private void links(Visitor sven) {
        var news = portal.query(
                        "SELECT id FROM announcement WHERE tenant_id = ? LIMIT 1", portal.tenantId(Portal.GLOBEX))
                .getFirst()
                .getFirst();
        var page = "/t/globex/announcements/" + news + "/links";
        var made = sven.post(page, Map.of("days", "30")).expect(200).body();
        int at = made.indexOf("/o/");
        console("announcements", "/t/:slug/announcements", "/t/globex/announcements", sven);
        console("announcements-empty", "/t/:slug/announcements", "/t/acme/announcements", sven);
        console("announcement-new", "/t/:slug/announcements/new", "/t/acme/announcements/new", sven);
        console("announcement", "/t/:slug/announcements/:announcement", "/t/globex/announcements/" + news, sven);
        console("announcement-links", "/t/:slug/announcements/:announcement/links", page, sven);
        globex("link-shared", "/o/:link", made.substring(at, at + 46), null);
    }

    private void operator() {
        portal.staff("Opal Operator", "opal@staff.example", "owner", Portal.ACME);
        portal.execute("UPDATE staff SET operator = true WHERE email = 'opal@staff.example'");
        var opal = portal.asStaff("opal@staff.example");
        console("operator-tenants", "/operator/tenants", "/operator/tenants", opal);
        console("operator-new", "/operator/tenants/new", "/operator/tenants/new", opal);
        console(
                "operator-tenant",
                "/operator/tenants/:tenant",
                "/operator/tenants/" + portal.tenantId(Portal.ACME),
                opal);
        console("operator-first-gone", "/first-run/:setup", "/first-run/" + UNKNOWN_LINK, null);
        console("operator-facts", "/operator", "/operator", opal);
        console("operator-log", "/operator/log", "/operator/log", opal);
        portal.execute(
                "INSERT INTO staff_invitation (token_hash, email, operator, expires_at) VALUES (?, 'ivy@staff.example', true, now() + interval '1 day')",
                new dev.atrium.secrets.Token(UNKNOWN_LINK).hash());
        console("invitation", "/invitation/:invitation", "/invitation/" + UNKNOWN_LINK, null);
        console("invitation-gone", "/invitation/:invitation", "/invitation/nothing", null);
    }

    private void givenUp() {
        var tenant = portal.tenantId(Portal.GLOBEX);
        portal.execute(
                """
                INSERT INTO job (tenant_id, id, kind, key, due_at, wanted_at, attempts, state, last_error, finished_at)
                VALUES (?, gen_random_uuid(), ?, ?, now(), now(), 25, 'dead', ?, now())""", tenant, LONG.substring(0, 60), LONG.substring(0, 160), (LONG + ARABIC + LONG).substring(0, 300));
        portal.execute("""
                INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id, state, attempts, answer)
                VALUES (?, gen_random_uuid(), 'account.welcome', ?, '', ?, '', '', '', 'dead', 12, ?)""", tenant, email(), LONG, LONG + ARABIC);
    }

    /** Endpoints: none; one that works, with messages of every kind; one that was disabled, with texts as long as they may be. */
    private void webhooks(Visitor sven) {
        console("console-webhooks-empty", "/t/:slug/webhooks", "/t/acme/webhooks", sven);
        console("console-webhooks-events", "/t/:slug/webhooks/events", "/t/acme/webhooks/events", sven);
        var hostile = endpoint(
                Portal.GLOBEX,
                "https://hooks." + "y".repeat(60) + ".example/" + LONG.replaceAll("[^a-zA-Z]", ""),
                (ARABIC + LONG).substring(0, 120),
                "disabled");
        message(Portal.GLOBEX, hostile, "contact.tagged", "dead", 500, LONG + ARABIC);
        endpoint(Portal.GLOBEX, "https://off.example/in", "", "off");
        var good = endpoint(Portal.GLOBEX, "https://crm.example.com/hooks/atrium", "CRM", "on");
        message(Portal.GLOBEX, good, "contact.created", "delivered", 204, "");
        message(Portal.GLOBEX, good, "invitation.accepted", "delivered", 200, "{\"ok\":true}");
        message(Portal.GLOBEX, good, "webhook.test", "queued", 503, "Busy");
        console("console-webhooks", "/t/:slug/webhooks", "/t/globex/webhooks", sven);
        var page = "/t/globex/webhooks/";
        console("console-webhook", "/t/:slug/webhooks/:webhook", page + good, sven);
        console("console-webhook-hostile", "/t/:slug/webhooks/:webhook", page + hostile, sven);
        var route = "/t/:slug/webhooks/:webhook/deliveries/:delivery";
        for (var endpoint : List.of(good, hostile)) {
            var message = portal.query(
                            "SELECT message_id FROM webhook_delivery WHERE endpoint_id = ? ORDER BY state DESC LIMIT 1",
                            endpoint)
                    .getFirst()
                    .getFirst();
            var name = "console-webhook-message" + (endpoint.equals(good) ? "" : "-hostile");
            console(name, route, page + endpoint + "/deliveries/" + message, sven);
        }
    }

    private UUID endpoint(String slug, String url, String description, String state) {
        var id = UUID.randomUUID();
        portal.execute("""
                INSERT INTO webhook_endpoint (tenant_id, id, url, description, events, secret, state, succeeded_at, failures,
                                              failing_since, disabled_at, open_until)
                SELECT ?, ?, ?, ?, '{contact.created,contact.tagged,invitation.accepted}', '\\x00', s,
                       CASE s WHEN 'on' THEN now() - interval '3 minutes' END, CASE s WHEN 'disabled' THEN 61 ELSE 0 END,
                       CASE s WHEN 'disabled' THEN now() - interval '73 hours' END, CASE s WHEN 'disabled' THEN now() END,
                       now() + interval '1 day'
                  FROM (SELECT ?::text AS s) x""", portal.tenantId(slug), id, url, description, state);
        return id;
    }

    private void message(String slug, UUID endpoint, String event, String state, int status, String answer) {
        var id = UUID.randomUUID();
        var tenant = portal.tenantId(slug);
        portal.execute(
                """
                INSERT INTO webhook_delivery (tenant_id, endpoint_id, message_id, event, seq, body, state, attempts, due_at, finished_at)
                VALUES (?, ?, ?, ?, 1, ?, ?, 1, now() + interval '1 day', CASE WHEN ? <> 'queued' THEN now() END)""",
                tenant,
                endpoint,
                id,
                event,
                "{\"type\":\"" + event + "\",\"timestamp\":\"2026-11-03T14:30:00Z\",\"data\":{\"id\":\"" + id + "\"}}",
                state,
                state);
        portal.execute("""
                INSERT INTO webhook_attempt (tenant_id, endpoint_id, message_id, id, status, ms, answer)
                VALUES (?, ?, ?, gen_random_uuid(), ?, 184, ?)""", tenant, endpoint, id, status, answer.substring(0, Math.min(1000, answer.length())));
    }

    private void console(String name, String route, String path, Visitor who) {
        all.add(new Place(name, "console " + route, "console.localhost", path, who));
    }

    /** The pages about people: with nobody new, with one who has everything, and with texts as long as they may be. */
    private void people(Visitor sven) {
        var contact = crm(Portal.ACME, "Ines Inside", "Harbour & Sons", "VIP", "Shown to few");
        var hostile = crm(
                Portal.GLOBEX,
                (LONG + ARABIC).substring(0, 190),
                LONG.substring(0, 150),
                LONG.substring(0, 40),
                ARABIC);
        for (var at : List.of("acme", "globex")) {
            var end = at.equals("acme") ? "" : "-hostile";
            var id = at.equals("acme") ? contact : hostile;
            var tenant = "/t/" + at;
            for (var page : List.of(
                    "contacts", "companies", "tags", "segments", "fields", "apps", "branding", "branding/versions")) {
                console("console-" + page.replace("/", "-") + end, "/t/:slug/" + page, tenant + "/" + page, sven);
            }
            console("console-contact" + end, "/t/:slug/contacts/:contact", tenant + "/contacts/" + id, sven);
            console(
                    "console-contact-edit" + end,
                    "/t/:slug/contacts/:contact/edit",
                    tenant + "/contacts/" + id + "/edit",
                    sven);
            console(
                    "console-contact-sees" + end,
                    "/t/:slug/contacts/:contact/sees",
                    tenant + "/contacts/" + id + "/sees",
                    sven);
            console(
                    "console-company" + end,
                    "/t/:slug/companies/:company",
                    tenant + "/companies/" + of(at, "company"),
                    sven);
            console(
                    "console-segment" + end,
                    "/t/:slug/segments/:segment",
                    tenant + "/segments/" + of(at, "segment"),
                    sven);
            console("console-link" + end, "/t/:slug/links/:item", tenant + "/links/" + of(at, "nav_item"), sven);
        }
        console("console-contact-new", "/t/:slug/contacts/new", "/t/acme/contacts/new", sven);
        console("console-imports-empty", "/t/:slug/imports", "/t/acme/imports", sven);
        for (var state : List.of("reading", "mapping", "checking", "checked", "running", "done", "cancelled", "undone"))
            console(
                    "console-import-" + state,
                    "/t/:slug/imports/:import",
                    "/t/globex/imports/" + imported(Portal.GLOBEX, state),
                    sven);
        console("console-imports-hostile", "/t/:slug/imports", "/t/globex/imports", sven);
        merging(sven, contact, hostile);
        signIn(sven, contact, hostile);
        console("console-contacts-nobody", "/t/:slug/contacts", "/t/acme/contacts?q=nobody-at-all", sven);
        console("console-segment-new", "/t/:slug/segments/new", "/t/acme/segments/new", sven);
        console("console-link-new", "/t/:slug/links/new", "/t/acme/links/new", sven);
        console("console-app", "/t/:slug/apps/:app", "/t/acme/apps/account", sven);
    }

    /** A file with names and cells as long as they may be, as far as {@code state}. */
    private UUID imported(String slug, String state) {
        var id = UUID.randomUUID();
        var tenant = portal.tenantId(slug);
        portal.execute("""
                INSERT INTO contact_import (tenant_id, id, file_name, state, encoding, delimiter, headings, mapping, rows, handled, created, updated, failed, finished_at)
                SELECT ?, ?, ?, ?, 'windows-1252', ';', jsonb_build_array(
                         jsonb_build_object('name', ?::text, 'samples', jsonb_build_array(?::text, ?::text), 'withheld', false),
                         jsonb_build_object('name', 'E-mail', 'samples', '["a@example.com"]'::jsonb, 'withheld', false),
                         jsonb_build_object('name', 'Password', 'samples', '[]'::jsonb, 'withheld', true)),
                       '{full_name,email,""}', 48000, 12345, 12000, 300, 45, CASE WHEN ?::text IN ('done', 'cancelled') THEN now() END""", tenant, id, LONG.substring(0, 150) + ".csv", state, LONG, LONG, ARABIC, state);
        for (int row = 2; row < 70; row++)
            portal.execute(
                    """
                    INSERT INTO contact_import_row (tenant_id, import_id, row, cells, verdict, problems)
                    VALUES (?, ?, ?, jsonb_build_array(?::text, 'somebody@example.com'), ?, ?::jsonb)""",
                    tenant,
                    id,
                    row,
                    row % 3 == 0 ? LONG : ARABIC,
                    row % 9 == 0 ? "create" : "error",
                    row % 9 == 0
                            ? "[]"
                            : "[{\"column\": 0, \"target\": \"full_name\", \"code\": \"text-long\", \"args\": [200]}, {\"column\": 1, \"target\": \"email\", \"code\": \"email-invalid\", \"args\": []}]");
        return id;
    }

    /** Two who may be one, what erasing means, and documents in every state. */
    private void merging(Visitor sven, UUID contact, UUID hostile) {
        var twin = portal.contact(Portal.GLOBEX, LONG + ARABIC, "globex-crm@example.com");
        console("console-merge", "/t/:slug/contacts/:contact/merge", "/t/acme/contacts/" + contact + "/merge", sven);
        console(
                "console-merge-likely",
                "/t/:slug/contacts/:contact/merge",
                "/t/globex/contacts/" + hostile + "/merge",
                sven);
        console(
                "console-merge-hostile",
                "/t/:slug/contacts/:contact/merge",
                "/t/globex/contacts/" + hostile + "/merge?with=" + twin,
                sven);
        console("console-erase", "/t/:slug/contacts/:contact/erase", "/t/acme/contacts/" + contact + "/erase", sven);
        console(
                "console-erase-hostile",
                "/t/:slug/contacts/:contact/erase",
                "/t/globex/contacts/" + hostile + "/erase",
                sven);
        var emil = (UUID) portal.query("SELECT contact_id FROM account WHERE email = 'emil@example.com'")
                .getFirst()
                .getFirst();
        chats(sven, emil, "Offer");
        acme("files-empty", "/files", "/files", portal.as(Portal.ACME, "emil@example.com"));
        documents(Portal.ACME, emil, "Offer");
        documents(Portal.GLOBEX, hostile, LONG.substring(0, 150));
        var longest = (UUID) portal.query(
                        "SELECT c.id FROM account a JOIN contact c ON c.id = a.contact_id WHERE a.email LIKE 'xxxx%' AND c.full_name LIKE 'Donau%'")
                .getFirst()
                .getFirst();
        documents(Portal.GLOBEX, longest, LONG.substring(0, 150) + ARABIC);
        acme("files", "/files", "/files", portal.as(Portal.ACME, "emil@example.com"));
        // Whoever stands for hostile data has left their profile unfinished, and shall see these pages all the same.
        for (var slug : List.of(Portal.ACME, Portal.GLOBEX)) portal.settings(slug, "profile_blocks = '{}'");
        GroupPlaces.furnish(portal, emil, longest);
        var inGroups = portal.as(Portal.ACME, "emil@example.com");
        var among = signedIn("Donau%");
        GroupPlaces.PAGES.forEach((route, path) -> {
            acme(GroupPlaces.name(route), route, GroupPlaces.path(portal, Portal.ACME, path), inGroups);
            globex(GroupPlaces.name(route) + "-hostile", route, GroupPlaces.path(portal, Portal.GLOBEX, path), among);
        });
        acme(
                "communities-following-empty",
                "/communities/following",
                "/communities/following",
                portal.as(Portal.ACME, "lea@example.com"));
        var followed = GroupPlaces.PAGES.get("/groups/:group/members") + "?followed=yes";
        acme("communities-members-followed", "/groups/:group/members", followed, inGroups);
        acme("communities-events-month", "/groups/:group/events", GroupPlaces.MONTH, inGroups);
        globex("communities-events-month-hostile", "/groups/:group/events", GroupPlaces.MONTH, signedIn("Donau%"));
        acme("communities-join", "/join/:link", GroupPlaces.link(portal, Portal.ACME), null);
        globex("communities-join-hostile", "/join/:link", GroupPlaces.link(portal, Portal.GLOBEX), null);
        GroupPlaces.CONSOLE.forEach((route, path) -> {
            for (var slug : List.of(Portal.ACME, Portal.GLOBEX))
                console(
                        "console-" + GroupPlaces.name(route) + (slug.equals(Portal.ACME) ? "" : "-hostile"),
                        "/t/:slug" + route,
                        "/t/" + slug + GroupPlaces.path(portal, slug, path),
                        sven);
        });
        GroupPlaces.desk(portal, Portal.ACME)
                .forEach((route, path) -> console(
                        "console-"
                                + route.substring(route.indexOf(":group/") + 7).replaceAll("[/:]+", "-"),
                        route,
                        path,
                        sven));
        for (var slug : List.of(Portal.ACME, Portal.GLOBEX)) {
            var events = "/t/:slug/communities/:group/events";
            console(
                    "console-events-month" + (slug.equals(Portal.ACME) ? "" : "-hostile"),
                    events,
                    GroupPlaces.desk(portal, slug).get(events) + "?month=now",
                    sven);
        }
        CoursePlaces.furnish(portal, Portal.ACME, "Light for products");
        CoursePlaces.furnish(portal, Portal.GLOBEX, (ARABIC + " " + LONG + LONG).substring(0, 120));
        for (var slug : List.of(Portal.ACME, Portal.GLOBEX))
            CoursePlaces.CONSOLE.forEach((route, path) -> console(
                    "console-" + CoursePlaces.name(route) + (slug.equals(Portal.ACME) ? "" : "-hostile"),
                    "/t/:slug" + route,
                    "/t/" + slug + path,
                    sven));
        acme("courses-empty", "/courses", "/courses", inGroups);
        LearnPlaces.furnish(
                portal,
                Portal.ACME,
                emil,
                "Olive oil against the light",
                "## Bottles\n\nHard light, *soft* light.\n\n- lamp\n- card");
        LearnPlaces.furnish(
                portal,
                Portal.GLOBEX,
                longest,
                (LONG + ARABIC).substring(0, 100),
                LONG.repeat(3) + "\n\n> <script>alert(1)</script>");
        LearnPlaces.pages().forEach((name, page) -> {
            acme(name, page[0], page[1], inGroups);
            globex(name + "-hostile", page[0], page[1], among);
        });
        PlayPlaces.furnish(portal, Portal.ACME, emil, "Olive oil against the light");
        PlayPlaces.furnish(portal, Portal.GLOBEX, longest, (LONG + ARABIC).substring(0, 100));
        PlayPlaces.pages().forEach((name, page) -> {
            acme(name, page[0], page[1], inGroups);
            globex(name + "-hostile", page[0], page[1], among);
        });
        CommentPlaces.furnish(portal, Portal.ACME, emil, "Which **lamp** is it?\n\n- the warm one\n- the other one");
        CommentPlaces.furnish(
                portal, Portal.GLOBEX, longest, LONG.repeat(3) + "\n\n> <script>alert(1)</script>" + ARABIC);
        CommentPlaces.pages().forEach((name, page) -> {
            acme(name, page[0], page[1], inGroups);
            globex(name + "-hostile", page[0], page[1], among);
        });
        CommentPlaces.console().forEach((name, page) -> {
            console("console-" + name, "/t/:slug" + page[0], "/t/acme" + page[1], sven);
            console("console-" + name + "-hostile", "/t/:slug" + page[0], "/t/globex" + page[1], sven);
        });
        PlayPlaces.console(emil)
                .forEach((name, page) -> console("console-" + name, "/t/:slug" + page[0], "/t/acme" + page[1], sven));
        PlayPlaces.console(longest)
                .forEach((name, page) ->
                        console("console-" + name + "-hostile", "/t/:slug" + page[0], "/t/globex" + page[1], sven));
        QuizPlaces.furnish(portal, Portal.ACME, emil, "Olive oil against the light");
        QuizPlaces.furnish(portal, Portal.GLOBEX, longest, (LONG + ARABIC).substring(0, 100));
        QuizPlaces.pages().forEach((name, page) -> {
            acme(name, page[0], page[1], inGroups);
            globex(name + "-hostile", page[0], page[1], among);
        });
        QuizPlaces.console().forEach((name, page) -> {
            console("console-" + name, "/t/:slug" + page[0], "/t/acme" + page[1], sven);
            console("console-" + name + "-hostile", "/t/:slug" + page[0], "/t/globex" + page[1], sven);
        });
        HandPlaces.furnish(portal, Portal.ACME, emil, "Olive oil against the light");
        HandPlaces.furnish(portal, Portal.GLOBEX, longest, (LONG + ARABIC).substring(0, 100));
        HandPlaces.pages().forEach((name, page) -> {
            acme(name, page[0], page[1], inGroups);
            globex(name + "-hostile", page[0], page[1], among);
        });
        HandPlaces.console().forEach((name, page) -> {
            console("console-" + name, "/t/:slug" + page[0], "/t/acme" + page[1], sven);
            console("console-" + name + "-hostile", "/t/:slug" + page[0], "/t/globex" + page[1], sven);
        });
        PostPlaces.furnish(portal, emil, longest);
        PostPlaces.pages(Portal.ACME).forEach((route, path) -> acme(PostPlaces.name(route), route, path, inGroups));
        PostPlaces.pages(Portal.GLOBEX)
                .forEach((route, path) -> globex(PostPlaces.name(route) + "-hostile", route, path, among));
        var posts = "/t/:slug/communities/:group/posts";
        console("console-posts", posts, PostPlaces.console(portal, Portal.ACME), sven);
        console("console-posts-hostile", posts, PostPlaces.console(portal, Portal.GLOBEX), sven);
        console("console-thread", posts + "/:post", PostPlaces.thread(portal, Portal.ACME), sven);
        console("console-thread-hostile", posts + "/:post", PostPlaces.thread(portal, Portal.GLOBEX), sven);
        for (var slug : List.of(Portal.ACME, Portal.GLOBEX)) {
            var drafts = PostPlaces.consoleDrafts(portal, slug, "sven@staff.example");
            var name = slug.equals(Portal.ACME) ? "" : "-hostile";
            console("console-drafts" + name, "/t/:slug/communities/:group/drafts", drafts, sven);
            console(
                    "console-draft" + name,
                    "/t/:slug/communities/:group/drafts/:draft",
                    drafts + "/" + PostPlaces.id(slug, "staff-draft") + "?preview=yes",
                    sven);
        }
        certificates(sven, emil, longest);
        globex("files-hostile", "/files", "/files", signedIn("Donau%"));
        console("console-contact-documents", "/t/:slug/contacts/:contact", "/t/acme/contacts/" + emil, sven);
    }

    /** What people earned, where it is checked, and where staff issue it. */
    private void certificates(Visitor sven, UUID emil, UUID longest) {
        var desk = "/courses/certificates";
        for (var page : List.of("", "/new", "/rules"))
            console(
                    "console-certificates-empty" + page.replace('/', '-'),
                    "/t/:slug" + desk + page,
                    "/t/acme" + desk + page,
                    sven);
        CertificatePlaces.furnish(portal, Portal.ACME, emil, "Portraits by daylight");
        CertificatePlaces.furnish(portal, Portal.GLOBEX, longest, LONG.substring(0, 80) + ARABIC);
        var one = "/account/certificates/:certificate";
        for (var kind : List.of("valid", "expired", "revoked")) {
            var own = "/account/certificates/" + CertificatePlaces.id(Portal.ACME, kind);
            acme("certificate-" + kind, one, own, portal.as(Portal.ACME, "emil@example.com"));
            acme("verify-" + kind, "/verify/:code", "/verify/" + CertificatePlaces.code(kind), null);
            globex("verify-" + kind + "-hostile", "/verify/:code", "/verify/" + CertificatePlaces.code(kind), null);
        }
        var theirs = "/account/certificates/" + CertificatePlaces.id(Portal.GLOBEX, "revoked");
        globex("certificate-hostile", one, theirs, signedIn("Donau%"));
        acme("verify", "/verify", "/verify", null);
        acme("verify-wrong", "/verify", "/verify?code=nonsense", null);
        CertificatePlaces.CONSOLE.forEach((route, path) -> {
            for (var slug : List.of(Portal.ACME, Portal.GLOBEX))
                console(
                        "console" + route.replaceAll("[/:]+", "-") + (slug.equals(Portal.ACME) ? "" : "-hostile"),
                        "/t/:slug" + route,
                        "/t/" + slug + CertificatePlaces.path(slug, path),
                        sven);
        });
    }

    /** Conversations of each kind, with what their people said, took back and sent along, and one that was reported. */
    private void chats(Visitor sven, UUID emil, String name) {
        var reader = portal.as(Portal.ACME, "emil@example.com");
        acme("messages-empty", "/messages", "/messages", reader);
        acme("messages-team-empty", "/messages/team", "/messages/team", reader);
        acme("messages-search-empty", "/messages/search", "/messages/search", reader);
        console("console-inbox-search-empty", "/t/:slug/inbox/search", "/t/acme/inbox/search?q=nothing", sven);
        acme("messages-blocked-empty", "/messages/blocked", "/messages/blocked", reader);
        acme("messages-new-empty", "/messages/new", "/messages/new", reader);
        console("console-inbox-empty", "/t/:slug/inbox", "/t/acme/inbox", sven);
        console("console-inbox-reports-empty", "/t/:slug/inbox/reports", "/t/acme/inbox/reports", sven);
        console("console-inbox-settings", "/t/:slug/inbox/settings", "/t/acme/inbox/settings", sven);
        var long_ = LONG.substring(0, 150) + ARABIC;
        var other = portal.contact(Portal.ACME, long_, "chats@example.com");
        console("console-inbox-with", "/t/:slug/inbox/with/:contact", "/t/acme/inbox/with/" + other, sven);
        var chat = chat("group", long_.substring(0, 80), emil, other, "Hello " + name, long_);
        var team = chat("business", "", emil, null, long_, "Friday it is.");
        var tenant = portal.tenantId(Portal.ACME);
        portal.execute(
                "INSERT INTO chat_block (tenant_id, contact_id, blocked_id) VALUES (?, ?, ?)", tenant, emil, other);
        portal.execute(
                "INSERT INTO message_report (tenant_id, id, conversation_id, message_id, reporter_id, reason, note) SELECT tenant_id, gen_random_uuid(), conversation_id, id, ?, 'abuse', ? FROM message WHERE conversation_id = ? AND author_id = ?",
                emil,
                long_,
                chat,
                other);
        var received = portal.query("SELECT id FROM message WHERE conversation_id = ? AND author_id = ?", chat, other)
                .getFirst()
                .getFirst();
        var one = "/messages/" + chat;
        acme("messages-one", "/messages/:conversation", one, reader);
        acme("messages-about", "/messages/:conversation/about", one + "/about", reader);
        acme("messages-report", "/messages/:conversation/report/:message", one + "/report/" + received, reader);
        acme("messages", "/messages", "/messages", reader);
        acme("messages-team", "/messages/team", "/messages/team", reader);
        acme("messages-search", "/messages/search", "/messages/search?q=hello", reader);
        console("console-inbox-search", "/t/:slug/inbox/search", "/t/acme/inbox/search?q=friday", sven);
        acme("messages-blocked", "/messages/blocked", "/messages/blocked", reader);
        console("console-inbox", "/t/:slug/inbox", "/t/acme/inbox?q=em", sven);
        console("console-inbox-one", "/t/:slug/inbox/:thread", "/t/acme/inbox/" + team, sven);
        console("console-inbox-reports", "/t/:slug/inbox/reports", "/t/acme/inbox/reports", sven);
    }

    private UUID chat(String kind, String title, UUID one, UUID other, String first, String second) {
        var tenant = portal.tenantId(Portal.ACME);
        var chat = UUID.randomUUID();
        portal.execute(
                "INSERT INTO conversation (tenant_id, id, kind, title, last_seq) VALUES (?, ?, ?, ?, 2)",
                tenant,
                chat,
                kind,
                title);
        for (var person : other == null ? List.of(one) : List.of(one, other))
            portal.execute(
                    "INSERT INTO participant (tenant_id, conversation_id, contact_id) VALUES (?, ?, ?)",
                    tenant,
                    chat,
                    person);
        var said =
                "INSERT INTO message (tenant_id, id, conversation_id, seq, author_id, of_team, author_name, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
        portal.execute(said, tenant, UUID.randomUUID(), chat, 1L, one, false, "Emil", first);
        portal.execute(said, tenant, UUID.randomUUID(), chat, 2L, other, other == null, "Sven Staff", second);
        return chat;
    }

    private void documents(String slug, UUID contact, String name) {
        for (int i = 0; i < 4; i++) {
            var media = UUID.randomUUID();
            portal.execute("""
                    INSERT INTO media_object (tenant_id, id, staff_id, purpose, name, type, size, sha256, storage_key, state)
                    VALUES (?, ?, ?, 'file', ?, 'application/pdf', 734003, '\\x00', ?, 'ready')""", portal.tenantId(slug), media, UUID.randomUUID(), name, media.toString());
            portal.execute("""
                    INSERT INTO document (tenant_id, id, contact_id, media_id, name, type, size, author, shared_at, expires_at, seen_at, downloaded_at)
                    SELECT ?, gen_random_uuid(), ?, ?, ?, 'application/pdf', 734003, 'Sven Staff', CASE WHEN n > 0 THEN now() END,
                           CASE WHEN n > 2 THEN now() - interval '1 day' END, CASE WHEN n > 1 THEN now() END, CASE WHEN n = 2 THEN now() END
                      FROM (SELECT ?::int AS n) x""", portal.tenantId(slug), contact, media, name + " " + i + ".pdf", i);
        }
    }

    /** Links of staff in every state, for somebody with an account, one without, and one with texts as long as they may be. */
    private void signIn(Visitor sven, UUID without, UUID hostile) {
        console("console-sign-in", "/t/:slug/settings/sign-in", "/t/acme/settings/sign-in", sven);
        console("console-sign-in-hostile", "/t/:slug/settings/sign-in", "/t/globex/settings/sign-in", sven);
        var rows = """
                INSERT INTO sign_in_link (tenant_id, id, token_hash, contact_id, account_id, email, next, handed, maker, expires_at, used_at, revoked_at)
                SELECT a.tenant_id, gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), a.contact_id, a.id, a.email, ?, n = 3, ?,
                       now() + CASE WHEN n = 4 THEN interval '-1 hour' ELSE interval '2 days' END,
                       CASE WHEN n = 1 THEN now() END, CASE WHEN n = 2 THEN now() END
                  FROM account a, generate_series(0, 4) n
                 WHERE a.tenant_id = ? AND a.id = (SELECT id FROM account x WHERE x.tenant_id = ? ORDER BY char_length(email) DESC, id LIMIT 1)""";
        for (var at : List.of(Portal.ACME, Portal.GLOBEX)) {
            var tenant = portal.tenantId(at);
            boolean worst = at.equals(Portal.GLOBEX);
            portal.execute(
                    rows,
                    worst ? "/" + LONG.replaceAll("[^a-zA-Z]", "") : "/account/sessions",
                    worst ? LONG + ARABIC : "Sven Staff",
                    tenant,
                    tenant);
            var whose = portal.query("SELECT contact_id FROM sign_in_link WHERE tenant_id = ? LIMIT 1", tenant)
                    .getFirst()
                    .getFirst();
            var end = worst ? "-hostile" : "";
            var page = "/t/:slug/contacts/:contact/sign-in-links";
            console("console-links-of" + end, page, "/t/" + at + "/contacts/" + whose + "/sign-in-links", sven);
            console("console-login-mail" + end, "/t/:slug/sign-in-links", "/t/" + at + "/sign-in-links", sven);
            var lacking = worst ? hostile : without;
            console(
                    "console-links-of-nobody" + end,
                    page,
                    "/t/" + at + "/contacts/" + lacking + "/sign-in-links",
                    sven);
        }
    }

    /** Of somebody who has some, and of somebody with a long name and no account. */
    private void secondFactors(UUID without, Visitor sven) {
        var has = portal.query(
                        "SELECT a.contact_id FROM account a JOIN passkey p ON p.owner_id = a.id AND p.tenant_id = a.tenant_id WHERE a.tenant_id = ? LIMIT 1",
                        portal.tenantId(Portal.ACME))
                .getFirst()
                .getFirst();
        var page = "/t/:slug/contacts/:contact/second-factor";
        console("console-second-factor", page, "/t/acme/contacts/" + has + "/second-factor", sven);
        console("console-second-factor-none", page, "/t/acme/contacts/" + without + "/second-factor", sven);
    }

    private UUID of(String slug, String table) {
        return (UUID) portal.query(
                        "SELECT id FROM " + table + " WHERE tenant_id = ? ORDER BY id LIMIT 1", portal.tenantId(slug))
                .getFirst()
                .getFirst();
    }

    /** A contact with one of everything that can be written about them. */
    private UUID crm(String slug, String name, String company, String tag, String link) {
        var tenant = portal.tenantId(slug);
        var id = portal.contact(slug, name, slug + "-crm@example.com");
        var ids = new UUID[] {UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()};
        portal.execute("INSERT INTO company (tenant_id, id, name) VALUES (?, ?, ?)", tenant, ids[0], company);
        portal.execute(
                "INSERT INTO company_member (tenant_id, company_id, contact_id, role, until) VALUES (?, ?, ?, 'billing', '2030-01-31')",
                tenant,
                ids[0],
                id);
        portal.execute("INSERT INTO tag (tenant_id, id, name) VALUES (?, ?, ?)", tenant, ids[1], tag);
        portal.execute("INSERT INTO contact_tag (tenant_id, contact_id, tag_id) VALUES (?, ?, ?)", tenant, id, ids[1]);
        portal.execute("INSERT INTO segment (tenant_id, id, name) VALUES (?, ?, ?)", tenant, ids[2], tag + " or lead");
        portal.execute(
                "INSERT INTO segment_rule (tenant_id, segment_id, position, kind, tag_id) VALUES (?, ?, 0, 'tag', ?)",
                tenant,
                ids[2],
                ids[1]);
        portal.execute(
                "INSERT INTO custom_field (tenant_id, id, key, label, type, options) VALUES (?, ?, 'size', ?, 'choice', ?)",
                tenant,
                UUID.randomUUID(),
                company.substring(0, Math.min(60, company.length())),
                new String[] {"Small", LONG.substring(0, 90)});
        portal.execute(
                "UPDATE contact SET fields = jsonb_build_object('size', ?::text), source = 'Fair' WHERE id = ?",
                LONG.substring(0, 90),
                id);
        for (var body : List.of("Called back, wants the offer by Friday.", LONG + " " + ARABIC)) {
            portal.execute(
                    "INSERT INTO note (tenant_id, id, contact_id, body, author) VALUES (?, ?, ?, ?, 'Sven Staff')",
                    tenant,
                    UUID.randomUUID(),
                    id,
                    body);
        }
        portal.execute(
                "INSERT INTO task (tenant_id, id, contact_id, title, due_on) VALUES (?, ?, ?, ?, '2026-01-05')",
                tenant,
                UUID.randomUUID(),
                id,
                name.substring(0, 10));
        portal.execute(
                "INSERT INTO task (tenant_id, id, contact_id, title, done_at) VALUES (?, ?, ?, ?, now())",
                tenant,
                UUID.randomUUID(),
                id,
                company);
        portal.execute("""
                INSERT INTO appointment (tenant_id, id, contact_id, title, starts_at, ends_at, time_zone, place, notes)
                VALUES (?, ?, ?, ?, '2026-12-01 10:00Z', '2026-12-01 11:00Z', 'Europe/Lisbon', ?, 'Bring the plans.')""", tenant, UUID.randomUUID(), id, company, company);
        portal.execute("INSERT INTO audience (tenant_id, id) VALUES (?, ?)", tenant, ids[3]);
        portal.execute(
                "INSERT INTO audience_rule (tenant_id, audience_id, position, effect, kind, tag_id) VALUES (?, ?, 0, 'include', 'tag', ?)",
                tenant,
                ids[3],
                ids[1]);
        portal.execute(
                "INSERT INTO audience_rule (tenant_id, audience_id, position, effect, kind, segment_id) VALUES (?, ?, 1, 'exclude', 'segment', ?)",
                tenant,
                ids[3],
                ids[2]);
        portal.execute(
                "INSERT INTO nav_item (tenant_id, id, label, icon, url, audience_id) VALUES (?, ?, ?, 'calendar', 'https://example.com/book', ?)",
                tenant,
                new UUID(0, 1),
                link,
                ids[3]);
        portal.changed(slug);
        return id;
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
