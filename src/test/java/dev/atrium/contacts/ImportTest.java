package dev.atrium.contacts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A file of contacts from its upload to being taken back, over HTTP and by the job's own hands. */
class ImportTest {
    private static final String HOME = "/t/acme";
    private static Portal portal;
    private static Visitor olivia;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        olivia = portal.asStaff("olivia@staff.example");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static String upload(String rows) {
        return olivia.post(HOME + "/imports", Map.of("rows", rows)).expect(303).location();
    }

    private static Answer file(byte[] bytes) {
        var head =
                "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"kunden.csv\"\r\nContent-Type: text/csv\r\n\r\n";
        return olivia.send(
                "POST",
                HOME + "/imports",
                head.getBytes(StandardCharsets.UTF_8),
                bytes,
                "\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8),
                "multipart/form-data; boundary=x");
    }

    private static UUID id(String path) {
        return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
    }

    /** Waits for the job; the state that it came to. */
    private static String until(String path, String... states) {
        for (int i = 0; i < 1600; i++) {
            var state = (String) portal.query("SELECT state FROM contact_import WHERE id = ?", id(path))
                    .getFirst()
                    .getFirst();
            if (List.of(states).contains(state)) return state;
            Portal.pause(25);
        }
        throw new AssertionError("never came to " + List.of(states) + ": "
                + portal.query("SELECT state, * FROM contact_import WHERE id = ?", id(path))
                + portal.query(
                        "SELECT kind, state, attempts, fence, again, due_at, leased_until, last_error FROM job WHERE key = ?",
                        id(path).toString()));
    }

    private static void plan(String path, String policy, String... columns) {
        var form = new HashMap<String, String>();
        form.put("policy", policy);
        for (int i = 0; i < columns.length; i++) form.put("column_" + i, columns[i]);
        olivia.post(path + "/columns", form).expect(303);
        until(path, "checked");
    }

    private static void run(String path) {
        olivia.post(path + "/run", Map.of()).expect(303);
        until(path, "done");
    }

    private static List<Object> tally(String path) {
        return portal.query("SELECT created, updated, skipped, failed FROM contact_import WHERE id = ?", id(path))
                .getFirst();
    }

    private static long contacts(String like) {
        return portal.count("SELECT count(*) FROM contact WHERE email LIKE ?", like);
    }

    @Test
    void a_file_as_a_spreadsheet_saves_it_is_read_tried_and_done() {
        var text = "Name;E-Mail;Firma;Rolle;Tags;Kundennummer;Passwort\r\n"
                + "Jürgen Groß;JUERGEN@one.example;Groß & Söhne;billing;VIP, Neu;K-1;geheim\r\n"
                + "=HYPERLINK(\"x\");formula@one.example;;;;K-2;$2a$10$abcdefghijklmnopqrstuv\r\n"
                + "Nobody;kein at;;;;K-3;x\r\n"
                + "Zwei Rollen;two@one.example;Groß & söhne;boss;;K-4;x\r\n";
        var path =
                file(text.getBytes(Charset.forName("windows-1252"))).expect(303).location();
        var page = olivia.get(path).expect(200);
        assertTrue(page.body().contains("windows-1252") && page.body().contains("J&#252;rgen")
                || page.body().contains("Jürgen"));
        assertFalse(page.body().contains("geheim"), "passwords are not even kept");
        assertEquals(
                0,
                portal.count(
                        "SELECT count(*) FROM contact_import_row WHERE import_id = ? AND (cells::text LIKE '%geheim%' OR cells::text LIKE '%$2a$%')",
                        id(path)));
        plan(path, "update", "full_name", "email", "company", "company_role", "tags", "external_id", "");
        assertEquals(List.of(2, 0, 0, 2), tally(path));
        assertEquals(0, contacts("%@one.example"), "a trial changes nothing");
        var shown = olivia.get(path).expect(200).body();
        assertTrue(shown.contains("kein at") || shown.contains("Nobody"));
        var csv = olivia.get(path + "/errors.csv").expect(200).body();
        assertTrue(csv.contains("\"4\"") && csv.contains("\"5\"") && csv.contains("\"Nobody\""), csv);
        assertFalse(csv.contains("HYPERLINK"), "what is right is not among what is wrong");
        run(path);
        assertEquals(List.of(2, 0, 0, 2), tally(path));
        assertEquals(2, contacts("%@one.example"));
        assertEquals(List.of(List.of("Jürgen Groß", "K-1", "billing", "Groß & Söhne")), portal.query("""
                        SELECT c.full_name, c.external_id, m.role, k.name FROM contact c JOIN company_member m ON m.contact_id = c.id
                          JOIN company k ON k.id = m.company_id WHERE c.email = 'juergen@one.example'"""));
        assertEquals(
                2,
                portal.count(
                        "SELECT count(*) FROM contact_tag t JOIN contact c ON c.id = t.contact_id WHERE c.email = 'juergen@one.example'"));
        assertEquals(
                2,
                portal.count(
                        "SELECT count(*) FROM fact WHERE kind = 'contact.created' AND data ->> 'source' = 'import' AND contact_id IN (SELECT id FROM contact WHERE email LIKE '%@one.example')"));
    }

