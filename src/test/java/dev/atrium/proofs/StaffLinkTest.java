package dev.atrium.proofs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.secrets.Token;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A link by which staff let a client in: once, by the button, at its own portal, to the stored address. */
class StaffLinkTest {
    private static final int AT_ONCE = 50;
    private static final int ADDRESSES = 100;
    private static final String EVIL = "thief@evil.example";

    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.crowded(ADDRESSES);
        portal.settings(Portal.ACME, "magic_links = true");
        portal.settings(Portal.GLOBEX, "magic_links = true");
        portal.staff("Sven Staff", "sven@staff.example", "owner", Portal.ACME, Portal.GLOBEX);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @Test
    void one_link_of_staff_opens_one_session() {
        int rounds = Proof.scaled(200);
        int good = 0;
        for (int round = 0; round < rounds; round++) {
            var email = "staff-link" + round + "@example.com";
            var path = "/login/link/" + StaffLinks.make(portal, Portal.ACME, email, round % 2 == 1);
            long in = Race.of(AT_ONCE, i -> portal.at(Portal.ACME).post(path, Map.of())).stream()
                    .filter(answer -> answer.status() == 303)
                    .count();
            if (in == 1 && portal.sessions(email) == 1) good++;
        }
        Proof.print("one-staff-link-one-session", rounds, good, rounds + " of " + rounds, "parallel", AT_ONCE);
        assertEquals(rounds, good);
    }

    @Test
    void a_scanner_uses_up_no_link() {
        int rounds = Proof.scaled(100);
        int good = 0;
        long early = 0;
        for (int round = 0; round < rounds; round++) {
            var email = "scanned" + round + "@example.com";
            var path = "/login/link/" + StaffLinks.make(portal, Portal.ACME, email, false);
            for (int i = 0; i < 10; i++) portal.at(Portal.ACME).get(path).expect(200);
            portal.at(Portal.ACME).send("HEAD", path, null, null).expect(200);
            early += portal.sessions(email);
            if (portal.at(Portal.ACME).post(path, Map.of()).status() == 303 && portal.sessions(email) == 1) good++;
        }
        Proof.print("staff-link-after-scanner", rounds, good, rounds + " of " + rounds, "sessions_by_get", early);
        assertEquals(rounds, good);
        assertEquals(0, early);
    }

    /** What a secret of each kind opens anywhere but at its own door. */
    @Test
    void no_secret_opens_what_another_kind_or_portal_opens() {
        int tried = 0;
        int opened = 0;
        for (int round = 0; round < Proof.scaled(100); round++) {
            for (var tenant : List.of(Portal.ACME, Portal.GLOBEX)) {
                var email = "kind" + round + "-" + tenant + "@example.com";
                for (var secret : secrets(tenant, email).entrySet()) {
                    for (var host : List.of(Portal.ACME, Portal.GLOBEX)) {
                        for (var door :
                                doors(portal.at(host), secret.getKey(), secret.getValue(), host.equals(tenant))) {
                            tried++;
                            door.run();
                            if (portal.sessions(email) > 0) opened++;
                            portal.execute(
                                    "DELETE FROM session WHERE account_id IN (SELECT id FROM account WHERE email = ?)",
                                    email);
                        }
                    }
                }
            }
        }
        Proof.print("secret-at-another-door", tried, opened, "0");
        assertEquals(0, opened);
    }

    private static Map<String, String> secrets(String tenant, String email) {
        var account = portal.account(tenant, "Ki Nd", email, null);
        var asked = portal.at(tenant);
        asked.post("/login/code", Forms.email(email)).expect(303);
        var text = portal.query("SELECT text FROM mail_outbox WHERE recipient = ? LIMIT 1", email)
                .getFirst()
                .getFirst()
                .toString();
        var ticket = Token.random();
        portal.execute("""
                INSERT INTO selection_ticket (tenant_id, token_hash, email, accounts, proof, expires_at)
                SELECT tenant_id, ?, email, ARRAY[id], 'code', now() + interval '1 day' FROM account WHERE id = ?""", ticket.hash(), account);
        return Map.of(
                "staff", StaffLinks.make(portal, tenant, account, email, false),
                "handed", StaffLinks.make(portal, tenant, account, email, true),
                "self", text.replaceAll("(?s).*/login/link/([A-Za-z0-9_-]{43}).*", "$1"),
                "flow", asked.cookie("flow"),
                "ticket", ticket.text(),
                "account", account.toString());
    }

