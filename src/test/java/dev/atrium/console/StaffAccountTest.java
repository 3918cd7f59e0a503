package dev.atrium.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The accounts of staff: how they read, what they guard them with, and a forgotten password. */
class StaffAccountTest {
    private static final String NEW = "four-grey-herons-9";

    private Portal portal;
    private Visitor olivia;

    @BeforeEach
    void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@example.com", "owner", Portal.ACME);
        olivia = portal.asStaff("olivia@example.com");
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private static Map<String, String> login(String password) {
        return Map.of("email", "olivia@example.com", "password", password);
    }

    @Test
    void the_profile_is_kept_with_the_person_and_read_in_every_browser() {
        olivia.post("/account/profile", Map.of("name", "Olivia O.", "language", "de", "time_zone", "Europe/Berlin"))
                .expectRedirect("/account/profile");
        var other = portal.asStaff("olivia@example.com");
        other.get("/t/acme").expect(200).expectText("lang=\"de\"").expectText("Olivia O.");
        other.post("/account/theme", Map.of("theme", "dark")).expect(303);
        olivia.get("/account/profile").expectText("data-theme=\"dark\"");
        other.post("/language", Map.of("language", "en", "back", "/account/profile"))
                .expect(303);
        olivia.get("/t/acme").expectText("lang=\"en\"");
        for (var bad : Map.of("language", "xx", "time_zone", "Mars/Olympus", "name", "")
                .entrySet()) {
            var form = new HashMap<>(Map.of("name", "O", "language", "en", "time_zone", ""));
            form.put(bad.getKey(), bad.getValue());
            olivia.post("/account/profile", form).expect(422);
        }
    }

    @Test
    void a_new_password_asks_for_the_old_one_ends_other_sessions_and_is_told_in_the_persons_language() {
        olivia.post("/account/profile", Map.of("name", "Olivia Owner", "language", "de", "time_zone", ""));
        var other = portal.asStaff("olivia@example.com");
        olivia.post("/account/security/password", Map.of("current", "wrong-one-here", "password", NEW))
                .expect(422);
        olivia.post("/account/security/password", Map.of("current", Portal.PASSWORD, "password", "short"))
                .expect(422);
        other.get("/t/acme").expect(200);
        olivia.post("/account/security/password", Map.of("current", Portal.PASSWORD, "password", NEW))
                .expectRedirect("/account/security");
        other.get("/t/acme").expect(303);
        olivia.get("/t/acme").expect(200);
        portal.atConsole().post("/login", login(Portal.PASSWORD)).expect(422);
        portal.atConsole().post("/login", login(NEW)).expect(303);
        portal.mail("olivia@example.com", mail -> mail.subject().equals("Ihr Passwort für die Konsole wurde geändert"));
        olivia.get("/account/activity").expectText("Passwort geändert");
    }

    @Test
    void devices_are_listed_and_signed_out_one_or_all() {
        var second = portal.asStaff("olivia@example.com");
        var third = portal.asStaff("olivia@example.com");
        var id = portal.query("SELECT id FROM staff_session ORDER BY created_at, id OFFSET 1 LIMIT 1")
                .getFirst()
                .getFirst();
        olivia.get("/account/security").expect(200).expectText(id.toString());
        olivia.post("/account/security/end", Map.of("id", UUID.randomUUID().toString()))
                .expect(404);
        olivia.post("/account/security/end", Map.of("id", id.toString())).expectRedirect("/account/security");
        second.get("/t/acme").expect(303);
        olivia.post("/account/security/end-others", Map.of()).expectRedirect("/account/security");
        third.get("/t/acme").expect(303);
        olivia.get("/t/acme").expect(200);
    }

    @Test
    void a_session_ends_when_it_is_idle_and_when_it_is_old() {
        portal.move(Duration.ofHours(11));
        olivia.get("/t/acme").expect(200);
        portal.move(Duration.ofHours(13));
        olivia.get("/t/acme").expect(303);
        olivia = portal.asStaff("olivia@example.com");
        for (int i = 0; i < 16; i++) {
            portal.move(Duration.ofHours(11));
            if (i < 15) olivia.get("/t/acme").expect(200);
        }
        olivia.get("/t/acme").expect(303);
    }

