package dev.atrium.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.kernel.Email;
import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A portal's whole life under its operators: limits that hold, a copy of how it is set up, and an end that can be taken back. */
class TenantLifeTest {
    private Portal portal;
    private Visitor opal;
    private String acme;

    @BeforeEach
    void start() {
        portal = Portal.start();
        portal.staff("Opal Operator", "opal@example.com", "owner", Portal.ACME);
        join(new Operators(portal.house().db(), portal.house().clock()).make(new Email("opal@example.com")));
        opal = portal.asStaff("opal@example.com");
        acme = "/operator/tenants/" + portal.tenantId(Portal.ACME);
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private long contacts() {
        return portal.count("SELECT count(*) FROM contact WHERE tenant_id = ?", portal.tenantId(Portal.ACME));
    }

    @Test
    void of_any_number_at_once_none_goes_past_the_limit_and_staff_are_warned_before() {
        for (int i = 0; i < 7; i++) portal.contact(Portal.ACME, "Known " + i, "known" + i + "@example.com");
        opal.post(acme + "/limits", Map.of("contacts", "ten")).expect(422);
        opal.post(acme + "/limits", Map.of("contacts", "10")).expectRedirect(acme);
        assertFalse(opal.get("/t/acme").body().contains("of your contacts are used"));
        var cookie = opal.cookie("staff");
        var answers = Race.of(
                20,
                i -> portal.atConsole()
                        .cookie("staff", cookie)
                        .post(
                                "/t/acme/contacts/new",
                                Map.of("full_name", "New " + i, "email", "new" + i + "@example.com"))
                        .status());
        assertEquals(3, answers.stream().filter(status -> status == 303).count());
        assertEquals(17, answers.stream().filter(status -> status == 409).count());
        assertEquals(10, contacts());
        opal.get("/t/acme").expectText("All contacts of your portal are used");
        opal.get(acme).expect(200).expectText("10 of 10").expectText("reached");
        portal.execute("DELETE FROM contact WHERE email = 'known1@example.com'");
        opal.get("/t/acme").expectText("90 % of your contacts are used");
        opal.post("/t/acme/contacts/new", Map.of("full_name", "Fits", "email", "fits@example.com"))
                .expect(303);
        opal.post("/t/globex/contacts/new", Map.of("full_name", "x", "email", "x@example.com"))
                .expect(404);
        opal.get("/operator/tenants").expectText("a limit is reached");
        assertEquals(1, portal.count("SELECT count(*) FROM audit WHERE action = 'tenant.limits-changed'"));
    }

    private void told(String type, String subject) {
        var mail = portal.mail("opal@example.com", message -> message.subject().contains(subject));
        assertTrue(mail.text().contains("percent"), mail.text());
        assertEquals(1, portal.count("SELECT count(*) FROM staff_notification WHERE type = ?", type), type);
    }

    private void settled() {
        for (int i = 0; i < 400; i++) {
            if (portal.count(
                            "SELECT count(*) FROM job WHERE kind IN ('limits.passed', 'notifications.team') AND state = 'queued'")
                    == 0) return;
            Portal.pause(25);
        }
        throw new AssertionError("nobody was told");
    }

    /** The subjects of what was written to her, by how often. */
    private Map<Object, Long> subjects() {
        settled();
        return portal
                .query(
                        "SELECT subject FROM mail_outbox WHERE recipient = 'opal@example.com' AND subject LIKE '%limit:%'")
                .stream()
                .collect(Collectors.groupingBy(row -> row.getFirst(), Collectors.counting()));
    }

    @Test
    void each_time_a_limit_is_passed_its_team_and_the_operators_are_told_once() {
        for (int i = 0; i < 7; i++) portal.contact(Portal.ACME, "Known " + i, "known" + i + "@example.com");
        opal.post(acme + "/limits", Map.of("contacts", "10", "mails", "5")).expectRedirect(acme);
        assertEquals(Map.of(), subjects(), "seven of ten is nothing to tell");
        portal.contact(Portal.ACME, "Eighth", "eighth@example.com");
        told("team.contacts_filling", "are running out");
        portal.contact(Portal.ACME, "Ninth", "ninth@example.com");
        assertEquals(Map.of("Acme Studio has used 80 % of a limit: Contacts", 1L), subjects());
        portal.contact(Portal.ACME, "Tenth", "tenth@example.com");
        var both = Map.of(
                "Acme Studio has used 80 % of a limit: Contacts",
                1L, "Acme Studio has used 100 % of a limit: Contacts", 1L);
        assertEquals(both, subjects());
        portal.execute("DELETE FROM contact WHERE email LIKE 'known%'");
        for (int i = 0; i < 5; i++) portal.contact(Portal.ACME, "Anew " + i, "anew" + i + "@example.com");
        assertEquals(
                Map.of(
                        "Acme Studio has used 80 % of a limit: Contacts", 2L,
                        "Acme Studio has used 100 % of a limit: Contacts", 1L),
                subjects(),
                "who falls below and comes again passes again");
        opal.post(acme + "/limits", Map.of("contacts", "4", "mails", "5")).expectRedirect(acme);
        assertEquals(2L, subjects().get("Acme Studio has used 100 % of a limit: Contacts"), "a limit that came down");
    }

    @Test
    void beyond_a_days_mails_further_ones_wait_for_tomorrow_and_nothing_at_a_door_does() {
        opal.post(acme + "/limits", Map.of("mails", "5")).expectRedirect(acme);
        for (int i = 0; i < 4; i++) mail("account.code_of_conduct", "n" + i + "@example.com");
        assertEquals(1, subjects().size());
        for (int i = 4; i < 7; i++) mail("account.code_of_conduct", "n" + i + "@example.com");
        var late = "SELECT count(*) FROM mail_outbox WHERE due_at > portal_now()";
        assertEquals(2, portal.count(late), "by what a type is, not by what it is called");
        portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        portal.at(Portal.ACME).post("/login/code", Forms.email("ana@example.com"));
        portal.as(Portal.ACME, "ana@example.com")
                .post("/account/data/erase", Map.of("confirm", "yes", "password", Portal.PASSWORD))
                .expect(303);
        assertEquals(
                List.of(List.of("account.erasure_asked"), List.of("account.login_code")),
                portal.query("SELECT kind FROM mail_outbox WHERE recipient = 'ana@example.com' ORDER BY kind"));
        assertEquals(2, portal.count(late), "neither what guards an account nor what the law asks for");
        opal.get("/t/acme").expectText("Further ones wait until tomorrow");
        assertEquals(
                Map.of(
                        "Acme Studio has used 80 % of a limit: Mails a day", 1L,
                        "Acme Studio has used 100 % of a limit: Mails a day", 1L),
                subjects(),
                "and word of it does not wait behind it");
        opal.get(acme).expectText("reached");
    }

    private void mail(String kind, String to) {
        portal.execute("""
                INSERT INTO mail_outbox (tenant_id, id, kind, recipient, sender_name, subject, html, text, message_id)
                VALUES (?, gen_random_uuid(), ?, ?, '', 'Hello', '', 'Hello', ? || '@x')""", portal.tenantId(Portal.ACME), kind, to, to);
    }

    @Test
    void a_file_of_contacts_fills_the_portal_up_to_its_limit_and_says_so_of_the_rest() {
        portal.contact(Portal.ACME, "Known", "known@example.com");
        opal.post(acme + "/limits", Map.of("contacts", "3")).expectRedirect(acme);
        var rows =
                "email,name\nknown@example.com,Again\na@new.example,A\nb@new.example,B\nc@new.example,C\nd@new.example,D\n";
        var path =
                opal.post("/t/acme/imports", Map.of("rows", rows)).expect(303).location();
        opal.post(path + "/columns", Map.of("policy", "update", "column_0", "email", "column_1", "full_name"))
                .expect(303);
        assertEquals(List.of(2, 1, 0, 2), tally(path, "checked"), "the trial says it before");
        opal.get(path).expectText("The portal has no room for another contact");
        opal.post(path + "/run", Map.of()).expect(303);
        assertEquals(List.of(2, 1, 0, 2), tally(path, "done"));
        assertEquals(3, contacts());
        opal.get(path + "/errors.csv").expect(200).expectText("d@new.example");
    }

    private List<Object> tally(String path, String state) {
        var id = UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
        for (int i = 0; i < 400; i++) {
            var found = portal.query(
                    "SELECT created, updated, skipped, failed FROM contact_import WHERE id = ? AND state = ?",
                    id,
                    state);
            if (!found.isEmpty()) return found.getFirst();
            Portal.pause(25);
        }
        throw new AssertionError("never " + state);
    }

    @Test
    void everything_of_a_portal_is_taken_along_and_nothing_of_another_nor_what_opens_doors() throws IOException {
        portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        portal.account(Portal.GLOBEX, "Ben Okafor", "ben@example.com");
        portal.as(Portal.ACME, "ana@example.com");
        opal.get("/t/acme/settings/business").expectText("Take your data along");
        var mine =
                unzip(opal.post("/t/acme/settings/business/archive", Map.of()).expect(200));
        opal.post(acme + "/delete", Map.of("confirm", "acme")).expectRedirect(acme);
        var operators = unzip(opal.post(acme + "/archive", Map.of()).expect(200));
        for (var files : List.of(mine, operators)) {
            assertTrue(files.get("tables/contact.jsonl").contains("ana@example.com"));
            assertTrue(files.get("tables/tenant.jsonl").contains("\"acme\""));
            assertTrue(files.containsKey("manifest.json") && files.containsKey("index.html"));
            var all = String.join("\n", files.values());
            assertFalse(all.contains("ben@example.com") || all.contains("globex"), "nothing of another");
            assertFalse(all.contains("_hash") || all.contains("$argon2"), "no hashes");
            assertFalse(files.containsKey("tables/session.jsonl"));
        }
        portal.staff("Sue Support", "sue@example.com", "support", Portal.GLOBEX);
        portal.asStaff("sue@example.com")
                .post("/t/globex/settings/business/archive", Map.of())
                .expect(404);
        assertEquals(2, portal.count("SELECT count(*) FROM audit WHERE action = 'tenant.exported'"));
        assertEquals(1, portal.count("SELECT count(*) FROM installation_audit WHERE action = 'tenant.exported'"));
    }

    private static Map<String, String> unzip(Answer answer) throws IOException {
        assertEquals("application/zip", answer.header("content-type"));
        var files = new HashMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.bytes()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
        }
        return files;
    }