    @Test
    void what_is_known_is_updated_left_or_doubled_as_was_chosen_and_empty_cells_change_nothing() {
        portal.execute(
                "UPDATE contact SET phone = '+351 1234567' WHERE id = ?",
                portal.contact(Portal.ACME, "Known", "known@two.example"));
        var rows =
                "name,email,phone\nRenamed,known@two.example,\nFresh,fresh@two.example,+49 30 1234\nAgain,FRESH@two.example,\n";
        var skip = upload(rows);
        plan(skip, "skip", "full_name", "email", "phone");
        assertEquals(List.of(1, 0, 2, 0), tally(skip), "the same address twice in a file is one person");
        olivia.post(skip + "/again", Map.of()).expect(303);
        plan(skip, "update", "full_name", "email", "phone");
        assertEquals(List.of(1, 2, 0, 0), tally(skip));
        run(skip);
        assertEquals(
                List.of(List.of("Again", "+49 30 1234"), List.of("Renamed", "+351 1234567")),
                portal.query("SELECT full_name, phone FROM contact WHERE email LIKE '%@two.example' ORDER BY email"));
        var refused = olivia.post(upload(rows) + "/columns", Map.of("column_1", "email", "policy", "create"));
        refused.expect(422);
        portal.settings(Portal.ACME, "allow_duplicate_contacts = true");
        var twice = upload(rows);
        plan(twice, "create", "full_name", "email", "phone");
        run(twice);
        assertEquals(5, contacts("%@two.example"));
        portal.settings(Portal.ACME, "allow_duplicate_contacts = false");
    }

    @Test
    void the_columns_must_be_said_once_each_and_one_is_the_address() {
        var path = upload("a,b\nx,y@three.example\n");
        olivia.post(path + "/columns", Map.of("column_0", "full_name", "policy", "update"))
                .expect(422);
        olivia.post(path + "/columns", Map.of("column_0", "email", "column_1", "email", "policy", "update"))
                .expect(422);
        olivia.post(path + "/columns", Map.of("column_0", "password", "policy", "update"))
                .expect(422);
        olivia.post(path + "/run", Map.of()).expect(409);
        olivia.post(path + "/cancel", Map.of()).expect(303);
        olivia.post(path + "/cancel", Map.of()).expect(409);
        olivia.post(HOME + "/imports", Map.of("rows", "name,email\n")).expect(422);
        olivia.post(HOME + "/imports", Map.of("rows", "name,email\n\"x,y@three.example\n"))
                .expect(422);
        assertEquals(
                0,
                portal.count("SELECT count(*) FROM contact_import WHERE state = 'reading'"),
                "nothing stays of what cannot be read");
    }