    @Test
    void a_forgotten_password_is_set_by_a_code_and_signs_nobody_in() {
        var visitor = portal.atConsole();
        visitor.get("/reset").expectRedirect("/forgot");
        visitor.post("/forgot", Map.of("email", "OLIVIA@example.com")).expectRedirect("/reset");
        visitor.get("/reset").expect(200).expectText("olivia@example.com");
        var code = portal.code("olivia@example.com");
        portal.atConsole().post("/reset", Map.of("code", code, "password", NEW)).expectRedirect("/forgot");
        visitor.post("/reset", Map.of("code", "000000".equals(code) ? "111111" : "000000", "password", NEW))
                .expect(422)
                .expectText("Tries left: 4");
        visitor.post("/reset", Map.of("code", code, "password", "short")).expect(422);
        visitor.post("/reset", Map.of("code", code, "password", NEW)).expectRedirect("/login");
        visitor.get("/t/acme").expect(303);
        olivia.get("/t/acme").expect(303);
        portal.atConsole().post("/login", login(NEW)).expect(303);
        portal.mail("olivia@example.com", mail -> mail.subject().contains("was changed"));
    }

    @Test
    void a_code_expires_and_a_new_one_voids_it() {
        var first = portal.atConsole();
        first.post("/forgot", Map.of("email", "olivia@example.com")).expect(303);
        var code = portal.code("olivia@example.com");
        var second = portal.atConsole();
        second.post("/forgot", Map.of("email", "olivia@example.com")).expect(303);
        var later = portal.code("olivia@example.com", 2);
        first.post("/reset", Map.of("code", code, "password", NEW)).expect(422).expectText("can be used no more");
        portal.move(Duration.ofMinutes(11));
        second.post("/reset", Map.of("code", later, "password", NEW))
                .expect(422)
                .expectText("can be used no more");
    }

    @Test
    void an_unknown_address_is_answered_alike_and_mailed_nothing_and_asking_is_limited() {
        var visitor = portal.atConsole();
        for (int i = 0; i < 5; i++)
            visitor.post("/forgot", Map.of("email", "nobody@example.com")).expectRedirect("/reset");
        visitor.get("/reset").expect(200).expectText("If nobody@example.com is known here");
        visitor.post("/forgot", Map.of("email", "nobody@example.com")).expect(429);
        assertEquals(0, portal.mails("nobody@example.com"));
        visitor.post("/forgot", Map.of("email", "a@x.example,b@y.example")).expect(422);
    }

    @Test
    void signing_out_ends_what_was_seen_as_a_client() {
        var ana = portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        var over = olivia.post("/t/acme/view-as", Map.of("account", ana.toString(), "reason", "Checking a form"))
                .location();
        var viewer = portal.at(Portal.ACME);
        viewer.post(over.substring(over.indexOf("/view-as/")), Map.of()).expectRedirect("/");
        olivia.post("/logout", Map.of()).expectRedirect("/signed-out");
        viewer.get("/account/profile").expect(303);
        var own = portal.as(Portal.ACME, "ana@example.com")
                .get("/account/sessions")
                .expect(200);
        own.expectText("Olivia Owner").expectText("Checking a form");
        assertFalse(own.body().contains("looking now"), "the view has ended");
        assertTrue(portal.count("SELECT count(*) FROM view_session WHERE ended_at IS NOT NULL") == 1);
        olivia = portal.asStaff("olivia@example.com");
        olivia.get("/t/acme/audit?group=view").expectText("Reason: Checking a form");
        olivia.post("/t/acme/view-as", Map.of("account", ana.toString(), "reason", "no"))
                .expect(422);
        olivia.post("/t/acme/view-as", Map.of("account", ana.toString())).expect(422);
    }
}
