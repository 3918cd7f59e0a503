package dev.atrium.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.atrium.courses.play.PlayFixture;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.Visitor;
import dev.atrium.harness.WithBrowser;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A recording that is played to its end, with notes and a transcript, by keyboard; and what remains without scripts. */
@ExtendWith(WithBrowser.class)
class PlayJourneyTest {
    private record Made(Visitor mila, UUID contact, UUID course, UUID lesson, UUID next, String path) {}

    private static Made made(Portal portal, String slug) {
        portal.settings(Portal.ACME, "profile_blocks = '{}'");
        var fixture = new PlayFixture(portal, Portal.ACME);
        var email = slug + "@example.com";
        var contact = fixture.person("Mila Player", email);
        var course = fixture.course(slug);
        var lesson = fixture.lesson(course, "audio", 1, 6, "now");
        var next = fixture.lesson(course, "video", 2, 6, "after_previous");
        fixture.captions(
                lesson, "en", "WEBVTT\n\n00:01.000 --> 00:02.000\nSoft light\n\n00:04.000 --> 00:05.000\nHard light\n");
        fixture.grant(course, contact);
        return new Made(
                portal.as(Portal.ACME, email),
                contact,
                course,
                lesson,
                next,
                "/courses/" + slug + "/lessons/" + lesson);
    }

    private static void play(Page page) {
        page.evaluate("document.querySelector('audio, video').muted = true");
        page.evaluate("document.querySelector('audio, video').play()");
    }

    @Test
    void a_recording_is_played_to_its_end_and_leads_on(Portal portal) {
        var made = made(portal, "journey-play");
        try (var window =
                Browser.open(portal, made.mila().host(), Screen.DESK_LIGHT).as(made.mila())) {
            window.go(made.path());
            var page = window.page();
            assertThat(page.locator("[data-speed]")).isVisible();
            window.axe();
            note(page);
            transcript(page);
            again(page);
            page.evaluate("document.querySelector('audio').currentTime = 0");
            page.evaluate("document.activeElement.blur()");
            page.keyboard().press("k");
            until(page, "!document.querySelector('audio').paused");
            led(page);
            assertThat(page.locator("[data-onward-title]")).hasText("Lesson 2");
            window.look("player-onward");
            assertThat(page.locator(".lesson-end .when-done")).isVisible();
            assertEquals(
                    1,
                    portal.count(
                            "SELECT count(*) FROM lesson_progress WHERE lesson_id = ? AND completed_at IS NOT NULL",
                            made.lesson()));
            page.locator("[data-onward-cancel]").click();
            assertThat(page.locator("[data-onward]")).isHidden();
            page.evaluate("document.querySelector('audio').currentTime = 5");
            play(page);
            led(page);
            page.waitForURL(Pattern.compile(".*/lessons/" + made.next() + "$"));
        }
        without(portal, made);
    }

