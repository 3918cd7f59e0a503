package dev.atrium.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Portal;
import dev.atrium.harness.Race;
import dev.atrium.harness.Visitor;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way from an empty portal to a working one is remembered step by step, and a template is applied once. */
class SetupTest {
    private static final String HOME = "/t/acme";
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

    private void step(String step, String state) {
        olivia.post(HOME + "/setup/step", Map.of("step", step, "state", state)).expectRedirect(HOME + "/setup");
    }

    private boolean shown() {
        return olivia.get(HOME).expect(200).body().contains("Continue setup");
    }

    @Test
    void each_step_is_done_or_left_out_remembered_and_shown_until_all_are_behind() {
        assertTrue(shown(), "an empty portal leads to its setup");
        olivia.get(HOME + "/setup").expect(200).expectText("0 %");
        step("domain", "skipped");
        step("branding", "done");
        olivia.get(HOME + "/setup").expectText("40 %").expectText("Skipped");
        step("domain", "open");
        olivia.get(HOME + "/setup").expectText("20 %");
        // What the portal itself shows needs nobody to tick it off.
        portal.contact(Portal.ACME, "Ana Almeida", "ana@example.com");
        olivia.post(
                        HOME + "/invitations/new",
                        Map.of("email", "ana@example.com", "nonce", "0193aaaa-0000-7000-8000-000000000001"))
                .expect(303);
        olivia.get(HOME + "/setup").expectText("40 %");
        for (var step : new String[] {"domain", "apps", "content"}) step(step, "skipped");
        assertFalse(shown(), "nothing is left to do");
        olivia.get(HOME + "/setup").expectText("Your portal is set up");
        olivia.post(HOME + "/setup/step", Map.of("step", "moon", "state", "done"))
                .expect(422);
        olivia.post(HOME + "/setup/step", Map.of("step", "apps", "state", "maybe"))
                .expect(422);
    }

    @Test
    void whoever_does_not_want_to_see_it_does_not_and_staff_without_the_right_never_do() {
        portal.staff("Sam Support", "sam@example.com", "support", Portal.ACME);
        var sam = portal.asStaff("sam@example.com");
        assertFalse(sam.get(HOME).expect(200).body().contains("Continue setup"));
        sam.get(HOME + "/setup").expect(404);
        sam.post(HOME + "/starters/coach", Map.of()).expect(404);
        olivia.post(HOME + "/setup/dismiss", Map.of()).expectRedirect(HOME);
        assertFalse(shown());
        olivia.post(HOME + "/setup/resume", Map.of()).expectRedirect(HOME + "/setup");
        assertTrue(shown());
        assertEquals(
                2, portal.count("SELECT count(*) FROM audit WHERE action IN ('setup.dismissed', 'setup.resumed')"));
    }

    @Test
    void a_template_is_applied_once_by_any_number_and_taken_back_until_the_first_client() {
        var before =
                portal.query("SELECT color_primary, color_secondary, description FROM branding ORDER BY portal_name");
        for (var starter : Starter.ALL)
            olivia.get(HOME + "/starters/" + starter.key()).expect(200);
        var cookie = olivia.cookie("staff");
        var keys = Starter.ALL.stream().map(Starter::key).toList();
        var answers = Race.of(
                20,
                i -> portal.atConsole()
                        .cookie("staff", cookie)
                        .post(HOME + "/starters/" + keys.get(i % keys.size()), Map.of())
                        .status());
        assertEquals(1, answers.stream().filter(status -> status == 303).count());
        assertEquals(19, answers.stream().filter(status -> status == 409).count());
        assertEquals(1, portal.count("SELECT count(*) FROM announcement"));
        assertEquals(1, portal.count("SELECT count(*) FROM nav_item WHERE kind = 'page'"));
        assertEquals(3, portal.count("SELECT count(*) FROM tag"));
        assertEquals(1, portal.count("SELECT count(*) FROM mail_template WHERE html <> ''"));
        assertTrue(portal.count("SELECT count(*) FROM app_switch WHERE NOT enabled") > 0);
        olivia.post(HOME + "/setup/starter-undo", Map.of()).expectRedirect(HOME + "/starters");
        assertEquals(
                before,
                portal.query("SELECT color_primary, color_secondary, description FROM branding ORDER BY portal_name"));
        for (var table : new String[] {"announcement", "nav_item", "tag", "app_switch"})
            assertEquals(0, portal.count("SELECT count(*) FROM " + table), table);
        olivia.post(HOME + "/setup/starter-undo", Map.of()).expect(409);
        olivia.post(HOME + "/starters/studio", Map.of()).expectRedirect(HOME + "/setup");
        portal.account(Portal.ACME, "Ana Almeida", "ana@example.com");
        olivia.post(HOME + "/setup/starter-undo", Map.of()).expect(409).expectText("somebody has an account already");
        assertEquals(1, portal.count("SELECT count(*) FROM announcement"));
    }

    @Test
    void what_somebody_changed_since_stays_when_the_template_goes() {
        olivia.post(HOME + "/starters/agency", Map.of()).expect(303);
        var tenant = portal.tenantId(Portal.ACME);
        portal.execute("UPDATE branding SET color_primary = '#112233' WHERE tenant_id = ?", tenant);
        portal.execute("UPDATE announcement SET title = 'Mine now', version = version + 1 WHERE tenant_id = ?", tenant);
        portal.execute("UPDATE nav_item SET body = 'Mine as well' WHERE tenant_id = ?", tenant);
        olivia.post(HOME + "/setup/starter-undo", Map.of()).expect(303);
        assertEquals(1, portal.count("SELECT count(*) FROM branding WHERE color_primary = '#112233'"));
        assertEquals(1, portal.count("SELECT count(*) FROM announcement WHERE title = 'Mine now'"));
        assertEquals(1, portal.count("SELECT count(*) FROM nav_item"));
        assertEquals(0, portal.count("SELECT count(*) FROM tag"));
    }

    @Test
    void the_address_is_there_as_a_picture_that_a_phone_reads() {
        var picture = olivia.get(HOME + "/portal-address.svg").expect(200);
        assertTrue(picture.body().startsWith("<svg") && picture.body().contains("h1v1h-1z"));
        olivia.get(HOME).expectText("Waiting for you").expectText("Recent activity");
    }
}
