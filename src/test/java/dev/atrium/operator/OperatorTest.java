package dev.atrium.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.kernel.Email;
import dev.atrium.kernel.Problem;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People who run the installation: how they come to be, what they open and close, and that nobody else does. */
class OperatorTest {
    private static final Pattern INVITATION = Pattern.compile("/invitation/[A-Za-z0-9_-]{43}");

    private Portal portal;
    private Operators operators;
    private Visitor opal;

    @BeforeEach
    void start() {
        portal = Portal.start();
        operators = new Operators(portal.house().db(), portal.house().clock());
        portal.staff("Opal Operator", "opal@example.com", "support", Portal.ACME);
        assertEquals("", join(operators.make(new Email("opal@example.com"))));
        opal = portal.asStaff("opal@example.com");
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private static Map<String, String> form(String slug, String owner) {
        return Map.of("name", "Initech", "slug", slug, "owner", owner);
    }

    @Test
    void to_staff_the_operators_paths_are_unknown_byte_for_byte() {
        portal.staff("Sven Staff", "sven@example.com", "owner", Portal.ACME);
        var sven = portal.asStaff("sven@example.com");
        var unknown = seen(sven, "GET", "/operator/nothing");
        int tried = 0;
        for (var route : portal.house().routes().all()) {
            if (!route.path().startsWith("/operator")) continue;
            var path =
                    route.path().replace(":tenant", portal.tenantId(Portal.ACME).toString());
            assertEquals(unknown, seen(sven, route.method().name(), path), path);
            portal.atConsole()
                    .send(route.method().name(), path, "", "application/x-www-form-urlencoded")
                    .expect(303);
            tried++;
        }
        assertTrue(tried >= 7, "operators have routes: " + tried);
        assertFalse(sven.get("/t/acme").body().contains("/operator"));
        opal.get("/t/acme").expect(200).expectText("/operator/tenants");
        assertTrue(join(operators.unmake(new Email("opal@example.com"))));
        opal.get("/operator/tenants").expect(404);
    }

    private static String seen(Visitor visitor, String method, String path) {
        var body = method.equals("GET") ? null : "";
        var answer = visitor.send(method, path, body, body == null ? null : "application/x-www-form-urlencoded");
        return answer.status() + answer.body().replaceAll("nonce=\"[^\"]*\"", "nonce");
    }

    @Test
    void a_new_operator_is_invited_at_the_terminal_and_nowhere_else() {
        var path = join(operators.make(new Email("otto@example.com")));
        var otto = portal.atConsole();
        otto.get(path).expect(200).expectText("You are invited to run this installation.");
        otto.post(path, Map.of("name", "Otto", "password", "short")).expect(422);
        otto.post(path, Map.of("name", "Otto Op", "password", Portal.PASSWORD)).expectRedirect("/login");
        otto.post(path, Map.of("name", "Eve", "password", Portal.PASSWORD))
                .expect(200)
                .expectText("This invitation has expired");
        portal.asStaff("otto@example.com").get("/").expectRedirect("/operator/tenants");
    }

    @Test
    void an_invitation_is_used_once_of_many_at_once_and_expires() {
        var path = join(operators.make(new Email("otto@example.com")));
        var answers = Race.of(
                8, i -> portal.atConsole().post(path, Map.of("name", "Otto " + i, "password", Portal.PASSWORD)));
        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 303).count());
        var late = join(operators.make(new Email("lena@example.com")));
        portal.move(Duration.ofHours(25));
        portal.atConsole().get(late).expect(200).expectText("This invitation has expired");
    }

    @Test
    void an_operator_opens_a_portal_and_its_owner_comes_by_invitation() {
        portal.atHost("initech.localhost").get("/login").expect(421);
        opal.post("/operator/tenants/new", form("initech", "olga@example.com"))
                .expect(200)
                .expectText("An invitation is on its way to olga@example.com");
        portal.atHost("initech.localhost").get("/login").expect(200).expectText("Initech");
        var matcher = INVITATION.matcher(portal.mail("olga@example.com").text());
        assertTrue(matcher.find());
        portal.atConsole()
                .post(matcher.group(), Map.of("name", "Olga Owner", "password", Portal.PASSWORD))
                .expectRedirect("/login");
        portal.asStaff("olga@example.com").get("/").expectRedirect("/t/initech");
        assertEquals(
                List.of(List.of("tenant.created", "operator")),
                portal.query(
                        "SELECT action, actor_kind FROM audit WHERE tenant_id = ? AND action LIKE 'tenant.%'",
                        portal.tenantId("initech")));
        opal.get("/operator/log").expect(200).expectText("Portal opened").expectText("Opal Operator");
        opal.get("/operator").expect(200).expectText("PostgreSQL");
    }

    @Test
    void the_owner_is_asked_again_by_mail_alone_until_somebody_owns_the_portal() {
        var opened = opal.post("/operator/tenants/new", form("initech", "olga@example.com"))
                .expect(200);
        assertFalse(INVITATION.matcher(opened.body()).find(), "the link is for its reader alone");
        var first = INVITATION.matcher(portal.mail("olga@example.com").text());
        assertTrue(first.find());
        var page = "/operator/tenants/" + portal.tenantId("initech");
        opal.get(page).expect(200).expectText("Nobody owns this portal yet").expectText("olga@example.com");
        opal.post(page + "/owner", Map.of("owner", "nobody")).expect(422);
        opal.post(page + "/owner", Map.of("owner", "olena@example.com")).expectRedirect(page);
        assertFalse(INVITATION.matcher(opal.get(page).body()).find(), "nor later");
        portal.atConsole().get(first.group()).expect(200).expectText("This invitation has expired");
        var second = INVITATION.matcher(portal.mail("olena@example.com").text());
        assertTrue(second.find());
        portal.atConsole()
                .post(second.group(), Map.of("name", "Olena Owner", "password", Portal.PASSWORD))
                .expectRedirect("/login");
        opal.post(page + "/owner", Map.of("owner", "eve@example.com")).expect(409);
        assertEquals(0, portal.mails("eve@example.com"));
        assertFalse(opal.get(page).body().contains("Nobody owns this portal yet"));
        opal.post("/operator/tenants/" + portal.tenantId(Portal.GLOBEX) + "/owner", Map.of("owner", "opal@example.com"))
                .expect(303);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM staff_role WHERE role = 'owner' AND tenant_id = ?",
                        portal.tenantId(Portal.GLOBEX)));
    }

    @Test
    void somebody_who_works_here_owns_the_new_portal_at_once() {
        portal.staff("Sven Staff", "sven@example.com", "support", Portal.ACME);
        opal.post("/operator/tenants/new", form("initech", "SVEN@example.com"))
                .expect(200)
                .expectText("works here already");
        var sven = portal.asStaff("sven@example.com");
        sven.get("/t/initech").expect(200);
        assertEquals(0, portal.mails("sven@example.com"));
    }

    @Test
    void names_of_portals_are_checked_and_each_is_given_once() {
        for (var bad : List.of("ab", "-abc", "abc-", "a--b", "ab_c", "äbc", "1abc", "x".repeat(41), "xn--abc", "a.b")) {
            var problem = assertThrows(Problem.class, () -> Slug.parse(bad, "console.localhost"), bad);
            assertEquals("slug-shape", problem.fields().get("slug").code(), bad);
        }
        for (var taken : List.of("www", "console", "MAIL", "admin", "staff")) {
            var problem = assertThrows(Problem.class, () -> Slug.parse(taken, "staff.localhost"), taken);
            assertEquals("slug-reserved", problem.fields().get("slug").code(), taken);
        }
        assertEquals("a1-b2", Slug.parse("A1-B2", "console.localhost").text());
        opal.post("/operator/tenants/new", form("acme", "olga@example.com"))
                .expect(422)
                .expectText("Another portal has this address already");
        var answers = Race.of(10, i -> opal.post("/operator/tenants/new", form("race", "owner" + i + "@example.com")));
        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 200).count());
        assertEquals(1, portal.count("SELECT count(*) FROM tenant WHERE slug = 'race'"));
        assertEquals(1, portal.count("SELECT count(*) FROM staff_invitation"));
    }

    @Test
    void a_suspended_portal_shows_a_neutral_page_ends_sessions_and_loses_nothing() {
        portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        var ana = portal.as(Portal.ACME, "ana@example.com");
        ana.get("/").expect(200);
        var contacts = portal.count("SELECT count(*) FROM contact");
        var act = "/operator/tenants/" + portal.tenantId(Portal.ACME);
        opal.post(act + "/suspend", Map.of()).expectRedirect("/operator/tenants");
        Portal.pause(50);
        for (var path : List.of("/", "/login", "/o/x", "/nothing")) {
            var page = ana.get(path).expect(503).expectText("Closed for now");
            assertFalse(page.body().contains("Acme"), "nothing of the tenant");
        }
        ana.get("/api/v1/me").expect(503).expectText("portal-closed");
        opal.get("/t/acme").expect(403).expectText("This portal is suspended");
        portal.at(Portal.GLOBEX).get("/login").expect(200);
        assertEquals(0, portal.sessions("ana@example.com"));
        opal.post(act + "/resume", Map.of()).expectRedirect("/operator/tenants");
        Portal.pause(50);
        ana.get("/").expectRedirect("/login");
        portal.as(Portal.ACME, "ana@example.com").get("/").expect(200);
        assertEquals(contacts, portal.count("SELECT count(*) FROM contact"));
        opal.post(act + "/resume", Map.of()).expect(303);
        assertEquals(
                "[[tenant.suspended], [tenant.resumed]]",
                portal.query("SELECT action FROM audit WHERE action LIKE 'tenant.%' ORDER BY at")
                        .toString(),
                "what changed nothing leaves no line");
        assertEquals(2, portal.count("SELECT count(*) FROM installation_audit WHERE action LIKE 'tenant.%'"));
    }

    @Test
    void the_list_is_searched_and_goes_on_page_by_page() {
        for (int i = 100; i < 220; i++) {
            portal.execute(
                    "INSERT INTO tenant (tenant_id, slug, name) VALUES (gen_random_uuid(), ?, ?)",
                    "shop-" + i,
                    "Shop " + i);
        }
        var seen = new java.util.TreeSet<String>();
        var page = "/operator/tenants?q=SHOP";
        int pages = 0;
        while (!page.isEmpty()) {
            var body = opal.get(page).expect(200).body();
            pages++;
            var slugs = Pattern.compile("href=\"http://(shop-[0-9]+)\\.").matcher(body);
            while (slugs.find()) assertTrue(seen.add(slugs.group(1)), "twice: " + slugs.group(1));
            var next = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"").matcher(body);
            page = next.find() ? next.group(1).replace("&#61;", "=").replace("&amp;", "&") : "";
        }
        assertEquals(120, seen.size());
        assertEquals(3, pages);
    }
}
