package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.harness.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every route that mails × every way to lie about the host: no mail names a foreign host or goes to a foreign address. */
class HostTricksTest {
    private static final String HOST = "acme.localhost";
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start(Map.of(
                "limits.codes-per-address-per-hour",
                "10000",
                "limits.codes-per-ip-per-hour",
                "100000",
                "limits.sign-in-per-ip-per-minute",
                "100000",
                "limits.code-mails-per-tenant-per-hour",
                "100000"));
        portal.settings(Portal.ACME, "magic_links = true");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    /** A request in the state in which an honest host would cause a mail. */
    private record Shot(String path, Visitor visitor, String form) {}

    private interface Route {
        Shot prepare(String email);
    }

    @Test
    void no_mail_ever_names_a_foreign_host_or_reaches_a_foreign_address() {
        List<String> victims = new ArrayList<>();
        int shots = 0;
        int mailed = 0;
        for (var route : routes().entrySet()) {
            long before = portal.count("SELECT count(*) FROM mail_outbox");
            for (var trick : tricks()) {
                var email = "victim" + shots++ + "@example.com";
                victims.add(email);
                var shot = route.getValue().prepare(email);
                before = Math.max(before, portal.count("SELECT count(*) FROM mail_outbox"));
                var answer = fire(shot, trick);
                assertTrue(answer.status() < 500, route.getKey() + " with " + trick + ": " + answer.text());
                mailed += (int) (portal.count("SELECT count(*) FROM mail_outbox") - before);
            }
            var honest = "honest-" + route.getKey() + "@example.com";
            victims.add(honest);
            var shot = route.getValue().prepare(honest);
            before = portal.count("SELECT count(*) FROM mail_outbox");
            fire(shot, "POST {path} HTTP/1.1|Host: acme.localhost:{port}");
            assertTrue(
                    portal.count("SELECT count(*) FROM mail_outbox") > before,
                    route.getKey() + " sends no mail at all");
        }
        long foreign = portal.count(
                "SELECT count(*) FROM mail_outbox WHERE (subject || html || text || reply_to || sender_name) ~* 'evil|:6666|<script'");
        long strangers = portal.count("SELECT count(*) FROM mail_outbox WHERE NOT recipient = ANY(?)", (Object)
                victims.toArray(String[]::new));
        Proof.print(
                "host-tricks",
                shots,
                foreign + strangers,
                "0",
                "routes",
                routes().size(),
                "tricks",
                tricks().size(),
                "mails",
                mailed,
                "foreign_hosts",
                foreign,
                "foreign_recipients",
                strangers);
        assertEquals(0, foreign);
        assertEquals(0, strangers);
    }

    private static Wire.Raw fire(Shot shot, String trick) {
        var cookies = new StringBuilder();
        for (var name : List.of("session", "flow")) {
            var value = shot.visitor().cookie(name);
            if (!value.isEmpty()) cookies.append(cookies.isEmpty() ? "" : "; ").append("atrium-" + name + "=" + value);
        }
        var head = trick.replace("|", "\r\n")
                        .replace("{path}", shot.path())
                        .replace("{port}", Integer.toString(portal.port()))
                + "\r\n" + (cookies.isEmpty() ? "" : "Cookie: " + cookies + "\r\n");
        return Wire.post(portal.port(), head, shot.form());
    }

