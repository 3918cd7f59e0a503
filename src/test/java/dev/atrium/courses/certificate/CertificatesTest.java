package dev.atrium.courses.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Visitor;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A certificate from the end of a course to its own end, as its owner, staff, programs and strangers see it. */
class CertificatesTest {
    private static final String DESK = "/t/acme/courses/certificates";
    private static Portal portal;
    private static Finishing finishing;
    private static UUID tenant;
    private static Visitor staff;
    private static int people;

    @BeforeAll
    static void start() {
        portal = Portal.crowded(40);
        portal.settings(Portal.ACME, "profile_required = '{}'");
        tenant = portal.tenantId(Portal.ACME);
        finishing = new Finishing(portal, Portal.ACME);
        portal.staff("Olivia Owner", "olivia@staff.example", "owner", Portal.ACME);
        portal.staff("Sam Support", "sam@staff.example", "support", Portal.ACME);
        staff = portal.asStaff("olivia@staff.example");
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private record Person(String email, UUID contact, Visitor visitor) {}

    private static Person person(String name) {
        var email = "learner" + people++ + "@example.com";
        var account = portal.account(Portal.ACME, name, email);
        var contact = (UUID) portal.query("SELECT contact_id FROM account WHERE id = ?", account)
                .getFirst()
                .getFirst();
        return new Person(email, contact, portal.as(Portal.ACME, email));
    }

    private static UUID of(Person person) {
        return (UUID) portal.query(
                        "SELECT id FROM certificate WHERE tenant_id = ? AND contact_id = ? AND revoked_at IS NULL",
                        tenant,
                        person.contact())
                .getFirst()
                .getFirst();
    }

    private static String serial(UUID certificate) {
        return Serial.spoken((String) portal.query("SELECT code FROM verifiable WHERE id = ?", certificate)
                .getFirst()
                .getFirst());
    }

    @Test
    void whoever_finishes_gets_one_sees_it_and_saves_it() throws Exception {
        var ana = person("Ana Almeida");
        var course = Finishing.course(portal, Portal.ACME, "Portraits by daylight", 0);
        finishing.end(course, ana.contact());
        var id = of(ana);
        ana.visitor()
                .get("/account/certificates")
                .expectText("Portraits by daylight")
                .expectText(serial(id));
        var page = ana.visitor().get("/account/certificates/" + id).expect(200).body();
        assertTrue(page.contains("/verify/" + serial(id)), page);
        var pdf = ana.visitor().get("/account/certificates/" + id + "/pdf").expect(200);
        assertEquals("application/pdf", pdf.header("Content-Type"));
        try (var document = Loader.loadPDF(pdf.bytes())) {
            var text = new PDFTextStripper().getText(document);
            assertTrue(text.contains("Ana Almeida") && text.contains("Portraits by daylight"), text);
        }
        assertTrue(portal.mail(ana.email(), message -> message.subject().contains("Portraits by daylight"))
                .toString()
                .contains(serial(id)));
        var ben = person("Ben Okafor");
        ben.visitor().get("/account/certificates/" + id).expect(404);
        ben.visitor().get("/account/certificates/" + id + "/pdf").expect(404);
        ben.visitor()
                .post("/account/certificates/" + id + "/share", Map.of("shared", "yes"))
                .expect(404);
    }

    @Test
    void a_course_without_certificates_gives_none() {
        var dan = person("Dan");
        var course = Finishing.course(portal, Portal.ACME, "Quiet", 0);
        portal.execute("UPDATE certificate_rule SET enabled = false WHERE course_id = ?", course);
        finishing.end(course, dan.contact());
        dan.visitor().get("/account/certificates").expect(200);
        assertEquals(0, portal.count("SELECT count(*) FROM certificate WHERE contact_id = ?", dan.contact()));
    }

    @Test
    void a_name_is_shown_to_strangers_only_where_its_owner_wants_so() {
        var eva = person("Eva Eklund");
        finishing.end(Finishing.course(portal, Portal.ACME, "Shared one", 0), eva.contact());
        var id = of(eva);
        var at = "/verify/" + serial(id);
        var before = portal.at(Portal.ACME).get(at).expect(200).body();
        assertTrue(before.contains("Shared one") && before.contains(serial(id)));
        assertFalse(before.contains("Eva Eklund"));
        eva.visitor()
                .post("/account/certificates/" + id + "/share", Map.of("shared", "yes"))
                .expect(303);
        portal.at(Portal.ACME).get(at.toLowerCase(Locale.ROOT)).expectText("Eva Eklund");
        eva.visitor()
                .post("/account/certificates/" + id + "/share", Map.of("shared", "no"))
                .expect(303);
        assertFalse(portal.at(Portal.ACME).get(at).body().contains("Eva Eklund"));
        // Elsewhere, and what nobody has, is one and the same page.
        portal.at(Portal.GLOBEX).get(at).expect(404);
        portal.at(Portal.ACME).get("/verify/0000-0000-0000-0000").expect(404);
        portal.at(Portal.ACME)
                .get("/verify?code=" + serial(id).replace("-", ""))
                .expectRedirect(at);
        portal.at(Portal.ACME).get("/verify?code=nonsense").expect(200);
    }

    @Test
    void what_was_revoked_counts_no_more_and_does_not_come_back() {
        var finn = person("Finn");
        var course = Finishing.course(portal, Portal.ACME, "Revoked one", 12);
        finishing.end(course, finn.contact());
        var id = of(finn);
        staff.post(DESK + "/" + id + "/revoke", Map.of("reason", " ")).expect(422);
        staff.post(DESK + "/" + id + "/revoke", Map.of("reason", "Somebody else"))
                .expect(303);
        staff.post(DESK + "/" + id + "/revoke", Map.of("reason", "Again")).expect(409);
        finn.visitor().get("/account/certificates/" + id).expectText("Somebody else");
        finn.visitor().get("/account/certificates/" + id + "/pdf").expect(409);
        finn.visitor()
                .post("/account/certificates/" + id + "/share", Map.of("shared", "yes"))
                .expect(409);
        var page =
                portal.at(Portal.ACME).get("/verify/" + serial(id)).expect(200).body();
        assertFalse(page.contains("Somebody else") || page.contains("Finn"), page);
        portal.mail(finn.email(), message -> message.toString().contains("Somebody else"));
        finishing.end(course, finn.contact());
        assertEquals(1, portal.count("SELECT count(*) FROM certificate WHERE contact_id = ?", finn.contact()));
        assertEquals(
                0,
                portal.count(
                        "SELECT count(*) FROM job WHERE kind = 'certificate.remind' AND key = ? AND state = 'queued'",
                        id.toString()));
        staff.post(DESK + "/" + id + "/renew", Map.of()).expect(303);
        assertFalse(of(finn).equals(id));
    }

    @Test
    void one_that_expires_reminds_once_and_then_says_so() {
        var gil = person("Gil");
        finishing.end(Finishing.course(portal, Portal.ACME, "First aid", 12), gil.contact());
        var id = of(gil);
        var due =
                "SELECT count(*) FROM job WHERE kind = 'certificate.remind' AND key = ? AND due_at BETWEEN now() + interval '300 days' AND now() + interval '340 days'";
        assertEquals(1, portal.count(due, id.toString()));
        portal.execute("UPDATE job SET due_at = now() WHERE key = ?", id.toString());
        portal.mail(
                gil.email(),
                message -> message.subject().contains("First aid")
                        && message.subject().contains("soon"));
        portal.execute("UPDATE certificate SET expires_at = now() - interval '1 day' WHERE id = ?", id);
        portal.at(Portal.ACME).get("/verify/" + serial(id)).expectText("expired");
        gil.visitor().get("/account/certificates").expectText("expired");
    }

    @Test
    void staff_design_issue_and_find() {
        var hal = person("Hal Hansen");
        var course = Finishing.course(portal, Portal.ACME, "Offline one", 0);
        staff.get(DESK + "/design").expect(200);
        var typed = Map.of(
                "layout",
                "modern",
                "orientation",
                "portrait",
                "title",
                "Well done, {learner}",
                "body",
                "",
                "signatory",
                "Rita",
                "version",
                "0");
        staff.post(DESK + "/design", typed).expect(303);
        staff.post(DESK + "/design", typed).expect(409);
        assertEquals(
                "image/png", staff.get(DESK + "/design/picture").expect(200).header("Content-Type"));
        assertEquals(
                "application/pdf",
                staff.get(DESK + "/design/sheet?layout=plain&orientation=portrait&title=&body=&signatory=")
                        .expect(200)
                        .header("Content-Type"));
        staff.get(DESK + "/design/sheet?layout=round&orientation=portrait").expect(422);
        staff.post(DESK + "/new", Map.of("course", course.toString(), "email", "nobody@example.com"))
                .expect(422);
        staff.post(DESK + "/new", Map.of("course", UUID.randomUUID().toString(), "email", hal.email()))
                .expect(404);
        staff.post(DESK + "/new", Map.of("course", course.toString(), "email", hal.email()))
                .expect(303);
        staff.post(DESK + "/new", Map.of("course", course.toString(), "email", hal.email()))
                .expect(409);
        var id = of(hal);
        staff.get(DESK + "?q=hansen").expectText("Hal Hansen");
        staff.get(DESK + "?q=" + serial(id)).expectText("Hal Hansen");
        assertFalse(staff.get(DESK + "?q=nobody-such").body().contains("Hal Hansen"));
        staff.get(DESK + "/" + id).expectText(serial(id));
        staff.get(DESK + "/" + id + "/pdf").expect(200);
        staff.post(DESK + "/rules", Map.of("course", course.toString(), "months", "999"))
                .expect(422);
        staff.post(DESK + "/rules", Map.of("course", course.toString(), "months", "24", "remind_days", "10"))
                .expect(303);
        assertEquals(
                1,
                portal.count(
                        "SELECT count(*) FROM certificate_rule WHERE course_id = ? AND NOT enabled AND months = 24 AND remind_days = 10",
                        course));
        portal.asStaff("sam@staff.example").get(DESK).expect(404);
    }

    @Test
    void names_stay_as_they_were() {
        var ina = person("Ina Before");
        var course = Finishing.course(portal, Portal.ACME, "Old title", 0);
        finishing.end(course, ina.contact());
        portal.execute("UPDATE contact SET full_name = 'Ina After' WHERE id = ?", ina.contact());
        portal.execute("UPDATE course SET title = 'New title' WHERE id = ?", course);
        ina.visitor()
                .get("/account/certificates/" + of(ina))
                .expectText("Ina Before")
                .expectText("Old title");
        portal.execute("DELETE FROM course WHERE id = ?", course);
        ina.visitor().get("/account/certificates/" + of(ina)).expectText("Old title");
        staff.post(DESK + "/" + of(ina) + "/renew", Map.of()).expect(409);
        portal.execute("DELETE FROM certificate WHERE contact_id = ?", ina.contact());
        assertEquals(
                0,
                portal.count(
                        "SELECT count(*) FROM verifiable v WHERE NOT EXISTS (SELECT FROM certificate e WHERE e.id = v.id)"));
    }

    @Test
    void programs_of_the_person_read_and_share() {
        var jo = person("Jo");
        finishing.end(Finishing.course(portal, Portal.ACME, "By program", 0), jo.contact());
        var list = jo.visitor().get("/api/v1/certificates").expect(200).json().getJsonArray("items");
        assertEquals("By program", list.getJsonObject(0).getString("course"));
        var one = "/api/v1/certificates/" + of(jo);
        var shown = jo.visitor()
                .json(
                        "PUT",
                        one + "/sharing",
                        new JsonObject().put("shown", true).encode());
        assertTrue(shown.expect(200).json().getBoolean("shown"));
        assertEquals(
                "application/pdf", jo.visitor().get(one + "/pdf").expect(200).header("Content-Type"));
        person("Kim").visitor().get(one).expect(404);
    }
}