    @Test
    void operators_see_a_portal_under_the_name_that_it_has_today() {
        portal.domain(Portal.ACME, "members.acme.example", true, true);
        portal.execute("UPDATE subdomain SET label = 'globally' WHERE tenant_id = ?", portal.tenantId(Portal.GLOBEX));
        var list = opal.get("/operator/tenants").expect(200).body();
        assertTrue(list.contains("http://members.acme.example:"), list);
        assertTrue(list.contains("http://globally.localhost:"), list);
        assertFalse(list.contains("http://acme.localhost:") || list.contains("http://globex.localhost:"));
        opal.get("/operator/tenants?q=members.acme").expectText("members.acme.example");
        opal.get(acme).expectText("http://members.acme.example:");
    }

    @Test
    void a_program_of_the_business_changes_the_sub_domain_and_the_one_before_leads_there() {
        var made = opal.post(
                        "/t/acme/keys",
                        Map.of(
                                "key_name",
                                "DNS",
                                "days",
                                "90",
                                "scope_domains_read",
                                "yes",
                                "scope_domains_write",
                                "yes"))
                .body();
        var matcher = Pattern.compile("atr_[a-z]+_[A-Za-z0-9_-]{30,}").matcher(made);
        assertTrue(matcher.find(), made);
        var key = "Bearer " + matcher.group();
        var api = "/api/v1/business/domains";
        var changed = portal.at(Portal.ACME)
                .header("Authorization", key)
                .json("PATCH", api, "{\"sub_domain\":\"Acme-Studio\"}")
                .expect(200);
        assertEquals("acme-studio", changed.json().getString("sub_domain"));
        for (var bad : List.of("ab", "www", "globex", "-x-", "a b c"))
            portal.at("acme-studio")
                    .header("Authorization", key)
                    .json("PATCH", api, "{\"sub_domain\":\"" + bad + "\"}")
                    .expect(422);
        Portal.pause(50);
        assertEquals(308, portal.at(Portal.ACME).get("/login").status());
        portal.at("acme-studio")
                .header("Authorization", key)
                .json("PATCH", api, "{\"sub_domain\":\"acme\"}")
                .expect(200);
        Portal.pause(50);
    }

