package dev.atrium.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Receiver;
import dev.atrium.harness.Screen;
import dev.atrium.harness.WithBrowser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBrowser.class)
class WebhookJourneyTest {
    /** The shared portal sends to nobody inside, so what the owner sees first is a refusal that says why. */
    @Test
    void an_owner_adds_an_endpoint_copies_its_secret_sends_a_test_and_reads_what_became_of_it(Portal portal) {
        portal.staff("Wanda Webhook", "wanda@staff.example", "owner", Portal.ACME);
        try (var receiver = Receiver.open();
                var window = Browser.open(portal, "console.localhost", Screen.DESK_LIGHT)
                        .as(portal.asStaff("wanda@staff.example"))) {
            window.go("/t/acme").follow("Webhooks");
            window.headed("Webhooks").fill("Address", receiver.url("/in")).press("Add endpoint");
            window.reads("Begin the address with https://").reads("Choose at least one event");
            window.fill("Address", "https://hooks.example.com/atrium").fill("What it is for", "CRM");
            window.page().locator("#f-event_contact_created").check();
            window.page().locator("#f-event_invitation_accepted").check();
            window.press("Add endpoint");
            window.headed("hooks.example.com")
                    .reads("It is shown this once")
                    .look("journey-webhook-made")
                    .axe();
            assertTrue(window.page().locator("#secret").innerText().startsWith("whsec_"));
            window.press("Send test event");
            window.headed("Test event").reads("The test event is on its way");
            for (int i = 0; i < 100 && window.page().locator(".hook-try").count() == 0; i++) {
                Portal.pause(100);
                window.page().reload();
            }
            window.reads("The host name was not found")
                    .look("journey-webhook-message")
                    .axe();
            window.page().locator(".page-head a").last().click();
            window.headed("hooks.example.com").reads("failing").press("Switch off");
            window.reads("The endpoint is off.");
            window.go("/t/acme/webhooks").reads("switched off").look("journey-webhooks");
            window.go("/t/acme/webhooks/events")
                    .headed("Events of webhooks")
                    .look("journey-webhook-events")
                    .axe();
            assertEquals(0, receiver.hits().size());
        } finally {
            portal.execute("DELETE FROM webhook_endpoint");
        }
    }
}
