package dev.atrium.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.secrets.ApiSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit log as people read it. */
class AuditTest {
    /** A word of an action, as the sources write it. */
    private static final Pattern ACTION = Pattern.compile("[\"']([a-z]+(?:-[a-z]+)*\\.[a-z]+(?:-[a-z]+)*)[\"']");

    /** In files that write the audit these words of the same form are something else. */
    private static final Set<String> NO_ACTIONS = Set.of(
            "account.welcome",
            "t.body",
            "plan.pdf",
            "contacts.yes",
            "contacts.no",
            "appointment.ics",
            "keys.days",
            "erasure.due",
            "erasure.forget-mail",
            "invitation.send",
            "announcement.due",
            "announcement.end",
            "contacts.csv",
            "contacts.import",
            "contacts.import-forget",
            "rows-to-correct.csv",
            "post.publish",
            "post.edited",
            "post.pinned",
            "post.unpinned",
            "post.counted",
            "comment.added",
            "comment.edited",
            "comment.counted");

    private static final Pattern NEXT = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");

    private Portal portal;
    private Visitor olivia;
    private UUID ana;

    @BeforeEach
    void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@example.com", "owner", Portal.ACME);
        ana = portal.account(Portal.ACME, "Ana Brandt", "ana@example.com");
        olivia = portal.asStaff("olivia@example.com");
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private static String plain(String url) {
        return url.replace("&#61;", "=").replace("&#x3D;", "=").replace("&amp;", "&");
    }

    @Test
    void every_action_of_the_sources_has_a_sentence() throws IOException {
        var lacking = new TreeSet<String>();
        var messages = portal.house().web().messages();
        try (var all = Files.walk(Path.of("src/main/java/dev/atrium"))) {
            for (var path : all.filter(p -> p.toString().endsWith(".java")).toList()) {
                var text = Files.readString(path);
                if (!text.contains("Audit.record(")) continue;
                var matcher = ACTION.matcher(text);
                while (matcher.find()) {
                    var word = matcher.group(1);
                    boolean message = messages.has(word) || messages.has(word + ".title");
                    if (!message && !NO_ACTIONS.contains(word) && !AuditWords.known(word)) lacking.add(word);
                }
            }
        }
        try (var all = Files.list(Path.of("src/main/resources/db/migration"))) {
            for (var path : all.toList()) {
                var matcher =
                        Pattern.compile("(?:INTO audit |staff_note)[^;]*;").matcher(Files.readString(path));
                while (matcher.find()) {
                    var words = ACTION.matcher(matcher.group());
                    while (words.find()) if (!AuditWords.known(words.group(1))) lacking.add(words.group(1));
                }
            }
        }
        assertEquals(Set.of(), lacking, "give each a line in AuditWords and its messages");
    }

    @Test
    void a_line_says_who_did_what_and_from_where() {
        portal.as(Portal.ACME, "ana@example.com").get("/").expect(200);
        var visitor = portal.at(Portal.ACME);
        visitor.post("/login/code", Map.of("email", "ana@example.com"));
        visitor.post("/code", Map.of("code", portal.code("ana@example.com"))).expect(303);
        var page = olivia.get("/t/acme/audit").expect(200);
        page.expectText("Ana Brandt signed in with a code")
                .expectText("Ana Brandt signed in with a password")
                .expectText("Olivia Owner signed in to the console")
                .expectText("127.0.0.1");
        olivia.header("Accept-Language", "de")
                .get("/t/acme/audit")
                .expectText("Ana Brandt hat sich mit einem Code angemeldet");
    }

    @Test
    void filters_narrow_by_person_kind_day_and_contact() {
        portal.as(Portal.ACME, "ana@example.com");
        var contact = portal.query("SELECT contact_id FROM account WHERE id = ?", ana)
                .getFirst()
                .getFirst();
        var staff = portal.query("SELECT id FROM staff").getFirst().getFirst();
        var client = "Ana Brandt signed in";
        var own = "Olivia Owner signed in to the console";
        assertShows("?who=client", client, own);
        assertShows("?who=staff", own, client);
        assertShows("?actor=" + staff, own, client);
        assertShows("?group=session", client, own);
        assertShows("?action=staff.signed-in", own, client);
        assertShows("?contact=" + contact, client, own);
        assertShows("?contact=" + contact, "About Ana Brandt", own);
        assertShows("?object=" + ana, client, own);
        assertShows("?to=2020-01-01", "Nothing matches", client);
        assertShows("?from=2020-01-01&to=2999-01-01&who=client", client, own);
        for (var bad : List.of("who=boss", "group=nothing", "from=today", "actor=1", "cursor=x"))
            olivia.get("/t/acme/audit?" + bad).expect(200).expectText("That filter means nothing");
    }

