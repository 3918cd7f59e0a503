package dev.atrium.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.harness.Wire;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every changing route of the registry × every way in which another site could make a browser call it. */
class CrossSiteRoutesTest {
    private static final List<String> FOREIGN = List.of(
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site",
            "Sec-Fetch-Site: none",
            "Sec-Fetch-Site: SAME-ORIGIN",
            "Sec-Fetch-Site: cross-site\r\nOrigin: http://{host}",
            "Origin: http://evil.example",
            "Origin: null",
            "Origin: http://{host}.evil.example",
            "Origin: http://globex.localhost",
            "Origin: http://evil.example/{host}",
            "Referer: http://{host}/",
            "X-Nothing: at-all");
    private static Portal portal;
    private static Visitor client;
    private static Visitor staff;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.account(Portal.ACME, "Ana Ruiz", "ana@example.com");
        portal.staff("Olga Owner", "olga@example.com", "owner", Portal.ACME);
        client = portal.as(Portal.ACME, "ana@example.com");
        staff = portal.asStaff("olga@example.com");
        client.get("/").expect(200);
        staff.get("/");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @Test
    void no_changing_route_listens_to_another_site() {
        int tried = 0;
        var open = new TreeSet<String>();
        var before = everything();
        for (var route : portal.house().routes().all()) {
            if (!route.changes()) continue;
            if (route.isFromAnywhere()) {
                open.add(route.path());
                continue;
            }
            boolean console = route.audience().console();
            for (var lie : FOREIGN) {
                for (var type : List.of("application/x-www-form-urlencoded", "text/plain", "application/json")) {
                    var answer = fire(route.method(), route.path(), console, lie, type);
                    assertEquals(
                            403, answer.status(), route.method() + " " + route.path() + " with " + lie + ", " + type);
                    tried++;
                }
            }
        }
        assertEquals(before, everything());
        // Each of them takes its proof from the request and heeds no cookie.
        assertEquals(
                Set.of("/hooks/mail/bounce", "/unsubscribe/:subscription", "/unsubscribe/:teamsubscription"), open);
        assertTrue(tried > 500, "only " + tried + " requests");
        System.out.println("{\"proof\":\"cross-site\",\"requests\":" + tried + ",\"changed\":0}");
    }

    @Test
    void the_portals_own_forms_work_with_either_header() {
        for (var honest : List.of("Sec-Fetch-Site: same-origin", "Origin: http://{host}")) {
            var answer = fire(HttpMethod.POST, "/account/theme", false, honest, "application/x-www-form-urlencoded");
            assertEquals(303, answer.status(), answer.text());
        }
    }

    @Test
    void a_refusal_says_what_happened() {
        portal.at(Portal.ACME)
                .header("Sec-Fetch-Site", "cross-site")
                .post("/login", Forms.login("ana@example.com", Portal.PASSWORD))
                .expect(403)
                .expectText("This request came from another site");
        client.another()
                .cookie("session", client.cookie("session"))
                .header("Sec-Fetch-Site", "cross-site")
                .json("POST", "/api/v1/tokens", "{}")
                .expect(403)
                .expectText("cross-site");
    }

    private static Wire.Raw fire(HttpMethod method, String path, boolean console, String header, String type) {
        var host = (console ? "console.localhost:" : "acme.localhost:") + portal.port();
        var cookie = console ? "atrium-staff=" + staff.cookie("staff") : "atrium-session=" + client.cookie("session");
        var form = Visitor.encode(Map.of(
                "email",
                "ana@example.com",
                "password",
                Portal.PASSWORD,
                "full_name",
                "Changed",
                "name",
                "Changed",
                "theme",
                "dark",
                "code",
                "123456",
                "account",
                UUID.randomUUID().toString(),
                "others",
                "1"));
        return Wire.send(
                portal.port(),
                method + " "
                        + path.replace(":slug", "acme")
                                .replaceAll(":[a-z_]+", UUID.randomUUID().toString())
                        + " HTTP/1.1\r\nHost: " + host + "\r\nCookie: " + cookie + "\r\n"
                        + header.replace("{host}", host)
                        + "\r\nConnection: close\r\nContent-Type: " + type + "\r\nContent-Length: " + form.length()
                        + "\r\n\r\n"
                        + form);
    }

    /** A fingerprint of every row of every table. */
    private static List<List<Object>> everything() {
        var tables = portal.query("SELECT tablename FROM pg_tables WHERE schemaname = 'portal' ORDER BY 1");
        return tables.stream()
                .map(table -> portal.query("SELECT '" + table.getFirst()
                                + "', count(*), coalesce(sum(hashtext(t::text)), 0) FROM portal.\"" + table.getFirst()
                                + "\" t")
                        .getFirst())
                .toList();
    }
}
