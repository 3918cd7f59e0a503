package dev.atrium.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.atrium.courses.comment.CommentFixture;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.Visitor;
import dev.atrium.harness.Window;
import dev.atrium.harness.WithBrowser;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is said below a lesson stands on the pages of others within a second, also below a player; and without scripts too. */
@ExtendWith(WithBrowser.class)
class CommentJourneyTest {
    private static final LocatorAssertions.IsVisibleOptions SOON =
            new LocatorAssertions.IsVisibleOptions().setTimeout(1_000);

    private record Made(Visitor mila, Visitor noor, UUID course, String path, String slug) {}

    private static Made made(Portal portal, String slug) {
        portal.settings(Portal.ACME, "profile_blocks = '{}'");
        var fixture = new CommentFixture(portal);
        var mila = fixture.person("Mila Talker", slug + "-mila@example.com");
        var noor = fixture.person("Noor Talker", slug + "-noor@example.com");
        var course = fixture.course(slug);
        var lesson = fixture.lesson(course, 1, "");
        fixture.grant(course, mila);
        fixture.grant(course, noor);
        return new Made(
                portal.as(Portal.ACME, slug + "-mila@example.com"),
                portal.as(Portal.ACME, slug + "-noor@example.com"),
                course,
                "/courses/" + slug + "/lessons/" + lesson,
                slug);
    }

    private static Window window(Portal portal, Visitor visitor, Screen screen) {
        return Browser.open(portal, visitor.host(), screen).live().as(visitor);
    }

    private static Locator said(Window window, String words) {
        return window.page().locator("#comments .comment-body").getByText(words);
    }

    private static void ask(Window window, String words) {
        window.page().locator("#f-remark").fill(words);
        window.page().locator("#comments > form[data-remark-say] button").click();
        assertThat(said(window, words)).isVisible();
    }

    @Test
    void a_question_and_its_answer_are_on_both_pages_at_once(Portal portal) {
        var made = made(portal, "journey-remarks");
        try (var one = window(portal, made.mila(), Screen.DESK_LIGHT);
                var other = window(portal, made.noor(), Screen.PHONE_LIGHT)) {
            one.go(made.path());
            other.go(made.path());
            assertThat(other.page().locator("[data-feed-empty]")).isVisible();
            other.page().evaluate("window.stays = true");
            one.page().evaluate("window.stays = true");
            ask(one, "Which lamp is it?");
            assertThat(said(other, "Which lamp is it?")).isVisible(SOON);
            assertThat(one.page().locator("#f-remark")).hasValue("");
            var reply = other.page().locator("details.remark-reply");
            reply.locator("summary").click();
            reply.locator("textarea").fill("The warm one");
            reply.locator("button").click();
            assertThat(said(one, "The warm one")).isVisible(SOON);
            one.page().locator(".replies .felt-menu > summary").click();
            one.page().locator(".replies .felt-words [data-word=love]").click();
            assertThat(other.page().locator(".replies .felt > [data-word=love]"))
                    .isVisible();
            one.page()
                    .locator("#comments > .comments > .remark > article .comment-menu > summary")
                    .click();
            one.look("remarks-menu");
            one.page().getByText("This is answered").click();
            assertThat(other.page().locator("#comments .badge.good")).isVisible(SOON);
            one.axe();
            other.axe();
            other.noSideScroll();
            one.look("remarks-desk");
            other.look("remarks-phone");
            one.focusShows();
            one.inOtherColours("remarks-desk");
            assertTrue((boolean) other.page().evaluate("window.stays === true"), "no page was opened anew");
            assertTrue((boolean) one.page().evaluate("window.stays === true"), "no page was opened anew");
        }
        assertEquals(2, portal.count("SELECT count(*) FROM lesson_comment WHERE course_id = ?", made.course()));
    }

    @Test
    void all_of_it_works_without_scripts(Portal portal) {
        var made = made(portal, "journey-remarks-plain");
        try (var window = Browser.open(portal, made.mila().host(), Screen.DESK_LIGHT.withoutScript())
                .as(made.mila())) {
            window.go(made.path());
            ask(window, "Without scripts?");
            var menu = window.page().locator(".comment-menu");
            window.page().locator(".remark-edit > summary").click();
            window.page().locator(".remark-edit textarea").fill("Still without scripts?");
            window.page().locator(".remark-edit button").click();
            assertThat(said(window, "Still without scripts?")).isVisible();
            menu.locator("> summary").click();
            window.page().getByText("This is answered").click();
            assertThat(window.page().locator("#comments .badge.good")).isVisible();
            menu.locator("> summary").click();
            menu.getByText("Remove").click();
            assertThat(window.page().locator(".undo")).isVisible();
            window.page().locator(".undo button").click();
            assertThat(said(window, "Still without scripts?")).isVisible();
        }
    }
}