    @Test
    void a_deleted_portal_closes_at_once_can_be_kept_and_goes_with_everything_after_its_grace() {
        portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        portal.account(Portal.GLOBEX, "Ben Okafor", "ben@example.com");
        portal.execute("INSERT INTO recovery_code (tenant_id, owner_id, code_hash)"
                + " SELECT tenant_id, id, '\\x00' FROM account WHERE email LIKE 'ana%' OR email LIKE 'ben%'");
        opal.post(acme + "/delete", Map.of("confirm", "globex")).expect(422).expectText("Type acme exactly");
        opal.post(acme + "/delete", Map.of("confirm", "acme")).expectRedirect(acme);
        var word = portal.mail("opal@example.com", message -> message.subject().contains("will be deleted"));
        assertTrue(word.text().contains("a copy of your data"), word.text());
        Portal.pause(60);
        portal.at(Portal.ACME).get("/login").expect(503);
        opal.post(acme + "/resume", Map.of()).expect(303);
        assertEquals(
                1, portal.count("SELECT count(*) FROM tenant WHERE status = 'suspended'"), "kept first, then resumed");
        opal.post(acme + "/keep", Map.of()).expectRedirect(acme);
        portal.mail("opal@example.com", message -> message.subject().contains("is not deleted"));
        opal.post(acme + "/resume", Map.of()).expect(303);
        Portal.pause(60);
        portal.at(Portal.ACME).get("/login").expect(200);
        opal.post(acme + "/delete", Map.of("confirm", "acme")).expectRedirect(acme);
        opal.post(acme + "/delete", Map.of("confirm", "acme")).expect(409);
        for (int i = 0; i < 400 && told() < 2; i++) Portal.pause(25);
        assertEquals(2, told(), "asked for twice, told twice");
        sweep();
        assertEquals(1, contacts(), "not before its time");
        portal.move(Duration.ofDays(14).plusMinutes(1));
        sweep();
        Portal.pause(60);
        assertEquals(0, portal.count("SELECT count(*) FROM tenant WHERE slug = 'acme'"));
        assertEquals(1, portal.count("SELECT count(*) FROM contact"), "and nothing of anybody else");
        assertEquals(1, portal.count("SELECT count(*) FROM recovery_code"), "second factors as well");
        for (var table : new String[] {"account", "tenant_settings", "audit", "mail_outbox", "staff_role"})
            assertEquals(
                    0,
                    portal.count(
                            "SELECT count(*) FROM " + table + " WHERE tenant_id NOT IN (SELECT tenant_id FROM tenant)"),
                    table);
        assertEquals(1, portal.count("SELECT count(*) FROM installation_audit WHERE action = 'tenant.deleted'"));
    }

