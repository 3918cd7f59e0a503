package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MagicLinkTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start(Portal.proxied());
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static Visitor asking(String email) {
        portal.settings(Portal.ACME, "magic_links = true");
        portal.account(Portal.ACME, "Lin Link", email);
        var visitor = portal.at(Portal.ACME);
        visitor.post("/login/code", Forms.email(email)).expectRedirect("/code");
        return visitor;
    }

    @Test
    void the_mail_carries_a_link_only_where_the_business_wants_it() {
        asking("with@example.com");
        assertTrue(portal.mail("with@example.com").html().contains("/login/link/"));
        portal.account(Portal.GLOBEX, "Without", "without@example.com");
        portal.at(Portal.GLOBEX).post("/login/code", Forms.email("without@example.com"));
        var mail = portal.mail("without@example.com");
        assertFalse((mail.html() + mail.text()).contains("/login/link/"));
    }

    @Test
    void looking_at_the_link_changes_nothing_however_often_and_the_button_signs_in() {
        var lin = asking("scanner@example.com");
        var path = "/login/link/" + portal.link("scanner@example.com");
        for (int i = 0; i < 10; i++) {
            var page = portal.at(Portal.ACME).get(path).expect(200);
            assertEquals("private, no-store", page.header("Cache-Control"));
            assertEquals("", page.header("Set-Cookie"));
            lin.get(path).expect(200).expectText("Continue");
            lin.send("HEAD", path, null, null).expect(200);
        }
        assertEquals(0, portal.sessions("scanner@example.com"));
        lin.post(path, Map.of()).expectRedirect("/");
        lin.get("/").expect(200).expectText("Lin");
    }

    @Test
    void another_browser_is_told_to_type_the_code_and_stays_out() {
        var lin = asking("other@example.com");
        var path = "/login/link/" + portal.link("other@example.com");
        var other = portal.at(Portal.ACME);
        other.get(path).expect(200).expectText("type the six-digit code");
        other.post(path, Map.of()).expect(200).expectText("type the six-digit code");
        assertEquals(0, portal.sessions("other@example.com"));
        lin.post("/code", Forms.code(portal.code("other@example.com"))).expectRedirect("/");
    }

    @Test
    void link_and_code_die_together() {
        var lin = asking("together@example.com");
        var path = "/login/link/" + portal.link("together@example.com");
        var flow = lin.cookie("flow");
        lin.post("/code", Forms.code(portal.code("together@example.com"))).expectRedirect("/");
        var copy = portal.at(Portal.ACME).cookie("flow", flow);
        copy.post(path, Map.of()).expect(200).expectText("This link has expired");
        var second = asking("together2@example.com");
        var secondFlow = second.cookie("flow");
        second.post("/login/link/" + portal.link("together2@example.com"), Map.of())
                .expectRedirect("/");
        portal.at(Portal.ACME)
                .cookie("flow", secondFlow)
                .post("/code", Forms.code(portal.code("together2@example.com")))
                .expect(422)
                .expectText("already been used");
        assertEquals(1, portal.sessions("together2@example.com"));
    }

    @Test
    void five_wrong_codes_end_the_link_too() {
        var lin = asking("guess@example.com");
        var path = "/login/link/" + portal.link("guess@example.com");
        var code = portal.code("guess@example.com");
        for (int i = 0; i < 5; i++) lin.post("/code", Forms.code(Forms.wrong(code, i)));
        lin.post(path, Map.of()).expect(200).expectText("This link has expired");
        assertEquals(0, portal.sessions("guess@example.com"));
    }

    @Test
    void an_expired_link_offers_a_new_one_in_one_tap() {
        var lin = asking("tap@example.com");
        var token = portal.link("tap@example.com");
        portal.move(Duration.ofMinutes(10).plusSeconds(1));
        lin.get("/login/link/" + token).expect(200).expectText("This link has expired");
        lin.post("/login/link/" + token, Map.of()).expect(200).expectText("This link has expired");
        lin.post("/login/link/" + token + "/again", Map.of()).expectRedirect("/code");
        var fresh = portal.mail("tap@example.com", mail -> !mail.text().contains(token));
        var link = fresh.text().replaceAll("(?s).*/login/link/([A-Za-z0-9_-]{43}).*", "$1");
        lin.post("/login/link/" + link, Map.of()).expectRedirect("/");
        portal.at(Portal.ACME).get("/login/link/" + "x".repeat(43)).expect(200).expectText("This link has expired");
    }
}