    private static Map<String, Route> routes() {
        Map<String, Route> routes = new LinkedHashMap<>();
        routes.put(
                "signup",
                email -> new Shot(
                        "/signup",
                        portal.at(Portal.ACME),
                        Visitor.encode(Forms.signup("Vic", email, "a-quiet-place-9"))));
        routes.put("login-code", email -> new Shot("/login/code", portal.at(Portal.ACME), "email=" + email));
        routes.put("forgot", email -> {
            portal.account(Portal.ACME, "Vic Tim", email);
            return new Shot("/forgot", portal.at(Portal.ACME), "email=" + email);
        });
        routes.put("resend", email -> {
            var visitor = portal.at(Portal.ACME);
            visitor.post("/signup", Forms.signup("Vic", email, "a-quiet-place-9"))
                    .expect(303);
            portal.execute("UPDATE one_time_code SET sent_at = sent_at - interval '2 minutes'");
            return new Shot("/code/resend", visitor, "");
        });
        routes.put("verify", email -> {
            var visitor = portal.at(Portal.ACME);
            visitor.post("/signup", Forms.signup("Vic", email, "a-quiet-place-9"))
                    .expect(303);
            return new Shot("/code", visitor, "code=" + portal.code(email));
        });
        routes.put("link-again", email -> {
            portal.account(Portal.ACME, "Vic Tim", email);
            var visitor = portal.at(Portal.ACME);
            visitor.post("/login/code", Forms.email(email)).expect(303);
            return new Shot("/login/link/" + portal.link(email) + "/again", visitor, "");
        });
        routes.put("password", email -> {
            portal.account(Portal.ACME, "Vic Tim", email);
            return new Shot(
                    "/account/password",
                    portal.as(Portal.ACME, email),
                    "password=a-brand-new-start-3&current=" + Portal.PASSWORD);
        });
        routes.put("switch", email -> {
            portal.account(Portal.ACME, "Vic Tim", email);
            return new Shot("/account/switch", portal.as(Portal.ACME, email), "others=1");
        });
        return routes;
    }

    private static List<String> tricks() {
        var tricks = new ArrayList<String>();
        for (var host : List.of(
                "evil.example",
                "acme.localhost:80@evil.example",
                "acme.localhost@evil.example",
                "evil.example@acme.localhost",
                "acme.localhost.evil.example",
                "evilacme.localhost",
                "acme.localhost.",
                "ACME.LOCALHOST",
                "acme.localhost:6666",
                "acme.localhost%00.evil.example",
                "acme.localhost%2eevil.example",
                "acme.localhost%0d%0aevil.example",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::1%25evil]",
                "127.0.0.1",
                "",
                "xn--cme-8cd.localhost",
                "acme.localhost evil.example",
                "acme.localhost,evil.example",
                "acme.localhost/evil.example",
                "acme.localhost#evil.example",
                "acme.localhost?evil.example",
                "acme.localhost\\evil.example",
                "http://evil.example",
                "acme.localhost:evil",
                "acme.localhost:99999",
                "-acme.localhost",
                "evil".repeat(1000),
                "\"acme.localhost\"evil",
                "acme.localhost;evil.example",
                new String("\u0430cme.localhost".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))) {
            tricks.add("POST {path} HTTP/1.1|Host: " + host);
        }
        var good = "Host: " + HOST + ":{port}";
        tricks.add("POST {path} HTTP/1.1");
        tricks.add("POST {path} HTTP/1.0");
        tricks.add("POST {path} HTTP/1.1|" + good + "|Host: evil.example");
        tricks.add("POST {path} HTTP/1.1|Host: evil.example|" + good);
        tricks.add("POST http://evil.example{path} HTTP/1.1|" + good);
        tricks.add("POST http://acme.localhost{path} HTTP/1.1|Host: evil.example");
        tricks.add("POST //evil.example{path} HTTP/1.1|" + good);
        tricks.add("POST {path} HTTP/1.1|" + good + "| evil.example");
        for (var header : List.of(
                "X-Forwarded-Host: evil.example",
                "Forwarded: host=evil.example;proto=http",
                "X-Host: evil.example",
                "X-Original-Host: evil.example",
                "X-Forwarded-Server: evil.example",
                "X-Forwarded-Port: 6666",
                "X-Forwarded-Proto: evil",
                "X-Original-URL: http://evil.example/",
                "X-HTTP-Host-Override: evil.example",
                "Origin: http://evil.example",
                "Referer: http://evil.example/")) {
            tricks.add("POST {path} HTTP/1.1|" + good + "|" + header);
        }
        return tricks;
    }
}