    private long told() {
        return portal.count(
                "SELECT count(*) FROM mail_outbox WHERE kind = 'staff.portal_going' AND state = 'accepted'");
    }

    private void sweep() {
        for (int i = 0; i < 5; i++)
            join(portal.house().db().system("SELECT gone FROM sys_sweep_tenants($1)", row -> row.getLong(0), 1000));
    }

    @Test
    void a_portal_is_set_up_like_another_without_anything_of_its_people() {
        portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        opal.post("/t/acme/starters/studio", Map.of()).expect(303);
        opal.post("/t/acme/tags", Map.of("name", "Insider")).expect(303);
        var tag = portal.query("SELECT id FROM tag WHERE name = 'Insider'")
                .getFirst()
                .getFirst();
        opal.post("/t/acme/links/new", Map.of("label", "In", "url", "https://example.com/", "who_0", "tag:" + tag))
                .expect(303);
        opal.post(
                        "/t/acme/links/new",
                        Map.of("label", "Her", "url", "https://example.com/", "person", "ana@example.com"))
                .expect(303);
        opal.post(
                        "/operator/tenants/new",
                        Map.of("name", "Initech", "slug", "initech", "owner", "opal@example.com", "like", "acme"))
                .expect(200);
        var made = portal.tenantId("initech");
        assertEquals(
                portal.query("SELECT color_primary FROM branding WHERE tenant_id = ?", portal.tenantId(Portal.ACME)),
                portal.query("SELECT color_primary FROM branding WHERE tenant_id = ?", made));
        assertEquals(4, portal.count("SELECT count(*) FROM tag WHERE tenant_id = ?", made));
        assertEquals(3, portal.count("SELECT count(*) FROM nav_item WHERE tenant_id = ?", made));
        assertEquals(0, portal.count("SELECT count(*) FROM contact WHERE tenant_id = ?", made));
        assertEquals(
                0, portal.count("SELECT count(*) FROM audience_rule WHERE tenant_id = ? AND kind = 'contact'", made));
        assertEquals(
                0,
                portal.count(
                        "SELECT count(*) FROM announcement WHERE tenant_id = ? AND published_at IS NOT NULL", made));
        assertEquals(
                "Initech",
                portal.query("SELECT portal_name FROM branding WHERE tenant_id = ?", made)
                        .getFirst()
                        .getFirst());
        opal.post(
                        "/operator/tenants/new",
                        Map.of("name", "Initrode", "slug", "initrode", "owner", "opal@example.com", "like", "nobody"))
                .expect(422);
        assertEquals(0, portal.count("SELECT count(*) FROM tenant WHERE slug = 'initrode'"));
    }
}
