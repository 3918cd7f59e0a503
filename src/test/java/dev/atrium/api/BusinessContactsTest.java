package dev.atrium.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import dev.atrium.secrets.ApiSecret;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The first user of pages, versions, repetition and problems: the business's contacts. */
class BusinessContactsTest {
    private static final String ROOT = "/api/v1/business/contacts";
    private static Portal portal;
    private static String secret;

    @BeforeAll
    static void start() {
        portal = Portal.start(Map.of("limits.api-requests-per-minute", "1000000"));
        secret = key(Portal.ACME);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static String key(String tenant) {
        var fresh = ApiSecret.random(ApiSecret.Owner.BUSINESS);
        portal.execute("""
                INSERT INTO api_key (tenant_id, id, name, prefix, secret_hash, scopes, expires_at)
                VALUES (?, ?, 'CRM', ?, ?, '{contacts:read,contacts:write}', now() + interval '100 days')""", portal.tenantId(tenant), UUID.randomUUID(), fresh.prefix(), fresh.hash());
        return fresh.text();
    }

    private static Visitor program() {
        return portal.at(Portal.ACME).header("Authorization", "Bearer " + secret);
    }

    private static String body(String name) {
        return new JsonObject()
                .put("full_name", name)
                .put("email", name.toLowerCase(java.util.Locale.ROOT).replace(' ', '.') + "@example.org")
                .encode();
    }

    private static void refused(Answer answer, int status, String code) {
        answer.expect(status);
        assertTrue(answer.header("Content-Type").startsWith("application/problem+json"), answer.header("Content-Type"));
        assertEquals(code, answer.json().getString("code"));
    }

    @Test
    void a_contact_is_added_read_and_changed() {
        var made = program().json("POST", ROOT, body("Una New")).expect(201);
        var contact = made.json();
        assertEquals("lead", contact.getString("stage"));
        assertEquals(ROOT + "/" + contact.getString("id"), made.location());
        var read = program().get(made.location()).expect(200);
        assertEquals(made.body(), read.body());
        assertEquals(made.header("ETag"), read.header("ETag"));
        program()
                .header("If-None-Match", read.header("ETag"))
                .get(made.location())
                .expect(304);
        var changed = program()
                .header("If-Match", read.header("ETag"))
                .json("PATCH", made.location(), "{\"stage\":\"client\",\"phone\":\"+44 20 7946 0958\"}")
                .expect(200);
        assertNotEquals(read.header("ETag"), changed.header("ETag"));
        assertEquals("client", changed.json().getString("stage"));
        assertEquals("Una New", changed.json().getString("full_name"));
        assertEquals(changed.body(), program().get(made.location()).body());
        program()
                .header("If-None-Match", read.header("ETag"))
                .get(made.location())
                .expect(200);
        assertEquals(
                2,
                portal.count(
                        "SELECT count(*) FROM audit WHERE actor_kind = 'business' AND object_id = ?",
                        UUID.fromString(contact.getString("id"))));
    }

    @Test
    void a_change_without_a_version_is_428_and_of_an_old_one_412() {
        var at = program().json("POST", ROOT, body("Vera Version")).location();
        var tag = program().get(at).header("ETag");
        refused(program().json("PATCH", at, "{\"stage\":\"client\"}"), 428, "if-match-missing");
        portal.execute("UPDATE contact SET phone = '+1' WHERE full_name = 'Vera Version'");
        refused(program().header("If-Match", tag).json("PATCH", at, "{\"stage\":\"client\"}"), 412, "version-stale");
        for (var nonsense : List.of("W/" + program().get(at).header("ETag"), "1", "\"\""))
            refused(program().header("If-Match", nonsense).json("PATCH", at, "{}"), 412, "version-stale");
        assertEquals("lead", program().get(at).json().getString("stage"));
        program()
                .header("If-Match", "*")
                .json("PATCH", at, "{\"stage\":\"client\"}")
                .expect(200);
        refused(
                program().header("If-Match", "*").json("PATCH", ROOT + "/" + UUID.randomUUID(), "{}"),
                404,
                "not-found");
    }

    @Test
    void of_many_writers_with_one_version_exactly_one_wins() {
        var at = program().json("POST", ROOT, body("Wanda Writers")).location();
        int rounds = 10;
        int won = 0;
        for (int round = 0; round < rounds; round++) {
            var tag = program().get(at).header("ETag");
            var answers = Race.of(
                    20,
                    i -> program()
                            .header("If-Match", tag)
                            .json("PATCH", at, "{\"phone\":\"+1 555 01" + (10 + i) + "\"}"));
            won += (int)
                    answers.stream().filter(answer -> answer.status() == 200).count();
            assertTrue(answers.stream().allMatch(answer -> answer.status() == 200 || answer.status() == 412));
        }
        System.out.println("versions: " + won + " of " + 20 * rounds + " writers won, in " + rounds + " rounds");
        assertEquals(rounds, won);
    }

    @Test
    void the_list_goes_on_from_page_to_page_without_a_gap_or_a_double_while_others_are_added() {
        var tenant = portal.tenantId(Portal.GLOBEX);
        portal.execute("""
                INSERT INTO contact (tenant_id, id, full_name, email, created_at)
                SELECT ?, gen_random_uuid(), 'Page ' || n, 'page' || n || '@example.com', timestamptz '2026-01-01' + (n / 7) * interval '1 minute'
                  FROM generate_series(1, 250) n""", tenant);
        var globex = portal.at(Portal.GLOBEX).header("Authorization", "Bearer " + key(Portal.GLOBEX));
        var seen = new ArrayList<String>();
        String next = ROOT;
        int pages = 0;
        while (next != null) {
            var page = globex.get(next).expect(200);
            page.json().getJsonArray("items").forEach(item -> seen.add(((JsonObject) item).getString("id")));
            next = page.json().getString("next");
            var link = page.header("Link");
            assertEquals(next == null ? "" : "<" + next + ">; rel=\"next\"", link);
            portal.contact(Portal.GLOBEX, "Newcomer", "new" + pages++ + "@example.com");
        }
        assertEquals(9, pages);
        assertEquals(250, seen.size());
        assertEquals(250, new HashSet<>(seen).size());
        assertEquals(
                100,
                globex.get(ROOT + "?limit=100").json().getJsonArray("items").size());
        var one = globex.get(ROOT + "?email=PAGE7%40example.com&limit=1").json();
        assertEquals("Page 7", one.getJsonArray("items").getJsonObject(0).getString("full_name"));
        assertFalse(one.containsKey("next") && one.getString("next") != null);
        var narrowed = globex.get(ROOT + "?limit=2&email=").json().getString("next");
        assertTrue(narrowed.contains("limit=2"), narrowed);
        for (var bad : List.of("cursor=x", "limit=0", "limit=101", "limit=x", "email=nobody"))
            refused(globex.get(ROOT + "?" + bad), 422, "invalid");
    }

    @Test
    void the_same_request_again_gets_the_same_bytes_and_happens_once() {
        var program = program().header("Idempotency-Key", "\"" + UUID.randomUUID() + "\"");
        var first = program.json("POST", ROOT, body("Ida Once")).expect(201);
        assertEquals("", first.header("Idempotency-Replayed"));
        for (int i = 0; i < 10; i++) {
            var again = program.json("POST", ROOT, body("Ida Once")).expect(201);
            assertEquals(first.body(), again.body());
            assertEquals("true", again.header("Idempotency-Replayed"));
            for (var header : List.of("Location", "ETag", "Content-Type", "Cache-Control"))
                assertEquals(first.header(header), again.header(header), header);
        }
        assertEquals(1, portal.count("SELECT count(*) FROM contact WHERE full_name = 'Ida Once'"));
        refused(program.json("POST", ROOT, body("Ida Other")), 422, "idempotency-key-reused");
        refused(program.json("POST", ROOT, body("Ida Once") + " "), 422, "idempotency-key-reused");
        assertEquals(0, portal.count("SELECT count(*) FROM contact WHERE full_name = 'Ida Other'"));
    }

    @Test
    void of_fifty_at_once_one_happens_and_each_is_told_so_or_to_come_back() {
        int rounds = 6;
        int effects = 0;
        for (int round = 0; round < rounds; round++) {
            var name = "Race " + round;
            var key = UUID.randomUUID().toString();
            var answers =
                    Race.of(50, i -> program().header("Idempotency-Key", key).json("POST", ROOT, body(name)));
            var statuses = answers.stream().map(Answer::status).collect(Collectors.toSet());
            assertTrue(java.util.Set.of(201, 409).containsAll(statuses), statuses::toString);
            assertEquals(
                    1,
                    answers.stream()
                            .filter(a -> a.status() == 201)
                            .map(Answer::body)
                            .distinct()
                            .count());
            assertEquals(
                    1,
                    answers.stream()
                            .filter(a -> a.status() == 201
                                    && a.header("Idempotency-Replayed").isEmpty())
                            .count());
            answers.stream().filter(a -> a.status() == 409).forEach(a -> {
                refused(a, 409, "request-in-progress");
                assertEquals("1", a.header("Retry-After"));
            });
            effects += (int) portal.count("SELECT count(*) FROM contact WHERE full_name = ?", name);
            program()
                    .header("Idempotency-Key", key)
                    .json("POST", ROOT, body(name))
                    .expect(201);
        }
        System.out.println("idempotency: " + effects + " effects of " + rounds + " intents sent 50 times each at once");
        assertEquals(rounds, effects);
    }

    @Test
    void a_key_is_free_again_after_a_refusal_and_after_a_day_and_is_each_programs_own() {
        var key = UUID.randomUUID().toString();
        var program = program().header("Idempotency-Key", key);
        refused(program.json("POST", ROOT, "{\"full_name\":\"\",\"email\":\"x\"}"), 422, "invalid");
        program.json("POST", ROOT, body("Free Again")).expect(201);
        var other = portal.at(Portal.ACME)
                .header("Authorization", "Bearer " + key(Portal.ACME))
                .header("Idempotency-Key", key);
        other.json("POST", ROOT, body("Another Program")).expect(201);
        portal.move(Duration.ofHours(23));
        refused(program.json("POST", ROOT, body("A Day Later")), 422, "idempotency-key-reused");
        portal.move(Duration.ofHours(1).plusMinutes(1));
        program.json("POST", ROOT, body("A Day Later")).expect(201);
        for (var broken : List.of("\"\"", "x".repeat(201), "a b"))
            refused(
                    program().header("Idempotency-Key", broken).json("POST", ROOT, body("Broken")),
                    400,
                    "idempotency-key-invalid");
    }

    @Test
    void a_change_whose_answer_was_lost_is_asked_for_again() {
        var at = program().json("POST", ROOT, body("Lost Answer")).location();
        var tag = program().get(at).header("ETag");
        var program = program().header("Idempotency-Key", "lost-1").header("If-Match", tag);
        var first = program.json("PATCH", at, "{\"stage\":\"client\"}").expect(200);
        assertEquals(
                first.body(),
                program.json("PATCH", at, "{\"stage\":\"client\"}").expect(200).body());
    }

    @Test
    void one_address_is_one_contact_where_duplicates_are_not_allowed() {
        var answers = Race.of(20, i -> program().json("POST", ROOT, body("Double Dora")));
        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 201).count());
        answers.stream()
                .filter(answer -> answer.status() != 201)
                .forEach(answer -> refused(answer, 409, "contact-exists"));
        portal.settings(Portal.ACME, "allow_duplicate_contacts = true");
        program().json("POST", ROOT, body("Double Dora")).expect(201);
        portal.settings(Portal.ACME, "allow_duplicate_contacts = false");
    }

    @Test
    void what_is_wrong_is_named() {
        var wrong = Map.of(
                "{\"full_name\":\"A\",\"email\":\"a@example.org\",\"stage\":\"vip\"}", "stage",
                "{\"full_name\":\"A\",\"email\":\"a@example.org\",\"phone\":\"call me\"}", "phone",
                "{\"full_name\":\"A\",\"email\":\"a@b\"}", "email",
                "{\"full_name\":\" \",\"email\":\"a@example.org\"}", "full_name",
                "{\"full_name\":\"A\",\"email\":\"a@example.org\",\"tenant_id\":\"x\"}", "tenant_id",
                "{\"full_name\":\"A\",\"email\":\"a@example.org\",\"version\":3}", "version");
        wrong.forEach((body, member) -> {
            var answer = program().json("POST", ROOT, body);
            refused(answer, 422, "invalid");
            assertEquals(
                    member,
                    answer.json().getJsonArray("errors").getJsonObject(0).getString("field"),
                    body);
        });
        refused(program().json("POST", ROOT, "{\"full_name\":\"A\"}"), 422, "invalid");
    }
}
