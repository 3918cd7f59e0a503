package dev.atrium.identity;

import dev.atrium.Feature;
import dev.atrium.Rooms;
import dev.atrium.harness.Factors;
import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.web.Reply;
import dev.atrium.web.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is about money asks for a second factor where the business says so, and only that. */
class BillingFactorTest {
    /** A page about money and one that is not. */
    private static final Feature MONEY = new Feature() {
        @Override
        public void mount(Routes routes, Rooms rooms) {
            var client = routes.client("account");
            client.get("/money", request -> Future.succeededFuture(Reply.json(Map.of("due", 12))))
                    .summary("Show what is due")
                    .landing()
                    .billing();
            client.get("/weather", request -> Future.succeededFuture(Reply.json(Map.of("sun", true))))
                    .summary("Show the weather")
                    .landing();
        }
    };

    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start(Map.of(), List.of(MONEY));
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @Test
    void billing_waits_for_the_factor_where_the_policy_says_so() {
        portal.account(Portal.ACME, "Bil Ling", "bil@example.com");
        var bil = portal.as(Portal.ACME, "bil@example.com");
        bil.get("/money").expect(200);
        portal.settings(Portal.ACME, "mfa = 'required_for_billing'");
        bil.get("/weather").expect(200);
        bil.get("/money").expectRedirect("/account/factor?next=%2Fmoney");
        bil.get("/account/factor?next=/money").expectRedirect("/account/security");
        bil.get("/account/security").expect(200).expectText("before anything about money");
        var passkey = Factors.passkey(portal, bil);
        bil.get("/money").expect(200);
        // Who comes in by password alone has yet to show it.
        var again = portal.as(Portal.ACME, "bil@example.com");
        again.get("/money").expectRedirect("/account/factor?next=%2Fmoney");
        again.get("/account/factor?next=/money").expectRedirect("/account/confirm?next=%2Fmoney");
        var options = Factors.options(again, "/account/confirm/passkey");
        var answer = passkey.shown(options, Factors.origin(portal, again));
        again.post("/account/confirm/passkey", Map.of("credential", answer, "next", "/money"))
                .expectRedirect("/money");
        again.get("/money").expect(200);
    }

    @Test
    void a_password_alone_does_not_raise_a_session() {
        portal.account(Portal.ACME, "Cal Low", "cal@example.com");
        portal.settings(Portal.ACME, "mfa = 'required_for_billing'");
        var cal = portal.as(Portal.ACME, "cal@example.com");
        Factors.passkey(portal, cal);
        var again = portal.as(Portal.ACME, "cal@example.com");
        portal.move(Duration.ofMinutes(16));
        again.post("/account/confirm", Map.of("password", Portal.PASSWORD)).expect(303);
        again.get("/money").expectRedirect("/account/factor?next=%2Fmoney");
        again.post("/account/confirm/code/send", Map.of()).expect(303);
        again.post("/account/confirm/code", Forms.code(portal.code("cal@example.com")))
                .expect(303);
        again.get("/money").expectRedirect("/account/factor?next=%2Fmoney");
    }

    @Test
    void an_account_that_has_passkeys_alone_is_asked_like_any_other() {
        portal.account(Portal.ACME, "Pas Skey", "pas@example.com", null);
        portal.settings(Portal.ACME, "mfa = 'optional'");
        var pas = portal.at(Portal.ACME);
        pas.post("/login/code", Forms.email("pas@example.com")).expectRedirect("/code");
        pas.post("/code", Forms.code(portal.code("pas@example.com"))).expect(303);
        var passkey = Factors.passkey(portal, pas);
        portal.settings(Portal.ACME, "mfa = 'required_for_billing'");
        // By code, with neither password nor app: in, but not to what is about money.
        var again = portal.at(Portal.ACME);
        again.post("/login/code", Forms.email("pas@example.com")).expectRedirect("/code");
        again.post("/code", Forms.code(portal.code("pas@example.com", 2))).expect(303);
        again.get("/weather").expect(200);
        again.get("/money").expectRedirect("/account/factor?next=%2Fmoney");
        again.get("/account/factor?next=/money").expectRedirect("/account/confirm?next=%2Fmoney");
        var options = Factors.options(again, "/account/confirm/passkey");
        again.post(
                        "/account/confirm/passkey",
                        Map.of("credential", passkey.shown(options, Factors.origin(portal, again)), "next", "/money"))
                .expectRedirect("/money");
        again.get("/money").expect(200);
    }
}