    @Test
    void however_often_and_by_however_many_hands_each_row_is_done_once() {
        var rows = new StringBuilder("name,email,tags,id\n");
        for (int i = 0; i < 700; i++)
            rows.append("Many ")
                    .append(i)
                    .append(",m")
                    .append(i % 600)
                    .append("@four.example,Bulk,")
                    .append("X")
                    .append(i % 600)
                    .append('\n');
        var second = portal.second();
        try {
            var path = file(rows.toString().getBytes(StandardCharsets.UTF_8))
                    .expect(303)
                    .location();
            plan(path, "update", "full_name", "email", "tags", "external_id");
            assertEquals(List.of(600, 100, 0, 0), tally(path));
            var answers =
                    Race.of(20, i -> olivia.postAsync(path + "/run", Map.of()).join());
            assertEquals(1, answers.stream().filter(a -> a.status() == 303).count());
            // Whoever was thought dead works on: the same job is due again and again.
            for (int i = 0; i < 30 && !until(path, "running", "done").equals("done"); i++)
                due("leased_until = leased_until - interval '1 hour', attempts = 0", path);
            // Whoever met another's work waits longer each time.
            for (int i = 0; i < 400 && !until(path, "running", "done").equals("done"); i++) {
                due("attempts = 0", path);
                Portal.pause(100);
            }
            until(path, "done");
            assertEquals(List.of(600, 100, 0, 0), tally(path));
            assertEquals(600, contacts("%@four.example"));
            assertEquals(
                    700,
                    portal.count(
                            "SELECT count(*) FROM fact f WHERE f.contact_id IN (SELECT id FROM contact WHERE email LIKE '%@four.example')"));
            undo(path);
        } finally {
            second.stop();
        }
    }

    private static void due(String further, String path) {
        portal.execute(
                "UPDATE job SET due_at = now(), " + further
                        + " WHERE kind = 'contacts.import' AND key = ? AND state = 'queued'",
                id(path).toString());
    }

    /** All of it but what somebody touched since. */
    private static void undo(String path) {
        var touched = (UUID) portal.query("SELECT id FROM contact WHERE email = 'm5@four.example'")
                .getFirst()
                .getFirst();
        var noted = (UUID) portal.query("SELECT id FROM contact WHERE email = 'm6@four.example'")
                .getFirst()
                .getFirst();
        olivia.post(HOME + "/contacts/" + noted + "/notes", Map.of("body", "Called"))
                .expect(303);
        portal.execute("UPDATE contact SET phone = '123456', version = version + 1 WHERE id = ?", touched);
        olivia.post(path + "/undo", Map.of()).expect(303);
        olivia.post(path + "/undo", Map.of()).expect(409);
        until(path, "undone");
        assertEquals(2, contacts("%@four.example"));
        olivia.get(path).expect(200);
    }

    @Test
    void an_update_is_taken_back_to_what_it_was_within_a_day_and_not_after() {
        var contact = portal.contact(Portal.ACME, "Before", "before@five.example");
        var path = upload("name,email,company,tags\nAfter,before@five.example,Five GmbH,Five\n");
        plan(path, "update", "full_name", "email", "company", "tags");
        run(path);
        assertEquals(1, portal.count("SELECT count(*) FROM contact_tag WHERE contact_id = ?", contact));
        olivia.post(path + "/undo", Map.of()).expect(303);
        until(path, "undone");
        assertEquals(
                List.of(List.of("Before", 2)),
                portal.query("SELECT full_name, version FROM contact WHERE id = ?", contact));
        assertEquals(0, portal.count("SELECT count(*) FROM contact_tag WHERE contact_id = ?", contact));
        assertEquals(0, portal.count("SELECT count(*) FROM company_member WHERE contact_id = ?", contact));
        var late = upload("name,email\nAfter,before@five.example\n");
        plan(late, "update", "full_name", "email");
        run(late);
        portal.execute("UPDATE contact_import SET finished_at = now() - interval '25 hours' WHERE id = ?", id(late));
        olivia.post(late + "/undo", Map.of()).expect(409);
    }
}
