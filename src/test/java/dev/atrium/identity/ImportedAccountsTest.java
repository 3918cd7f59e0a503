package dev.atrium.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Forms;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ImportedAccountsTest {
    private static Portal portal;

    @BeforeAll
    static void start() {
        portal = Portal.start(Portal.proxied());
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    /** What the hashes of StoredHashTest were made of. */
    private static final String OLD = "correct horse battery staple";

    private static String hash(String email) {
        return portal.query("SELECT password_hash FROM account WHERE email = ?", email)
                .getFirst()
                .getFirst()
                .toString();
    }

    private static Visitor signIn(String email, String password, int status) {
        var visitor = portal.at(Portal.ACME);
        visitor.post("/login", Forms.login(email, password)).expect(status);
        return visitor;
    }

    @Test
    void old_credentials_of_every_scheme_keep_working_and_are_hashed_anew_once() {
        var imported = Map.of(
                "bcrypt@example.com", "$2b$05$HcBhufUZsHSTR0zRBAxsR.Z4WKyojVV1hA3HV3lid27pdcZcVfmN2",
                "django@example.com",
                        "pbkdf2_sha256$1000$kFDLJXm8NiYg0FbsTfAAoL$kedrWLCI6/SugzMc45nY1Iar0Spx9WqB45iF6kg/0RM=",
                "argon@example.com",
                        "$argon2id$v=19$m=1024,t=3,p=4$eEgg5E99f4/jhaZ3XbwrQQ$9EYkIpcCwMNDBSbibLzt1UI5jtIj5LDKFVFQ+iRHOHA");
        imported.forEach((email, stored) -> {
            portal.account(Portal.ACME, "Imported", email, stored);
            signIn(email, "not the password", 422);
            assertEquals(stored, hash(email), "a wrong password changed the hash");
            signIn(email, OLD, 303).get("/").expect(200);
            var ours = hash(email);
            assertNotEquals(stored, ours);
            assertTrue(ours.startsWith("$argon2id$"), ours);
            signIn(email, OLD, 303);
            assertEquals(ours, hash(email), "hashed again without need");
            signIn(email, "not the password", 422);
        });
    }

    @Test
    void a_granted_account_without_a_password_gets_in_by_code_and_signing_up_answers_with_one() {
        portal.account(Portal.ACME, "Granted Gil", "gil@example.com", null);
        signIn("gil@example.com", "anything-at-all", 422);
        var gil = portal.at(Portal.ACME);
        gil.post("/signup", Forms.signup("Gil", "gil@example.com", "a-quiet-place-9"))
                .expectRedirect("/code");
        gil.post("/code", Forms.code(portal.code("gil@example.com"))).expectRedirect("/");
        gil.get("/").expectText("Granted");
        assertEquals(1, portal.accounts("gil@example.com"));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM account WHERE email = 'gil@example.com' AND verified_at IS NOT NULL"));
        signIn("gil@example.com", "a-quiet-place-9", 422);
    }

    @Test
    void a_disabled_account_is_nobody() {
        portal.account(Portal.ACME, "Disabled Dan", "dan@example.com");
        portal.execute("UPDATE account SET status = 'disabled' WHERE email = 'dan@example.com'");
        signIn("dan@example.com", Portal.PASSWORD, 422);
        var dan = portal.at(Portal.ACME);
        dan.post("/login/code", Forms.email("dan@example.com")).expectRedirect("/code");
        var mail = portal.mail("dan@example.com");
        assertTrue(mail.text().contains("There is no account with this e-mail address"), mail.text());
    }
}
