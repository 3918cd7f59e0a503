package dev.atrium.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.atrium.harness.Browser;
import dev.atrium.harness.Portal;
import dev.atrium.harness.Screen;
import dev.atrium.harness.Window;
import dev.atrium.harness.WithBrowser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A course is written by keyboard, put in order by keys and by hand, and published. */
@ExtendWith(WithBrowser.class)
class AuthorJourneyTest {
    private static List<String> order(Portal portal) {
        return portal
                .query(
                        "SELECT l.title FROM lesson l JOIN course_section s ON s.id = l.section_id JOIN course c ON c.id = l.course_id"
                                + " WHERE c.slug = 'light-by-hand' ORDER BY s.position, l.position")
                .stream()
                .map(row -> row.getFirst().toString())
                .toList();
    }

    private static void ordered(Portal portal, String... titles) {
        for (int i = 0; i < 200 && !order(portal).equals(List.of(titles)); i++) Portal.pause(25);
        assertEquals(List.of(titles), order(portal));
    }

    private static Locator row(Window window, String title) {
        return window.page().locator("[data-lesson]").filter(new Locator.FilterOptions().setHasText(title));
    }

    @Test
    void a_course_is_written_put_in_order_and_published(Portal portal) {
        portal.staff("Ada Author", "ada-author@staff.example", "owner", Portal.ACME);
        var ada = portal.asStaff("ada-author@staff.example");
        try (var window = Browser.open(portal, ada.host(), Screen.DESK_LIGHT).as(ada)) {
            window.go("/t/acme/courses/new");
            window.page().locator("input[name=title]").focus();
            window.page().keyboard().type("Light by hand");
            window.page().keyboard().press("Enter");
            assertThat(window.page().locator("h1")).containsText("Light by hand");
            for (var section : List.of("First", "Second")) {
                window.page().locator("input[name=section_title]").fill(section);
                window.page().keyboard().press("Enter");
                assertThat(window.page().locator("[data-section]").last()).containsText(section);
            }
            var outline = window.page().url();
            for (var title : List.of("One", "Two", "Three")) {
                var section = window.page().locator("[data-section]").first();
                section.locator("input[name=title]").fill(title);
                section.locator("select[name=kind]").selectOption("text");
                section.locator("input[name=title]").press("Enter");
                assertThat(window.page()
                                .getByRole(AriaRole.HEADING)
                                .filter(new Locator.FilterOptions().setHasText(title))
                                .first())
                        .isVisible();
                window.page().navigate(outline);
            }
            window.axe();
            byKeys(portal, window);
            byHand(portal, window);
            window.look("outline-ordered");
        }
    }

    /** Whoever moves a lesson by its button may go on: the focus stays on it. */
    private static void byKeys(Portal portal, Window window) {
        var up = row(window, "Three").locator("button[value=up]");
        up.focus();
        window.page().keyboard().press("Enter");
        ordered(portal, "One", "Three", "Two");
        assertThat(row(window, "Three").locator("button[value=up]")).isFocused();
        window.page().keyboard().press("Enter");
        ordered(portal, "Three", "One", "Two");
        assertThat(row(window, "Three").locator("button[value=up]")).isFocused();
        window.page().keyboard().press("Tab");
        window.page().keyboard().press("Enter");
        ordered(portal, "One", "Three", "Two");
        assertThat(row(window, "Three").locator("button[value=down]")).isFocused();
    }

    private static void byHand(Portal portal, Window window) {
        row(window, "Two").dragTo(row(window, "One"), new Locator.DragToOptions().setTargetPosition(40, 4));
        ordered(portal, "Two", "One", "Three");
        // Into a section that is empty.
        row(window, "One").dragTo(window.page().locator("[data-section]").last().locator("h2"));
        ordered(portal, "Two", "Three", "One");
        assertThat(window.page().locator("[data-section]").last().locator("[data-lesson]"))
                .hasCount(1);
        window.page().reload();
        assertThat(window.page().locator("[data-section]").last().locator("[data-lesson]"))
                .hasCount(1);
    }
}
