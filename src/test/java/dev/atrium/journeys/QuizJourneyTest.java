package dev.atrium.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import dev.atrium.courses.quiz.QuizFixture;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.Visitor;
import dev.atrium.harness.WithBrowser;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A quiz that is written, taken by keyboard against the clock, and taken without scripts. */
@ExtendWith(WithBrowser.class)
class QuizJourneyTest {
    private record Made(Visitor quinn, UUID lesson, String path) {}

    private static Made made(Portal portal, String slug, String rules) {
        portal.settings(Portal.ACME, "profile_blocks = '{}'");
        var fixture = new QuizFixture(portal, Portal.ACME);
        var contact = fixture.person(Portal.ACME, slug);
        var course = fixture.course(slug);
        var lesson = fixture.quiz(course, rules);
        fixture.questions(lesson, "Light");
        fixture.grant(course, contact);
        return new Made(
                portal.as(Portal.ACME, slug + "@example.com"), lesson, "/courses/" + slug + "/lessons/" + lesson);
    }

    private static void answer(Page page) {
        page.getByLabel("Light b").first().check();
        page.locator("[name=q2]").nth(0).check();
        page.locator("[name=q2]").nth(2).check();
        page.locator("[name=q3]").first().check();
        page.locator("[name=q4]").fill("sesame canary".replace(' ', '-'));
    }

    @Test
    void a_quiz_is_taken_by_keyboard_and_saved_as_one_goes(Portal portal) {
        var made = made(portal, "journey-quiz", "attempts = 2, minutes = 20");
        try (var window =
                Browser.open(portal, made.quinn().host(), Screen.PHONE_LIGHT).as(made.quinn())) {
            window.go(made.path()).axe();
            window.look("quiz-start");
            window.press("Start the quiz");
            var page = window.page();
            assertThat(page.locator("[data-quiz-left]")).isVisible();
            window.axe();
            answer(page);
            // By the arrows: A comes to the top, B under it.
            for (var thing : List.of("c", "b", "a"))
                for (int i = 0; i < 2; i++)
                    page.getByRole(
                                    com.microsoft.playwright.options.AriaRole.BUTTON,
                                    new Page.GetByRoleOptions().setName("Move up: Light " + thing))
                            .press("Enter");
            assertThat(page.locator("[data-quiz-said]")).hasText("Saved.");
            window.look("quiz-taking");
            page.reload();
            assertThat(page.locator("[name=q4]")).hasValue("sesame-canary");
            assertThat(page.locator("[data-quiz-thing] .grow").first()).hasText("Light a");
            window.press("Submit")
                    .headed("What do you remember?")
                    .reads("Passed")
                    .axe();
            window.look("quiz-result");
            assertEquals(
                    1,
                    portal.count(
                            "SELECT count(*) FROM quiz_attempt WHERE lesson_id = ? AND percent = 100 AND passed",
                            made.lesson()));
        }
    }

    @Test
    void when_the_clock_comes_to_its_end_the_page_submits_itself(Portal portal) {
        var made = made(portal, "journey-clock", "minutes = 1");
        try (var window =
                Browser.open(portal, made.quinn().host(), Screen.DESK_DARK).as(made.quinn())) {
            window.go(made.path()).press("Start the quiz");
            var page = window.page();
            page.locator("[name=q3]").first().check();
            assertThat(page.locator("[data-quiz-said]")).hasText("Saved.");
            portal.execute(
                    "UPDATE quiz_attempt SET due_at = now() + interval '2 seconds' WHERE lesson_id = ?", made.lesson());
            page.reload();
            assertThat(page.locator("h2#score")).hasText("16 %");
            assertEquals(
                    1,
                    portal.count(
                            "SELECT count(*) FROM quiz_attempt WHERE lesson_id = ? AND NOT by_clock", made.lesson()));
        }
    }

    @Test
    void a_quiz_is_written_and_taken_without_scripts(Portal portal) {
        var made = made(portal, "journey-plain", "");
        portal.staff("Olivia Owner", "olivia.quiz@staff.example", "owner", Portal.ACME);
        var olivia = portal.asStaff("olivia.quiz@staff.example");
        try (var window = Browser.open(portal, olivia.host(), Screen.DESK_LIGHT.withoutScript())
                .as(olivia)) {
            var course = portal.query("SELECT course_id FROM lesson WHERE id = ?", made.lesson())
                    .getFirst()
                    .getFirst();
            window.go("/t/acme/courses/" + course + "/lessons/" + made.lesson() + "/quiz");
            window.page().selectOption("#f-kind", "true_false");
            window.press("Add a question");
            window.page().locator("#f-text").fill("Light bends around corners.");
            window.page().locator("[name=right]").last().check();
            window.press("Add a question").reads("Light bends around corners.");
            window.follow("Preview of the quiz").reads("Light bends around corners.");
        }
        try (var window = Browser.open(portal, made.quinn().host(), Screen.PHONE_DARK.withoutScript())
                .as(made.quinn())) {
            window.go(made.path()).press("Start the quiz");
            var page = window.page();
            answer(page);
            for (var thing : List.of("a", "b", "c"))
                page.getByLabel("Place of: Light " + thing).selectOption("abc".indexOf(thing) + 1 + "");
            page.locator("[name=q6]").last().check();
            window.press("Save and answer later").reads("Your answers are saved");
            assertThat(page.locator("[name=q4]")).hasValue("sesame-canary");
            window.press("Submit").reads("7 of 7 points");
        }
    }
}