    private static List<Runnable> doors(Visitor visitor, String kind, String secret, boolean home) {
        var doors = new ArrayList<Runnable>();
        boolean ofStaff = kind.equals("staff") || kind.equals("handed");
        // A link that its asker's browser does not hold the flow of opens nothing; one of staff opens at home,
        // elsewhere not.
        if (!ofStaff || !home) doors.add(() -> visitor.post("/login/link/" + secret, Map.of()));
        doors.add(() -> visitor.get("/login/link/" + secret));
        doors.add(() -> visitor.another().get("/o/" + secret));
        doors.add(() -> visitor.another().post("/view-as/" + secret, Map.of()));
        doors.add(() -> visitor.another().get("/go/" + secret));
        doors.add(() -> visitor.another().cookie("session", secret).get("/"));
        doors.add(() -> visitor.another().cookie("session", secret).get("/account/sessions"));
        if (!kind.equals("flow") || !home)
            doors.add(() -> visitor.another().cookie("flow", secret).post("/code", Forms.code("123456")));
        if (!kind.equals("ticket") || !home)
            doors.add(() -> visitor.another()
                    .cookie("ticket", secret)
                    .post("/login/accounts", Map.of("account", UUID.randomUUID().toString())));
        doors.add(() -> visitor.another()
                .cookie("flow", secret)
                .post("/login/link/" + Token.random().text(), Map.of()));
        return doors;
    }

    /** Whatever is sent along, mail goes to the stored address. */
    @Test
    void no_form_or_body_names_another_recipient() {
        var account = portal.account(Portal.ACME, "Vic Tim", "stored@example.com", null);
        var contact = portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst()
                .toString();
        var sven = portal.asStaff("sven@staff.example");
        var page = "/t/acme/contacts/" + contact + "/sign-in-links";
        var api = "/api/v1/business/contacts/" + contact + "/sign-in-links";
        var key = portal.asStaff("sven@staff.example")
                .post("/t/acme/keys", Map.of("key_name", "P", "days", "90", "scope_sign-in-links_write", "yes"))
                .body()
                .replaceAll("(?s).*(atr_biz_[A-Za-z0-9_-]+|atr_[a-z]+_[A-Za-z0-9]{20,}).*", "$1");
        int tried = 0;
        for (var field : List.of(
                "email",
                "to",
                "recipient",
                "address",
                "cc",
                "bcc",
                "contact_email",
                "reply_to",
                "name",
                "next",
                "path",
                "target",
                "life",
                "contact")) {
            for (var value : List.of(
                    EVIL,
                    "a@x, " + EVIL,
                    "x\r\nBcc: " + EVIL,
                    "%0d%0aBcc:" + EVIL,
                    "\"A\" <" + EVIL + ">",
                    EVIL + "\0",
                    "//" + EVIL)) {
                portal.execute("DELETE FROM rate_limit WHERE key LIKE 'sign-in-link%'");
                sven.post(page, Map.of(field, value));
                portal.execute("DELETE FROM rate_limit WHERE key LIKE 'sign-in-link%'");
                sven.post(
                        "/t/acme/sign-in-links",
                        field.equals("contact") ? Map.of(field, value) : Map.of("contact", contact, field, value));
                for (var body : List.of(
                        new JsonObject().put(field, value).encode(),
                        new JsonObject().put(field, new JsonArray().add(value)).encode(),
                        new JsonObject()
                                .put(field, new JsonObject().put("email", value))
                                .encode(),
                        "{\"next\":\"/\",\"next\":\"" + EVIL + "\"}")) {
                    portal.at(Portal.ACME)
                            .header("Authorization", "Bearer " + key)
                            .json("POST", api, body);
                    tried++;
                }
                tried += 2;
            }
        }
        long evil = portal.count(
                "SELECT count(*) FROM mail_outbox WHERE recipient LIKE '%evil.example%' OR html LIKE '%evil.example%'");
        long stored = portal.mails("stored@example.com");
        Proof.print("staff-link-recipient", tried, evil, "0", "to_the_stored_address", stored);
        assertEquals(0, evil);
    }
}
