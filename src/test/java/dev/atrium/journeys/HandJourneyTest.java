package dev.atrium.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import dev.atrium.courses.assignment.HandFixture;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.Visitor;
import dev.atrium.harness.WithBrowser;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Work that is written on a phone, handed in, returned from the console, and handed in again without scripts. */
@ExtendWith(WithBrowser.class)
class HandJourneyTest {
    private record Made(Visitor mila, UUID contact, UUID course, UUID lesson) {
        String path() {
            return "/courses/" + course + "/lessons/" + lesson;
        }
    }

    private static Made made(Portal portal) {
        portal.settings(Portal.ACME, "profile_blocks = '{}'");
        var fixture = new HandFixture(portal);
        var contact = fixture.person("Mila Maker", "maker@example.com");
        var course = fixture.course("journey-work");
        var lesson = fixture.assignment(course);
        fixture.terms(lesson, "rubric = '[{\"title\": \"Light\", \"points\": 10, \"levels\": []}]'");
        fixture.grant(course, contact);
        return new Made(portal.as(Portal.ACME, "maker@example.com"), contact, course, lesson);
    }

    @Test
    void work_goes_to_staff_and_back(Portal portal) {
        var made = made(portal);
        write(portal, made);
        mark(portal, made, "returned");
        again(portal, made);
        mark(portal, made, "accepted");
        try (var window =
                Browser.open(portal, made.mila().host(), Screen.DESK_DARK).as(made.mila())) {
            window.go(made.path());
            assertThat(window.page().locator(".lesson-end .when-done")).isVisible();
            assertThat(window.page().locator("#assignment .badge").first()).hasText("accepted");
            window.axe();
        }
    }

    private static void write(Portal portal, Made made) {
        try (var window =
                Browser.open(portal, made.mila().host(), Screen.PHONE_LIGHT).as(made.mila())) {
            window.go(made.path());
            var page = window.page();
            page.locator("#assignment textarea").fill("Three sides of a **jug**");
            // Kept by itself a moment after the last key.
            assertThat(page.locator("#assignment [data-said]")).hasText("Saved.");
            page.reload();
            assertThat(page.locator("#assignment textarea")).hasValue("Three sides of a **jug**");
            page.locator("#f-file")
                    .setInputFiles(new FilePayload(
                            "front.pdf", "application/pdf", "%PDF-1.4 front".getBytes(StandardCharsets.US_ASCII)));
            page.locator("button[value=submit]").click();
            assertThat(page.locator("#assignment .badge").first()).hasText("waiting");
            assertThat(page.locator(".hand-ins")).containsText("front.pdf");
            window.axe();
            window.look("assignment-sent");
        }
    }

    private static void mark(Portal portal, Made made, String decision) {
        portal.staff("Cleo Content", "cleo-marks@staff.example", "content", Portal.ACME);
        var cleo = portal.asStaff("cleo-marks@staff.example");
        try (var window = Browser.open(portal, cleo.host(), Screen.DESK_LIGHT).as(cleo)) {
            window.go("/t/acme/courses/" + made.course() + "/hand-ins");
            var page = window.page();
            page.locator(".people a.person").first().click();
            page.locator("[name=score_0]").fill("7");
            assertThat(page.locator("[data-sum]")).hasText("7");
            page.locator("[name=feedback]").fill("Look at the handle.");
            page.locator("button[value=" + decision + "]").click();
            assertThat(page.locator(".hand-in-word").first()).containsText("Look at the handle.");
            window.axe();
            window.look("hand-in-" + decision);
        }
    }

    private static void again(Portal portal, Made made) {
        try (var window = Browser.open(portal, made.mila().host(), Screen.PHONE_DARK.withoutScript())
                .as(made.mila())) {
            window.go(made.path() + "/assignment");
            var page = window.page();
            assertThat(page.locator(".hand-in-word")).containsText("Look at the handle.");
            page.locator("#assignment textarea").fill("The handle as well");
            page.locator("#assignment button[name=remove]").click();
            assertThat(page.locator("#assignment textarea")).hasValue("The handle as well");
            page.locator("button[value=save]").click();
            page.locator("button[value=submit]").click();
            assertThat(page.locator("#assignment .badge").first()).hasText("waiting");
            page.locator("[name=message]").fill("Better?");
            page.locator("form:has([name=message]) button").click();
            assertThat(page.locator(".hand-in-thread")).containsText("Better?");
        }
    }
}
