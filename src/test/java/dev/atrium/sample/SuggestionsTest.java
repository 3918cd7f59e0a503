package dev.atrium.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.db.Tx;
import dev.atrium.facts.Reader;
import dev.atrium.facts.Recorded;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a feature gets that declares a table, a route, a fact, a notification and a job, and does nothing else. */
class SuggestionsTest {
    private static final String ANA = "ana@example.com";

    private Portal portal;
    private Visitor ana;
    private UUID account;

    @BeforeEach
    void start() {
        portal = Portal.start(Map.of(), List.of(new Suggestions()));
        Suggestions.TABLE.forEach(portal::execute);
        account = portal.account(Portal.ACME, "Ana Ruiz", ANA);
        portal.account(Portal.ACME, "Ben Weiss", "ben@example.com");
        portal.account(Portal.GLOBEX, "Ana Globex", ANA);
        portal.staff("Olga Owner", "olga@staff.example", "owner", Portal.ACME);
        ana = portal.as(Portal.ACME, ANA);
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    private String suggest(String text) {
        return ana.json("POST", "/api/v1/suggestions", "{\"text\": \"" + text + "\"}")
                .expect(201)
                .header("Location");
    }

    @Test
    void the_wall_hides_it_from_everybody_else() {
        var path = suggest("Longer hours");
        ana.get(path).expect(200).expectText("Longer hours");
        var unknown = "/api/v1/suggestions/" + UUID.randomUUID();
        for (var other : List.of(portal.as(Portal.ACME, "ben@example.com"), portal.as(Portal.GLOBEX, ANA))) {
            var nobodys = other.get(unknown);
            assertEquals(404, nobodys.status());
            assertEquals(seen(nobodys.body()), seen(other.get(path).body()));
        }
        assertEquals(401, portal.at(Portal.ACME).get(path).status());
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM pg_class WHERE relname = 'suggestion' AND relrowsecurity AND relforcerowsecurity"));
    }

    /** Without what names the request itself. */
    private static String seen(String body) {
        return body.replaceAll("\"(instance|request)\":\"[^\"]*\"", "");
    }

    @Test
    void a_repeated_request_has_one_effect_and_one_answer() {
        ana.header("Idempotency-Key", "once-and-for-all");
        var first = suggest("A lift");
        assertEquals(first, suggest("A lift"));
        assertEquals(1, portal.count("SELECT count(*) FROM suggestion"));
    }

    @Test
    void the_person_is_told_as_they_chose_and_their_history_and_any_reader_has_the_fact() {
        var read = new CopyOnWriteArrayList<String>();
        portal.house().readers().add(new Reader() {
            @Override
            public String name() {
                return "sample-webhooks";
            }

            @Override
            public Set<String> kinds() {
                return Set.of("suggestion.made");
            }

            @Override
            public Future<Void> read(Tx tx, List<Recorded> facts) {
                facts.forEach(fact -> read.add(fact.kind()));
                return Future.succeededFuture();
            }
        });
        suggest("More plants");
        assertTrue(portal.mail(ANA, mail -> mail.subject().equals("Thank you"))
                .text()
                .contains("More plants"));
        ana.get("/notifications").expect(200).expectText("More plants");
        ana.get("/account/notifications").expect(200).expectText("Thanks for a suggestion");
        ana.get("/account/activity").expect(200).expectText("You suggested something");
        until(() -> read.equals(List.of("suggestion.made")));
    }

    @Test
    void its_work_falls_due() {
        suggest("Tea");
        assertEquals(0, portal.count("SELECT count(*) FROM suggestion WHERE asked"));
        portal.move(Duration.ofDays(8));
        until(() -> portal.count("SELECT count(*) FROM suggestion WHERE asked") == 1);
    }

    @Test
    void the_archive_has_it_and_erasing_the_person_deletes_it() throws IOException {
        suggest("Quiet rooms");
        var archive = ana.post("/account/data/archive", Map.of()).expect(200).bytes();
        assertTrue(
                files(archive).getOrDefault("suggestion.jsonl", "").contains("Quiet rooms"), files(archive)::toString);
        portal.execute("UPDATE tenant_settings SET erasure_days = 0");
        portal.changed(Portal.ACME);
        ana.post("/account/data/erase", Map.of("confirm", "yes", "password", Portal.PASSWORD));
        until(() -> portal.count("SELECT count(*) FROM suggestion") == 0);
        assertEquals(0, portal.count("SELECT count(*) FROM account WHERE id = ?", account));
    }

    private static Map<String, String> files(byte[] archive) throws IOException {
        var files = new TreeMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var name = entry.getName();
                files.put(
                        name.substring(name.lastIndexOf('/') + 1),
                        new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    @Test
    void the_api_document_the_console_and_the_keys_know_it() {
        var staff = portal.asStaff("olga@staff.example");
        var document = staff.get("/openapi.json").expect(200).json();
        assertTrue(document.getJsonObject("paths").containsKey("/api/v1/suggestions"));
        staff.get("/t/acme/notifications").expect(200).expectText("Thanks for a suggestion");
        ana.get("/account/keys").expect(200).expectText("Suggest something");
        assertFalse(document.encode().contains("No summary"));
    }

    private static void until(BooleanSupplier done) {
        for (int i = 0; i < 200 && !done.getAsBoolean(); i++) Portal.pause(50);
        assertTrue(done.getAsBoolean());
    }
}
