package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Portal;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SignupTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start();
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @Test
    void a_person_signs_up_with_the_mailed_code_and_stands_at_home() {
        var eve = portal.at(Portal.ACME);
        eve.get("/").expectRedirect("/login");
        eve.get("/signup").expect(200);
        eve.post(
                        "/signup",
                        Map.of("full_name", "Eve Ericson", "email", "eve@example.com", "password", "a-quiet-place-9"))
                .expectRedirect("/code");
        eve.get("/code").expect(200).expectText("eve@example.com");
        eve.post("/code", Map.of("code", portal.code("eve@example.com"))).expectRedirect("/");
        eve.get("/").expect(200).expectText("Eve");
        assertEquals(1, portal.count("SELECT count(*) FROM account WHERE email = 'eve@example.com'"));
    }
}