    private void assertShows(String query, String shown, String hidden) {
        var body = olivia.get("/t/acme/audit" + query).expect(200).body();
        assertTrue(body.contains(shown), query + " shows " + shown);
        assertFalse(body.contains(hidden), query + " hides " + hidden);
    }

    @Test
    void pages_go_on_without_a_gap_and_the_file_holds_all_of_them() {
        for (int i = 0; i < 120; i++)
            portal.execute(
                    "INSERT INTO audit (tenant_id, id, actor_kind, action, object, detail) VALUES (?, ?, 'job', 'erasure.done', 'contact', jsonb_build_object('name', ?::text))",
                    portal.tenantId(Portal.ACME),
                    UUID.randomUUID(),
                    "=HYPERLINK(\"x\") n" + i + "n");
        var seen = new TreeSet<String>();
        var page = "/t/acme/audit?group=erasure";
        int pages = 0;
        while (!page.isEmpty()) {
            var body = olivia.get(page).expect(200).body();
            pages++;
            var names = Pattern.compile("n([0-9]+)n").matcher(body);
            while (names.find()) seen.add(names.group(1));
            var next = NEXT.matcher(body);
            page = next.find() ? plain(next.group(1)) : "";
        }
        assertEquals(120, seen.size());
        assertEquals(3, pages);
        var file = olivia.get("/t/acme/audit.csv?group=erasure").expect(200);
        assertTrue(file.header("Content-Disposition").startsWith("attachment"));
        assertEquals(121, file.body().lines().count());
        assertFalse(file.body().contains(",\"="), "no cell is a formula");
        assertTrue(file.body().contains("\"'=HYPERLINK(\"\"x\"\")"));
        olivia.get("/t/acme/audit").expectText("Olivia Owner downloaded the audit log");
    }

    @Test
    void programs_read_the_same_lines_by_scope() {
        portal.as(Portal.ACME, "ana@example.com");
        var secret = key("audit:read");
        var body = portal.at(Portal.ACME)
                .header("Authorization", "Bearer " + secret)
                .get("/api/v1/audit?group=session&limit=1")
                .expect(200)
                .json();
        var line = body.getJsonArray("items").getJsonObject(0);
        assertEquals("session.opened", line.getString("action"));
        assertEquals("Ana Brandt signed in with a password", line.getString("text"));
        portal.at(Portal.GLOBEX)
                .header("Authorization", "Bearer " + secret)
                .get("/api/v1/audit")
                .expect(401);
        portal.at(Portal.ACME)
                .header("Authorization", "Bearer " + key("contacts:read"))
                .get("/api/v1/audit")
                .expect(403);
        portal.at(Portal.ACME)
                .header("Authorization", "Bearer " + secret)
                .get("/api/v1/audit?who=boss")
                .expect(422);
    }

    private String key(String scope) {
        var secret = ApiSecret.random(ApiSecret.Owner.BUSINESS);
        portal.execute(
                "INSERT INTO api_key (tenant_id, id, name, prefix, secret_hash, scopes, expires_at) VALUES (?, ?, 'CRM', ?, ?, ARRAY[?], now() + interval '1 day')",
                portal.tenantId(Portal.ACME),
                UUID.randomUUID(),
                secret.prefix(),
                secret.hash(),
                scope);
        return secret.text();
    }

    /** A hundred thousand lines of others do not stand between a contact and theirs. */
    @Test
    void each_filter_is_served_by_an_index() {
        var acme = portal.tenantId(Portal.ACME);
        portal.execute(
                "INSERT INTO audit (tenant_id, id, at, actor_kind, action, object) SELECT ?, gen_random_uuid(), now() - g * interval '1 minute', 'job', 'erasure.done', 'contact' FROM generate_series(1, 50000) g",
                acme);
        portal.execute("ANALYZE audit");
        for (var lead : Map.of(
                        "audit_time", "TRUE",
                        "audit_contact", "contact_id = '" + UUID.randomUUID() + "'",
                        "audit_actor", "actor_id = '" + UUID.randomUUID() + "'",
                        "audit_object", "object_id = '" + UUID.randomUUID() + "'",
                        "audit_action", "action = 'team.joined'")
                .entrySet()) {
            var plan = portal.query(
                            "EXPLAIN SELECT * FROM audit WHERE tenant_id = '" + acme + "' AND " + lead.getValue()
                                    + " AND (at, id) < (now(), gen_random_uuid()) ORDER BY at DESC, id DESC LIMIT 51")
                    .toString();
            assertTrue(plan.contains(lead.getKey()) && !plan.contains("Seq Scan"), lead.getKey() + ": " + plan);
        }
    }
}