    /** The recording lasts longer than an assertion waits by itself. */
    private static void led(Page page) {
        assertThat(page.locator("[data-onward]"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(20_000));
    }

    /** The page's policy keeps out what Playwright itself would wait by. */
    private static void until(Page page, String holds) {
        for (int i = 0; i < 200 && !(boolean) page.evaluate(holds); i++) page.waitForTimeout(50);
        assertTrue((boolean) page.evaluate(holds), holds);
    }

    private static void note(Page page) {
        page.evaluate("document.activeElement.blur()");
        page.evaluate("document.querySelector('audio').currentTime = 3");
        page.keyboard().press("n");
        assertThat(page.locator("#f-note")).isFocused();
        assertThat(page.locator("#f-at")).hasValue("0:03");
        page.keyboard().type("North window");
        page.locator("[data-note-new] button").click();
        assertThat(page.locator("[data-notes] .said")).hasText("North window");
        assertThat(page.locator("#f-note")).hasValue("");
    }

    private static void transcript(Page page) {
        page.locator(".transcript summary").click();
        page.locator("#f-transcript").fill("hard");
        assertThat(page.locator(".cues li:not([hidden])")).hasCount(1);
        page.locator(".cues li:not([hidden]) a").click();
        until(page, "document.querySelector('audio').currentTime >= 4");
        page.evaluate("document.querySelector('audio').pause()");
        assertTrue((boolean) page.evaluate("document.querySelector('audio').currentTime < 6"));
    }

    /** What is told on the way out may come after the page was asked for again. */
    private static void again(Page page) {
        page.evaluate("document.querySelector('audio').currentTime = 2");
        page.reload();
        // It was said by the note itself.
        assertThat(page.locator("body")).not().containsText("Your note is kept.");
        until(page, "document.querySelector('audio').readyState > 0");
        until(page, "document.querySelector('audio').currentTime === 2");
    }

    @Test
    void what_could_not_be_told_is_told_when_the_connection_is_back(Portal portal) {
        var made = made(portal, "journey-offline");
        try (var window =
                Browser.open(portal, made.mila().host(), Screen.PHONE_DARK).as(made.mila())) {
            window.go(made.path());
            window.live();
            var page = window.page();
            play(page);
            until(page, "document.querySelector('audio').currentTime > 1");
            page.context().setOffline(true);
            page.evaluate("document.querySelector('audio').pause()");
            assertThat(page.locator("[data-said]")).containsText("kept on this device");
            assertEquals(0, watched(portal, made));
            page.context().setOffline(false);
            assertThat(page.locator("[data-said]")).containsText("counted");
            for (int i = 0; i < 200 && watched(portal, made) == 0; i++) Portal.pause(50);
            assertTrue(watched(portal, made) >= 1, "told later");
        }
    }

    private static long watched(Portal portal, Made made) {
        return portal.count(
                "SELECT coalesce(sum(seconds_in(watched)), 0) FROM lesson_progress WHERE lesson_id = ?", made.lesson());
    }

    @Test
    void a_lesson_that_is_taken_away_meanwhile_says_so(Portal portal) {
        var made = made(portal, "journey-gone");
        try (var window =
                Browser.open(portal, made.mila().host(), Screen.PHONE_LIGHT).as(made.mila())) {
            window.go(made.path());
            window.live().allow(404);
            var page = window.page();
            play(page);
            until(page, "document.querySelector('audio').currentTime > 1");
            portal.execute("DELETE FROM lesson WHERE id = ?", made.lesson());
            page.evaluate("document.querySelector('audio').pause()");
            assertThat(page.locator("[data-said]")).containsText("not there any more");
        }
    }

    @Test
    void a_lesson_that_staff_delete_meanwhile_says_so_where_people_comment(Portal portal) {
        var made = made(portal, "journey-deleted");
        portal.execute("UPDATE lesson SET comments = true WHERE id = ?", made.lesson());
        portal.staff("Cleo Content", "cleo-deletes@staff.example", "content", Portal.ACME);
        var cleo = portal.asStaff("cleo-deletes@staff.example");
        try (var window =
                Browser.open(portal, made.mila().host(), Screen.DESK_LIGHT).as(made.mila())) {
            window.go(made.path());
            window.live().allow(404);
            var page = window.page();
            page.locator("#f-note").fill("What I was writing");
            cleo.post("/t/acme/courses/" + made.course() + "/lessons/" + made.lesson() + "/delete", Map.of())
                    .expect(303);
            assertThat(page.locator("#comments")).hasCount(0);
            assertThat(page.locator("[data-said]")).containsText("not there any more");
            assertThat(page.locator("#f-note")).hasValue("What I was writing");
        }
    }

    @Test
    void staff_see_how_somebody_gets_on_while_they_look(Portal portal) {
        var made = made(portal, "journey-looked");
        made.mila().get(made.path()).expect(200);
        portal.staff("Cleo Content", "cleo-looks@staff.example", "content", Portal.ACME);
        var cleo = portal.asStaff("cleo-looks@staff.example");
        try (var window = Browser.open(portal, cleo.host(), Screen.DESK_LIGHT).as(cleo)) {
            window.go("/t/acme/courses/" + made.course() + "/people/" + made.contact());
            assertThat(window.page().locator("#learner-steps .badge.good")).hasCount(0);
            portal.execute(
                    "UPDATE lesson_progress SET completed_at = now() WHERE lesson_id = ? AND contact_id = ?",
                    made.lesson(),
                    made.contact());
            assertThat(window.page().locator("#learner-steps .badge.good"))
                    .hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(15_000));
            window.axe();
        }
    }

    /** The browser's own player, and notes as a page. */
    private static void without(Portal portal, Made made) {
        try (var window = Browser.open(portal, made.mila().host(), Screen.DESK_LIGHT.withoutScript())
                .as(made.mila())) {
            window.go(made.path());
            assertThat(window.page().locator("audio[controls]")).isVisible();
            window.page().locator("#f-note").fill("Without scripts");
            window.page().locator("[data-note-new] button").click();
            assertThat(window.page().locator("[data-notes] .said").last()).hasText("Without scripts");
        }
    }
}
