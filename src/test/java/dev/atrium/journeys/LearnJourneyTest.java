package dev.atrium.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.WithBrowser;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A course on two devices: what is done on one moves the ring of the other. */
@ExtendWith(WithBrowser.class)
class LearnJourneyTest {
    private static UUID lesson(Portal portal, UUID course, UUID section, int position, String completion, int seconds) {
        var id = UUID.randomUUID();
        portal.execute(
                "INSERT INTO lesson (tenant_id, id, course_id, section_id, title, position, kind, body, completion, completion_seconds) VALUES (?, ?, ?, ?, ?, ?, 'text', ?, ?, ?)",
                portal.tenantId(Portal.ACME),
                id,
                course,
                section,
                "Step " + position,
                position,
                "Hard light, *soft* light.",
                completion,
                seconds);
        return id;
    }

    @Test
    void what_is_done_on_one_device_moves_the_ring_of_the_other(Portal portal) {
        var tenant = portal.tenantId(Portal.ACME);
        var account = portal.account(Portal.ACME, "Lou Learner", "lou@example.com");
        var course = UUID.randomUUID();
        var section = UUID.randomUUID();
        portal.execute(
                "INSERT INTO course (tenant_id, id, slug, title, state, published_at) VALUES (?, ?, 'journey', 'Light and lenses', 'published', now())",
                tenant,
                course);
        portal.execute(
                "INSERT INTO course_section (tenant_id, id, course_id, title) VALUES (?, ?, ?, 'Light')",
                tenant,
                section,
                course);
        var first = lesson(portal, course, section, 1, "manual", 0);
        lesson(portal, course, section, 2, "viewed", 3);
        lesson(portal, course, section, 3, "manual", 0);
        lesson(portal, course, section, 4, "manual", 0);
        portal.execute(
                "INSERT INTO course_grant (tenant_id, id, course_id, contact_id) SELECT tenant_id, gen_random_uuid(), ?, contact_id FROM account WHERE id = ?",
                course,
                account);
        var lou = portal.as(Portal.ACME, "lou@example.com");
        try (var desk = Browser.open(portal, lou.host(), Screen.DESK_LIGHT)
                        .live()
                        .as(lou);
                var phone = Browser.open(portal, lou.host(), Screen.PHONE_LIGHT)
                        .live()
                        .as(lou)) {
            desk.go("/courses");
            desk.look("courses-fresh");
            desk.go("/courses/journey");
            desk.look("course-begun");
            desk.go("/courses/journey/lessons/" + first);
            phone.go("/");
            var ring = phone.page().locator("[data-course] .ring");
            assertThat(ring).containsText("0");
            desk.press("Mark as done");
            assertThat(ring).containsText("25");
            assertThat(desk.page().locator("h1")).hasText("Step 2");
            assertThat(desk.page().locator("article[data-lesson-done]"))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(15_000));
            assertThat(ring).containsText("50");
            assertThat(phone.page().locator("[data-course-next]")).containsText("Lesson 3 of 4");
            desk.look("lesson-viewed-live");
            phone.look("home-next-lesson");
            phone.page().getByText("Continue").first().click();
            assertThat(phone.page().locator("h1")).hasText("Step 3");
            phone.look("lesson-phone");
        }
    }
}
