package dev.atrium.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Answer;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import dev.atrium.secrets.ApiSecret;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A document from staff to the client, and back out of their sight. */
class DocumentsTest {
    private static final String BODY = "%PDF-1.4 twelve pages";
    private static Portal portal;
    private static Visitor olivia;
    private static Visitor ana;
    private static UUID contact;
    private static String page;

    @BeforeAll
    static void start() {
        portal = Portal.start();
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        olivia = portal.asStaff("olivia@staff.example");
        var account = portal.account(Portal.ACME, "Ana", "ana@example.com");
        contact = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
        ana = portal.as(Portal.ACME, "ana@example.com");
        page = "/t/acme/contacts/" + contact;
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static UUID upload(String name, Map<String, String> fields) {
        var head = new StringBuilder();
        fields.forEach((field, value) -> head.append("--x\r\nContent-Disposition: form-data; name=\"")
                .append(field)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
        head.append("--x\r\nContent-Disposition: form-data; name=\"document_file\"; filename=\"")
                .append(name)
                .append("\"\r\nContent-Type: application/pdf\r\n\r\n");
        olivia.send(
                        "POST",
                        page + "/documents",
                        head.toString().getBytes(StandardCharsets.UTF_8),
                        BODY.getBytes(StandardCharsets.UTF_8),
                        "\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8),
                        "multipart/form-data; boundary=x")
                .expect(303);
        return (UUID) portal.query("SELECT id FROM document WHERE name = ?", name)
                .getFirst()
                .getFirst();
    }

    private static int fetched(String location) {
        var files = portal.atHost("files.localhost");
        var path = location.substring(location.indexOf('/', "https://".length()));
        var answer = files.get(path);
        if (answer.status() == 200) assertEquals(BODY, answer.body());
        return answer.status();
    }

    @Test
    void what_is_shared_is_found_taken_and_seen_and_what_is_not_is_closed_at_once() {
        var id = upload("Offer.pdf", Map.of());
        assertFalse(ana.get("/files").expect(200).body().contains("Offer.pdf"), "it is the business's alone");
        ana.get("/files/" + id).expect(404);
        assertEquals(BODY, olivia.get(page + "/documents/" + id).expect(200).body());
        olivia.post(page + "/documents/share", Map.of("document", id.toString(), "notify", "yes"))
                .expect(303);
        olivia.post(page + "/documents/share", Map.of("document", id.toString()))
                .expect(303);
        assertEquals(1, portal.count("SELECT count(*) FROM fact WHERE kind = 'document.shared' AND object_id = ?", id));
        assertTrue(portal.mail("ana@example.com", m -> m.subject().contains("Offer.pdf"))
                        .text()
                        .contains("/n/")
                || portal.mails("ana@example.com") > 0);
        assertTrue(ana.get("/files").expect(200).body().contains("Offer.pdf"));
        assertEquals(1, portal.count("SELECT count(*) FROM fact WHERE kind = 'document.seen' AND object_id = ?", id));
        olivia.get(page).expect(200).expectText("Seen by the client");
        var way = ana.get("/files/" + id).expect(303).location();
        assertEquals(200, fetched(way));
        olivia.get(page).expect(200).expectText("Downloaded by the client");
        portal.account(Portal.ACME, "Ben", "ben@example.com");
        portal.as(Portal.ACME, "ben@example.com").get("/files/" + id).expect(404);
        olivia.post(page + "/documents/unshare", Map.of("document", id.toString()))
                .expect(303);
        assertEquals(404, fetched(way), "the way that was given out before is closed as well");
        ana.get("/files/" + id).expect(404);
        assertFalse(ana.get("/files").expect(200).body().contains("Offer.pdf"));
        olivia.post(page + "/documents/delete", Map.of("document", id.toString()))
                .expect(303);
        assertEquals(0, portal.count("SELECT count(*) FROM media_object WHERE name = 'Offer.pdf' AND state = 'ready'"));
        olivia.get(page + "/documents/" + id).expect(404);
    }

    @Test
    void files_hide_from_whom_nothing_is_shared_with_where_the_business_wants_that() {
        portal.execute(
                "INSERT INTO app_switch (tenant_id, app, enabled, hide_when_empty) VALUES (?, 'files', true, true)"
                        + " ON CONFLICT (tenant_id, app) DO UPDATE SET hide_when_empty = true",
                portal.tenantId(Portal.ACME));
        portal.changed(Portal.ACME);
        portal.account(Portal.ACME, "Nina Nothing", "nina@example.com");
        var nina = portal.as(Portal.ACME, "nina@example.com");
        assertFalse(nina.get("/").expect(200).body().contains("href=\"/files\""));
        nina.get("/files").expect(200);
        upload("For Ana.pdf", Map.of("share", "yes"));
        var again = portal.as(Portal.ACME, "ana@example.com");
        assertTrue(again.get("/").expect(200).body().contains("href=\"/files\""));
        portal.execute("UPDATE app_switch SET hide_when_empty = false WHERE app = 'files'");
        portal.changed(Portal.ACME);
    }

    @Test
    void sharing_ends_by_itself_and_an_app_that_is_off_is_no_page() {
        var tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1).toString();
        var id = upload("Until tomorrow.pdf", Map.of("share", "yes", "document_until", tomorrow));
        ana.get("/files/" + id).expect(303);
        portal.execute("UPDATE document SET expires_at = now() - interval '1 second' WHERE id = ?", id);
        ana.get("/files/" + id).expect(404);
        olivia.get(page).expect(200).expectText("Shared until its end came");
        olivia.post(page + "/documents/share", Map.of("document", id.toString(), "document_until", "2020-01-01"))
                .expect(422);
        olivia.post(page + "/documents/share", Map.of("document", id.toString()))
                .expect(303);
        ana.get("/files/" + id).expect(303);
        portal.execute(
                "INSERT INTO app_switch (tenant_id, app, enabled) VALUES (?, 'files', false)",
                portal.tenantId(Portal.ACME));
        portal.changed(Portal.ACME);
        ana.get("/files").expect(404);
        ana.get("/files/" + id).expect(404);
        portal.execute("DELETE FROM app_switch WHERE app = 'files'");
        portal.changed(Portal.ACME);
        ana.get("/files").expect(200);
    }

    private static final String PIECES = "%PDF-1.4 twelve pages in two pieces";

    private static Answer patch(String path, long offset, String bytes) {
        return portal.asStaff("olivia@staff.example")
                .header("Upload-Offset", Long.toString(offset))
                .send("PATCH", path, bytes, "application/offset+octet-stream");
    }

    private static String announce(String name) {
        var wanted = new JsonObject().put("name", name).put("size", PIECES.length());
        return page + "/uploads/"
                + olivia.json("POST", page + "/uploads", wanted.encode())
                        .expect(201)
                        .json()
                        .getString("id");
    }

    @Test
    void a_large_one_comes_piece_by_piece_and_is_kept_shared_and_told_at_once_or_not_at_all() {
        var path = announce("Plans.pdf");
        patch(path, 0, PIECES.substring(0, 10)).expect(204);
        assertEquals(10, olivia.get(path).expect(200).json().getInteger("offset"));
        assertFalse(olivia.get(page).body().contains("Plans.pdf"), "half a file is nothing");
        olivia.json("POST", path + "/complete", "{}").expect(409);
        patch(path, 10, PIECES.substring(10)).expect(204);
        olivia.json("POST", path + "/complete?share=yes&notify=yes&document_until=2020-01-01", "{}")
                .expect(422)
                .expectText("document_until");
        assertEquals(0, portal.count("SELECT count(*) FROM document WHERE name = 'Plans.pdf'"));
        long mails = portal.mails("ana@example.com");
        var done = olivia.json("POST", path + "/complete?share=yes&notify=yes&document_until=", "{}")
                .expect(200);
        olivia.get(page).expect(200).expectText("Plans.pdf").expectText("Shared");
        var id = UUID.fromString(done.json().getString("id"));
        ana.get("/files/" + id).expect(303);
        assertEquals(PIECES, olivia.get(page + "/documents/" + id).expect(200).body());
        for (int i = 0; i < 200 && portal.mails("ana@example.com") == mails; i++) Portal.pause(20);
        assertEquals(mails + 1, portal.mails("ana@example.com"));
        assertEquals(
                2,
                portal.count(
                        "SELECT count(*) FROM audit WHERE object_id = ? AND action IN ('document.uploaded', 'document.shared')",
                        id));
        olivia.json("POST", path + "/complete?share=yes", "{}").expect(404);
    }

    @Test
    void an_upload_ends_at_no_contact_of_another_house_and_at_none_that_is_gone() {
        var path = announce("Astray.pdf");
        patch(path, 0, PIECES).expect(204);
        var foreign = portal.contact(Portal.GLOBEX, "Gil", "gil@example.com");
        for (var contact : List.of(foreign, UUID.randomUUID()))
            olivia.json("POST", path.replace(DocumentsTest.contact.toString(), contact.toString()) + "/complete", "{}")
                    .expect(404);
        olivia.get(path.replace(DocumentsTest.contact.toString(), foreign.toString()))
                .expect(404);
        assertEquals(0, portal.count("SELECT count(*) FROM document WHERE name = 'Astray.pdf'"));
        assertEquals(1, portal.count("SELECT count(*) FROM upload"), "the bytes wait for a better word");
        olivia.json("POST", path + "/complete", "{}").expect(200);
    }

    @Test
    void a_form_that_is_refused_keeps_what_was_typed_beside_the_file() {
        var refused = olivia.post(
                        page + "/documents",
                        Map.of("document_form", "1", "share", "yes", "document_until", "2020-01-01"))
                .expect(422);
        refused.expectText("2020-01-01").expectText("name=\"share\" value=\"yes\" checked");
        assertFalse(refused.body().contains("name=\"notify\" value=\"yes\" checked"));
    }

    @Test
    void a_file_of_a_kind_that_is_not_kept_is_refused_at_its_field_whichever_way_it_comes() {
        var program = "MZ\u0090\0 this program cannot be run in DOS mode";
        var form =
                "--x\r\nContent-Disposition: form-data; name=\"document_form\"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name=\"document_file\"; filename=\"setup.exe\"\r\nContent-Type: application/pdf\r\n\r\n"
                        + program + "\r\n--x--\r\n";
        olivia.send("POST", page + "/documents", form, "multipart/form-data; boundary=x")
                .expect(422)
                .expectText("This kind of file is not accepted");
        var wanted =
                new JsonObject().put("name", "setup.exe").put("size", program.getBytes(StandardCharsets.UTF_8).length);
        var path = page + "/uploads/"
                + olivia.json("POST", page + "/uploads", wanted.encode())
                        .expect(201)
                        .json()
                        .getString("id");
        patch(path, 0, program).expect(204);
        var refused = olivia.json("POST", path + "/complete", "{}").expect(422).json();
        assertEquals(
                "file-type", refused.getJsonArray("errors").getJsonObject(0).getString("code"));
        assertEquals(0, portal.count("SELECT count(*) FROM document WHERE name = 'setup.exe'"));
    }

    @Test
    void erasing_the_contact_takes_the_documents_and_their_bytes_along() {
        var other = portal.contact(Portal.ACME, "Other", "other@example.com");
        var id = upload("Leaves.pdf", Map.of("share", "yes"));
        portal.execute("UPDATE document SET contact_id = ? WHERE id = ?", other, id);
        olivia.post(
                        "/t/acme/contacts/" + other + "/data/erase",
                        Map.of("confirm", "yes", "why", "asked", "when", "now"))
                .expect(303);
        assertEquals(0, portal.count("SELECT count(*) FROM document WHERE id = ?", id));
        assertEquals(
                0, portal.count("SELECT count(*) FROM media_object WHERE name = 'Leaves.pdf' AND state = 'ready'"));
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM erasure WHERE contact_id = ? AND reason = 'asked' AND state = 'done'",
                        other));
    }

    @Test
    void the_erase_page_lists_what_goes_what_is_blanked_and_what_stays_and_asks_why() {
        var other = portal.contact(Portal.ACME, "Leaver", "leaver@example.com");
        olivia.post("/t/acme/contacts/" + other + "/notes", Map.of("body", "x")).expect(303);
        var body =
                olivia.get("/t/acme/contacts/" + other + "/erase").expect(200).body();
        for (var text : new String[] {"Is deleted", "Stays without a name", "Must stay"})
            assertTrue(body.contains(text), text);
        olivia.post("/t/acme/contacts/" + other + "/data/erase", Map.of("confirm", "yes", "when", "now"))
                .expect(422);
        olivia.post("/t/acme/contacts/" + other + "/data/erase", Map.of("why", "ended", "when", "now"))
                .expect(422);
        olivia.post(
                        "/t/acme/contacts/" + other + "/data/erase",
                        Map.of("confirm", "yes", "why", "ended", "when", "later"))
                .expect(303);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM erasure WHERE contact_id = ? AND state = 'pending' AND due_at > now() + interval '13 days'",
                        other));
    }

    private static Visitor program(String tenant, String scopes) {
        var fresh = ApiSecret.random(ApiSecret.Owner.BUSINESS);
        portal.execute("""
                INSERT INTO api_key (tenant_id, id, name, prefix, secret_hash, scopes, expires_at)
                VALUES (?, ?, 'Papers', ?, ?, string_to_array(?, ' '), now() + interval '100 days')""", portal.tenantId(tenant), UUID.randomUUID(), fresh.prefix(), fresh.hash(), scopes);
        return portal.at(tenant).header("Authorization", "Bearer " + fresh.text());
    }

    @Test
    void a_program_uploads_shares_takes_back_and_deletes_a_document() {
        var root = "/api/v1/business" + page.substring(page.indexOf("/contacts/")) + "/documents";
        var writer = program(Portal.ACME, "documents:read documents:write");
        var upload = writer.json(
                        "POST",
                        "/api/v1/business/uploads",
                        "{\"name\":\"By program.pdf\",\"size\":" + BODY.length() + "}")
                .expect(201);
        var id = upload.json().getString("id");
        var whole = "{\"upload\":\"" + id + "\",\"shared\":true,\"tell\":true}";
        writer.json("POST", root, whole).expect(409);
        // What one key began, another neither sees nor ends.
        program(Portal.ACME, "documents:read documents:write")
                .get(upload.location())
                .expect(404);
        writer.header("Upload-Offset", "0")
                .send("PATCH", upload.location(), BODY, "application/offset+octet-stream")
                .expect(204);
        program(Portal.ACME, "documents:read").json("POST", root, whole).expect(403);
        var made = writer.json("POST", root, whole).expect(201);
        assertEquals(made.body(), writer.json("POST", root, whole).expect(201).body(), "asked twice, made once");
        assertTrue(made.json().getBoolean("shared"));
        assertEquals(1, portal.count("SELECT count(*) FROM document WHERE name = 'By program.pdf'"));
        assertTrue(ana.get("/files").expect(200).body().contains("By program.pdf"));
        var way = ana.get("/files/" + id).expect(303).location();
        assertEquals(200, fetched(way));
        assertEquals(
                200,
                fetched(writer.get(made.location() + "/content").expect(303).location()));
        assertTrue(writer.get(root).expect(200).body().contains(id));
        var unshare = "{\"shared\":false}";
        for (int i = 0; i < 2; i++)
            program(Portal.ACME, "documents:write")
                    .header("Idempotency-Key", "once")
                    .json("PATCH", made.location(), unshare)
                    .expect(200);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM fact WHERE kind = 'document.unshared' AND object_id = ?",
                        UUID.fromString(id)));
        assertEquals(404, fetched(way), "the way that was given out before is closed as well");
        writer.json("PATCH", made.location(), "{\"shared\":true,\"expires_at\":\"2020-01-01T00:00:00Z\"}")
                .expect(422);
        for (var who : new Visitor[] {program(Portal.GLOBEX, "documents:read documents:write")}) {
            who.get(made.location()).expect(404);
            who.json("PATCH", made.location(), unshare).expect(404);
        }
        program(Portal.ACME, "contacts:read").get(root).expect(403);
        writer.send("DELETE", made.location(), null, null).expect(204);
        writer.get(made.location()).expect(404);
        assertEquals(0, portal.count("SELECT count(*) FROM media_object WHERE name = 'By program.pdf'"));
    }
}
